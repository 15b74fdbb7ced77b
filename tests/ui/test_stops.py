"""What stops a sale, and what opens it again: decisions with a reason, stops with a manager's PIN."""

from __future__ import annotations

from tests.ui.conftest import OpenCounter
from tests.ui.hands import Hands, Key
from tests.ui.shop import GALAXY1, GALAXY2, GALAXY_CODE, PIN, STOLEN1
from tests.ui.test_bad_numbers import said, to_box_match
from tests.ui.test_issuing import issued
from tests.ui.test_sale_by_keys import fill_buyer, pay_cash

MISREAD = "356938035643825"  # a right number, of some other phone


def test_the_device_is_not_the_one_of_the_box(open_counter: OpenCounter, language: str) -> None:
    """Stop: a wrong PIN opens nothing, the right one with a reason does; it stands in the invoice's document."""
    counter = open_counter(language=language)
    to_box_match(counter)
    counter.scan(GALAXY1)
    counter.overwrite(counter.field("box_match", "device2"), MISREAD)
    assert counter.field("box_match", "device2").text() == MISREAD
    assert "≠" in counter.reason(counter.field("box_match", "device2"))
    counter.press(Key.Key_F6)
    review = counter.page.steps.review
    assert counter.last_step("box_match") == "blocked"
    assert review.isVisible()
    assert counter.reads(review.why) == said("imei-differs", MISREAD, language)
    assert review.pin.isVisible()
    assert not counter.page.side.finish.isEnabled()
    counter.tab_to(review.fields["reason"].edit)
    counter.type("box of its twin, checked")
    counter.tab_to(review.pin.edit)
    for wrong, code in (("", "pin-missing"), ("1357", "pin-wrong")):  # the second is the seller's own
        counter.type(wrong)
        counter.press(Key.Key_Return)
        assert counter.reason(review.pin) == said(code, "9" if code == "pin-wrong" else "", language)
        assert counter.last_step("box_match") == "blocked"
        assert review.fields["reason"].text() == "box of its twin, checked"
        assert review.pin.text() == ""
    counter.type(PIN)
    counter.press(Key.Key_Return)
    assert counter.last_step("box_match") == "released"
    assert counter.state.step_id == "activation"
    finish(counter)
    document = issued(counter)
    assert [(o["kind"], o["step_id"], o["reason"], o["by"]) for o in document["opened"]] == [
        ("release", "box_match", "box of its twin, checked", "محمد کریمی")
    ]
    assert document["opened"][0]["codes"] == ["imei-differs"]


def test_a_scanned_stranger_is_shown_where_box_and_device_are_compared(counter: Hands) -> None:
    to_box_match(counter)
    counter.scan(GALAXY1)
    counter.scan(MISREAD)
    assert counter.field("box_match", "device2").text() == MISREAD


def test_a_stop_without_a_reason_costs_no_try_of_the_pin(counter: Hands) -> None:
    to_box_match(counter)
    counter.scan(GALAXY1)
    counter.overwrite(counter.field("box_match", "device2"), MISREAD)
    counter.press(Key.Key_F6)
    review = counter.page.steps.review
    counter.tab_to(review.pin.edit)
    counter.type(PIN)
    counter.press(Key.Key_Return)
    assert counter.reason(review.fields["reason"]) == said("reason-missing", "", "fa")
    assert counter.last_step("box_match") == "blocked"


def test_a_stolen_phone(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    counter.scan(STOLEN1)
    counter.press(Key.Key_F6)
    counter.press(Key.Key_F6)
    review = counter.page.steps.review
    assert counter.last_step("answer_control") == "blocked"
    assert review.isVisible()
    assert review.pin.isVisible()
    counter.press(Key.Key_F6)
    assert counter.last_step("answer_control") == "blocked", "F6 alone carried a stop on"


def test_another_phone_in_the_hand_may_be_looked_at_again(counter: Hands) -> None:
    """The seller said "another phone" and looks again: the step begins anew, nothing is lost."""
    counter.scan(GALAXY1)
    counter.press(Key.Key_F6)
    answer = counter.page.steps.forms["answer_control"]
    counter.tab_to(answer.differs)  # type: ignore[attr-defined]
    counter.press(Key.Key_Space)
    review = counter.page.steps.review
    assert counter.last_step("answer_control") == "blocked"
    counter.tab_to(review.again)
    counter.press(Key.Key_Space)
    assert counter.state.step_id == "inquiry"
    counter.press(Key.Key_F6)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "box_match", counter.told


def test_activation_later_is_owed_with_a_reason(counter: Hands) -> None:
    to_box_match(counter)
    counter.scan(GALAXY1)
    counter.scan(GALAXY2)
    counter.press(Key.Key_F6)
    counter.scan(GALAXY_CODE)
    fill_buyer(counter)
    form = counter.page.steps.forms["activation"]
    counter.tab_to(form.fields["reason"].edit)
    counter.press(Key.Key_Return)
    assert counter.reason(form.fields["reason"]) == said("reason-missing", "", "fa")
    counter.type("SIM comes tomorrow")
    counter.press(Key.Key_Return)
    assert counter.last_step("activation") == "deferred"
    pay_cash(counter)
    counter.press(Key.Key_F9)
    document = issued(counter)
    assert [(o["kind"], o["reason"]) for o in document["opened"]] == [("deferral", "SIM comes tomorrow")]
    with counter.services.storage.read() as session:
        assert session.queue().waiting == 1


def finish(counter: Hands) -> None:
    """From the activation to the paper."""
    counter.scan(GALAXY_CODE)
    fill_buyer(counter)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "invoice", counter.told
    pay_cash(counter)
    counter.press(Key.Key_F9)
