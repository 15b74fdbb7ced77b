"""Differences by keys: both sides stay in sight, and only a manager's PIN with a reason takes one off the list."""

from __future__ import annotations

import pytest

from pos_app import i18n
from pos_app.domain.conflict import ConflictKind
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, MARKS, Hands, Key
from tests.ui.registry_scene import DIFFERENCES, furnish_differences
from tests.ui.shop import PIN
from ui import notices, words
from ui.pages.registry import RegistryPage
from ui.pages.registry_conflicts import ConflictsPart


def from_the_pill(counter: Hands) -> ConflictsPart:
    counter.window.round()
    counter.settle()
    assert counter.window.top.differ.isVisible()
    counter.window.top.differ.click()
    counter.settle()
    page = counter.window._stack.currentWidget()
    assert isinstance(page, RegistryPage)
    assert page.part is page.conflicts
    return page.conflicts


@pytest.fixture
def part(open_counter: OpenCounter, language: str) -> tuple[Hands, ConflictsPart]:
    counter = open_counter(language=language)
    furnish_differences(counter.services)
    return counter, from_the_pill(counter)


def test_nothing_to_decide_shows_no_pill(counter: Hands) -> None:
    assert not counter.window.top.differ.isVisible()
    assert not counter.window.top.queue.isVisible()
    assert not counter.window.top.clock.isVisible()


def test_both_sides_are_said_in_words(part: tuple[Hands, ConflictsPart], language: str) -> None:
    counter, shown = part
    assert shown.table.rows_model.rowCount() == len(DIFFERENCES)
    first = {"fa": ("در انبار", "دیگر در فهرستش نیست"), "en": ("in stock", "not on its list any more")}
    assert (counter.reads(shown.shop), counter.reads(shown.registry)) == first[language]
    for _kind, _imei, shop, registry in DIFFERENCES:
        said = [counter.reads(side) for side in (shown.shop, shown.registry)]
        for text, code in zip(said, (shop, registry), strict=True):
            assert text
            name = " " in code and not code[0].isdigit() and ":" not in code
            assert (text == code) == name, "codes are words, names stay names, a source is named in words"
        counter.press(Key.Key_Down)


def test_a_suspected_clone_asks_its_own_question(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    furnish_differences(counter.services)
    shown = from_the_pill(counter)
    counter.press(Key.Key_End, CONTROL)
    assert counter.reads(shown.what).startswith("suspected clone")
    assert counter.reads(shown.shop) == "in the stock: Samsung Galaxy A55"
    assert counter.reads(shown.registry) == "by the TAC table: Samsung Galaxy S23"
    assert counter.reads(shown.choice.button("shop")) == "it is no clone: it may be sold"
    counter.press(Key.Key_Up)
    assert counter.reads(shown.choice.button("shop")) == "the shop's word counts"


def test_a_manager_decides_one(part: tuple[Hands, ConflictsPart]) -> None:
    counter, shown = part
    first = shown.vm.state.selected
    counter.press(Key.Key_Return)
    assert counter.focus() is shown.choice.button("shop")

    def decide() -> None:
        counter.tab_to(shown.act)
        counter.press(Key.Key_Space)

    decide()
    assert counter.reason(shown.reason) == notices.sentence("reason-missing").translate(MARKS)
    counter.overwrite(shown.reason, "both boxes were opened")
    decide()
    assert counter.reads(shown.choice_error) == notices.sentence("decision-missing").translate(MARKS)
    shown.choice.button("registry").click()
    counter.overwrite(shown.pin, "1357")
    decide()
    assert counter.reason(shown.pin) == notices.sentence("pin-wrong", "9").translate(MARKS)
    assert shown.pin.text() == ""
    assert (shown.reason.text(), shown.choice.value()) == ("both boxes were opened", "registry")
    counter.window.round()
    counter.settle()
    assert counter.reason(shown.pin), "a round took the complaint away"
    counter.overwrite(shown.pin, PIN)
    counter.press(Key.Key_Return)
    counter.settle(lambda: shown.vm.state.selected != first)
    last = shown.table.rows_model.index(len(DIFFERENCES) - 1, 1).data()
    assert last == i18n.text("{what} — the registry's word was taken").format(
        what=i18n.text(words.CONFLICTS[ConflictKind.WITHDRAWN])
    ), "it keeps the phone from being sold, so it stays in sight"
    assert shown.vm.state.selected not in (first, 0)
    assert counter.focus() is shown.table, "the caret went with the reason"
    assert shown.notice.text().translate(MARKS) == notices.sentence("decision-kept").translate(MARKS)
    assert (shown.reason.text(), shown.choice.value()) == ("", "")  # a reason belongs to one difference
    with counter.services.storage.read() as session:
        decided = session.conflict(first)
    assert decided is not None
    assert (decided.decision, decided.reason) == ("registry", "both boxes were opened")
    assert (decided.shop_says, decided.registry_says) == DIFFERENCES[0][2:]


def test_decided_elsewhere_meanwhile_is_said(part: tuple[Hands, ConflictsPart]) -> None:
    counter, shown = part
    chosen, now = shown.vm.state.selected, counter.services.clock.now()
    with counter.services.storage.write() as session:
        session.decide_conflict(chosen, "shop", "somebody", "was faster", now)
    counter.overwrite(shown.reason, "too late")
    shown.choice.button("shop").click()
    counter.overwrite(shown.pin, PIN)
    counter.press(Key.Key_Return)
    counter.settle(lambda: chosen not in {row.id for row in shown.vm.state.rows})
    assert shown.notice.text().translate(MARKS) == notices.sentence("conflict-decided").translate(MARKS)


def test_back_by_the_number_of_the_page(part: tuple[Hands, ConflictsPart]) -> None:
    counter, shown = part
    counter.press(Key.Key_1, CONTROL)
    assert counter.page.isVisible()
    counter.press(Key.Key_3, CONTROL)
    assert shown.isVisible()  # the part that was open last
