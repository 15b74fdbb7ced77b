"""A QR code: zxing-cpp encodes, the pen draws squares."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

#: Light modules that the symbol needs on every side (ISO/IEC 18004).
QUIET: Final = 4
_LEAST_MODULE: Final = 0.8  # points, 0.28 mm


@lru_cache(maxsize=64)
def qr_rows(text: str) -> tuple[str, ...]:
    """Rows of modules from the top, `1` = dark, the quiet zone around them."""
    import zxingcpp  # here, not above: only an invoice needs it

    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = symbol.to_image(scale=1, add_quiet_zones=False)  # a buffer, which its type does not say
    pixels: list[list[int]] = memoryview(image).tolist()  # type: ignore[assignment]
    side = len(pixels) + 2 * QUIET
    blank = ("0" * side,) * QUIET
    margin = "0" * QUIET
    rows = tuple(f"{margin}{''.join('1' if dot < 128 else '0' for dot in row)}{margin}" for row in pixels)
    return (*blank, *rows, *blank)


def least_side(text: str) -> float:
    """Points that the code needs, so that a telephone still reads it from a laser or a slip printer."""
    return len(qr_rows(text)) * _LEAST_MODULE
