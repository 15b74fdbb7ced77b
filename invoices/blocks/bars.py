"""One IMEI as bars, its digits beneath; and rows of them across a sheet."""

from __future__ import annotations

from invoices.figures import code
from invoices.fonts import Weight
from invoices.pen import INK, Pen
from invoices.text import Style

_HEIGHT = 24.0
_DIGITS = Style(Weight.REGULAR, 7.8)


def bars_height(height: float = _HEIGHT, digits: Style = _DIGITS) -> float:
    return height + digits.leading + 1


def draw_bars(
    pen: Pen, imei: str, left: float, top: float, wide: float, height: float = _HEIGHT, digits: Style = _DIGITS
) -> None:
    pen.block()
    pen.code128(imei, left, top, wide, height)
    pen.text(code(imei), left + wide / 2, top + height + 1, digits, INK, align="centre")
