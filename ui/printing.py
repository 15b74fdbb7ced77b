"""A finished PDF to the system's printer. The invoice is on disk before; a printer that fails costs nothing."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QPainter

log = logging.getLogger(__name__)
DPI = 300


class Printing(QObject):
    """`told` carries (code, detail) for the notice bar."""

    told = Signal(str, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sent: list[str] = []

    def send(self, path: str) -> None:
        """Prints on the default printer; without one, says where the paper lies."""
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        self.sent.append(path)
        info = QPrinterInfo.defaultPrinter()
        if info.isNull():
            self.told.emit("no-printer", path)
            return
        printer = QPrinter(info)
        printer.setResolution(DPI)
        self._draw(path, printer)

    def _draw(self, path: str, printer) -> None:  # type: ignore[no-untyped-def]
        from PySide6.QtGui import QPageLayout, QPageSize
        from PySide6.QtPdf import QPdfDocument

        document = QPdfDocument(self)
        if document.load(path) is not QPdfDocument.Error.None_:
            self.told.emit("paper-not-readable", path)
            return
        size = document.pagePointSize(0)
        landscape = size.width() > size.height()
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
        )  # fmt: skip
        printer.setFullPage(True)
        painter = QPainter()
        if not painter.begin(printer):
            self.told.emit("printer-silent", path)
            return
        for page in range(document.pageCount()):
            if page:
                printer.newPage()
            points = document.pagePointSize(page)
            pixels = QSize(round(points.width() * DPI / 72), round(points.height() * DPI / 72))
            painter.drawImage(0, 0, document.render(page, pixels))
        painter.end()
        document.close()
