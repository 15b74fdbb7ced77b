"""Every simple setting: which is chosen, what is typed for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import options
from pos_app.application.options import Chosen
from pos_app.application.services import Services
from pos_app.domain.options import LANGUAGE, THEME
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsState:
    chosen: tuple[Chosen, ...] = ()
    selected: str = ""
    notice: Notice | None = None
    saved: bool = False

    @property
    def value(self) -> str:
        return next((one.value for one in self.chosen if one.option.name == self.selected), "")


class OptionsVM(QObject):
    changed = Signal()
    look_changed = Signal(str, str)  # language, theme

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = OptionsState()

    def load(self) -> None:
        self._jobs.db(lambda: options.listed(self._services), self._read, self._failed)

    def _read(self, chosen: tuple[Chosen, ...]) -> None:
        first = chosen[0].option.name if chosen else ""
        self._show(replace(self.state, chosen=chosen, selected=self.state.selected or first))

    def select(self, name: str) -> None:
        self._show(replace(self.state, selected=name, notice=None, saved=False))

    def save(self, typed: str) -> None:
        name = self.state.selected

        def work() -> tuple[Chosen, ...]:
            options.save(self._services, name, typed)
            return options.listed(self._services)

        def done(chosen: tuple[Chosen, ...]) -> None:
            self._show(replace(self.state, chosen=chosen, notice=None, saved=True))
            if name in (LANGUAGE, THEME):
                now = {one.option.name: one.value for one in chosen}
                self.look_changed.emit(now[LANGUAGE], now[THEME])

        self._jobs.db(work, done, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0], saved=False))

    def _show(self, state: OptionsState) -> None:
        self.state = state
        self.changed.emit()
