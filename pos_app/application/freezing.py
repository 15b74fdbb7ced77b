"""An invoice of any kind at its issue: printable on every paper, signed, and never changed again."""

from __future__ import annotations

import hashlib
from datetime import datetime

from pos_app.application import sealing
from pos_app.application.services import Services
from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import InvoiceDocument, to_json
from pos_app.ports.storage import StoredInvoice


def freeze(services: Services, document: InvoiceDocument, sale_id: str, at: datetime) -> StoredInvoice:
    """What is stored of it. Raises ShopError `glyph-missing`."""
    refuse_unprintable(services, document)
    text = to_json(sealing.sealed(services, document))
    return StoredInvoice(
        number=document.number, sale_id=sale_id, issued_at=at, document=text, sha256=sha256(text), prints=0,
        kind=document.subject, tax_id=document.tax_id,
    )  # fmt: skip


def refuse_unprintable(services: Services, document: InvoiceDocument | BuyInDocument) -> None:
    """Raises ShopError `glyph-missing`, its detail the characters."""
    lacking = services.renderer.unprintable(document)
    if lacking:
        raise ShopError("glyph-missing", detail=lacking)


def sha256(text: str) -> str:
    """By which the last step and the audit name a document."""
    return hashlib.sha256(text.encode()).hexdigest()
