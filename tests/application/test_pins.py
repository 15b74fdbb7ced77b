"""PINs are guessed: across restarts of program and computer, with the clock set forward and back."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import text

from pos_app.adapters.storage.engine import sqlite_engine
from pos_app.application import staff
from pos_app.domain.errors import ShopError
from pos_app.domain.pin_tries import MAX_TRIES
from pos_app.domain.rights import Right
from pos_app.ports.storage import Staff
from tests.fakes import parts
from tests.fakes.parts import Till

OWNER_PIN = "9753"


def approved(till: Till, pin: str) -> str:
    """Who, or why not."""
    try:
        return staff.approved_by(till.services, Right.CORRECT, pin).name
    except ShopError as error:
        return error.code


def logged_in(till: Till, name: str, pin: str) -> str:
    known = next(person for person in staff.listed(till.services) if person.name == name)
    try:
        return staff.sign_in(till.services, known.id, pin).name
    except ShopError as error:
        return error.code


def failures(till: Till) -> dict[str, int]:
    with till.storage.read() as session:
        return {person.name: person.failures for person in session.staff()}


def audited(till: Till, kind: str) -> list[tuple[str, str]]:
    with sqlite_engine(till.path).connect() as connection:
        rows = connection.execute(
            text("select who, subject from audit_event where kind = :k order by seq"), {"k": kind}
        )
        return [tuple(row) for row in rows]


def test_ten_wrong_pins_lock_for_half_an_hour_whatever_is_done(till: Till) -> None:
    assert [approved(till, f"{n:04d}") for n in range(9)] == ["pin-wrong"] * 9
    assert approved(till, "0009") == "pin-locked"
    assert approved(till, parts.PIN) == "pin-locked"
    again = till.restarted()
    assert approved(again, parts.PIN) == "pin-locked"
    again.clock.move(minutes=29, seconds=59)
    assert approved(again, parts.PIN) == "pin-locked"
    again.clock.move(seconds=1)
    assert approved(again, parts.PIN) == parts.MANAGER
    again.storage.close()


SET: list[Callable[[Till], None]] = [
    lambda till: till.clock.set(minutes=31), lambda till: till.clock.set(days=1),
    lambda till: till.clock.set(days=365), lambda till: till.clock.set(days=-1),
    lambda till: till.clock.set(days=-3650), lambda till: till.clock.set(minutes=-5),
    lambda till: till.clock.reboot(), lambda till: till.clock.reboot(after_ms=1_799_999),
]  # fmt: skip


@pytest.mark.parametrize("trick", SET)
def test_no_clock_that_is_set_frees_a_locked_pin_early(till: Till, trick: Callable[[Till], None]) -> None:
    for _ in range(MAX_TRIES):
        approved(till, "0000")
    trick(till)
    again = till.restarted()
    assert approved(again, parts.PIN) == "pin-locked"
    assert logged_in(again, parts.MANAGER, parts.PIN) == "pin-locked"
    again.clock.move(minutes=30)
    assert approved(again, parts.PIN) == parts.MANAGER
    again.storage.close()


@pytest.mark.parametrize("seed", range(6))
def test_no_row_of_restarts_and_clocks_gives_an_eleventh_try(till: Till, seed: int) -> None:
    """The database is closed and opened between all tries; the clock stands anywhere."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    heard = 0
    for _ in range(40):
        chance.choice(SET[:-1])(till)
        till = till.restarted()
        before = failures(till)[parts.MANAGER]
        logged_in(till, parts.MANAGER, "0000")
        heard += failures(till)[parts.MANAGER] != before
    assert heard == MAX_TRIES
    assert logged_in(till, parts.MANAGER, parts.PIN) == "pin-locked"
    till.storage.close()


def test_a_day_of_guessing_gets_ten_tries_each_half_hour(till: Till) -> None:
    heard = 0
    for _minute in range(24 * 60):
        before = failures(till)[parts.MANAGER]
        if before < MAX_TRIES or approved(till, "0000") != "pin-locked":
            logged_in(till, parts.MANAGER, "0000")
        heard += failures(till)[parts.MANAGER] != before
        till.clock.move(minutes=1)
    assert heard <= MAX_TRIES * 24 * 60 // 39 + MAX_TRIES  # ten minutes of tries, then thirty of none


def test_wrong_tries_are_counted_across_a_restart_and_forgotten_by_a_right_one(till: Till) -> None:
    assert [logged_in(till, parts.MANAGER, "0000") for _ in range(6)] == ["pin-wrong"] * 6
    again = till.restarted()
    assert [logged_in(again, parts.MANAGER, "0000") for _ in range(3)] == ["pin-wrong"] * 3
    assert logged_in(again, parts.MANAGER, parts.PIN) == parts.MANAGER
    assert failures(again)[parts.MANAGER] == 0
    again.storage.close()


def test_the_tenth_try_may_still_be_right(till: Till) -> None:
    assert [approved(till, "0000") for _ in range(9)] == ["pin-wrong"] * 9
    assert approved(till, parts.PIN) == parts.MANAGER


