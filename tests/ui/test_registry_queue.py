"""The queue by keys: every operation with its story, only what may be done, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from pos_app.application import ask, outbox, scan
from pos_app.domain.registry import Assurance, Channel, OperationState, Unreadable
from tests.registry.practice import PracticeAt
from tests.ui.hands import CONTROL, MARKS, Hands, Key
from tests.ui.registry_scene import BY_HAND, DONE, REFUSED, RUBBISH, UNKNOWN, answering, entry_of, furnish_queue
from tests.ui.shop import GALAXY1, GALAXY2
from tests.ui.test_owed import queue_part
from tests.ui.walk import sell_owing
from ui import notices
from ui.pages.registry_queue import QueuePart
from ui.widgets.operation_work import OperationWork

SHOWN: dict[str, set[str]] = {
    REFUSED: {"code", "again", "ways", "hand", "reason", "shut"},
    UNKNOWN: {"ask", "reason", "shut"},
    BY_HAND: {"code", "again", "ways", "hand", "reason", "shut"},
    DONE: {"evidence", "proof"},
}
ALL = ("ask", "send", "counter", "code", "again", "ways", "hand", "reason", "shut", "evidence", "proof", "done")


def opened(counter: Hands) -> QueuePart:
    counter.press(Key.Key_3, CONTROL)
    return queue_part(counter)


def go_to(counter: Hands, part: QueuePart, entry_id: str) -> None:
    """Down the list by arrows, from its top."""
    part.table.setFocus()
    counter.press(Key.Key_Home, CONTROL)
    for _row in range(part.table.rows_model.rowCount()):
        if part.vm.state.selected == entry_id:
            return
        counter.press(Key.Key_Down)
    raise AssertionError("no way to this row by arrows")


def to_be_seen(work: OperationWork) -> set[str]:
    return {name for name in ALL if getattr(work, name).isVisible()}


@pytest.fixture
def entries(counter: Hands) -> dict[str, str]:
    return furnish_queue(counter.services)


def test_only_what_is_allowed_is_there(counter: Hands, entries: dict[str, str]) -> None:
    part = opened(counter)
    assert [row.imei for row in part.vm.state.rows if row.waits] == [REFUSED, UNKNOWN, BY_HAND]
    for number, shown in SHOWN.items():
        go_to(counter, part, entries[number])
        assert to_be_seen(part.work) == shown, number


def test_why_when_and_what_came(counter: Hands, entries: dict[str, str]) -> None:
    part = opened(counter)
    go_to(counter, part, entries[UNKNOWN])
    assert counter.reads(part.why) == notices.sentence("html").translate(MARKS)
    assert counter.reads(part.next)
    assert "۳۰" in counter.reads(part.deadline)
    turns = part.story.turns
    assert turns.count() == 1
    said = turns.item(0).text()
    assert "× ۲" in said
    assert "سارا محمدی" in said
    assert notices.sentence("html") in said
    assert part.story.raw.box.toPlainText() == RUBBISH
    assert part.story.raw.box.isReadOnly()
    assert not part.story.raw.box.isRightToLeft()
    counter.tab_to(part.story.raw.copy)
    counter.press(Key.Key_Space)
    assert QGuiApplication.clipboard().text() == RUBBISH


def test_an_older_turn_is_read_while_new_ones_come(counter: Hands, entries: dict[str, str]) -> None:
    part = opened(counter)
    go_to(counter, part, entries[UNKNOWN])
    outbox.ask_now(answering(counter.services, Unreadable("bad-json", "{")), entries[UNKNOWN])
    part.vm.refresh()
    counter.settle()
    assert part.story.turns.count() == 2
    assert part.story.raw.box.toPlainText() == "{"  # the newest is shown
    counter.tab_to(part.story.turns)
    counter.press(Key.Key_Up)
    assert part.story.raw.box.toPlainText() == RUBBISH
    outbox.ask_now(answering(counter.services, Unreadable("html", "<p>")), entries[UNKNOWN])
    part.vm.refresh()
    counter.settle()
    assert part.story.turns.count() == 3
    assert part.story.raw.box.toPlainText() == RUBBISH


def test_a_round_in_the_background_loses_nothing(counter: Hands, entries: dict[str, str]) -> None:
    part = opened(counter)
    go_to(counter, part, entries[REFUSED])
    counter.overwrite(part.work.code, "7310")
    counter.overwrite(part.work.reason, "brought back")
    counter.window.round()
    counter.settle()
    assert (part.work.code.text(), part.work.reason.text()) == ("7310", "brought back")
    assert counter.focus() is part.work.reason.edit
    counter.tab_to(part.work.again, Key.Key_Backtab)
    counter.press(Key.Key_Space)
    assert counter.reason(part.work.code) == notices.sentence("activation-code-length").translate(MARKS)
    counter.window.round()
    counter.settle()
    assert counter.reason(part.work.code)  # the complaint stays beside its field
    assert part.work.reason.text() == "brought back"
    go_to(counter, part, entries[BY_HAND])
    assert (part.work.code.text(), part.work.reason.text()) == ("", "")  # another phone, another code


def test_the_new_one_says_what_it_stands_in_place_of(counter: Hands, entries: dict[str, str]) -> None:
    part = opened(counter)
    go_to(counter, part, entries[REFUSED])
    assert not part.instead.isVisible()
    counter.overwrite(part.work.code, "731005")
    counter.strike(Key.Key_Return)
    counter.settle(lambda: part.vm.state.selected != entries[REFUSED])
    assert part.vm.state.row is not None
    assert part.vm.state.row.replaces == entries[REFUSED]
    assert notices.sentence("activation-code-wrong", "").split(".")[0] in part.instead.text()
    assert part.work.code.text() == ""


def test_another_way_by_hand_and_back(counter: Hands, entries: dict[str, str]) -> None:
    part = opened(counter)
    go_to(counter, part, entries[BY_HAND])
    assert part.work.ways.value() == "ussd"
    counter.tab_to(part.work.ways.button("ussd"))
    counter.press(Key.Key_Left)  # onwards, from right to left
    assert part.work.ways.value() == "web"
    counter.tab_to(part.work.hand)
    counter.press(Key.Key_Space)
    assert part.vm.state.row is not None
    assert part.vm.state.row.channel is Channel.WEB
    assert to_be_seen(part.work) == {"evidence", "done"}
    assert part.work.script.isVisible()
    counter.window.round()
    counter.settle()
    assert part.work.script.isVisible()  # a background round closes no card
    counter.tab_to(part.work.aside)
    counter.press(Key.Key_Space)
    assert to_be_seen(part.work) == {"hand", "reason", "shut"}  # begun: it goes on by its own way


def test_proof_is_added_by_keys(counter: Hands, entries: dict[str, str]) -> None:
    part = opened(counter)
    go_to(counter, part, entries[DONE])
    counter.tab_to(part.work.proof)
    counter.press(Key.Key_Space)
    assert counter.reads(part.work.evidence._text_reason) == notices.sentence("proof-missing").translate(MARKS)
    part.work.evidence.first_field().setFocus()
    counter.type("activated")
    counter.overwrite(part.work.evidence._sender, "HAMTA")
    counter.tab_to(part.work.proof)
    counter.press(Key.Key_Space)
    assert part.vm.state.row is not None
    assert part.vm.state.row.assurance is Assurance.EVIDENCE_TEXT
    assert part.story.turns.count() == 2
    assert "activated" in part.story.raw.box.toPlainText()
    assert part.work.evidence.first_field().toPlainText() == ""  # type: ignore[attr-defined]


def test_sent_from_the_list_while_the_window_stays_free(counter: Hands, practice: PracticeAt) -> None:
    entry_id = entry_of(counter.services, sell_owing(counter.services, Channel.API, "731004", REFUSED))
    practice.commit("delay", seconds=1.0, path="/v1/activations", times=1)
    part = opened(counter)
    assert to_be_seen(part.work) == {"send", "code", "again", "ways", "hand", "reason", "shut"}
    counter.tab_to(part.work.send)
    counter.strike(Key.Key_Space)
    counter.wait(lambda: part.vm.state.busy == "ask")
    part.work.reason.edit.setFocus()
    counter.hit("late")
    counter.wait(lambda: part.work.reason.text() == "late")
    assert part.vm.state.busy == "ask", "the window waited for the registry"
    counter.settle(lambda: not part.vm.state.busy)
    row = part.vm.state.row
    assert row is not None
    assert (row.entry_id, row.state, row.waits) == (entry_id, OperationState.SUCCEEDED, False)
    assert practice.activations() == {REFUSED: 1}
    assert counter.focus() is part.table  # its field is gone with the state


def test_the_sale_that_is_open_is_settled_at_the_counter(counter: Hands) -> None:
    sale_id = scan.take(counter.services, "", GALAXY1).sale_id
    ask.inquire(answering(counter.services), sale_id, (GALAXY1, GALAXY2), Channel.USSD)
    part = opened(counter)
    assert to_be_seen(part.work) == {"counter"}
    counter.press(Key.Key_Return)  # from the list to what may be done
    assert counter.focus() is part.work.counter
    counter.press(Key.Key_Space)
    assert counter.page.isVisible()
    assert counter.sale.id == sale_id


def test_the_three_parts_by_keys(counter: Hands) -> None:
    part = opened(counter)
    page = counter.window._pages["registry"]
    order: list[QWidget] = []
    turns: tuple[Callable[[], None], ...] = (
        lambda: counter.press(Key.Key_Tab, CONTROL), lambda: counter.press(Key.Key_Tab, CONTROL),
        lambda: counter.press(Key.Key_Tab, CONTROL),
    )  # fmt: skip
    for turn in turns:
        turn()
        order.append(page.part)  # type: ignore[attr-defined]
        assert order[-1].isVisible()
    assert order[-1] is part
    assert len({id(one) for one in order}) == 3
    chosen = page.findChildren(QPushButton, "choice")[0]
    chosen.setFocus()
    counter.press(Key.Key_Left)
    assert page.part is order[0]  # type: ignore[attr-defined]


def test_enter_closes_with_the_reason_and_the_reason_is_quoted(counter: Hands, entries: dict[str, str]) -> None:
    part = opened(counter)
    go_to(counter, part, entries[REFUSED])
    marked = part.table.rows_model.index(part.table.currentIndex().row(), 5).data()
    assert marked.translate(MARKS).startswith("! "), "nothing tells it from what goes on by itself"
    counter.tab_to(part.work.reason.edit)
    counter.press(Key.Key_Return)
    assert counter.reason(part.work.reason) == notices.sentence("reason-missing").translate(MARKS)
    counter.type("گوشی پس داده شد")
    counter.press(Key.Key_Return)
    go_to(counter, part, entries[REFUSED])
    assert "گوشی پس داده شد" in counter.reads(part.why)
