"""Pages of a PDF as pictures, for whoever looks for a code on them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize

DPI = 200
MOST_PAGES = 40
LONGEST = 12_000  # pixels: a slip of forty lines is longer than a sheet, a page of a stranger's file may be any


def pictures(path: Path) -> list[bytes]:
    """PNG of each page, the last first, where an invoice has its code; none where the file cannot be read as a PDF."""
    from PySide6.QtPdf import QPdfDocument  # loaded with the first one

    document = QPdfDocument()
    if document.load(str(path)) is not QPdfDocument.Error.None_:
        return []
    found = []
    for page in range(document.pageCount() - 1, max(document.pageCount() - 1 - MOST_PAGES, -1), -1):
        points = document.pagePointSize(page)
        scale = min(DPI / 72, LONGEST / max(points.width(), points.height(), 1))
        image = document.render(page, QSize(round(points.width() * scale), round(points.height() * scale)))
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        found.append(bytes(buffer.data().data()))
    document.close()
    return found
