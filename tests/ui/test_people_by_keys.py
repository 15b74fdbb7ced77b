"""Log-in, switch, lock and the page of people, by keys alone."""

from __future__ import annotations

import json

import pytest

from pos_app.application import sell, staff
from pos_app.domain.digits import persian
from pos_app.domain.rights import Right, Role
from pos_app.practice import SAMPLE
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, Hands, Key
from tests.ui.people_scene import lock, log_in, page_of
from tests.ui.shop import CASE, GALAXY1, GALAXY_CODE, copied

SELLER, MANAGER, OWNER = "سارا محمدی", "محمد کریمی", "آریا کاظمی"


def at_work(counter: Hands) -> str:
    person = counter.services.at_work.person
    return person.name if person else ""


def said(counter: Hands) -> str:
    told = counter.window.locking.vm.state.notice
    return told.code if told else ""


def test_the_practice_shop_opens_with_its_seller_and_asks_nothing(counter: Hands) -> None:
    assert (at_work(counter), counter.window.locking.covered) == (SELLER, False)


def test_locked_nothing_is_scanned_nor_lost_and_no_key_works(counter: Hands) -> None:
    counter.scan(GALAXY1)
    counter.press(Key.Key_F4)
    counter.type("رضا نمونه")
    lock(counter)
    assert not counter.page.isVisible()
    counter.burst(CASE)
    counter.settle()
    assert said(counter) == "scan-while-locked"
    for key in (Key.Key_F9, Key.Key_F2, Key.Key_F12, Key.Key_Escape):
        counter.strike(key)
    counter.strike(Key.Key_2, CONTROL)
    counter.strike(Key.Key_Delete, CONTROL)
    counter.settle()
    assert counter.window.locking.covered
    assert len(counter.sale.lines) == 1
    log_in(counter, MANAGER, "2468")
    assert (at_work(counter), counter.window.locking.covered) == (MANAGER, False)
    assert counter.buyer("name").text() == "رضا نمونه"
    assert counter.buyer("name").edit.hasFocus()
    assert MANAGER in counter.reads(counter.window.top.person)
    counter.press(Key.Key_F2)
    counter.scan(CASE)
    assert len(counter.sale.lines) == 2


def test_what_is_typed_is_on_disk_before_the_cover_comes(counter: Hands) -> None:
    counter.scan(GALAXY1)
    sale_id = counter.sale.id
    counter.press(Key.Key_F4)
    counter.hit("رضا نمونه")
    lock(counter)
    with counter.services.storage.read() as session:
        kept = sell.load(session, sale_id)
    assert "رضا نمونه" in (kept.buyer.name, *kept.draft.values())


def test_the_switch_takes_a_name_and_a_pin_or_comes_to_nothing(counter: Hands) -> None:
    counter.press(Key.Key_F12)
    counter.settle(lambda: bool(counter.window.locking.vm.state.people))
    counter.strike(Key.Key_Escape)
    assert (at_work(counter), counter.window.locking.covered) == (SELLER, False)
    counter.press(Key.Key_F12)
    log_in(counter, MANAGER, "1111")
    assert (said(counter), at_work(counter)) == ("pin-wrong", SELLER)
    log_in(counter, MANAGER, "۲۴۶۸")
    assert at_work(counter) == MANAGER
    assert counter.services.person == MANAGER


def test_ten_wrong_pins_and_a_manager_in_place(counter: Hands) -> None:
    lock(counter)
    for _ in range(10):
        log_in(counter, SELLER, "0000")
    assert said(counter) == "pin-locked"
    cover = counter.window.locking.cover
    assert not cover.pin.edit.isEnabled()
    counter.tab_to(cover.free)
    counter.strike(Key.Key_Return)
    counter.type("2468")
    counter.strike(Key.Key_Return)
    counter.settle()
    assert said(counter) == "pin-freed"
    assert at_work(counter) == ""  # freeing is no log-in
    log_in(counter, SELLER, "1357")
    assert at_work(counter) == SELLER


