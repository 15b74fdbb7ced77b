"""The QR code by which anyone can verify the paper: zxing-cpp encodes, the pen draws squares."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from pos_app.domain.invoice import InvoiceDocument

#: Light modules that the symbol needs on every side (ISO/IEC 18004).
QUIET: Final = 4


@lru_cache(maxsize=64)
def qr_rows(text: str) -> tuple[str, ...]:
    """Rows of modules from the top, `1` = dark, the quiet zone around them."""
    import zxingcpp  # here, not above: only a signed paper needs it

    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = symbol.to_image(scale=1, add_quiet_zones=False)  # a buffer, which its type does not say
    pixels: list[list[int]] = memoryview(image).tolist()  # type: ignore[assignment]
    side = len(pixels) + 2 * QUIET
    blank = ("0" * side,) * QUIET
    margin = "0" * QUIET
    rows = tuple(f"{margin}{''.join('1' if dot < 128 else '0' for dot in row)}{margin}" for row in pixels)
    return (*blank, *rows, *blank)


def verification_text(document: InvoiceDocument) -> str:
    """What the code says, "" = the invoice is not signed."""
    if not document.signature:
        return ""
    return f"{document.number} {document.issued_at} {document.tsstam} {' '.join(document.imeis)} {document.signature}"
