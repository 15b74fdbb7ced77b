"""The list of invoices, newest first, page by page; and their reprints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import correcting, printing
from pos_app.application.correcting import Correctable
from pos_app.application.printing import ReadyPrint
from pos_app.application.services import Services
from pos_app.domain.correction import RowChange
from pos_app.domain.sale import PaymentMethod
from pos_app.ports.storage import InvoiceRow
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of
from ui.view_models.sending import SendingVM

PAGE = 100
MONEY = ("put-right-collect", "put-right-give-back")  # their detail is an amount


@dataclass(frozen=True, slots=True)
class InvoicesState:
    rows: tuple[InvoiceRow, ...] = ()
    notice: Notice | None = None
    selected: str = ""
    correcting: Correctable | None = None  # what stands for the invoice that is being put right


class InvoicesVM(QObject):
    changed = Signal()
    printed = Signal(object)  # a ReadyPrint

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.sending = SendingVM(services, jobs)
        self.state = InvoicesState()

    def load(self, select: str = "", notice: Notice | None = None) -> None:
        def read() -> tuple[InvoiceRow, ...]:
            with self._services.storage.read() as session:
                return session.invoices(PAGE)

        def seen(rows: tuple[InvoiceRow, ...]) -> None:
            self._show(InvoicesState(rows, notice, selected=select, correcting=self.state.correcting))

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
        self._print(number, None)

    def _print(self, number: str, notice: Notice | None) -> None:
        def made(ready: ReadyPrint) -> None:
            self._show(replace(self.state, notice=notice))  # what is said of this print comes after
            self.printed.emit(ready)
            self.refresh(number)

        self._jobs.db(lambda: printing.prepare(self._services, number), made, self._failed)

    def begin(self, number: str) -> None:
        """An invoice is to be put right."""
        self._jobs.db(
            lambda: correcting.standing(self._services, number),
            lambda found: self._show(replace(self.state, correcting=found, notice=None)), self._failed,
        )  # fmt: skip

    def leave(self) -> None:
        self._show(replace(self.state, correcting=None, notice=None))

    def correct(self, changes: Mapping[int, RowChange], *, reason: str, pin: str, method: str) -> None:
        found = self.state.correcting
        if found is None:
            return
        number, way = found.document.number, PaymentMethod(method) if method else None

        def act() -> tuple[str, int]:
            made = correcting.correct(self._services, number, changes, reason=reason, pin=pin, method=way)
            return made.number, correcting.moved_by(self._services, made)

        self._issue(act)

    def void(self, *, reason: str, pin: str, method: str) -> None:
        found = self.state.correcting
        if found is None:
            return
        if not method:
            self._show(replace(self.state, notice=Notice("payment-missing", "", "method")))
            return
        number, way = found.document.number, PaymentMethod(method)

        def act() -> tuple[str, int]:
            made = correcting.void(self._services, number, reason=reason, pin=pin, method=way)
            return made.number, correcting.moved_by(self._services, made)

        self._issue(act)

    def _issue(self, act: Callable[[], tuple[str, int]]) -> None:
        """On disk first, then paper; what is to be paid or given back is said last."""

        def issued(made: tuple[str, int]) -> None:
            number, moved = made
            self._show(replace(self.state, correcting=None, notice=None))
            self._print(number, _moved(number, moved))

        self._jobs.db(act, issued, self._failed)

    def tell(self, notice: Notice) -> None:
        """Of a print: the list says it too, and money to be collected or given back is said nowhere else."""
        if self.state.notice is not None and self.state.notice.code in MONEY:
            return
        self._show(replace(self.state, notice=notice))

    def _show(self, state: InvoicesState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))


def _moved(number: str, rials: int) -> Notice:
    if rials == 0:
        return Notice("put-right", number)
    return Notice("put-right-collect" if rials > 0 else "put-right-give-back", f"{abs(rials)}")