def test_a_manager_does_not_guess_the_owners_pin_between_two_own_ones(till: Till) -> None:
    """A right PIN forgets the wrong tries of its own person alone."""
    for _ in range(9):
        approved(till, "0000")
    assert approved(till, parts.PIN) == parts.MANAGER
    assert failures(till) == {parts.SELLER: 0, parts.MANAGER: 0, "Owner": 9}
    approved(till, "0001")
    assert failures(till)["Owner"] == MAX_TRIES
    assert approved(till, OWNER_PIN) == "pin-wrong"  # heard for the manager alone
    assert logged_in(till, "Owner", OWNER_PIN) == "pin-locked"


def test_a_try_is_counted_before_it_is_checked(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(staff, "_fits", crash)
    with pytest.raises(KeyboardInterrupt):
        staff.approved_by(till.services, Right.CORRECT, parts.PIN)
    with pytest.raises(KeyboardInterrupt):
        logged_in(till, parts.MANAGER, parts.PIN)
    assert failures(till) == {parts.SELLER: 0, parts.MANAGER: 2, "Owner": 1}


def test_a_shop_where_nobody_who_may_has_a_pin_says_so(till: Till) -> None:
    with till.storage.write() as session:
        for person in session.staff():
            session.put_staff(Staff(id=person.id, name=person.name, role="seller", pin_hash=""))
    assert approved(till, parts.PIN) == "no-approver"


def test_who_has_left_approves_nothing_and_does_not_log_in(till: Till) -> None:
    with till.storage.write() as session:
        for person in session.staff():
            if person.name == parts.MANAGER:
                session.put_staff(replace(person, active=False))
    assert approved(till, parts.PIN) == "pin-wrong"
    assert logged_in(till, parts.MANAGER, parts.PIN) == "person-unknown"


def test_a_locked_pin_is_freed_by_somebody_above_in_place(till: Till) -> None:
    till.services.at_work.asks = True
    for _ in range(MAX_TRIES):
        logged_in(till, parts.MANAGER, "0000")
    target = next(person for person in staff.listed(till.services) if person.name == parts.MANAGER)
    assert (target.wait_s, target.has_pin) == (1800, True)
    with pytest.raises(ShopError, match="pin-wrong"):
        staff.unlock(till.services, target.id, "1111")
    staff.unlock(till.services, target.id, OWNER_PIN)
    assert till.services.person == parts.SELLER  # nobody was logged out for it
    assert logged_in(till, parts.MANAGER, parts.PIN) == parts.MANAGER
    assert audited(till, "pin-unlocked") == [("Owner", parts.MANAGER)]


def test_nobody_frees_whom_they_do_not_stand_above(till: Till) -> None:
    for _ in range(MAX_TRIES):
        logged_in(till, "Owner", "0000")
    owner = next(person for person in staff.listed(till.services) if person.name == "Owner")
    with pytest.raises(ShopError, match="unlock-not-above"):
        staff.unlock(till.services, owner.id, parts.PIN)


def test_what_happens_to_pins_is_on_record(till: Till) -> None:
    staff.begin(till.services)
    for _ in range(MAX_TRIES):
        logged_in(till, parts.MANAGER, "0000")
    logged_in(till, "Owner", OWNER_PIN)
    staff.lock(till.services, "key")
    assert audited(till, "pin-wrong") == [(parts.SELLER, parts.MANAGER)] * MAX_TRIES
    assert audited(till, "pin-locked-out") == [(parts.SELLER, parts.MANAGER)]
    assert audited(till, "signed-in") == [("Owner", "Owner")]
    assert audited(till, "till-locked") == [("Owner", "")]


def test_a_pin_has_four_digits_at_least_and_is_never_kept() -> None:
    for pin in ("123", "12a4", ""):
        with pytest.raises(ShopError, match="pin-too-short"):
            staff.hash_pin(pin)
    with pytest.raises(ShopError, match="pin-too-long"):
        staff.hash_pin("1" * 33)
    assert staff.hash_pin("1234").startswith("$argon2id$")


def test_digits_of_any_keyboard_are_one_pin(till: Till) -> None:
    assert logged_in(till, parts.MANAGER, "۲۴۶۸") == parts.MANAGER


def test_a_hash_that_is_none_fits_nothing(till: Till) -> None:
    with till.storage.write() as session:
        for person in session.staff():
            if person.name == parts.MANAGER:
                session.put_staff(replace(person, pin_hash="spoilt"))
    assert logged_in(till, parts.MANAGER, parts.PIN) == "pin-wrong"


def test_thirty_wrong_tries_at_once_end_in_a_lock(till: Till) -> None:
    """Whichever comes first to the database: none brings a reading from before another's."""
    ticks, one, waits = count(till.clock.steady()), threading.Lock(), threading.Barrier(30, timeout=60)

    def steady() -> int:
        with one:
            return next(ticks)

    services = replace(till.services, steady=steady)

    def guess(n: int) -> str:
        waits.wait()
        try:
            return staff.approved_by(services, Right.CORRECT, f"{n:04d}").name
        except ShopError as error:
            return error.code

    with ThreadPoolExecutor(30) as pool:
        said = list(pool.map(guess, range(30)))
    assert set(said) <= {"pin-wrong", "pin-locked"}
    assert said.count("pin-locked") >= 20
    assert failures(till)[parts.MANAGER] == MAX_TRIES
    assert approved(till, parts.PIN) == "pin-locked"
