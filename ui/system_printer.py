"""The printers of the system: a page at its own size on one of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from ui import raster

DPI, ROLL_DPI = 300, 203
_MM = 72 / 25.4


def printer_named(name: str) -> QPrinter | None:
    """Of the system; "" = its default. None: there is no such printer."""
    info = QPrinterInfo.printerInfo(name) if name else QPrinterInfo.defaultPrinter()
    return None if info.isNull() else QPrinter(info)


def names() -> tuple[str, ...]:
    """What the system calls its printers."""
    return tuple(QPrinterInfo.availablePrinterNames())


def draw(document: QPdfDocument, printer: QPrinter) -> str:
    """Every page at its own size. Returns "" or a code: `printer-refused` where nothing went, `printer-queue-broke`."""
    size = document.pagePointSize(0)
    roll = size.width() / _MM <= raster.WIDEST_MM
    dpi = ROLL_DPI if roll else DPI
    printer.setResolution(dpi)
    turned = size.width() > size.height() and not roll
    upright = size.transposed() if turned else size
    printer.setPageSize(QPageSize(QSizeF(upright), QPageSize.Unit.Point))
    landscape, portrait = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait
    printer.setPageOrientation(landscape if turned else portrait)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return "printer-refused"
    for page in range(document.pageCount()):
        if page:
            printer.newPage()
        points = document.pagePointSize(page)
        pixels = QSize(round(points.width() * dpi / 72), round(points.height() * dpi / 72))
        painter.drawImage(0, 0, document.render(page, pixels))
    painter.end()
    broke = printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)
    return "printer-queue-broke" if broke else ""
