"""The table of TACs in the settings: a file is looked at first, and imported on a second press."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pos_app.application import tacs
from pos_app.application.services import Services
from pos_app.application.tacs import Import
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TacState:
    """`preview` of the file that was chosen; `done`: it is what was imported just now."""

    imported: int = 0
    learned: int = 0
    name: str = ""
    data: bytes = field(default=b"", repr=False)
    preview: Import | None = None
    done: bool = False
    busy: bool = False
    notice: Notice | None = None


class TacVM(QObject):
    changed = Signal()

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = TacState()

    def load(self) -> None:
        def read() -> tuple[int, int]:
            with self._services.storage.read() as session:
                return session.count_tacs()

        self._jobs.db(read, self._counted, self._failed)

    def choose(self, path: str) -> None:
        """Looks at a file; nothing is written."""
        self._show(replace(self.state, busy=True, notice=None, preview=None, done=False))

        def work() -> TacState:
            data = tacs.read_file(Path(path))
            return replace(self.state, name=Path(path).name, data=data, preview=tacs.preview(self._services, data))

        self._jobs.db(work, lambda state: self._show(replace(state, busy=False)), self._failed)

    def take(self) -> None:
        """What was looked at is imported."""
        data = self.state.data
        if self.state.busy or not data or self.state.done:
            return
        self._show(replace(self.state, busy=True, notice=None))

        def work() -> tuple[Import, tuple[int, int]]:
            done = tacs.take(self._services, data)
            with self._services.storage.read() as session:
                return done, session.count_tacs()

        def home(told: tuple[Import, tuple[int, int]]) -> None:
            self.state = replace(self.state, preview=told[0], done=True, busy=False, data=b"")
            self._counted(told[1])

        self._jobs.db(work, home, self._failed)

    def _counted(self, counts: tuple[int, int]) -> None:
        self._show(replace(self.state, imported=counts[0], learned=counts[1]))

    def _show(self, state: TacState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, busy=False, notice=notices_of(error)[0], data=b"", preview=None))
