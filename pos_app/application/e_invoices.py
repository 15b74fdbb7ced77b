"""The e-invoice of an issued invoice: made from its frozen document, checked before anybody gets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.domain import e_invoice, e_invoice_check
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import from_json
from pos_app.ports.storage import ReadSession


@dataclass(frozen=True, slots=True)
class Made:
    """`faults` () = it may leave; `needs_review`: a person looks at its date first."""

    number: str
    invoice: dict[str, Any]
    faults: tuple[e_invoice_check.Fault, ...]
    needs_review: bool


def made(services: Services, number: str) -> Made:
    """Raises ShopError `invoice-missing`."""
    with services.storage.read() as session:
        return make(session, number, services.clock.now())


def make(session: ReadSession, number: str, at: datetime) -> Made:
    """In a transaction that is open already. Raises ShopError `invoice-missing`."""
    stored = session.invoice(number)
    if stored is None:
        raise ShopError("invoice-missing", detail=number)
    document = from_json(stored.document)
    referred = session.invoice(document.refers_to) if document.refers_to else None
    original = from_json(referred.document) if referred is not None else None
    term = shops.load(session).send_term_days
    invoice = e_invoice.build(document, original=original, at=at, send_term_days=term)
    return Made(number, invoice, e_invoice_check.faults(invoice, now=at), document.needs_review)
