"""A finished PDF to its printer: sheets to the system's, slips to the receipt printer of the set-up.

The document is on disk before, and what became of its print after; a printer that fails costs nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos_app.application import printers, printing
from pos_app.application.printers import PrintSetup
from pos_app.application.printing import ReadyPrint
from pos_app.application.services import Services
from pos_app.domain.print_job import PrintJob, PrintState
from ui.jobs import Jobs
from ui.view_models.notice import notices_of

if TYPE_CHECKING:  # Qt's printing and PDF are loaded with the first paper, not with the window
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

log = logging.getLogger(__name__)


class Printing(QObject):
    """`told` carries (code, detail) for the notice bar; `ended` the number of a document whose print came to its end,
    well or not."""

    told = Signal(str, str)
    ended = Signal(str)
    tried = Signal(str)  # a test page is at the printer: "", or the code of what went wrong

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()  # of no window: what a printer is at may end after the window that asked for it
        self._services, self._jobs = services, jobs
        self.sent: list[str] = []

    def offer(self, path: str) -> None:
        """As `send`; who made it says already where it lies, printer or not."""
        self.send(path, kept="")

    def send(self, path: str, *, kept: str = "no-printer") -> None:
        """A paper that nobody counts: a narrow one to the receipt printer of the set-up where there is one, else to
        the printer of sheets; without any, says where it lies."""
        self.sent.append(path)

        def setup() -> PrintSetup:
            with self._services.storage.read() as session:
                return printers.load(session)

        self._jobs.db(setup, lambda known: self._send(path, known, kept), self._failed)

    def _send(self, path: str, to: PrintSetup, kept: str) -> None:
        document = self._read(path)
        if document is None:
            self.told.emit("paper-not-readable", path)
            return
        from ui import raster

        if to.receipt_printer is not None and raster.width_mm(document) <= raster.WIDEST_MM:
            slip, closed = raster.slip_raster(document), replace(to, drawer=False)
            document.close()
            self._jobs.net(
                lambda: printers.try_slip(self._services, closed, slip),
                lambda problem: self.told.emit(problem, Path(path).name) if problem else None, self._failed,
            )  # fmt: skip
            return
        printer = self.printer(to.system_printer)
        if printer is None:
            if kept:
                self.told.emit(kept, path)
        elif problem := self._draw(document, printer):
            self.told.emit("printer-silent" if problem == "printer-refused" else problem, path)
        document.close()

    def label(self, path: str, name: str) -> None:
        """Labels, to the system's printer with this name; what became of them is told either way."""
        self.sent.append(path)
        document = self._read(path)
        printer = self.printer(name) if document is not None else None
        if document is None:
            self.told.emit("paper-not-readable", path)
        elif printer is None:
            self.told.emit("label-kept", path)
        else:
            problem = self._draw(document, printer)
            self.told.emit("label-printer-silent" if problem else "label-sent", path)
        if document is not None:
            document.close()

    def take(self, ready: ReadyPrint) -> None:
        """A print of an issued document, to the printer of the shop's set-up."""
        path, setup, job = str(ready.path), ready.setup, ready.job
        self.sent.append(path)
        document = self._read(path)
        if document is None:
            self._note(lambda: printing.ended(self._services, job, PrintState.FAILED, "paper-not-readable"))
            return
        from ui import raster

        if setup.receipt_printer is not None and raster.width_mm(document) <= raster.WIDEST_MM:
            slip = raster.slip_raster(document)
            document.close()
            self._jobs.net(lambda: printing.print_slip(self._services, ready, slip), self._done, self._failed)
            return
        printer = self.printer(setup.system_printer)
        if printer is not None:
            self._through_the_system(job, document, printer, setup.system_printer or printer.printerName())
            return
        document.close()
        if setup.system_printer:
            self._note(lambda: printing.ended(self._services, job, PrintState.FAILED, "printer-absent"))
            return
        self._jobs.db(lambda: printing.no_printer(self._services, job), self._done, self._failed)
        self.told.emit("no-printer", path)

    def trial(self, path: str, setup: PrintSetup) -> None:
        """A page that nobody counts, to the printer that this set-up names."""
        document = self._read(path)
        if document is None:
            self.tried.emit("paper-not-readable")
            return
        from ui import raster

        if setup.receipt_printer is not None and raster.width_mm(document) <= raster.WIDEST_MM:
            slip = raster.slip_raster(document)
            document.close()
            self._jobs.net(
                lambda: printers.try_slip(self._services, setup, slip), self.tried.emit,
                lambda error: self.tried.emit(notices_of(error)[0].code),
            )  # fmt: skip
            return
        printer = self.printer(setup.system_printer)
        self.tried.emit(self._draw(document, printer) if printer is not None else "printer-absent")
        document.close()

    def system_names(self) -> tuple[str, ...]:
        """What the system calls its printers."""
        from ui.system_printer import names

        return names()

    def _through_the_system(self, job: PrintJob, document: QPdfDocument, printer: QPrinter, name: str) -> None:
        def go(sent: PrintJob) -> None:
            problem = self._draw(document, printer)
            document.close()
            state = PrintState.PRINTED
            if problem:
                state = PrintState.FAILED if problem == "printer-refused" else PrintState.UNKNOWN
            self._note(lambda: printing.ended(self._services, sent, state, problem))

        self._jobs.db(lambda: printing.sending(self._services, job, name), go, self._failed)

    def _note(self, work: Callable[[], PrintJob]) -> None:
        self._jobs.db(work, self._done, self._failed)

    def _done(self, job: PrintJob) -> None:
        if job.problem and job.problem != printing.NO_PRINTER:  # that is told with the file's place
            log.info("print %s of %s: %s, %s", job.nth, job.number, job.state.value, job.problem)
            self.told.emit(job.problem, job.number)
        self.ended.emit(job.number)

    def _failed(self, error: BaseException) -> None:
        told = notices_of(error)[0]
        self.told.emit(told.code, told.detail)

    def printer(self, name: str) -> QPrinter | None:
        """Of the system; "" = its default. None: there is no such printer."""
        from ui.system_printer import printer_named

        return printer_named(name)

    def _draw(self, document: QPdfDocument, printer: QPrinter) -> str:
        from ui.system_printer import draw

        return draw(document, printer)

    def _read(self, path: str) -> QPdfDocument | None:
        from PySide6.QtPdf import QPdfDocument

        document = QPdfDocument()
        return document if document.load(path) is QPdfDocument.Error.None_ else None
