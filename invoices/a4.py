"""The official form on A4: blocks in their order, flowed over pages, drawn with one pen."""

from __future__ import annotations

from invoices.blocks.foot import foot_blocks, signature_block
from invoices.blocks.head import HEAD_HEIGHT, buyer_block, draw_head, seller_block
from invoices.blocks.table import table_blocks
from invoices.flow import Placed, paginate
from invoices.pen import Pen
from invoices.picture import prepare
from invoices.templates import a4
from invoices.wording import TITLE
from pos_app.domain.invoice import InvoiceDocument


def render_a4(document: InvoiceDocument, *, stamp: bytes | None, copy: bool) -> bytes:
    """See `invoices.renderer.A4Renderer.render`."""
    pages = _lay_out(document, stamp)
    pen = Pen(a4.PAGE, f"{TITLE} {document.number}")
    for number, page in enumerate(pages, start=1):
        if number > 1:
            pen.next_page()
        draw_head(pen, document, copy=copy, page=number, pages=len(pages))
        for placed in page:
            placed.block.draw(pen, placed.top)
    return pen.finish()


def _lay_out(document: InvoiceDocument, stamp: bytes | None) -> list[list[Placed]]:
    picture = prepare(stamp) if stamp else None
    blocks = [
        seller_block(document),
        buyer_block(document),
        *table_blocks(document),
        *foot_blocks(document),
    ]
    tries = (
        paginate([*blocks, signature_block(picture, height)], a4.MARGIN + HEAD_HEIGHT, a4.PAGE[1] - a4.MARGIN)
        for height in a4.SIGNATURE_HEIGHTS
    )
    return min(tries, key=len)
