"""One document as its next print would look: on which paper, and the page itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import printers, printing
from pos_app.application.services import Services
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True)
class PreviewState:
    """`pdf` b"" while it is made, or where it cannot be."""

    number: str = ""
    sheet: str = ""
    papers: tuple[str, ...] = ()
    pdf: bytes = field(default=b"", repr=False)
    notice: Notice | None = None


class PreviewVM(QObject):
    changed = Signal()
    printed = Signal(object)  # a ReadyPrint

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = PreviewState()

    def open(self, number: str) -> None:
        """On the paper of the shop's set-up."""
        self._show(PreviewState(number))

        def work() -> PreviewState:
            with self._services.storage.read() as session:
                sheet = printers.load(session).paper
            pdf = printing.draft(self._services, number, sheet=sheet)
            return PreviewState(number, sheet, self._services.renderer.papers(), pdf)

        self._jobs.db(work, self._arrive, self._failed)

    def choose(self, sheet: str) -> None:
        """The same on other paper."""
        if sheet == self.state.sheet:
            return
        number = self.state.number
        self._show(replace(self.state, sheet=sheet, pdf=b"", notice=None))

        def work() -> PreviewState:
            return replace(self.state, pdf=printing.draft(self._services, number, sheet=sheet))

        self._jobs.db(work, self._arrive, self._failed)

    def print_it(self) -> None:
        """The next print of what is shown, on the paper on which it is shown."""
        state = self.state
        if state.pdf:
            self._show(replace(state, notice=None))
            self._jobs.db(
                lambda: printing.prepare(self._services, state.number, sheet=state.sheet), self.printed.emit,
                self._failed,
            )  # fmt: skip

    def refresh(self) -> None:
        """A print may have come to its end: the next one says that it is a copy."""
        state = self.state
        if state.number and state.sheet:
            self._jobs.db(
                lambda: replace(state, pdf=printing.draft(self._services, state.number, sheet=state.sheet)),
                self._arrive, self._failed,
            )  # fmt: skip

    def tell(self, notice: Notice) -> None:
        self._show(replace(self.state, notice=notice))

    def _arrive(self, state: PreviewState) -> None:
        if (state.number, state.sheet) == (self.state.number, self.state.sheet or state.sheet):
            self._show(replace(state, notice=self.state.notice))  # else somebody looks at something else by now

    def _show(self, state: PreviewState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))
