"""A page of a slip as dots of a receipt printer: drawn at its own density, in black and white alone."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from pos_app.ports.hardware import Raster

DOTS_PER_MM = 8  # 203 dots an inch
WIDEST_MM = 90  # what is wider lies on a sheet
_POINTS_PER_MM = 72 / 25.4
_BLACK_BELOW = 185  # of 255: thin strokes of small letters stay whole
_THRESHOLD = bytes(0 if grey < _BLACK_BELOW else 255 for grey in range(256))
WIDE, NARROW = 576, 384  # dots that the printers of 80 mm and 58 mm paper reach
_LEAST_WIDE_MM = 70
_HAIR = 2  # dots of a rule at the edge that may be lost


def width_mm(document: QPdfDocument, page: int = 0) -> float:
    return document.pagePointSize(page).width() / _POINTS_PER_MM


def slip_raster(document: QPdfDocument) -> Raster:
    """All pages one below the other, as wide as the printer reaches. Paper that the printer does not reach is left out
    where it is blank; where something stands there, the page is drawn smaller."""
    reach = WIDE if width_mm(document) >= _LEAST_WIDE_MM else NARROW
    rows = bytearray()
    for page in range(document.pageCount()):
        size = document.pagePointSize(page)
        across = max(round(size.width() / _POINTS_PER_MM * DOTS_PER_MM), 1)
        drawn = _centred(_drawn(document, page, across), reach)
        rows += _dots(drawn if drawn is not None else _drawn(document, page, reach))
    return Raster(reach, len(rows) * 8 // reach, bytes(rows))


def _drawn(document: QPdfDocument, page: int, across: int) -> QImage:
    """Black and white, one byte a dot."""
    size = document.pagePointSize(page)
    pixels = QSize(across, max(round(across * size.height() / size.width()), 1))
    paper = QImage(pixels, QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, document.render(page, pixels))
    painter.end()
    grey = paper.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = bytes(grey.constBits()).translate(_THRESHOLD)
    made = QImage(lines, grey.width(), grey.height(), grey.bytesPerLine(), QImage.Format.Format_Grayscale8)
    return made.copy()  # the bytes above are let go


def _centred(image: QImage, reach: int) -> QImage | None:
    """The middle of it, or all of it between blanks; None where ink would be lost at an edge."""
    spare = image.width() - reach
    edge = spare // 2
    if spare > 0 and not (_blank(image, 0, edge - _HAIR) and _blank(image, edge + reach + _HAIR, image.width())):
        return None
    return image.copy(edge, 0, reach, image.height()) if spare else image


def _blank(image: QImage, left: int, right: int) -> bool:
    """Whether nothing stands in these columns."""
    part = image.copy(left, 0, right - left, image.height())
    ink = bytes(part.constBits())
    line = part.bytesPerLine()
    return all(b"\x00" not in ink[at : at + part.width()] for at in range(0, len(ink), line))


def _dots(image: QImage) -> bytes:
    """Eight dots a byte, 1 = black; rows without Qt's padding."""
    mono = image.convertToFormat(QImage.Format.Format_Mono)
    zero_is_black = QColor.fromRgba(mono.color(0)).lightness() < 128
    bits, line, own = bytes(mono.constBits()), mono.bytesPerLine(), (mono.width() + 7) // 8
    rows = b"".join(bits[at : at + own] for at in range(0, line * mono.height(), line))
    return rows.translate(_INVERTED) if zero_is_black else rows


_INVERTED = bytes(255 - byte for byte in range(256))
