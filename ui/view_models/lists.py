"""A list of phones from a file: looked at first, taken in on a second press, beside the work of the counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from pos_app.application import importing
from pos_app.application.importing import Choice, Imported, Watch
from pos_app.application.services import Services
from pos_app.domain.import_columns import RIAL
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of

SHOWN = 200  # bad rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """`told` of the file at `path`: looked at, or with `done` taken in. `part` of a hundred while it is being read."""

    path: str = ""
    money: str = RIAL
    whole: bool = False
    supplier: str = ""
    told: Imported | None = None
    done: bool = False
    part: int = -1
    notice: Notice | None = None

    @property
    def busy(self) -> bool:
        return self.part >= 0


class ListVM(QObject):
    changed = Signal()
    _read_on = Signal(int)

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self._stop = Event()
        self.state = ListState()
        self._read_on.connect(self._progress)

    def choose(self, path: str) -> None:
        self._look(replace(self.state, path=path, told=None))

    def set(self, *, money: str | None = None, whole: bool | None = None, supplier: str | None = None) -> None:
        """Another reading of the same file."""
        state = self.state
        wanted = replace(
            state, money=state.money if money is None else money, whole=state.whole if whole is None else whole,
            supplier=state.supplier if supplier is None else supplier,
        )  # fmt: skip
        if wanted.money != state.money and wanted.path and not state.busy:
            self._look(wanted)
        else:
            self._show(wanted)

    def take(self) -> None:
        """What was looked at comes in."""
        state = self.state
        if state.busy or state.told is None or state.done or not state.told.good:
            return
        self._run(replace(state, done=False), importing.take, done=True)

    def stop(self) -> bool:
        """Between two chunks: what is in stays in. False where nothing is under way."""
        if not self.state.busy:
            return False
        self._stop.set()
        return True

    def quiet(self) -> None:
        self._show(replace(self.state, notice=None))

    def _look(self, state: ListState) -> None:
        if not self.state.busy:
            self._run(replace(state, done=False), importing.preview, done=False)

    def _run(self, state: ListState, work: Callable[..., Imported], *, done: bool) -> None:
        self._stop.clear()
        self._show(replace(state, part=0, notice=None))
        path = Path(state.path)
        choice = Choice(money=state.money, supplier=state.supplier, whole=state.whole, first=SHOWN)
        bad_to = self._bad_to(path)
        watch = Watch(
            progress=lambda at, whole: self._read_on.emit(at * 100 // max(whole, 1)), stopped=self._stop.is_set
        )

        def home(told: Imported) -> None:
            notice = Notice("stopped") if told.stopped else None
            if done and not told.stopped:
                notice = Notice("list-refused" if told.refused else "import-done", str(told.taken))
            here = done and not told.refused and not told.stopped
            self._show(replace(self.state, told=told, done=here, part=-1, notice=notice))

        self._jobs.background(
            lambda: work(self._services, path, choice, bad_to=bad_to, watch=watch), home, self._failed
        )

    def _bad_to(self, path: Path) -> Path:
        """What was looked at a moment ago goes into the same file once more when it is taken in."""
        told = self.state.told
        if told is not None and told.bad_file is not None:
            return told.bad_file
        return importing.beside(self._services.papers.parent / "imports", path.stem, ".xlsx")

    def _progress(self, part: int) -> None:
        if self.state.busy and part != self.state.part:
            self._show(replace(self.state, part=min(part, 100)))

    def _show(self, state: ListState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, part=-1, told=None, notice=notices_of(error)[0]))
