"""Who is at work: the log-in, the fast switch, the lock by key and by idleness."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import staff
from pos_app.application.at_work import Person
from pos_app.application.services import Services
from pos_app.application.staff import Known
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True)
class AtWorkState:
    """`freeing`: the PIN that is asked for is a manager's, who frees the chosen one's."""

    people: tuple[Known, ...] = ()
    chosen: int = 0
    freeing: bool = False
    busy: bool = False
    notice: Notice | None = None

    @property
    def person(self) -> Known | None:
        return next((person for person in self.people if person.id == self.chosen), None)


class AtWorkVM(QObject):
    changed = Signal()
    entered = Signal()  # somebody is at work
    covered = Signal()  # nobody is
    refused = Signal(str)  # why it could not be locked

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.autolock_minutes = 0
        self.state = AtWorkState()

    @property
    def locked(self) -> bool:
        return self._services.at_work.locked

    @property
    def name(self) -> str:
        person = self._services.at_work.person
        return person.name if person else ""

    def load(self) -> None:
        """The people to choose from, the last one chosen."""

        def work() -> tuple[tuple[Known, ...], int]:
            people = tuple(person for person in staff.listed(self._services) if person.active)
            with self._services.storage.read() as session:
                return people, staff.autolock_minutes(session)

        def show(found: tuple[tuple[Known, ...], int]) -> None:
            people, self.autolock_minutes = found
            last = self._services.at_work.last()
            known = self.state.chosen or (last.staff_id if last else 0)
            chosen = known if any(person.id == known for person in people) else people[0].id if people else 0
            self._show(replace(self.state, people=people, chosen=chosen, busy=False))

        self._jobs.db(work, show, self._failed)

    def choose(self, staff_id: int) -> None:
        if staff_id != self.state.chosen:
            self._show(replace(self.state, chosen=staff_id, freeing=False, notice=None))

    def walk(self, steps: int) -> None:
        """Up and down the list, round and round."""
        ids = [person.id for person in self.state.people]
        if ids:
            at = ids.index(self.state.chosen) if self.state.chosen in ids else 0
            self.choose(ids[(at + steps) % len(ids)])

    def free_by_manager(self, *, wanted: bool) -> None:
        self._show(replace(self.state, freeing=wanted, notice=None))

    def enter(self, pin: str) -> None:
        """The chosen person, or the manager's word for them. Pressed twice it is still one try."""
        state = self.state
        if state.busy or not state.chosen:
            return
        self._show(replace(state, busy=True, notice=None))
        if state.freeing:
            self._jobs.db(
                lambda: staff.unlock(self._services, state.chosen, pin), lambda _none: self._freed(), self._failed
            )
        else:
            self._jobs.db(lambda: staff.sign_in(self._services, state.chosen, pin), self._entered, self._failed)

    def _freed(self) -> None:
        self._show(replace(self.state, busy=False, freeing=False, notice=Notice("pin-freed")))
        self.load()

    def _entered(self, _person: Person) -> None:
        self._show(replace(self.state, busy=False, notice=None))
        self.entered.emit()

    def lock(self) -> None:
        def told(error: BaseException) -> None:
            self.refused.emit(notices_of(error)[0].code)

        self._jobs.db(lambda: staff.lock(self._services, "key"), lambda _none: self.covered.emit(), told)

    def lock_idle(self) -> None:
        self._jobs.db(
            lambda: staff.lock_idle(self._services), lambda done: self.covered.emit() if done else None, self._failed
        )

    def tell(self, notice: Notice | None) -> None:
        self._show(replace(self.state, notice=notice))

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, busy=False, notice=notices_of(error)[0]))
        if self.state.notice is not None and self.state.notice.code == "pin-locked":
            self.load()

    def _show(self, state: AtWorkState) -> None:
        self.state = state
        self.changed.emit()
