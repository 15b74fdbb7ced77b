"""Laid-out pages -> PDF bytes with one pen."""

from __future__ import annotations

from collections.abc import Callable

from invoices.flow import Placed
from invoices.pen import Pen
from invoices.templates.sheet import Sheet

#: Draws what stands on every page: pen, number of the page, number of pages.
Furnish = Callable[[Pen, int, int], None]


def draw_pages(sheet: Sheet, title: str, pages: list[list[Placed]], furnish: Furnish) -> bytes:
    pen = Pen(sheet.page, title)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            pen.next_page()
        furnish(pen, number, len(pages))
        for placed in page:
            placed.block.draw(pen, placed.top)
    return pen.finish()
