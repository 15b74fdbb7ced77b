"""Laid-out pages -> PDF bytes with one pen."""

from __future__ import annotations

from collections.abc import Callable

from invoices.flow import Placed
from invoices.pen import Pen
from invoices.templates.sheet import Sheet
from invoices.tongues import FA, Tongue

#: Draws what stands on every page: pen, number of the page, number of pages.
Furnish = Callable[[Pen, int, int], None]


def draw_pages(
    sheet: Sheet,
    title: str,
    pages: list[list[Placed]],
    furnish: Furnish,
    *,
    author: str,
    roll: bool = False,
    tongue: Tongue = FA,
) -> bytes:
    """`author` = the shop. Of a roll each page is as long as what stands on it."""
    sizes = [_size(sheet, page, roll=roll) for page in pages]
    pen = Pen(sizes[0], title, author=author, language=tongue.code, rtl=tongue.rtl)
    for number, (page, size) in enumerate(zip(pages, sizes, strict=True), start=1):
        if number > 1:
            pen.next_page(size)
            with pen.repeat():
                furnish(pen, number, len(pages))
        else:
            furnish(pen, number, len(pages))
        for placed in page:
            pen.block()
            placed.block.draw(pen, placed.top)
    return pen.finish()


def _size(sheet: Sheet, page: list[Placed], *, roll: bool) -> tuple[float, float]:
    if not roll:
        return sheet.page
    return sheet.page[0], max((placed.bottom for placed in page), default=0.0) + sheet.margin
