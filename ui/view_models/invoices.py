"""The list of invoices, newest first, page by page; and their reprints."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import printing
from pos_app.application.printing import ReadyPrint
from pos_app.application.services import Services
from pos_app.ports.storage import InvoiceRow
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of

PAGE = 100


@dataclass(frozen=True, slots=True)
class InvoicesState:
    rows: tuple[InvoiceRow, ...] = ()
    notice: Notice | None = None
    selected: str = ""


class InvoicesVM(QObject):
    changed = Signal()
    printed = Signal(object)  # a ReadyPrint

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = InvoicesState()

    def load(self, select: str = "") -> None:
        def read() -> tuple[InvoiceRow, ...]:
            with self._services.storage.read() as session:
                return session.invoices(PAGE)

        self._jobs.db(read, lambda rows: self._show(InvoicesState(rows, selected=select)), self._failed)

    def more(self) -> None:
        """The next page below the last row."""
        rows = self.state.rows
        if not rows:
            return

        def read() -> tuple[InvoiceRow, ...]:
            with self._services.storage.read() as session:
                return session.invoices(PAGE, before=rows[-1].number)

        self._jobs.db(read, lambda next_rows: self._show(replace(self.state, rows=(*rows, *next_rows))), self._failed)

    def refresh(self, select: str = "") -> None:
        """The rows that are shown, as they are now; what is said stays."""
        shown = max(PAGE, len(self.state.rows))

        def read() -> tuple[InvoiceRow, ...]:
            with self._services.storage.read() as session:
                return session.invoices(shown)

        def seen(rows: tuple[InvoiceRow, ...]) -> None:
            self._show(replace(self.state, rows=rows, selected=select or self.state.selected))

        self._jobs.db(read, seen, self._failed)

    def reprint(self, number: str) -> None:
        """Its first print, else a copy of the same document, marked as one."""

        def made(ready: ReadyPrint) -> None:
            self._show(replace(self.state, notice=None))  # what is said of this print comes after
            self.printed.emit(ready)
            self.refresh(number)

        self._jobs.db(lambda: printing.prepare(self._services, number), made, self._failed)

    def tell(self, notice: Notice) -> None:
        self._show(replace(self.state, notice=notice))

    def _show(self, state: InvoicesState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))
