"""PINs: log-in, lock, and a manager's word in place. A try is counted in the database before it is checked, by a clock
that nobody can set, so that neither a restart nor a changed clock gives another (decision 0020)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from pos_app.application import options
from pos_app.application.at_work import Person
from pos_app.application.services import Services
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.errors import ShopError
from pos_app.domain.options import AUTOLOCK
from pos_app.domain.pin_tries import MAX_TRIES, Tries
from pos_app.domain.rights import Right, Role, above, may
from pos_app.ports.storage import ReadSession, Staff, WriteSession

MIN_PIN, MAX_PIN = 4, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One of the staff, as a page may show it. `wait_s`: seconds until a PIN is heard again, 0 = now."""

    id: int
    name: str
    role: Role
    active: bool
    has_pin: bool
    wait_s: int = 0


def hash_pin(pin: str) -> str:
    """argon2id with the library's own current parameters."""
    from argon2 import PasswordHasher

    if len(pin) < MIN_PIN or not all_latin_digits(pin):
        raise ShopError("pin-too-short", field="pin")
    if len(pin) > MAX_PIN:
        raise ShopError("pin-too-long", field="pin")
    return PasswordHasher().hash(pin)


# -- who is at work ---------------------------------------------------------------------------------


def begin(services: Services) -> None:
    """The window opens. Somebody without a PIN is at work at once, since there is nothing to ask; where all have one,
    nobody is until they log in. The practice shop asks from its first log-in on."""
    if services.at_work.practice:
        return
    refresh(services)
    with services.storage.read() as session:
        free = [person for person in session.staff() if person.active and not person.pin_hash]
    if services.at_work.asks:
        free = [person for person in free if person.role == Role.SELLER]
    if free:
        services.at_work.take(_as_person(free[0]))
    elif services.at_work.asks:
        services.at_work.leave()


def refresh(services: Services) -> None:
    """What the shop's staff is now, after somebody changed it. The practice shop does not begin to ask by that."""
    at_work = services.at_work
    with services.storage.read() as session:
        people = [person for person in session.staff() if person.active]
    at_work.asks = not at_work.practice and any(person.pin_hash for person in people)
    at_work.owned = any(person.pin_hash and person.role == Role.OWNER for person in people)
    was = at_work.last()
    if was is None or not was.staff_id:
        return
    now = next((person for person in people if person.id == was.staff_id), None)
    if now is None:
        at_work.leave()
    elif _as_person(now) != was:
        locked = at_work.locked
        at_work.take(_as_person(now))
        if locked:
            at_work.lock()


def listed(services: Services) -> tuple[Known, ...]:
    """All of them, who left too. Where somebody waits whose tries another till counted last, they are counted here
    from now on."""
    steady, till = services.steady(), services.till_id
    with services.storage.read() as session:
        staff = session.staff()
    if any(person.failures and person.seen_by != till for person in staff):
        with services.storage.write() as session:
            steady = services.steady()  # no reading from before the lock: another's later mark may be written by now
            for person in session.staff():
                if person.failures and person.seen_by != till:
                    session.put_staff(_with(person, person.tries.at(steady, till)))
            staff = session.staff()
    return tuple(
        Known(
            id=person.id, name=person.name, role=Role(person.role), active=person.active,
            has_pin=bool(person.pin_hash), wait_s=_wait_s(person.tries.at(steady, till)),
        )
        for person in staff
    )  # fmt: skip


def sign_in(services: Services, staff_id: int, pin: str) -> Person:
    """This person is at work from now on. Raises ShopError `person-unknown`, `pin-missing`, `pin-needed`, `pin-wrong`
    (detail: tries left), `pin-locked` (detail: minutes)."""
    given = fold(pin)
    with services.storage.read() as session:
        known = _active(session, staff_id)
    if known.pin_hash:
        if not given:
            raise ShopError("pin-missing", field="pin")
        _try(services, (known,), given)
    elif services.at_work.asks and known.role != Role.SELLER:
        raise ShopError("pin-needed", field="pin")  # of before: who may more than sell proves it
    person = _as_person(known)
    before = services.person
    services.at_work.take(person)
    services.at_work.practice = False
    refresh(services)
    with services.storage.write() as session:
        data: dict[str, object] = {"before": before, "pin": bool(known.pin_hash)}
        session.audit(services.till_id, services.clock.now(), person.name, "signed-in", person.name, data)
    return person


def lock(services: Services, why: str) -> None:
    """Nobody is at work until somebody logs in. `why`: key, idle. Raises ShopError `no-pins` where nobody could."""
    at_work, practice = services.at_work, services.at_work.practice
    at_work.practice = False
    refresh(services)
    if not at_work.asks:
        at_work.practice = practice
        raise ShopError("no-pins")
    if at_work.locked:
        return
    at_work.lock()
    with services.storage.write() as session:
        session.audit(services.till_id, services.clock.now(), services.person, "till-locked", "", {"why": why})


def lock_idle(services: Services) -> bool:
    """Nobody touched it for long. Where the person at work has no PIN a lock would guard nothing."""
    person = services.at_work.person
    if person is None or not person.has_pin:
        return False
    lock(services, "idle")
    return True


def autolock_minutes(session: ReadSession) -> int:
    """0 = never."""
    return options.whole(session, AUTOLOCK)


