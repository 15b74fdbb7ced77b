"""What is owed, by keys alone: the pill turns red, the list says why, and each duty comes to its end."""

from __future__ import annotations

import pytest

from pos_app.application import sync
from pos_app.domain.registry import Channel
from tests.registry.practice import PracticeAt
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, MARKS, Hands, Key
from tests.ui.shop import NOKIA, NOKIA_CODE
from tests.ui.walk import BUYER, sell_owing
from ui import notices
from ui.pages.registry import RegistryPage
from ui.pages.registry_queue import QueuePart

WRONG = "999999"


def queue_part(counter: Hands) -> QueuePart:
    page = counter.window._stack.currentWidget()
    assert isinstance(page, RegistryPage)
    assert page.part is page.queue
    return page.queue


def owed_page(counter: Hands) -> QueuePart:
    counter.press(Key.Key_3, CONTROL)
    return queue_part(counter)


def waiting(page: QueuePart) -> int:
    """Rows above the ones that are closed."""
    return sum(row.waits for row in page.vm.state.rows)


def cells(page: QueuePart) -> list[str]:
    model = page.table.rows_model
    return [model.index(0, place).data().translate(MARKS) for place in range(model.columnCount())]


@pytest.fixture
def refused(counter: Hands, practice: PracticeAt) -> Hands:
    """The registry has refused the code of a sale that is complete."""
    sell_owing(counter.services, Channel.API, WRONG)
    assert sync.once(counter.services).queue.refused == 1
    counter.window.round()
    counter.settle()
    return counter


def test_a_refused_duty_is_shown_and_mended_by_keys(refused: Hands, practice: PracticeAt) -> None:
    pill = refused.window.top.queue
    assert pill.isVisible()
    assert pill.objectName() == "pill_stop"
    page = owed_page(refused)
    assert waiting(page) == 1
    assert NOKIA in cells(page)[2].replace("\u00a0", "")
    assert refused.reads(page.why) == notices.sentence("activation-code-wrong", "۲").translate(MARKS)
    assert f"{BUYER.mobile[:4]}***{BUYER.mobile[-4:]}" in refused.reads(page.deadline)
    assert BUYER.mobile not in refused.reads(page.deadline)
    refused.tab_to(page.work.code.edit)
    refused.type("12")
    refused.press(Key.Key_Return)
    assert refused.reason(page.work.code) == notices.sentence("activation-code-length").translate(MARKS)
    refused.overwrite(page.work.code, NOKIA_CODE)
    refused.press(Key.Key_Return)
    refused.settle(lambda: waiting(page) == 0)
    assert practice.activations() == {NOKIA: 1}
    assert pill.isHidden()
    assert not page.work.mending.isVisible()


def test_a_duty_is_closed_with_a_reason(refused: Hands) -> None:
    refused.window.top.queue.click()
    refused.settle()
    page = queue_part(refused)
    refused.tab_to(page.work.shut)
    refused.press(Key.Key_Space)
    assert refused.reason(page.work.reason) == notices.sentence("reason-missing").translate(MARKS)
    refused.overwrite(page.work.reason, "buyer brought it back")
    refused.tab_to(page.work.shut)
    refused.press(Key.Key_Space)
    refused.settle(lambda: waiting(page) == 0 and refused.window.top.queue.isHidden())


def test_a_duty_by_hand_is_done_from_its_card(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    sell_owing(counter.services, Channel.USSD, NOKIA_CODE)
    page = owed_page(counter)
    assert waiting(page) == 1
    assert not page.work.card.isVisible()
    counter.tab_to(page.work.hand)
    counter.press(Key.Key_Space)
    assert page.work.script.isVisible()
    assert counter.focus() is page.work.evidence.first_field()
    counter.type("done")
    counter.tab_to(page.work.done)
    counter.press(Key.Key_Space)
    assert page.work.evidence._sender.reason.text().translate(MARKS) == notices.sentence("sender-missing").translate(
        MARKS
    )
    counter.overwrite(page.work.evidence._sender, "HAMTA")
    counter.tab_to(page.work.broke_off)
    counter.press(Key.Key_Space)
    assert counter.reads(page.why) == notices.sentence("dialogue-broke-off").translate(MARKS)
    counter.tab_to(page.work.hand, Key.Key_Backtab)
    counter.press(Key.Key_Space)
    counter.tab_to(page.work.done)
    counter.press(Key.Key_Space)
    counter.settle(lambda: waiting(page) == 0)
    assert counter.window.top.queue.isHidden()
