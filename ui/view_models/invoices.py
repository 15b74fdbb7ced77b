"""The list of invoices, newest first, page by page; and their reprints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import correcting, invoicing
from pos_app.application.correcting import Correctable
from pos_app.application.services import Services
from pos_app.domain.correction import RowChange
from pos_app.domain.sale import PaymentMethod
from pos_app.ports.storage import InvoiceRow
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of

PAGE = 100


@dataclass(frozen=True, slots=True)
class InvoicesState:
    rows: tuple[InvoiceRow, ...] = ()
    notice: Notice | None = None
    selected: str = ""
    correcting: Correctable | None = None  # what stands for the invoice that is being put right


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

        def seen(rows: tuple[InvoiceRow, ...]) -> None:
            self._show(InvoicesState(rows, selected=select, correcting=self.state.correcting))

        self._jobs.db(read, seen, self._failed)

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
        """Its first print, else a copy of the same document, marked as one."""

        def made(path: str) -> None:
            self.printed.emit(path)
            self.load(number)

        self._jobs.db(lambda: str(invoicing.paper(self._services, number)), made, self._failed)

    def begin(self, number: str) -> None:
        """An invoice is to be put right."""
        self._jobs.db(
            lambda: correcting.standing(self._services, number),
            lambda found: self._show(replace(self.state, correcting=found, notice=None)), self._failed,
        )  # fmt: skip

    def leave(self) -> None:
        self._show(replace(self.state, correcting=None, notice=None))

    def correct(self, changes: Mapping[int, RowChange], *, reason: str, pin: str, method: str) -> None:
        number = self._number()
        way = PaymentMethod(method) if method else None
        self._issue(
            lambda: correcting.correct(self._services, number, changes, reason=reason, pin=pin, method=way).number
        )

    def void(self, *, reason: str, pin: str, method: str) -> None:
        number = self._number()
        if not method:
            self._show(replace(self.state, notice=Notice("payment-missing", "", "method")))
            return
        way = PaymentMethod(method)
        self._issue(lambda: correcting.void(self._services, number, reason=reason, pin=pin, method=way).number)

    def _number(self) -> str:
        return self.state.correcting.document.number if self.state.correcting else ""

    def _issue(self, act: Callable[[], str]) -> None:
        """On disk first, then paper."""

        def issued(number: str) -> None:
            self._show(replace(self.state, correcting=None, notice=None))
            self.reprint(number)

        self._jobs.db(act, issued, self._failed)

    def tell(self, notice: Notice) -> None:
        self._show(replace(self.state, notice=notice))

    def _show(self, state: InvoicesState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))
