"""The shop's people: taken on, renamed, given another role or PIN, gone. With an owner once, never without one."""

from __future__ import annotations

from dataclasses import replace

from pos_app.application import staff
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.digits import fold, plain_name
from pos_app.domain.errors import ShopError
from pos_app.domain.pin_tries import Tries
from pos_app.domain.rights import Right, Role
from pos_app.domain.typed import one_line
from pos_app.ports.storage import ReadSession, Staff, WriteSession

MAX_NAME = 100


@needs(Right.PEOPLE)
def add(services: Services, *, name: str, role: Role, pin: str) -> int:
    """A seller may be without a PIN, then anybody may be that seller. Raises ShopError `person-name-missing`,
    `person-name-taken`, `pin-needed`, `pin-too-short`, `owner-first` while the shop has no owner and this is none."""
    pin_hash = staff.hash_pin(fold(pin)) if fold(pin) else ""
    with services.storage.write() as session:
        made = Staff(id=0, name=_free_name(session, name, 0), role=role.value, pin_hash=pin_hash)
        _refuse_unguarded(made)
        if role is not Role.OWNER and not _owners(session):
            raise ShopError("owner-first", field="role")
        staff_id = session.put_staff(made)
        _told(services, session, "staff-added", made.name, {"role": role.value, "pin": bool(pin_hash)})
    staff.refresh(services)
    return staff_id


@needs(Right.PEOPLE)
def change(services: Services, staff_id: int, *, name: str, role: Role, active: bool) -> None:
    """Raises ShopError as `add`, `person-unknown`, `last-owner`."""
    with services.storage.write() as session:
        was = _known(session, staff_id)
        owners = _owners(session)
        now = replace(was, name=_free_name(session, name, staff_id), role=role.value, active=active)
        _refuse_unguarded(now)
        session.put_staff(now)
        if owners and not _owners(session):
            raise ShopError("last-owner", field="role")
        if not any(person.active for person in session.staff()):
            raise ShopError("last-person")
        data: dict[str, object] = {"name": [was.name, now.name], "role": [was.role, now.role], "active": active}
        _told(services, session, "staff-changed", now.name, data)
    staff.refresh(services)


@needs(Right.PEOPLE)
def set_pin(services: Services, staff_id: int, pin: str) -> None:
    """A new PIN of anybody, whatever it was; an empty one takes a seller's away. Wrong tries are forgotten."""
    given = fold(pin)
    pin_hash = staff.hash_pin(given) if given else ""
    with services.storage.write() as session:
        was = _known(session, staff_id)
        now = _with_pin(was, pin_hash)
        _refuse_unguarded(now)
        session.put_staff(now)
        _told(services, session, "pin-changed", now.name, {"pin": bool(pin_hash)})
    staff.refresh(services)


def own_pin(services: Services, *, current: str, pin: str) -> None:
    """Whoever is at work changes their own, by the one until now. Raises ShopError `till-locked`, a PIN's errors."""
    person = services.at_work.person
    if person is None:
        raise ShopError("till-locked")
    pin_hash = staff.hash_pin(fold(pin))
    with services.storage.read() as session:
        known = _known(session, person.staff_id)
    if known.pin_hash:
        staff.check_own(services, known, current)
    with services.storage.write() as session:
        session.put_staff(_with_pin(_known(session, known.id), pin_hash))
        _told(services, session, "pin-changed", known.name, {"own": True})
    staff.refresh(services)


def _with_pin(person: Staff, pin_hash: str) -> Staff:
    none = Tries()
    return replace(
        person, pin_hash=pin_hash, failures=none.failures, left_ms=none.left_ms, seen_ms=none.seen_ms,
        seen_by=none.seen_by,
    )  # fmt: skip


def _refuse_unguarded(person: Staff) -> None:
    """Who may more than a seller proves it by a PIN."""
    if person.active and person.role != Role.SELLER and not person.pin_hash:
        raise ShopError("pin-needed", field="pin")


def _free_name(session: ReadSession, name: str, staff_id: int) -> str:
    text = one_line(name).strip()[:MAX_NAME]
    if not text:
        raise ShopError("person-name-missing", field="name")
    if any(plain_name(person.name) == plain_name(text) for person in session.staff() if person.id != staff_id):
        raise ShopError("person-name-taken", field="name", detail=text)
    return text


def _owners(session: ReadSession) -> int:
    return sum(person.active and person.role == Role.OWNER and bool(person.pin_hash) for person in session.staff())


def _known(session: ReadSession, staff_id: int) -> Staff:
    for person in session.staff():
        if person.id == staff_id:
            return person
    raise ShopError("person-unknown")


def _told(services: Services, session: WriteSession, kind: str, subject: str, data: dict[str, object]) -> None:
    session.audit(services.till_id, services.clock.now(), services.person, kind, subject, data)
