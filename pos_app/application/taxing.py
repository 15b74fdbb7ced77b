"""The tax id of an invoice, drawn in the transaction that issues it."""

from __future__ import annotations

from datetime import datetime

from pos_app.application.shop import Shop
from pos_app.domain import tax_id
from pos_app.domain.invoice import InvoiceDocument
from pos_app.ports.storage import WriteSession


def draw(session: WriteSession, shop: Shop, at: datetime, referred: InvoiceDocument | None = None) -> str:
    """22 characters, "" where the shop has no tax memory. What refers to an invoice without an id has none either:
    the tax office could not find what it is about."""
    if not shop.tax_memory or (referred is not None and not referred.tax_id):
        return ""
    serial = session.next_tax_serial(shop.tax_memory, shop.tax_serial_above)
    return tax_id.make(shop.tax_memory, tax_id.days_of(at), serial).text
