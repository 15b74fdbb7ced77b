"""The list of invoices, newest first, page by page; and their reprints."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import invoicing
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
    printed = Signal(str)

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

    def reprint(self, number: str) -> None:
        """A copy of the same document, marked as one."""

        def made(path: str) -> None:
            self.printed.emit(path)
            self.load(number)

        self._jobs.db(lambda: str(invoicing.paper(self._services, number)), made, self._failed)

    def tell(self, notice: Notice) -> None:
        self._show(replace(self.state, notice=notice))

    def _show(self, state: InvoicesState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))
