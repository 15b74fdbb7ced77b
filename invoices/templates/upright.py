"""A4, standing: the papers that are read and signed as a letter is. Lengths in points."""

from __future__ import annotations

from typing import Final

from invoices.fonts import Weight
from invoices.templates.sheet import Sheet
from invoices.text import Style

SHEET: Final = Sheet(page=(595.276, 841.89), margin=28.0, grid=4, size=8.5)
#: The same, set closer: for a paper that would else spill onto a second page.
CLOSE: Final = Sheet(page=SHEET.page, margin=SHEET.margin, grid=SHEET.grid, size=7.7, gap=4.0)

TITLE: Final = Style(Weight.BOLD, 15)
SHOP: Final = Style(Weight.BOLD, 11.5)
SMALL: Final = Style(Weight.REGULAR, 7.8)
FINE: Final = Style(Weight.REGULAR, 7.2)
HEADING: Final = Style(Weight.BOLD, 7.8)
CELL: Final = Style(Weight.REGULAR, 8)
CELL_STRONG: Final = Style(Weight.BOLD, 8)
PRICE: Final = Style(Weight.BOLD, 9.6)
MARK: Final = Style(Weight.BOLD, 10)

#: The lower ones where they save a page.
SIGNATURE_HEIGHTS: Final = (130.0, 104.0, 78.0)
