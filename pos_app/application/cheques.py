"""A cheque is one paper: the Sayad id on it pays one invoice, until that invoice is undone and the cheque given back.

What is paid is sealed in the documents, so ids are looked for by their digest, each with the number it was taken for.
"""

from __future__ import annotations

import hashlib

from pos_app.application import chain
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import CHEQUE, InvoiceDocument
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.ports.storage import ReadSession, WriteSession


def refuse_taken(session: ReadSession, payment: Payment) -> None:
    """Raises ShopError `cheque-elsewhere` at the field of the part, with the invoice that it pays already."""
    for at, part in enumerate(payment.parts):
        if part.method is PaymentMethod.CHEQUE and (number := _taken_for(session, part.reference)):
            raise ShopError("cheque-elsewhere", field=f"part_{at}_reference", detail=number)


def take(session: WriteSession, document: InvoiceDocument) -> None:
    """In the transaction that issues it."""
    for line in document.payments:
        if line.method == CHEQUE:
            session.put_setting(_key(line.reference), document.number)


def _taken_for(session: ReadSession, sayad: str) -> str:
    number = session.setting(_key(sayad)) or ""
    stands = chain.newest(session, number) if number else None
    return number if stands is not None and session.referring_to(stands.number) is None else ""


def _key(sayad: str) -> str:
    return f"cheque.{hashlib.sha256(sayad.encode()).hexdigest()}"
