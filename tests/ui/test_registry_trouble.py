"""The registry is down, slow, or answers nonsense: the counter says so, blocks no key, and the sale can go on."""

from __future__ import annotations

import socket

import pytest

from tests.registry.practice import PracticeAt
from tests.ui.conftest import OpenCounter
from tests.ui.hands import MARKS, Hands, Key
from tests.ui.shop import GALAXY1, GALAXY2, GALAXY_CODE
from tests.ui.test_bad_numbers import said, to_activation
from tests.ui.test_sale_by_keys import fill_buyer
from ui import notices
from ui.widgets.inquiry_form import InquiryForm

HASTE = 0.6  # seconds that the client waits in these tests

TROUBLE = (
    ({"fault": "html_500"}, "html"),
    ({"fault": "html_200"}, "html"),
    ({"fault": "hang"}, "timeout"),
    ({"fault": "bad_json"}, "bad-json"),
    ({"fault": "down"}, "upstream-unavailable"),
)


def nobody() -> str:
    """An address of this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.mark.parametrize(("fault", "why"), TROUBLE, ids=[f["fault"] for f, _why in TROUBLE])
def test_no_usable_answer_waits_for_a_decision(
    open_counter: OpenCounter, practice: PracticeAt, language: str, fault: dict[str, str], why: str
) -> None:
    counter = open_counter(language=language, deadline=HASTE)
    counter.scan(GALAXY1)
    practice.commit(fault["fault"], path="/v1/inquiries")
    counter.press(Key.Key_F6)
    review = counter.page.steps.review
    assert counter.last_step("inquiry") == "blocked"
    detail = notices.cause(why).translate(MARKS)
    assert counter.reads(review.why) == said("no-answer", detail, language)
    assert not review.pin.isVisible(), "silence is no stop"
    practice.heal()
    counter.tab_to(review.again)
    counter.press(Key.Key_Space)
    assert counter.state.step_id == "answer_control", (counter.told, counter.last_step("inquiry"))


def test_the_registry_is_gone(open_counter: OpenCounter, language: str) -> None:
    """Nobody listens at its address: the status says so, and a reason carries the sale on."""
    counter = open_counter(language=language, deadline=HASTE, address=nobody())
    counter.scan(GALAXY1)
    form = counter.form("inquiry")
    assert isinstance(form, InquiryForm)
    while form.channel.value() != "api":
        counter.press(Key.Key_F7)
    counter.press(Key.Key_F6)
    review = counter.page.steps.review
    assert counter.reads(review.why) == said("no-answer", notices.cause("no-connection").translate(MARKS), language)
    counter.tab_to(review.fields["reason"].edit)
    counter.type("registry down")
    counter.press(Key.Key_F6)
    assert counter.last_step("inquiry") == "decided"
    assert counter.state.step_id == "answer_control"


def test_the_screen_stays_free_while_the_registry_thinks(counter: Hands, practice: PracticeAt) -> None:
    """Keys are taken while a slow question is out, and none of what is typed is lost."""
    counter.scan(GALAXY1)
    practice.commit("delay", seconds=1.0, path="/v1/inquiries", times=1)
    counter.strike(Key.Key_F6)
    assert counter.state.busy == "inquiry"
    counter.buyer("name").edit.setFocus()
    counter.hit("Ali")
    counter.wait(lambda: counter.buyer("name").text() == "Ali")
    assert counter.state.busy == "inquiry", "the window waited for the registry"
    counter.strike(Key.Key_Return)
    counter.settle()
    assert counter.state.step_id == "answer_control"
    assert counter.buyer("name").text() == "Ali"
    assert counter.sale.buyer.name == "Ali", "shown as the buyer, but not kept as the buyer"


def test_a_lost_reply_never_activates_twice(open_counter: OpenCounter, practice: PracticeAt) -> None:
    counter = open_counter(deadline=HASTE)
    to_activation(counter)
    counter.scan(GALAXY_CODE)
    fill_buyer(counter)
    practice.commit("drop_reply_after_effect", path="/v1/activations", times=1)
    counter.press(Key.Key_F6)
    review = counter.page.steps.review
    assert counter.last_step("activation") == "blocked"
    assert counter.reads(review.why) == said("activation-unknown", "", "fa")
    counter.tab_to(review.again)
    counter.press(Key.Key_Space)
    assert counter.state.step_id == "invoice", counter.told
    assert practice.activations() == {GALAXY1: 1}
    assert GALAXY2 in counter.sale.unit.imeis if counter.sale.unit else False
