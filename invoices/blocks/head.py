"""Head of every page: shop, title, number and time; and the blocks of seller and buyer."""

from __future__ import annotations

from invoices.blocks.boxes import fields_block, party_fields
from invoices.figures import code, moment, prose
from invoices.flow import Block
from invoices.pen import INK, MUTED, Pen
from invoices.templates import a4
from invoices.text import fit, width, wrap
from invoices.wording import COPY, reference, title
from pos_app import jalali
from pos_app.domain.digits import persian
from pos_app.domain.invoice import InvoiceDocument

HEAD_HEIGHT = 50.0
_SIDE = 225.0
_NUMBER = "شمارهٔ سریال"


def draw_head(pen: Pen, document: InvoiceDocument, *, copy: bool, page: int, pages: int) -> None:
    middle = (a4.LEFT + a4.RIGHT) / 2
    name = prose(document.seller.name)
    if name:
        pen.text(name, a4.RIGHT, a4.MARGIN + 2, fit(name, a4.SHOP, _SIDE), INK)
    address = prose(document.seller.address)
    if address and width(address, a4.SMALL) <= _SIDE:  # the seller's block below has it in full
        pen.text(address, a4.RIGHT, a4.MARGIN + 21, a4.SMALL, MUTED)
    pen.text(title(document), middle, a4.MARGIN, a4.TITLE, INK, align="centre")
    if copy:
        mark = width(COPY, a4.MARK) + 16
        pen.box(middle - mark / 2, a4.MARGIN + 25.5, mark, 18, radius=a4.RADIUS)
        pen.text(COPY, middle, a4.MARGIN + 26.5, a4.MARK, INK, align="centre")
    top = a4.MARGIN
    for label, value in (
        (_NUMBER, code(document.number)),
        ("تاریخ", moment(jalali.instant(document.issued_at))),
    ):
        top = _left_pair(pen, label, value, top)
    if pages > 1:
        _left_pair(pen, "صفحه", persian(f"{page} از {pages}"), top)


def _left_pair(pen: Pen, label: str, value: str, top: float) -> float:
    """Label and value ending at the left margin."""
    drawn = pen.text(value, a4.LEFT, top, a4.STRONG, INK, align="left")
    pen.text(f"{label}:", a4.LEFT + drawn + 3, top, a4.BODY, MUTED, align="left")
    return top + a4.STRONG.leading + 1.5


def reference_block(document: InvoiceDocument) -> Block | None:
    """Above all else on a void or a return: which invoice it takes back, and why."""
    text = reference(document)
    if not text:
        return None
    lines = wrap(text, a4.STRONG, a4.WIDTH - 2 * a4.PAD)
    height = len(lines) * a4.STRONG.leading + 6

    def draw(pen: Pen, top: float) -> None:
        pen.box(a4.LEFT, top, a4.WIDTH, height, radius=a4.RADIUS)
        pen.lines(lines, a4.RIGHT - a4.PAD, top + 3, a4.STRONG, INK)

    return Block(height, draw)


def seller_block(document: InvoiceDocument, gap: float = 0) -> Block:
    return fields_block(a4.SHEET, "مشخصات فروشنده", party_fields(document.seller, document.licence_no), gap)


def buyer_block(document: InvoiceDocument) -> Block:
    """An unnamed buyer is the final consumer: the form's block stays, its empty fields do not."""
    fields = party_fields(document.buyer) or [("خریدار", "مصرف‌کنندهٔ نهایی")]
    return fields_block(a4.SHEET, "مشخصات خریدار", fields, gap=a4.GAP)
