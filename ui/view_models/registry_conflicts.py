"""Where registry and shop say different things, until a manager says whose word counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from pos_app.application import conflicts
from pos_app.application.services import Services
from pos_app.domain.conflict import Conflict
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictsState:
    """`selected` is a conflict's id, 0 = none."""

    rows: tuple[Conflict, ...] = ()
    now: datetime | None = None
    selected: int = 0
    notice: Notice | None = None
    busy: bool = False

    @property
    def row(self) -> Conflict | None:
        return next((row for row in self.rows if row.id == self.selected), None)


class ConflictsVM(QObject):
    changed = Signal()
    settled = Signal()  # one was decided: the status line is out of date
    decided = Signal()  # and it is on disk: the list shows what is next
    turned = Signal()  # another one is looked at: what was typed belongs to the one before

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = ConflictsState()

    def load(self) -> None:
        """The list anew, its last complaint gone."""
        self.state = replace(self.state, notice=None)
        self.refresh()

    def refresh(self) -> None:
        self._jobs.db(lambda: conflicts.listed(self._services), self._arrive, self._complain)

    def select(self, conflict_id: int) -> None:
        if conflict_id != self.state.selected:
            self.turned.emit()
            self._show(replace(self.state, selected=conflict_id, notice=None))

    def decide(self, decision: str, pin: str, reason: str) -> None:
        """`decision`: "shop" or "registry", "" = not chosen yet."""
        chosen = self.state.selected
        if self.state.busy or not chosen:
            return
        self._show(replace(self.state, busy=True, notice=None))

        def work() -> tuple[Conflict, ...]:
            conflicts.decide(self._services, chosen, decision, pin=pin, reason=reason)
            return conflicts.listed(self._services)

        def done(rows: tuple[Conflict, ...]) -> None:
            self.state = replace(self.state, busy=False, selected=0, notice=Notice("decision-kept"))
            self._arrive(rows)
            self.decided.emit()
            self.settled.emit()

        def failed(error: BaseException) -> None:
            self.state = replace(self.state, busy=False)
            self._complain(error)
            self.refresh()  # decided at another till meanwhile, perhaps

        self._jobs.db(work, done, failed)

    def _arrive(self, rows: tuple[Conflict, ...]) -> None:
        """One that is decided hands the selection to the oldest, although it may stay listed below."""
        selected = self.state.selected
        if selected not in {row.id for row in rows}:
            self.turned.emit()
            selected = rows[0].id if rows else 0
        self._show(replace(self.state, rows=rows, now=self._services.clock.now(), selected=selected))

    def _show(self, state: ConflictsState) -> None:
        self.state = state
        self.changed.emit()

    def _complain(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))
