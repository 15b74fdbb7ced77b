"""Who is at work at this till now. It changes while the program runs: log-in, switch, lock."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.errors import ShopError
from pos_app.domain.rights import OWNERS, TABLE, Right, Role, least, may


@dataclass(frozen=True, slots=True)
class Person:
    """`staff_id` 0: nobody of the staff, a shop that has none yet. `has_pin` False: nothing to log in with."""

    name: str
    role: Role = Role.SELLER
    staff_id: int = 0
    has_pin: bool = False


class AtWork:
    """`asks` False: no rights are asked for, since nobody in the shop has a PIN, or the program runs without a window.
    `practice`: the invented shop, which asks only from its first log-in on. Each change replaces one value, so that
    every thread sees a whole person."""

    def __init__(self, name: str, *, practice: bool = False) -> None:
        self._person: Person | None = Person(name)
        self._last = name
        self._locked = False
        self.practice = practice
        self.asks = False
        self.owned = False  # is there an owner with a PIN?

    @property
    def person(self) -> Person | None:
        """None: locked, nobody is at work."""
        return None if self._locked else self._person

    @property
    def name(self) -> str:
        """Of who is at work, or was last: what they began is still theirs when it ends. "" = nobody yet."""
        return self._last

    @property
    def locked(self) -> bool:
        return self._locked

    def take(self, person: Person) -> None:
        self._person, self._last, self._locked = person, person.name, False

    def lock(self) -> None:
        self._locked = True

    def leave(self) -> None:
        """Nobody, and nobody was."""
        self._person, self._last, self._locked = None, "", True

    def last(self) -> Person | None:
        """Who is at work or, while it is locked, who was."""
        return self._person

    def may(self, right: Right) -> bool:
        """The person at work, without anybody's PIN."""
        person = self.person
        return person is not None and (not self.asks or may(person.role, right, owned=self.owned))

    def require(self, right: Right) -> None:
        """Raises ShopError `till-locked`; `needs-manager` or `needs-owner` where the person at work may not. What is
        signed asks for its own PIN; here it only takes a till that is not locked."""
        if self.person is None:
            raise ShopError("till-locked")
        if TABLE[right].signed or self.may(right):
            return
        owner = TABLE[right].roles == OWNERS and self.owned
        raise ShopError("needs-owner" if owner else "needs-manager", detail=least(right).value)
