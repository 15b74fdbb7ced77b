"""One phone's whole life on screen: the search, what it found, the page of one phone, its dossier."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import labels, lives, printers
from pos_app.application.labels import LabelJob
from pos_app.application.lives import Found, Page
from pos_app.application.services import Services
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeState:
    """`selected` names the phone whose page is shown; `busy`: its dossier is being made."""

    found: tuple[Found, ...] = ()
    selected: str = ""
    page: Page | None = None
    notice: Notice | None = None
    busy: bool = False


class LifeVM(QObject):
    changed = Signal()
    printed = Signal(str)
    labelled = Signal(str, str)  # path, the printer of labels
    arrived = Signal()  # a search has its answer: the caret goes on

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = LifeState()

    def search(self, text: str) -> None:
        """A number, typed or scanned. One phone that is found is opened at once."""

        def work() -> tuple[tuple[Found, ...], Page]:
            found = lives.search(self._services, text)
            return found, lives.page(self._services, found[0].name)

        def done(told: tuple[tuple[Found, ...], Page]) -> None:
            found, page = told
            self._show(replace(self.state, found=found, selected=found[0].name, page=page, notice=None))
            self.arrived.emit()

        def failed(error: BaseException) -> None:
            """The phone that was shown before is not the one that was looked for."""
            self._show(replace(self.state, found=(), selected="", page=None, notice=notices_of(error)[0]))

        self._jobs.db(work, done, failed)

    def select(self, name: str) -> None:
        """Another one of those that were found."""
        if name == self.state.selected:
            return
        self._show(replace(self.state, selected=name, notice=None))
        self._read()

    def refresh(self) -> None:
        """What happened since, where the page was open before."""
        if self.state.selected:
            self._read()

    def dossier(self) -> None:
        """The whole life of the phone that is shown, as a paper."""
        name = self.state.selected
        if self.state.busy or not name or self.state.page is None:
            return
        self._show(replace(self.state, busy=True, notice=None))

        def work() -> tuple[str, Page]:
            path = lives.dossier(self._services, name)
            return str(path), lives.page(self._services, name)

        def done(made: tuple[str, Page]) -> None:
            path, page = made
            if self.state.selected == name:  # else somebody looks at another phone by now
                self.state = replace(self.state, page=page)
            self._show(replace(self.state, busy=False, notice=Notice("dossier-made", path)))
            self.printed.emit(path)

        def failed(error: BaseException) -> None:
            self.state = replace(self.state, busy=False)
            self._failed(error)

        self._jobs.db(work, done, failed)

    def label(self) -> None:
        """A label with the number, the name and the price of the phone that is shown."""
        page = self.state.page
        if self.state.busy or page is None:
            return
        code = next(iter(page.life.imeis), page.life.serial)
        self._show(replace(self.state, busy=True, notice=None))

        def work() -> tuple[str, str]:
            with self._services.storage.read() as session:
                setup = printers.load(session)
            path = labels.make(self._services, (code,), LabelJob(paper=setup.label_paper))
            return str(path), setup.label_printer

        def done(made: tuple[str, str]) -> None:
            self._show(replace(self.state, busy=False))
            self.labelled.emit(*made)

        def failed(error: BaseException) -> None:
            self.state = replace(self.state, busy=False)
            self._failed(error)

        self._jobs.db(work, done, failed)

    def printer_told(self, code: str, detail: str) -> None:
        """Without a printer the dossier is kept all the same."""
        kept = {"no-printer": "dossier-kept", "printer-silent": "dossier-printer-silent"}.get(code, code)
        self._show(replace(self.state, notice=Notice(kept, detail)))

    def quiet(self) -> None:
        self._show(replace(self.state, notice=None))

    def _read(self) -> None:
        name = self.state.selected

        def done(page: Page) -> None:
            if self.state.selected == name:
                self._show(replace(self.state, page=page))

        self._jobs.db(lambda: lives.page(self._services, name), done, self._failed)

    def _show(self, state: LifeState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))
