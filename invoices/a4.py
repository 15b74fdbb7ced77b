"""The official form on A4: blocks in their order, flowed over pages, drawn with one pen."""

from __future__ import annotations

from invoices.blocks.foot import foot_blocks, signature_block
from invoices.blocks.head import HEAD_HEIGHT, buyer_block, draw_head, reference_block, seller_block
from invoices.blocks.table import table_blocks
from invoices.flow import Placed, paginate
from invoices.pages import draw_pages
from invoices.pen import Pen
from invoices.picture import prepare
from invoices.templates import a4
from invoices.wording import title
from pos_app.domain.invoice import InvoiceDocument


def render_a4(document: InvoiceDocument, *, stamp: bytes | None, copy: bool) -> bytes:
    """See `invoices.renderer.A4Renderer.render`."""

    def head(pen: Pen, page: int, pages: int) -> None:
        draw_head(pen, document, copy=copy, page=page, pages=pages)

    return draw_pages(a4.SHEET, f"{title(document)} {document.number}", _lay_out(document, stamp), head)


def _lay_out(document: InvoiceDocument, stamp: bytes | None) -> list[list[Placed]]:
    picture = prepare(stamp) if stamp else None
    reference = reference_block(document)
    blocks = [
        *([reference] if reference else ()),
        seller_block(document, gap=a4.GAP if reference else 0),
        buyer_block(document),
        *table_blocks(document),
        *foot_blocks(document),
    ]
    tries = (
        paginate([*blocks, signature_block(picture, height)], a4.MARGIN + HEAD_HEIGHT, a4.SHEET.bottom)
        for height in a4.SIGNATURE_HEIGHTS
    )
    return min(tries, key=len)
