"""The shop's people on their page: who there is, what they may, how long until the lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import people, staff
from pos_app.application.services import Services
from pos_app.application.staff import Known
from pos_app.domain.rights import Role
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of

NEW = 0  # the chosen one is a person who is yet to be taken on


@dataclass(frozen=True, slots=True)
class PeopleState:
    """`asks` False: nobody has a PIN, no rights are asked for. `done`: what was saved last, to empty its fields."""

    people: tuple[Known, ...] = ()
    chosen: int = NEW
    asks: bool = False
    practice: bool = False
    owned: bool = False
    at_work: str = ""
    autolock: int = 0
    notices: tuple[Notice, ...] = ()
    done: str = ""

    @property
    def person(self) -> Known | None:
        return next((person for person in self.people if person.id == self.chosen), None)


class PeopleVM(QObject):
    changed = Signal()
    staff_changed = Signal()  # names, roles, or the time until the lock

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = PeopleState()

    def load(self) -> None:
        self._jobs.db(self._read, lambda state: self._show(replace(state, notices=(), done="")), self._failed)

    def _read(self) -> PeopleState:
        known = staff.listed(self._services)
        at_work = self._services.at_work
        with self._services.storage.read() as session:
            minutes = staff.autolock_minutes(session)
        return replace(
            self.state, people=known, asks=any(person.active and person.has_pin for person in known),
            practice=at_work.practice, owned=any(_owns(person) for person in known), autolock=minutes,
            at_work=at_work.person.name if at_work.person else "",
        )  # fmt: skip

    def choose(self, staff_id: int) -> None:
        if staff_id != self.state.chosen:
            self._show(replace(self.state, chosen=staff_id, notices=(), done=""))

    def save(self, *, name: str, role: Role, pin: str, active: bool) -> None:
        """The new one is taken on; of a known one all is put right, the PIN where one was typed."""
        services, person = self._services, self.state.person

        def work() -> int:
            if person is None:
                return people.add(services, name=name, role=role, pin=pin)
            if pin and role is not Role.SELLER:
                people.set_pin(services, person.id, pin)  # first: who rises needs one
                people.change(services, person.id, name=name, role=role, active=active)
                return person.id
            people.change(services, person.id, name=name, role=role, active=active)
            if pin:
                people.set_pin(services, person.id, pin)
            return person.id

        self._do("person", work)

    def take_pin_away(self) -> None:
        person = self.state.person
        if person is not None:
            self._do("person", lambda: people.set_pin(self._services, person.id, ""))

    def free(self, pin: str) -> None:
        """By a manager's PIN, whoever is at work."""
        person = self.state.person
        if person is not None:
            self._do("freed", lambda: staff.unlock(self._services, person.id, pin))

    def own_pin(self, current: str, pin: str) -> None:
        self._do("own", lambda: people.own_pin(self._services, current=current, pin=pin))

    def save_autolock(self, minutes: int) -> None:
        self._do("autolock", lambda: staff.save_autolock(self._services, minutes))

    def _do(self, what: str, act: Callable[[], int | None]) -> None:
        def work() -> PeopleState:
            made = act()
            state = self._read()
            return replace(state, chosen=made or state.chosen, notices=(), done=what)

        def show(state: PeopleState) -> None:
            self._show(state)
            self.staff_changed.emit()

        self._jobs.db(work, show, self._failed)

    def tell(self, *notices: Notice) -> None:
        self._show(replace(self.state, notices=notices, done=""))

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notices=notices_of(error), done=""))
        if any(notice.code in ("pin-wrong", "pin-locked") for notice in self.state.notices):
            self._jobs.db(self._read, self._show, lambda _error: None)  # who waits now

    def _show(self, state: PeopleState) -> None:
        self.state = state
        self.changed.emit()


def _owns(person: Known) -> bool:
    return person.active and person.has_pin and person.role is Role.OWNER
