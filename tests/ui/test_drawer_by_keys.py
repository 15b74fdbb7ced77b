"""The drawer by keys alone: opened, filled, counted, closed, printed."""

from __future__ import annotations

from pathlib import Path

from pos_app.application import drawer, people
from pos_app.domain.drawer import Sums
from pos_app.domain.rights import Role
from tests.fakes.slip_printer import RememberingPrinter
from tests.ui.drawer_scene import a_day, page_of
from tests.ui.hands import MARKS, Hands, Key
from tests.ui.people_scene import lock, log_in
from tests.ui.shop import CASE
from tests.ui.test_people_by_keys import MANAGER, SELLER
from tests.ui.test_printing_by_keys import with_slips
from tests.ui.test_sale_by_keys import pay_cash
from ui import format as fmt
from ui import notices


def sums(counter: Hands) -> Sums:
    return drawer.look(counter.services).sums


def test_a_cash_sale_at_the_counter_opens_the_drawers_shift(counter: Hands) -> None:
    counter.scan(CASE)
    pay_cash(counter)
    counter.press(Key.Key_F9)
    counter.settle()
    page = page_of(counter)
    counter.settle()
    shift = page.vm.state.shift
    assert shift is not None
    assert (shift.by_itself, shift.opened_by) == (True, SELLER)
    assert sums(counter).expected == sums(counter).sales > 0
    assert fmt.number(sums(counter).sales).translate(MARKS) == counter.reads(page.sums["expected"])
    assert page.amount.edit.hasFocus()


def test_it_is_opened_and_filled_by_keys(counter: Hands) -> None:
    page = page_of(counter)
    counter.type("20,000,000")
    counter.press(Key.Key_Return)
    assert sums(counter).expected == 20_000_000
    assert page.opening.text() == ""
    counter.tab_to(page.cause.stop())
    counter.press(Key.Key_Right if counter.window.isLeftToRight() else Key.Key_Left)
    counter.tab_to(page.amount.edit)
    counter.type("۳۲۰۰۰۰۰")
    counter.press(Key.Key_Return)
    assert [told.code for told in page.vm.state.notices] == ["reason-missing"]
    assert page.amount.text() == "۳۲۰۰۰۰۰"
    counter.tab_to(page.reason.edit)
    counter.type("چای")
    counter.press(Key.Key_Return)
    assert (sums(counter).paid_out, page.reason.text()) == (-3_200_000, "")
    assert page.amount.edit.hasFocus()


def test_it_is_counted_closed_and_printed(counter: Hands) -> None:
    a_day(counter)
    page = page_of(counter)
    expected = sums(counter).expected
    counter.tab_to(page.count.pieces["cheque_1000000"].edit)
    counter.type("350")
    counter.tab_to(page.count.pieces["note_100000"].edit)
    counter.type("۶۵")
    assert "۳۵۶٬۵۰۰٬۰۰۰" in counter.reads(page.count.sum)
    assert counter.reads(page.count.difference) != ""
    counter.tab_to(page.count.left.edit)
    counter.type("20000000")
    counter.press(Key.Key_F9)
    counter.settle()
    assert drawer.look(counter.services).shift is None
    closed = drawer.look(counter.services).closed[0]
    assert (closed.counted, closed.left) == ({"cheque_1000000": 350, "note_100000": 65}, 20_000_000)
    (path,) = counter.window._printing.sent
    assert Path(path).read_bytes().startswith(b"%PDF")
    assert all(field.text() == "" for field in page.count.pieces.values())
    assert expected == 356_800_000
    page.closed.setFocus()
    counter.press(Key.Key_F9)
    assert counter.window._printing.sent == [path, path]


def test_a_shop_with_slips_gets_a_slip(counter: Hands) -> None:
    printer = RememberingPrinter()
    with_slips(counter, printer)
    a_day(counter)
    page_of(counter)
    counter.settle()
    counter.press(Key.Key_F9)
    counter.settle(lambda: bool(printer.slips))
    assert printer.slips[0].width == 576
    assert printer.drawers == 0  # nobody gets money now


def test_what_does_not_fit_closes_nothing_and_loses_nothing(counter: Hands) -> None:
    a_day(counter)
    page = page_of(counter)
    counter.overwrite(page.count.pieces["note_5000"], "x")
    counter.press(Key.Key_F9)
    assert counter.reason(page.count.pieces["note_5000"])
    counter.overwrite(page.count.pieces["note_5000"], "4")
    counter.overwrite(page.count.left, "20001")
    counter.press(Key.Key_F9)
    counter.settle()
    assert counter.reason(page.count.left) == notices.sentence("left-more-than-counted").translate(MARKS)
    assert page.count.pieces["note_5000"].text() == "4"
    assert drawer.look(counter.services).shift is not None


def test_anothers_shift_takes_a_managers_pin(counter: Hands) -> None:
    a_day(counter)
    lock(counter)
    log_in(counter, MANAGER, "2468")
    page = page_of(counter)
    counter.settle()
    assert page.count.pin.isHidden()  # a manager at work needs none
    counter.press(Key.Key_F12)
    log_in(counter, "آریا کاظمی", "9753")
    people.add(counter.services, name="نگار (نمونه)", role=Role.SELLER, pin="4321")
    counter.press(Key.Key_F12)
    log_in(counter, "نگار (نمونه)", "4321")
    page_of(counter)
    counter.settle()
    assert page.count.pin.isVisible()
    counter.press(Key.Key_F9)
    counter.settle()
    assert [told.code for told in page.vm.state.notices] == ["needs-manager"]
    counter.overwrite(page.count.pin, "2468")
    counter.press(Key.Key_Return)
    counter.settle()
    assert drawer.look(counter.services).closed[0].closed_by == MANAGER
    assert counter.services.person == "نگار (نمونه)"


def test_another_sum_at_the_beginning_takes_a_managers_pin(counter: Hands) -> None:
    page = page_of(counter)
    counter.settle()
    counter.press(Key.Key_F12)
    log_in(counter, "آریا کاظمی", "9753")
    people.add(counter.services, name="نگار (نمونه)", role=Role.SELLER, pin="4321")
    counter.press(Key.Key_F12)
    log_in(counter, "نگار (نمونه)", "4321")
    page_of(counter)
    counter.settle()
    assert page.opening_pin.isHidden()
    counter.overwrite(page.opening, "20000000")
    counter.press(Key.Key_Return)
    counter.settle()
    assert page.opening_pin.isVisible()
    counter.overwrite(page.opening, "15000000")
    counter.press(Key.Key_Return)
    assert page.opening_pin.edit.hasFocus()
    counter.type("0000")
    counter.press(Key.Key_Return)
    counter.settle()
    assert counter.reason(page.opening_pin)
    assert not counter.reason(page.count.pin)
    assert sums(counter).opening == 20_000_000
    counter.overwrite(page.opening_pin, "2468")
    counter.press(Key.Key_Return)
    counter.settle()
    assert (sums(counter).opening, page.opening_pin.text(), page.opening.text()) == (15_000_000, "", "")
