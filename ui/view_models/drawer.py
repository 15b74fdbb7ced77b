"""The drawer on its page: the shift that is open, cash by hand, the count, and the shifts that were closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import day_close, drawer
from pos_app.application.drawer import Drawer
from pos_app.application.services import Services
from pos_app.domain.drawer import Cause, Shift, Sums
from pos_app.domain.rights import Right
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True)
class DrawerState:
    """`done`: what was done last, to empty its fields: opening, move, close. `pin`: closing takes a manager's PIN;
    `opening_pin`: so does another sum at the beginning.
    `read`: it is of the disk, not of the beginning."""

    drawer: Drawer = field(default_factory=lambda: Drawer(None, Sums(), (), 0, 0, ()))
    pin: bool = False
    opening_pin: bool = False
    selected: int = 0
    read: bool = False
    busy: bool = False
    done: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def shift(self) -> Shift | None:
        return self.drawer.shift

    @property
    def chosen(self) -> Shift | None:
        return next((one for one in self.drawer.closed if one.id == self.selected), None)


class DrawerVM(QObject):
    changed = Signal()
    printed = Signal(str)  # path of a paper

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = DrawerState()

    def load(self) -> None:
        self._jobs.db(self._read, lambda state: self._show(replace(state, notices=(), done="")), self._failed)

    def refresh(self) -> None:
        """The sums anew; nothing typed, chosen or told goes."""
        self._jobs.db(self._read, self._show, self._failed)

    def _read(self) -> DrawerState:
        found = drawer.look(self._services)
        opening_pin = found.opening_told and not self._services.at_work.may(Right.CLOSE_SHIFT)
        return replace(
            self.state, drawer=found, pin=self._asks_pin(found.shift), opening_pin=opening_pin, read=True, busy=False
        )

    def _asks_pin(self, shift: Shift | None) -> bool:
        at_work = self._services.at_work
        return shift is not None and shift.opened_by != at_work.name and not at_work.may(Right.CLOSE_SHIFT)

    def select(self, shift_id: int) -> None:
        self._show(replace(self.state, selected=shift_id))

    def begin(self, opening: int, pin: str = "") -> None:
        """Opens a shift; where one is open, says what was there at its beginning."""
        if self.state.shift is None:
            self._do("opening", lambda: drawer.begin(self._services, opening))
        else:
            self._do(
                "opening", lambda: drawer.say_opening(self._services, opening, pin=pin), failed=self._opening_failed
            )

    def move(self, cause: Cause, amount: int, reason: str) -> None:
        self._do("move", lambda: drawer.move(self._services, cause, amount, reason))

    def close(self, counted: Mapping[str, int], left: int, remark: str, pin: str) -> None:
        """And its paper. Pressed twice it is closed once."""
        shift = self.state.shift
        if shift is None or self.state.busy:
            return
        self._show(replace(self.state, busy=True, notices=()))

        def work() -> int:
            day_close.close(self._services, shift.id, counted, left=left, remark=remark, pin=pin)
            return shift.id

        self._do("close", work, self.print_it)

    def print_it(self, shift_id: int = 0) -> None:
        """The paper of the shift that is chosen, or of this one."""
        wanted = shift_id or self.state.selected
        if wanted:
            self._jobs.db(
                lambda: day_close.paper(self._services, wanted), lambda path: self.printed.emit(str(path)), self._failed
            )

    def tell(self, *notices: Notice) -> None:
        self._show(replace(self.state, notices=notices, done=""))

    def _do(
        self, what: str, act: Callable[[], int | None], then: Callable[[int], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:  # fmt: skip
        def work() -> tuple[DrawerState, int]:
            made = act() or 0
            return replace(self._read(), done=what, notices=(), busy=False), made

        def show(found: tuple[DrawerState, int]) -> None:
            state, made = found
            self._show(replace(state, selected=made if what == "close" else state.selected))
            if then is not None:
                then(made)

        self._jobs.db(work, show, failed or self._failed)

    def _opening_failed(self, error: BaseException) -> None:
        """Its PIN is not that of the count."""
        told = (replace(one, field="opening_pin") if one.field == "pin" else one for one in notices_of(error))
        self._show(replace(self.state, notices=tuple(told), busy=False, done=""))

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notices=notices_of(error), busy=False, done=""))

    def _show(self, state: DrawerState) -> None:
        self.state = state
        self.changed.emit()
