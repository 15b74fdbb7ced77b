"""One IMEI as bars, its digits beneath."""

from __future__ import annotations

from invoices.figures import code
from invoices.pen import INK, Pen
from invoices.templates import a4


def bars_height() -> float:
    return a4.BARCODE_HEIGHT + a4.SMALL.leading + 1


def draw_bars(pen: Pen, imei: str, left: float, top: float, wide: float) -> None:
    pen.code128(imei, left, top, wide, a4.BARCODE_HEIGHT)
    pen.text(code(imei), left + wide / 2, top + a4.BARCODE_HEIGHT + 1, a4.SMALL, INK, align="centre")
