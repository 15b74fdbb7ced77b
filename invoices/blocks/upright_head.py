"""Head of every upright page: shop on the right, what tells this paper from others on the left, the title below."""

from __future__ import annotations

from invoices.pen import INK, MUTED, Pen
from invoices.templates import upright
from invoices.templates.sheet import PAD, RADIUS
from invoices.text import fit, width, wrap
from invoices.tongues import FA
from invoices.wording import COPY
from pos_app.domain.digits import persian
from pos_app.domain.invoice import Party

HEAD_HEIGHT = 76.0
_SIDE = 300.0
_PAIR = 150.0
_TITLE_TOP = 46.0


def draw_upright_head(
    pen: Pen, shop: Party, title: str, pairs: tuple[tuple[str, str], ...], *, page: int, pages: int, copy: bool = False
) -> None:
    """`pairs` are labels and values; the page is counted where there is more than one."""
    sheet = upright.SHEET
    name, address = FA.field(shop.name), FA.field(shop.address)
    if name:
        pen.text(name, sheet.right, sheet.margin, fit(name, upright.SHOP, _SIDE), INK)
    for line in wrap(address, upright.SMALL, _SIDE)[:1]:
        if width(address, upright.SMALL) <= _SIDE:  # the shop's block below has it in full
            pen.text(line, sheet.right, sheet.margin + 20, upright.SMALL, MUTED)
    if pages > 1:
        pairs = (*pairs, ("صفحه", persian(f"{page} از {pages}")))
    top = sheet.margin
    for label, value in pairs:
        style = fit(value, sheet.strong, _PAIR)
        pen.block()
        pen.text(f"{label}:", sheet.left + width(value, style) + 3, top, sheet.body, MUTED, align="left")
        pen.text(value, sheet.left, top, style, INK, align="left")
        top += sheet.strong.leading + 1.5
    middle = (sheet.left + sheet.right) / 2
    title_width = pen.text(title, middle, sheet.margin + _TITLE_TOP, upright.TITLE, INK, align="centre", tag="H1")
    if copy:
        mark = width(COPY, upright.MARK) + 16
        left = middle - title_width / 2 - mark - 2 * PAD
        pen.box(left, sheet.margin + _TITLE_TOP + 2.5, mark, 18, radius=RADIUS)
        pen.text(COPY, left + mark / 2, sheet.margin + _TITLE_TOP + 3.5, upright.MARK, INK, align="centre")
