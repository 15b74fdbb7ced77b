"""Invoices that refer to one another: an issued one never changes, what corrects it stands for it from then on."""

from __future__ import annotations

from datetime import datetime

from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import CORRECTIVE, InvoiceDocument
from pos_app.ports.storage import ReadSession, StoredInvoice


def newest(session: ReadSession, number: str) -> StoredInvoice | None:
    """The invoice itself, or the last of its corrections: what a void, a return or a further correction refers to."""
    found = session.invoice(number)
    while found is not None:
        later = session.referring_to(found.number)
        if later is None or later.kind != CORRECTIVE:
            break
        found = later
    return found


def refuse_earlier(referred: InvoiceDocument, at: datetime) -> None:
    """Raises ShopError `before-referred`: the clock of this till was set back."""
    if at < datetime.fromisoformat(referred.issued_at):
        raise ShopError("before-referred", detail=referred.number)
