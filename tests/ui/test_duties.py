"""The duties board by keys alone: each row has one key to go on, and comes to its end before the eyes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton

from pos_app.domain.duty import Duty, DutyAct, DutyKind, Group
from pos_app.domain.registry import OperationKind
from pos_app.domain.stock import UnitState
from tests.ui.conftest import OpenCounter
from tests.ui.duties_scene import (
    OLDER_TILL,
    OVERDUE,
    USED,
    WALK_IN,
    another_nokia,
    before,
    duties_page,
    furnish_duties,
    held_phone,
    of_old,
    owes_its_transfer,
    to_buy,
    turn_to,
)
from tests.ui.hands import CONTROL, MARKS, Hands, Key
from tests.ui.shop import PIN
from tests.ui.walk import sell_nokia
from ui import duty_words, notices
from ui.pages.duties import DutiesPage
from ui.pages.registry import RegistryPage

K = DutyKind


def board(counter: Hands) -> DutiesPage:
    counter.press(Key.Key_6, CONTROL)
    page = counter.window._stack.currentWidget()
    assert isinstance(page, DutiesPage)
    assert counter.focus() is page.table
    return page


def tab(counter: Hands) -> QToolButton:
    return counter.window._tabs["duties"]


def kinds(page: DutiesPage) -> list[DutyKind]:
    return [duty.kind for duty in page.vm.state.rows]


def unit_state(counter: Hands, number: str) -> UnitState:
    with counter.services.storage.read() as session:
        return session.find_units(number)[0].unit.state


def test_nothing_is_owed(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    page = duties_page(counter)
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    assert page.keys.shown() == {}
    assert "\n" not in tab(counter).text()


def test_the_oldest_first_and_the_tab_counts_them(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language, address="")
    furnish_duties(counter.services)
    counter.window.round()
    counter.settle()
    page = board(counter)
    since = [duty.since for duty in page.vm.state.rows]
    assert since == sorted(since)
    assert set(kinds(page)) == {K.ACTIVATION, K.HELD, K.TRANSFER, K.RESET, K.PAPER, K.CONFLICT}
    badge = tab(counter)
    n, late = {"fa": ("۹", "۱"), "en": ("9", "1")}[language]
    assert badge.text().endswith(f"\n{n} · ! {late}")
    assert (n in badge.accessibleName(), badge.property("late")) == (True, True)
    first = page.table.rows_model.rows[0]
    assert first.marked
    assert first.texts[5].startswith("!")
    assert not any(OVERDUE in text for text in first.texts), "the list tells phones apart by their last digits"


def test_a_transfer_by_hand_then_its_activation_on_the_same_row(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language, address="")
    key = f"case:{owes_its_transfer(counter.services)}"
    page = board(counter)
    turn_to(counter, page, K.TRANSFER)
    counter.press(Key.Key_Return)  # one key: its script
    assert page.work.script.isVisible()
    assert not page.work.code.isVisible()
    counter.tab_to(page.work.done)
    counter.press(Key.Key_Space)
    counter.settle(lambda: page.vm.state.duty is not None and page.vm.state.duty.kind is K.ACTIVATION)
    assert page.vm.state.selected == key
    assert not page.work.script.isVisible()
    assert counter.reads(page.what).startswith(duty_words.what(page.vm.state.duty))  # type: ignore[arg-type]
    page.table.setFocus()
    counter.press(Key.Key_Return)
    assert counter.focus() is page.work.code.edit
    counter.type("512345")
    counter.tab_to(page.work.hand)
    counter.press(Key.Key_Space)
    counter.tab_to(page.work.done)
    counter.press(Key.Key_Space)
    counter.settle(lambda: K.ACTIVATION not in kinds(page))
    assert kinds(page) == [K.PAPER]
    counter.settle(lambda: tab(counter).text().endswith(("۱", "1")))


def test_a_paper_is_printed_by_enter(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language, address="")
    held_phone(counter.services)
    sell_nokia(counter.services)
    page = board(counter)
    for _ in range(2):
        turn_to(counter, page, K.PAPER)
        here = page.vm.state.selected
        counter.press(Key.Key_Return)
        counter.settle(lambda here=here: here not in {row.key for row in page.vm.state.rows})  # type: ignore[misc]
    assert kinds(page) == [K.HELD]
    assert [name[0] for name in counter.papers()] == ["1", "B"]
    assert page.table.isVisible()


def test_a_manager_settles_a_phone_that_is_held(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language, address="")
    held_phone(counter.services)
    page = board(counter)
    turn_to(counter, page, K.HELD)
    assert set(page.keys.shown()) == {"Enter", "Del"}
    counter.press(Key.Key_Delete)
    assert counter.focus() is page.settle.becomes.button("in_stock")
    counter.tab_to(page.settle.act)
    counter.press(Key.Key_Space)
    assert page.settle.error.isVisible()
    counter.tab_to(page.settle.becomes.button("in_stock"), Key.Key_Backtab)
    counter.press(Key.Key_Right if language == "fa" else Key.Key_Left)
    counter.press(Key.Key_Space)
    chosen = page.settle.becomes.value()
    counter.overwrite(page.settle.reason, "its seller is not to be found")
    counter.overwrite(page.settle.pin, "0000")
    counter.press(Key.Key_Return)
    assert counter.reason(page.settle.pin) == notices.sentence("pin-wrong", "9").translate(MARKS)
    assert page.settle.reason.text() == "its seller is not to be found"
    counter.overwrite(page.settle.pin, PIN)
    counter.press(Key.Key_Return)
    counter.settle(lambda: K.HELD not in kinds(page))
    assert unit_state(counter, WALK_IN).value == chosen
    assert page.settle.reason.text() == ""
    assert not page.settle.isVisible()


def test_a_case_left_behind_is_gone_on_with_at_the_counter(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language, address="")
    case_id = to_buy(before(counter.services, hours=2), "356938035643965")
    counter.vm.park()
    page = board(counter)
    assert kinds(page) == [K.RESET]
    assert set(page.keys.shown()) == {"Enter"}
    counter.press(Key.Key_Return)
    assert counter.window._stack.currentWidget() is counter.page
    assert counter.sale.id == case_id


def test_a_conflict_is_looked_at_where_it_is_decided(open_counter: OpenCounter) -> None:
    counter = open_counter(address="")
    furnish_duties(counter.services)
    page = board(counter)
    turn_to(counter, page, K.CONFLICT)
    conflict_id = page.vm.state.duty.conflict_id  # type: ignore[union-attr]
    counter.press(Key.Key_Return)
    shown = counter.window._stack.currentWidget()
    assert isinstance(shown, RegistryPage)
    assert shown.part is shown.conflicts
    assert shown.conflicts.vm.state.selected == conflict_id


def test_an_activation_is_closed_with_a_reason_and_reminded_of(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language, address="")
    furnish_duties(counter.services)
    page = board(counter)
    turn_to(counter, page, K.ACTIVATION)
    assert set(page.keys.shown()) == {"Enter", "Del", "Ctrl+M"}
    counter.press(Key.Key_M, CONTROL)
    assert counter.focus() is page.reminder.copy
    counter.press(Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert "*7777#" in copied
    assert OVERDUE not in copied
    counter.press(Key.Key_Escape)
    assert counter.focus() is page.table
    assert not page.reminder.isVisible()
    counter.press(Key.Key_Delete)
    assert counter.focus() is page.work.reason.edit
    counter.type("buyer moved away")
    counter.press(Key.Key_Return)
    counter.settle(lambda: K.ACTIVATION not in kinds(page))


def test_narrowed_to_one_kind_and_wide_again(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language, address="")
    furnish_duties(counter.services)
    page = board(counter)
    total = len(kinds(page))
    page.groups.button(Group.PAPERS.value).click()
    counter.settle()
    assert set(kinds(page)) == {K.PAPER}
    assert page.vm.state.board is not None
    assert page.vm.state.board.total == total
    shown = [group for group in Group if not page.groups.button(group.value).isHidden()]
    assert Group.REGISTRY not in shown
    assert page.groups.button("papers").text().endswith(("۴", "4"))
    page.groups.button("all").click()
    counter.settle()
    assert len(kinds(page)) == total


def test_a_round_leaves_selection_caret_and_what_is_typed(open_counter: OpenCounter) -> None:
    counter = open_counter(address="")
    furnish_duties(counter.services)
    page = board(counter)
    turn_to(counter, page, K.ACTIVATION)
    here = page.vm.state.selected
    counter.press(Key.Key_Return)
    counter.type("4829")
    another_nokia(counter.services, "490154203313202")
    with counter.services.storage.write() as session:
        session.put_till(OLDER_TILL, "3")
    sell_nokia(of_old(counter.services, OLDER_TILL, days=90), "490154203313202")  # an older duty comes above it
    counter.window.round()
    counter.settle()
    assert page.vm.state.selected == here
    assert page.vm.state.rows[0].key != here
    assert (page.work.code.text(), counter.focus()) == ("4829", page.work.code.edit)
    assert page.table.currentIndex().row() == 1


def test_another_till_says_where_it_is_open(open_counter: OpenCounter) -> None:
    from dataclasses import replace

    counter = open_counter(address="")
    services = replace(before(counter.services, hours=2), till_id=2)
    with services.storage.write() as session:
        session.put_till(2, "2")
    to_buy(services, "356938035643965")
    page = board(counter)
    assert [duty.acts for duty in page.vm.state.rows] == [frozenset()]
    assert page.elsewhere.isVisible()
    assert page.keys.shown() == {}
    counter.press(Key.Key_Return)
    assert counter.window._stack.currentWidget() is page


def test_a_list_that_was_read_before_an_act_is_not_believed(open_counter: OpenCounter) -> None:
    counter = open_counter(address="")
    owes_its_transfer(counter.services)
    page = board(counter)
    turn_to(counter, page, K.TRANSFER)
    page.refresh()  # under way while the next key is pressed
    page.go_on()
    counter.settle()
    page.refresh()
    counter.settle()
    assert page.work.script.isVisible()
    assert page.vm.may(DutyAct.WORK)
    assert timedelta(0) <= counter.services.clock.now() - page.vm.state.duty.since  # type: ignore[union-attr]
    assert USED.endswith(duty_words.last_digits(page.vm.state.duty).translate(MARKS)[1:])  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [DutyKind.HELD, DutyKind.BACK])
def test_why_a_phone_is_kept_is_said(kind: DutyKind) -> None:
    kept = Duty(key="unit:1", kind=kind, since=datetime(2026, 11, 26, tzinfo=UTC), unproven=True)
    assert duty_words.what(kept).endswith("held back: reset not proven")
    assert duty_words.also(kept) == ""
    owing = replace(kept, owes=OperationKind.ACTIVATION.value)
    assert "reset" not in duty_words.what(owing)
    assert duty_words.also(owing) == "Besides: reset not proven"
