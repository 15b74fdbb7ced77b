"""The manager's PIN. Tries are counted in the database before the check, so a restart does not help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pos_app.application.services import Services
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.errors import ShopError
from pos_app.ports.storage import Staff

MAX_TRIES = 10
LOCK = timedelta(minutes=30)
MIN_PIN = 4


def hash_pin(pin: str) -> str:
    """argon2id with the library's own current parameters."""
    from argon2 import PasswordHasher

    if len(pin) < MIN_PIN or not all_latin_digits(pin):
        raise ShopError("pin-too-short", field="pin")
    return PasswordHasher().hash(pin)


def manager_by_pin(services: Services, pin: str) -> Staff:
    """The manager or owner whose PIN this is. Raises ShopError `pin-wrong`, `pin-locked`, `pin-missing`."""
    given = fold(pin)
    if not given:
        raise ShopError("pin-missing", field="pin")
    now = services.clock.now()
    with services.storage.write() as session:
        managers = [person for person in session.staff() if person.role in ("manager", "owner")]
        free = [person for person in managers if person.locked_until is None or person.locked_until <= now]
        if not free:
            raise ShopError("pin-locked", field="pin")
        for person in free:
            failures = person.failures + 1
            locked = now + LOCK if failures >= MAX_TRIES else None
            session.put_staff(replace(person, failures=0 if locked else failures, locked_until=locked))
    for person in free:
        if _fits(person.pin_hash, given):
            with services.storage.write() as session:
                for other in free:
                    session.put_staff(replace(other, failures=0, locked_until=None))
            return person
    with services.storage.write() as session:
        session.audit(services.till_id, now, services.person, "pin-wrong", "", {})
    raise ShopError("pin-wrong", field="pin")


def set_manager(services: Services, *, name: str, pin: str, current_pin: str) -> None:
    """Names the manager and gives the PIN. Where a manager has one already, that PIN is asked first."""
    if not name.strip():
        raise ShopError("manager-name-missing", field="manager_name")
    pin_hash = hash_pin(fold(pin))
    with services.storage.read() as session:
        known = next((p for p in session.staff() if p.role in ("manager", "owner") and p.pin_hash), None)
    if known is not None:
        known = manager_by_pin(services, current_pin)
    manager = Staff(
        id=known.id if known else 0, name=name.strip()[:100], role=known.role if known else "manager", pin_hash=pin_hash
    )
    with services.storage.write() as session:
        session.put_staff(manager)
        session.audit(services.till_id, services.clock.now(), services.person, "manager-set", manager.name, {})


def manager_name(services: Services) -> str:
    """ "" while no manager has a PIN: then no stop can be reopened."""
    with services.storage.read() as session:
        return next((p.name for p in session.staff() if p.role in ("manager", "owner") and p.pin_hash), "")


def _fits(pin_hash: str, pin: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import VerificationError

    try:
        return PasswordHasher().verify(pin_hash, pin)
    except VerificationError:
        return False
