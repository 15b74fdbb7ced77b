"""An offer (پیش‌فاکتور) of what lies on the counter, marked as no invoice.

It has no tax id and takes no number of the invoices; no phone is promised or moved by it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pos_app.application import paper_file, sell
from pos_app.application import shop as shops
from pos_app.application.invoicing import build_document
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import ANY_BUYER, PROFORMA, InvoiceDocument
from pos_app.domain.rights import Right
from pos_app.domain.sale import CaseKind, Payment

PREFIX = "P"  # how numbers of offers begin


def document(services: Services, sale_id: str) -> InvoiceDocument:
    """Frozen now, at today's rate; another one later may say another price. Raises ShopError `sale-not-open`,
    `basket-empty`, `price-missing`, `proforma-of-sale-only`, `shop-name-missing`, MoneyError, `glyph-missing`."""
    from pos_app import jalali

    at = services.clock.now()
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        if sale.kind is not CaseKind.SALE:
            raise ShopError("proforma-of-sale-only")
        if not sale.lines:
            raise ShopError("basket-empty")
        if any(line.fee <= 0 for line in sale.lines):
            raise ShopError("price-missing")
        shop = shops.load(session)
        if not shop.name:
            raise ShopError("shop-name-missing")
        year = jalali.year(at)
        seq = session.next_paper_number("proforma", services.till_id, year)
        number = f"{PREFIX}{year}-{services.till_id}-{seq:06d}"
        offered = replace(sale, payment=Payment(), run=None)
        made = build_document(offered, shop, sell.vat_now(services, session, shop), number=number, at=at, paid=False)
        lines = tuple(replace(line, imeis=(), serial="") for line in made.lines)
        made = replace(made, subject=PROFORMA, type=ANY_BUYER, lines=lines, buyer=replace(made.buyer, kind=""))
        if lacking := services.renderer.unprintable(made):
            raise ShopError("glyph-missing", detail=lacking)
        data: dict[str, object] = {"number": number, "total": made.tsstam}
        session.audit(services.till_id, at, services.person, "proforma-made", sale_id, data)
    return made


@needs(Right.SELL)
def paper(services: Services, sale_id: str) -> Path:
    """Written as PDF; the sale stays open as it was. Raises as `document`, and StorageError `paper-not-written`."""
    made = document(services, sale_id)
    with services.storage.read() as session:
        stamp = session.picture(made.stamp_sha256) if made.stamp_sha256 else None
    path = services.papers / f"{made.number}.pdf"
    paper_file.write(path, services.renderer.render(made, stamp=stamp, copy=False), refused="paper-not-written")
    return path