def test_an_idle_till_locks_itself(counter: Hands) -> None:
    counter.press(Key.Key_F12)
    log_in(counter, OWNER, "9753")
    staff.save_autolock(counter.services, 5)
    locking = counter.window.locking
    locking.vm.load()
    counter.settle()
    locking.beat()
    counter.settle()
    assert not locking.covered
    locking._touched -= 5 * 60_000
    locking.beat()
    counter.settle(lambda: locking.covered)
    assert at_work(counter) == ""


def test_a_seller_is_told_who_may(counter: Hands) -> None:
    lock(counter)
    log_in(counter, SELLER, "1357")
    page = page_of(counter)
    page._new()
    counter.overwrite(page.name, "نگار (نمونه)")
    counter.press(Key.Key_F9)
    counter.settle()
    assert [told.code for told in page.vm.state.notices] == ["needs-owner"]
    assert page.name.text() == "نگار (نمونه)"


def test_the_owner_takes_somebody_on_by_keys(counter: Hands) -> None:
    lock(counter)
    log_in(counter, OWNER, "9753")
    page = page_of(counter)
    counter.tab_to(page.add)
    counter.strike(Key.Key_Return)
    assert page.name.edit.hasFocus()
    counter.type("نگار (نمونه)")
    counter.tab_to(page.pin.edit)
    counter.type("4321")
    counter.press(Key.Key_F9)
    counter.settle()
    made = next(person for person in staff.listed(counter.services) if person.name == "نگار (نمونه)")
    assert (made.role, made.has_pin) == (Role.SELLER, True)
    assert page.vm.state.chosen == made.id
    assert page.pin.text() == ""
    counter.press(Key.Key_F12)
    log_in(counter, "نگار (نمونه)", "4321")
    assert at_work(counter) == "نگار (نمونه)"


def test_somebody_rises_with_a_pin_and_is_let_go(counter: Hands) -> None:
    lock(counter)
    log_in(counter, OWNER, "9753")
    page = page_of(counter)
    counter.settle()
    seller = next(person for person in page.vm.state.people if person.name == SELLER)
    page.vm.choose(seller.id)
    counter.tab_to(page.role.stop())
    counter.strike(Key.Key_Right if counter.window.isLeftToRight() else Key.Key_Left)
    counter.tab_to(page.active)
    counter.press(Key.Key_Space)
    page._save()
    counter.settle()
    now = next(person for person in staff.listed(counter.services) if person.id == seller.id)
    assert (now.active, now.role) == (False, Role.MANAGER)


def test_a_manager_approves_in_place_and_the_seller_stays(counter: Hands) -> None:
    lock(counter)
    log_in(counter, SELLER, "1357")
    assert staff.approved_by(counter.services, Right.CORRECT, "2468").name == MANAGER
    assert at_work(counter) == SELLER


def test_a_window_over_a_shop_where_all_have_a_pin_opens_covered(open_counter: OpenCounter) -> None:
    first = open_counter()
    lock(first)
    again = open_counter(copied(first.folder, first.folder.parent / "again"))
    assert not again.window.locking.covered  # the practice shop asks from its first log-in on
    again.services.at_work.practice = False
    staff.begin(again.services)
    again.window.locking.hide()
    again.settle(lambda: bool(again.window.locking.vm.state.people))
    log_in(again, SELLER, "1357")
    again.scan(GALAXY1)
    assert again.sale.seller == SELLER
    assert GALAXY_CODE


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_cover_survives_a_change_of_light(open_counter: OpenCounter, theme: str) -> None:
    counter = open_counter(theme=theme)
    counter.press(Key.Key_F12)
    log_in(counter, OWNER, "9753")
    counter.app._change_look("en", "dark" if theme == "light" else "light")
    counter.settle()
    assert not counter.window.locking.covered
    lock(counter)
    log_in(counter, OWNER, "9753")
    assert at_work(counter) == OWNER


def test_the_pins_that_the_page_tells_are_those_of_the_practice_shop(counter: Hands) -> None:
    told = counter.reads(page_of(counter).standing)
    pins = [person["pin"] for person in json.loads(SAMPLE.read_text("utf-8"))["staff"]]
    assert all(persian(pin) in told for pin in pins)
