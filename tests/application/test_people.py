"""Who is at work, who is of the staff, and what they may."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pos_app.application import people, scan, sell, staff
from pos_app.application import shop as shops
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Role
from pos_app.ports.storage import Staff
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till

OWNER, OWNER_PIN = "Owner", "9753"


def code(act: Callable[[], object]) -> str:
    with pytest.raises(ShopError) as caught:
        act()
    return caught.value.code


def one(till: Till, name: str) -> staff.Known:
    return next(person for person in staff.listed(till.services) if person.name == name)


def log_in(till: Till, name: str, pin: str) -> None:
    staff.sign_in(till.services, one(till, name).id, pin)


def without_pins(till: Till) -> None:
    with till.storage.write() as session:
        for person in session.staff():
            session.put_staff(Staff(id=person.id, name=person.name, role=person.role, pin_hash=""))


# -- the window opens ------------------------------------------------------------------------------


def test_who_has_no_pin_is_at_work_at_once(till: Till) -> None:
    staff.begin(till.services)
    assert till.services.person == parts.SELLER
    assert till.services.at_work.asks


def test_where_all_have_a_pin_nobody_is_at_work_until_they_log_in(till: Till) -> None:
    people.set_pin(till.services, one(till, parts.SELLER).id, "1111")
    staff.begin(till.services)
    assert (till.services.at_work.locked, till.services.person) == (True, "")
    assert code(lambda: scan.take(till.services, "", parts.IMEI1)) == "till-locked"
    log_in(till, parts.SELLER, "1111")
    assert steps.opened(till.services)


def test_a_manager_of_before_without_a_pin_is_at_work_for_nobody(till: Till) -> None:
    with till.storage.write() as session:
        for person in session.staff():
            if person.name in (parts.MANAGER, parts.SELLER):
                session.put_staff(Staff(id=person.id, name=person.name, role="manager", pin_hash=""))
    staff.begin(till.services)
    assert till.services.at_work.locked
    assert code(lambda: log_in(till, parts.MANAGER, "")) == "pin-needed"


def test_a_shop_where_nobody_has_a_pin_works_as_before_and_cannot_be_locked(till: Till) -> None:
    without_pins(till)
    staff.begin(till.services)
    shops.save(till.services, parts.SHOP)
    assert code(lambda: staff.lock(till.services, "key")) == "no-pins"
    assert not staff.lock_idle(till.services)


def test_the_practice_shop_asks_from_its_first_log_in_on(till: Till) -> None:
    till.services.at_work.practice = True
    staff.begin(till.services)
    assert till.services.person == parts.SELLER
    shops.save(till.services, parts.SHOP)
    people.add(till.services, name="New", role=Role.SELLER, pin="4321")
    shops.save(till.services, parts.SHOP)  # a change of the staff is no log-in
    staff.lock(till.services, "key")
    log_in(till, parts.SELLER, "")
    assert code(lambda: shops.save(till.services, parts.SHOP)) == "needs-manager"


# -- lock and switch -------------------------------------------------------------------------------


def test_locked_is_nobody_and_a_scan_is_refused(till: Till) -> None:
    sale_id = steps.opened(till.services)
    log_in(till, parts.MANAGER, parts.PIN)
    staff.lock(till.services, "key")
    assert till.services.at_work.person is None
    assert code(lambda: scan.take(till.services, sale_id, parts.CASE_GTIN)) == "till-locked"
    assert code(lambda: sell.abandon(till.services, sale_id)) == "till-locked"
    sell.save_draft(till.services, sale_id, {"buyer": "typed before the lock"})  # nothing typed is lost
    log_in(till, parts.SELLER, "")
    with till.storage.read() as session:
        assert sell.load(session, sale_id).draft["buyer"] == "typed before the lock"


def test_an_idle_till_is_locked_only_where_a_pin_guards_it(till: Till) -> None:
    staff.begin(till.services)
    assert not staff.lock_idle(till.services)
    log_in(till, parts.MANAGER, parts.PIN)
    assert staff.lock_idle(till.services)
    assert not staff.lock_idle(till.services)


def test_the_switch_changes_who_is_written_under_what_follows(till: Till) -> None:
    sale_id = steps.opened(till.services)
    log_in(till, parts.MANAGER, parts.PIN)
    later = steps.opened(till.services, parts.OTHER1)
    with till.storage.read() as session:
        assert (sell.load(session, sale_id).seller, sell.load(session, later).seller) == (parts.SELLER, parts.MANAGER)


@pytest.mark.parametrize(("minutes", "kept"), [(0, 0), (5, 5), (480, 480)])
def test_the_minutes_until_the_lock_are_a_setting(till: Till, minutes: int, kept: int) -> None:
    with till.storage.read() as session:
        assert staff.autolock_minutes(session) == 10
    staff.save_autolock(till.services, minutes)
    with till.storage.read() as session:
        assert staff.autolock_minutes(session) == kept
    assert code(lambda: staff.save_autolock(till.services, 481)) == "option-out-of-range"


# -- the staff -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "pin"), [(parts.SELLER, ""), (parts.MANAGER, parts.PIN)])
def test_only_the_owner_changes_the_staff(till: Till, who: str, pin: str) -> None:
    staff.begin(till.services)
    log_in(till, who, pin)
    target = one(till, parts.SELLER).id
    assert code(lambda: people.add(till.services, name="New", role=Role.SELLER, pin="")) == "needs-owner"
    assert code(lambda: people.set_pin(till.services, target, "4321")) == "needs-owner"
    assert code(lambda: people.change(till.services, target, name="X", role=Role.OWNER, active=True)) == "needs-owner"


def test_the_owner_takes_on_renames_and_lets_go(till: Till) -> None:
    staff.begin(till.services)
    log_in(till, OWNER, OWNER_PIN)
    made = people.add(till.services, name=" سمیرا (نمونه) ", role=Role.SELLER, pin="۴۳۲۱")
    assert (
        code(lambda: people.add(till.services, name="سميرا (نمونه)", role=Role.SELLER, pin="")) == "person-name-taken"
    )
    assert code(lambda: people.add(till.services, name=" ", role=Role.SELLER, pin="")) == "person-name-missing"
    people.change(till.services, made, name="سمیرا راد (نمونه)", role=Role.MANAGER, active=True)
    log_in(till, "سمیرا راد (نمونه)", "4321")
    assert till.services.at_work.person is not None
    assert till.services.at_work.person.role is Role.MANAGER
    log_in(till, OWNER, OWNER_PIN)
    people.change(till.services, made, name="سمیرا راد (نمونه)", role=Role.MANAGER, active=False)
    assert code(lambda: staff.sign_in(till.services, made, "4321")) == "person-unknown"


def test_who_may_more_than_sell_has_a_pin(till: Till) -> None:
    seller = one(till, parts.SELLER)
    assert code(lambda: people.add(till.services, name="N", role=Role.MANAGER, pin="")) == "pin-needed"
    made = (seller.id, parts.SELLER)
    assert (
        code(lambda: people.change(till.services, made[0], name=made[1], role=Role.OWNER, active=True)) == "pin-needed"
    )
    assert code(lambda: people.set_pin(till.services, one(till, parts.MANAGER).id, "")) == "pin-needed"


@pytest.mark.parametrize(("role", "active"), [(Role.MANAGER, True), (Role.SELLER, True), (Role.OWNER, False)])
def test_a_shop_with_an_owner_is_never_without_one(till: Till, role: Role, active: bool) -> None:
    log_in(till, OWNER, OWNER_PIN)
    owner = one(till, OWNER).id
    assert code(lambda: people.change(till.services, owner, name=OWNER, role=role, active=active)) == "last-owner"
    people.add(till.services, name="Second", role=Role.OWNER, pin="5555")
    people.change(till.services, owner, name=OWNER, role=role, active=active)


def test_the_first_who_is_taken_on_is_an_owner(till: Till) -> None:
    without_pins(till)
    with till.storage.write() as session:
        for person in session.staff():
            session.put_staff(Staff(id=person.id, name=person.name, role="seller", pin_hash=""))
    staff.begin(till.services)
    assert code(lambda: people.add(till.services, name="M", role=Role.MANAGER, pin="1234")) == "owner-first"
    people.add(till.services, name="O", role=Role.OWNER, pin="1234")
    assert till.services.at_work.asks
    assert code(lambda: people.add(till.services, name="M", role=Role.MANAGER, pin="1234")) == "needs-owner"


def test_where_there_is_no_owner_yet_a_manager_names_one(till: Till) -> None:
    with till.storage.write() as session:
        for person in session.staff():
            if person.name == OWNER:
                session.put_staff(Staff(id=person.id, name=person.name, role="seller", pin_hash=""))
    staff.begin(till.services)
    assert code(lambda: people.add(till.services, name="O", role=Role.OWNER, pin="1234")) == "needs-manager"
    log_in(till, parts.MANAGER, parts.PIN)
    people.add(till.services, name="O", role=Role.OWNER, pin="1234")
    assert code(lambda: people.add(till.services, name="P", role=Role.OWNER, pin="1234")) == "needs-owner"


def test_one_changes_the_own_pin_by_the_old_one(till: Till) -> None:
    log_in(till, parts.MANAGER, parts.PIN)
    assert code(lambda: people.own_pin(till.services, current="0000", pin="8642")) == "pin-wrong"
    people.own_pin(till.services, current=parts.PIN, pin="8642")
    assert code(lambda: log_in(till, parts.MANAGER, parts.PIN)) == "pin-wrong"
    log_in(till, parts.MANAGER, "8642")
    assert code(lambda: people.own_pin(till.services, current="", pin="8642")) == "pin-missing"


def test_who_is_let_go_while_at_work_is_at_work_no_more(till: Till) -> None:
    staff.begin(till.services)
    log_in(till, OWNER, OWNER_PIN)
    people.add(till.services, name="Second", role=Role.OWNER, pin="5555")
    people.change(till.services, one(till, OWNER).id, name=OWNER, role=Role.OWNER, active=False)
    assert till.services.at_work.locked


def test_a_new_name_of_who_is_at_work_counts_at_once(till: Till) -> None:
    staff.begin(till.services)
    log_in(till, OWNER, OWNER_PIN)
    people.change(till.services, one(till, OWNER).id, name="Boss", role=Role.OWNER, active=True)
    assert till.services.person == "Boss"
