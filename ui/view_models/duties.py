"""The duties board: the list, the chosen duty, its acts. What is done with an operation is done by its own model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from pos_app.application import duties, printing, stocking
from pos_app.application.duties import Board
from pos_app.application.services import Services
from pos_app.domain.duty import Duty, DutyAct, Group
from pos_app.domain.stock import UnitState
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of
from ui.view_models.one_operation import OneOperationVM

T = TypeVar("T")
FIELDS = ("becomes", "reason", "pin")  # where a complaint may stand; any other is told above the list


class Panel(StrEnum):
    """What is opened below the list beside the duty's own work."""

    NONE = ""
    SETTLE = "settle"
    REMIND = "remind"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesState:
    """`group` None = all of it; `selected` is a duty's key. `board` None = not read yet."""

    board: Board | None = None
    group: Group | None = None
    selected: str = ""
    panel: Panel = Panel.NONE
    notice: Notice | None = None
    busy: bool = False

    @property
    def rows(self) -> tuple[Duty, ...]:
        return self.board.rows if self.board else ()

    @property
    def duty(self) -> Duty | None:
        return next((row for row in self.rows if row.key == self.selected), None)


class DutiesVM(QObject):
    changed = Signal()
    settled = Signal()  # something came to its end: the status line is out of date
    turned = Signal()  # another duty is looked at: what was typed belongs to the one before
    accepted = Signal()  # the manager's word is on disk
    counter_wanted = Signal(str)  # the case that is to be gone on with
    difference_wanted = Signal(int)  # the conflict that is to be looked at
    printed = Signal(object)  # a ReadyPrint

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = DutiesState()
        self.work = OneOperationVM(services, jobs)
        self.work.settled.connect(self._moved)
        self._moves = 0  # a list that was read before the last one is of yesterday

    # -- looking -----------------------------------------------------------------------------------

    def load(self) -> None:
        """The list anew, its last complaint gone."""
        self.state = replace(self.state, notice=None)
        self.refresh()

    def refresh(self) -> None:
        """The list anew; what is selected stays selected, what is open stays open."""
        group, moves = self.state.group, self._moves

        def arrive(board: Board) -> None:
            if (group, moves) == (self.state.group, self._moves):
                self._arrive(board)

        self._jobs.db(lambda: duties.board(self._services, group), arrive, self._complain)

    def narrow(self, group: Group | None) -> None:
        if group is not self.state.group:
            self._show(replace(self.state, group=group))
            self.refresh()

    def select(self, key: str) -> None:
        if key != self.state.selected:
            self._turn(replace(self.state, selected=key, notice=None))

    def _arrive(self, board: Board) -> None:
        """One that is done hands the selection to the one that takes its place."""
        before = self.state
        state = replace(before, board=board)
        if state.duty is not None:
            self._show(state)
            self._follow()
            return
        at = next((place for place, row in enumerate(before.rows) if row.key == before.selected), 0)
        here = board.rows[min(at, len(board.rows) - 1)].key if board.rows else ""
        self._turn(replace(state, selected=here))

    def _turn(self, state: DutiesState) -> None:
        self.turned.emit()
        self._show(replace(state, panel=Panel.NONE))
        self._follow()

    def _follow(self) -> None:
        duty = self.state.duty
        self.work.select(duty.entry_id if duty is not None and DutyAct.WORK in duty.acts else "")

    # -- acting ------------------------------------------------------------------------------------

    def may(self, act: DutyAct) -> bool:
        duty = self.state.duty
        return duty is not None and act in duty.acts

    def to_the_counter(self) -> None:
        duty = self.state.duty
        if duty is not None and self.may(DutyAct.COUNTER):
            self.counter_wanted.emit(duty.case_id)

    def to_the_difference(self) -> None:
        duty = self.state.duty
        if duty is not None and self.may(DutyAct.DIFFERENCES):
            self.difference_wanted.emit(duty.conflict_id)

    def print_it(self) -> None:
        duty = self.state.duty
        if duty is None or not self.may(DutyAct.PRINT):
            return
        number = duty.number
        self._act(lambda: printing.prepare(self._services, number), self.printed.emit)

    def open_panel(self, panel: Panel) -> None:
        allowed = {Panel.SETTLE: DutyAct.SETTLE, Panel.REMIND: DutyAct.REMIND}
        if panel is Panel.NONE or self.may(allowed[panel]):
            self._show(replace(self.state, panel=panel, notice=None))

    def settle(self, becomes: str, pin: str, reason: str) -> None:
        """`becomes`: what the phone is from now on, "" = not chosen yet."""
        duty = self.state.duty
        if duty is None or not self.may(DutyAct.SETTLE):
            return
        unit_id = duty.unit_id
        end = UnitState(becomes) if becomes else UnitState.HELD

        def done(_nothing: object) -> None:
            self.state = replace(self.state, panel=Panel.NONE)
            self.accepted.emit()

        self._act(lambda: stocking.settle(self._services, unit_id, end, pin=pin, reason=reason), done)

    def tell(self, notice: Notice) -> None:
        self._show(replace(self.state, notice=notice))

    def _act(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        if self.state.busy:
            return
        self._show(replace(self.state, busy=True, notice=None))

        def done(result: T) -> None:
            self.state = replace(self.state, busy=False)
            then(result)
            self._moved()

        def failed(error: BaseException) -> None:
            self.state = replace(self.state, busy=False)
            self._complain(error)
            self.refresh()  # it was refused because the disk has moved, perhaps

        self._jobs.db(work, done, failed)

    def _moved(self) -> None:
        self._moves += 1
        self.refresh()
        self.settled.emit()

    def _show(self, state: DutiesState) -> None:
        self.state = state
        self.changed.emit()

    def _complain(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))