def save_autolock(services: Services, minutes: int) -> None:
    """Raises ShopError `option-out-of-range`."""
    options.save(services, AUTOLOCK, str(minutes))


# -- a word in place --------------------------------------------------------------------------------


def approved_by(services: Services, right: Right, pin: str) -> Staff:
    """Whose PIN this is, of those who may: a manager's word in place, without logging the seller out. Raises ShopError
    `pin-missing`, `no-approver` where nobody who may has a PIN, `pin-locked`, `pin-wrong`."""
    given = fold(pin)
    if not given:
        raise ShopError("pin-missing", field="pin")
    with services.storage.read() as session:
        can = [
            person
            for person in session.staff()
            if person.active and person.pin_hash and may(Role(person.role), right, owned=services.at_work.owned)
        ]
    if not can:
        raise ShopError("no-approver", field="pin")
    return _try(services, tuple(can), given)


def may_or_approved(services: Services, right: Right, pin: str) -> str:
    """The name of whoever answers for it: who is at work, where they may, else whose PIN this is. Raises ShopError
    `till-locked`, `needs-manager` where no PIN was given, and as `approved_by`."""
    if not pin or services.at_work.may(right):
        services.at_work.require(right)
        return services.person
    return approved_by(services, right, pin).name


def unlock(services: Services, staff_id: int, pin: str) -> None:
    """Whose wrong tries have locked them may try again, by the PIN of somebody who stands above; at a locked till too.
    Raises ShopError as `approved_by`, `unlock-not-above`."""
    with services.storage.read() as session:
        target = _active(session, staff_id)
    manager = approved_by(services, Right.UNLOCK, pin)
    if manager.id == target.id or not above(Role(manager.role), Role(target.role)):
        raise ShopError("unlock-not-above", field="pin", detail=target.name)
    with services.storage.write() as session:
        session.put_staff(_with(_active(session, staff_id), Tries()))
        session.audit(services.till_id, services.clock.now(), manager.name, "pin-unlocked", target.name, {})


def check_own(services: Services, person: Staff, pin: str) -> None:
    """Raises ShopError where this is not the PIN of this person."""
    given = fold(pin)
    if not given:
        raise ShopError("pin-missing", field="pin")
    _try(services, (person,), given)


# -- one try ----------------------------------------------------------------------------------------


def _try(services: Services, people: tuple[Staff, ...], given: str) -> Staff:
    """The one of them whose PIN it is; counted against each who may try, before it is looked at."""
    ids = {person.id for person in people}
    till = services.till_id
    with services.storage.write() as session:
        steady = services.steady()  # read under the lock, so that no try comes with an earlier one than is written
        current = [person for person in session.staff() if person.id in ids]
        free = [person for person in current if not person.tries.at(steady, till).locked]
        for person in current:
            tries = person.tries.counted(steady, till) if person in free else person.tries.at(steady, till)
            session.put_staff(_with(person, tries))
    if not free:
        raise ShopError("pin-locked", field="pin", detail=_minutes(current, steady, till))
    fitting = next(filter(partial(_fits_person, given), free), None)
    with services.storage.write() as session:
        after = [person for person in session.staff() if person.id in ids]
        if fitting is not None:
            for person in after:
                if person.id == fitting.id:
                    session.put_staff(_with(person, Tries()))
                elif any(person.id == other.id for other in free):
                    session.put_staff(_with(person, person.tries.one_less()))
            return fitting
        _tell_wrong(services, session, [person for person in after if any(person.id == one.id for one in free)])
    now_locked = all(person.tries.locked for person in after)
    left = min(_tries_left(person) for person in after if any(person.id == one.id for one in free))
    if now_locked:
        raise ShopError("pin-locked", field="pin", detail=_minutes(after, steady, till))
    raise ShopError("pin-wrong", field="pin", detail=str(left))


def _tell_wrong(services: Services, session: WriteSession, tried: list[Staff]) -> None:
    subject = tried[0].name if len(tried) == 1 else ""
    at, who = services.clock.now(), services.person
    session.audit(services.till_id, at, who, "pin-wrong", subject, {"tries": [person.failures for person in tried]})
    for person in tried:
        if person.tries.locked:
            session.audit(services.till_id, at, who, "pin-locked-out", person.name, {})


def _tries_left(person: Staff) -> int:
    return max(0, MAX_TRIES - person.failures)


def _minutes(people: Iterable[Staff], steady: int, till: int) -> str:
    """Until the first of them may try again, rounded up."""
    return str(min(-(-_wait_s(person.tries.at(steady, till)) // 60) for person in people))


def _wait_s(tries: Tries) -> int:
    return -(-tries.left_ms // 1000) if tries.locked else 0


def _with(person: Staff, tries: Tries) -> Staff:
    return replace(person, failures=tries.failures, left_ms=tries.left_ms, seen_ms=tries.seen_ms, seen_by=tries.seen_by)


def _active(session: ReadSession, staff_id: int) -> Staff:
    for person in session.staff():
        if person.id == staff_id and person.active:
            return person
    raise ShopError("person-unknown")


def _as_person(staff: Staff) -> Person:
    return Person(name=staff.name, role=Role(staff.role), staff_id=staff.id, has_pin=bool(staff.pin_hash))


def _fits_person(pin: str, person: Staff) -> bool:
    return _fits(person.pin_hash, pin)


def _fits(pin_hash: str, pin: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
