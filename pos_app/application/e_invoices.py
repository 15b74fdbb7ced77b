"""The e-invoice of an issued invoice: made from its frozen document, checked before anybody gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.domain import e_invoice, e_invoice_check
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import from_json


@dataclass(frozen=True, slots=True)
class Made:
    """`faults` () = it may leave; `needs_review`: a person looks at its date first."""

    number: str
    invoice: dict[str, Any]
    faults: tuple[e_invoice_check.Fault, ...]
    needs_review: bool


def made(services: Services, number: str) -> Made:
    """Raises ShopError `invoice-missing`."""
    at = services.clock.now()
    with services.storage.read() as session:
        stored = session.invoice(number)
        if stored is None:
            raise ShopError("invoice-missing", detail=number)
        document = from_json(stored.document)
        referred = session.invoice(document.refers_to) if document.refers_to else None
        shop = shops.load(session)
    original = from_json(referred.document) if referred is not None else None
    invoice = e_invoice.build(document, original=original, at=at, send_term_days=shop.send_term_days)
    return Made(number, invoice, e_invoice_check.faults(invoice, now=at), document.needs_review)
