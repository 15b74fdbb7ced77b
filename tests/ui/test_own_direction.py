"""What a person wrote stands in its own direction, whatever the language of the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from pos_app.domain.registry import Channel, OperationState
from pos_app.ports.operations import OperationEvent
from tests.fakes.clock import NOON
from tests.ui.conftest import OpenCounter
from tests.ui.shop import NOKIA
from tests.ui.test_other_ways import inquiry
from ui import format as fmt
from ui import notices
from ui.widgets.story import StoryView, told

RTL, LTR = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight


@pytest.mark.parametrize(("text", "rtl"), [("سلام", True), ("Nokia سلام", False), ("12 سلام", True), ("12", None)])
def test_the_first_letter_says_it(text: str, rtl: bool | None) -> None:
    assert fmt.runs_right_to_left(text) is rtl


def test_a_pasted_answer_and_a_name(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    counter.scan(NOKIA)
    counter.vm.inquire(Channel.USSD)
    counter.settle()
    box = inquiry(counter).evidence
    page = RTL if language == "fa" else LTR
    name = counter.buyer("name").edit
    assert name.layoutDirection() == page
    for text, direction in (("پاسخ همتا", RTL), ("IMEI 490154203237518", LTR)):
        box.paste(text)
        assert box._text.document().firstBlock().textDirection() == direction
        name.setText(text)
        assert name.layoutDirection() == direction
    name.setText("")
    assert name.layoutDirection() == page


def turn(kind: str, state: OperationState, text: str) -> OperationEvent:
    return OperationEvent(at=NOON, last_at=NOON, times=1, kind=kind, state=state, problem="", who="", text=text)


def test_a_reason_is_no_answer_of_the_registry(open_counter: OpenCounter) -> None:
    open_counter()
    view = StoryView()
    came = turn("settled", OperationState.REJECTED, '{"code": "x"}')
    closed = turn("closed", OperationState.CANCELLED, "خریدار منصرف شد")
    view.show_story((came, closed))
    assert view.raw._caption.text() == "دلیل شما"
    assert view.raw.box.document().firstBlock().textDirection() == RTL
    assert view.raw.box.objectName() == "reason"
    view.turns.setCurrentRow(0)
    assert view.raw.box.objectName() == "raw"
    assert view.raw.box.document().firstBlock().textDirection() == LTR
    view.deleteLater()


def test_the_one_who_closed_it_is_quoted(open_counter: OpenCounter) -> None:
    open_counter()
    closed = replace(turn("closed", OperationState.REJECTED, "خریدار منصرف شد"), problem="activation-refused")
    assert "خریدار منصرف شد" in told(closed)
    assert notices.sentence("activation-refused") not in told(closed)
