"""Ways to the registry: only those that can do it, the best first; the next one is a key away and nothing is lost."""

from __future__ import annotations

import io
from typing import cast

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from pos_app import i18n
from pos_app.application import ask, sync
from pos_app.domain.registry import Channel
from tests.registry.practice import PracticeAt
from tests.ui.conftest import OpenCounter
from tests.ui.gallery import _before
from tests.ui.hands import CONTROL, MARKS, Hands, Key
from tests.ui.shop import GALAXY1, GALAXY2, GALAXY_CODE, NOKIA
from tests.ui.test_bad_numbers import to_activation
from tests.ui.test_registry_trouble import HASTE, nobody
from tests.ui.test_sale_by_keys import choose, fill_buyer, pick, script
from ui import notices
from ui.widgets.activation_form import ActivationForm
from ui.widgets.choices import Choices
from ui.widgets.inquiry_form import InquiryForm


def inquiry(counter: Hands) -> InquiryForm:
    form = counter.form("inquiry")
    assert isinstance(form, InquiryForm)
    return form


def activation(counter: Hands) -> ActivationForm:
    form = counter.form("activation")
    assert isinstance(form, ActivationForm)
    return form


def shown(choices: Choices) -> list[str]:
    return [channel.value for channel in Channel if not choices.button(channel.value).isHidden()]


def test_only_what_can_be_done_is_offered(open_counter: OpenCounter) -> None:
    counter = open_counter(address="")
    counter.scan(NOKIA)
    assert shown(inquiry(counter).channel) == ["ussd", "sms", "web", "app"]
    assert inquiry(counter).channel.value() == "ussd"
    counter = open_counter()
    to_activation(counter)
    assert shown(activation(counter).channel) == ["api", "ussd", "web", "app"], "there is no activation by SMS"
    assert activation(counter).channel.value() == "api"


def test_a_dead_registry_is_one_key_from_the_dial_code(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language, deadline=HASTE, address=nobody())
    for number in (GALAXY1, GALAXY2):
        counter.scan(number)
    counter.wait(lambda: counter.state.silent)
    assert inquiry(counter).channel.value() == "ussd", "the silent way is offered first"
    while inquiry(counter).channel.value() != "api":
        counter.press(Key.Key_F7)
    counter.press(Key.Key_F6)
    go_on = counter.page.steps.review.go_on
    assert go_on.isVisible()
    assert i18n.text("dial code") in counter.reads(go_on)
    counter.press(Key.Key_F7)
    assert script(counter, inquiry(counter).card)[0] == "*7777#"
    assert counter.state.by_hand is not None
    assert counter.state.by_hand.payload["imei2"] == GALAXY2


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


def test_nothing_is_lost_on_the_way_to_another_way(counter: Hands) -> None:
    counter.scan(NOKIA)
    form = inquiry(counter)
    choose(counter, form.channel, "ussd")
    counter.press(Key.Key_F6)
    counter.tab_to(form.evidence._text)
    counter.type("IMEI 4901")
    counter.tab_to(form.evidence._sender.edit)
    counter.type("HAMTA")
    form.evidence.take(picture(), "photo.png")
    pick(counter, form.answer._combos["verdict"], "LEGAL_NOT_ACTIVATED")
    counter.tab_to(form.answer._fields["brand"].edit)
    counter.type("Nokia")
    for way in ("sms", "web", "app"):
        counter.press(Key.Key_F7)
        assert counter.state.by_hand is not None
        assert counter.state.by_hand.channel.value == way
        assert form.evidence._text.toPlainText() == "IMEI 4901"
        assert form.evidence._sender.text() == "HAMTA"
        assert form.evidence.picture == picture()
        assert form.answer._fields["brand"].text() == "Nokia"
        assert form.answer._combos["verdict"].currentData() == "LEGAL_NOT_ACTIVATED"
    assert [e.last_problem for e in counter.state.entries[:3]] == ["asked-otherwise"] * 3


def test_a_picture_belongs_to_its_own_sale(counter: Hands) -> None:
    def asked_by_sms(number: str) -> str:
        counter.scan(number)
        counter.vm.inquire(Channel.SMS)
        counter.settle()
        return counter.sale.id

    first = asked_by_sms(NOKIA)
    inquiry(counter).evidence.take(picture(), "photo.png")
    counter.vm.park()
    counter.settle()
    asked_by_sms(GALAXY1)
    assert inquiry(counter).evidence.picture is None
    counter.vm.resume(first)
    counter.settle()
    assert inquiry(counter).evidence.picture == picture()
    counter.vm.no_answer()
    counter.settle()
    counter.vm.go_on()
    counter.settle()
    assert inquiry(counter).evidence.picture is None, "the question of that picture has come to its end"


def test_a_machine_is_not_started_by_passing_over_it(counter: Hands) -> None:
    counter.scan(NOKIA)
    form = inquiry(counter)
    choose(counter, form.channel, "ussd")
    counter.press(Key.Key_F6)
    counter.tab_to(form.channel.button("ussd"))
    counter.press(Key.Key_Right)  # back to the first, in Persian
    assert form.channel.value() == "api"
    assert counter.state.by_hand is not None, "the arrows alone asked the registry"
    assert i18n.text("Hamta API") in counter.reads(form.go_on)
    counter.press(Key.Key_F7)
    assert counter.state.step_id == "answer_control"


def test_an_activation_that_was_not_taken_goes_on_by_hand(open_counter: OpenCounter, practice: PracticeAt) -> None:
    counter = open_counter(deadline=HASTE)
    to_activation(counter)
    counter.scan(GALAXY_CODE)
    fill_buyer(counter)
    refuse_to_connect(counter)
    counter.press(Key.Key_F6)
    assert counter.last_step("activation") == "blocked"
    counter.press(Key.Key_F7)
    card = activation(counter).card
    assert card.isVisible()
    assert script(counter, card)[:4] == ["*7777#", "2", GALAXY1, "09123456789"]
    assert practice.activations() == {}


def refuse_to_connect(counter: Hands) -> None:
    from pos_app.domain.registry import Command, NotSent, Reply

    api = counter.services.gateways[Channel.API]

    def not_sent(command: Command) -> Reply:
        return NotSent("no-connection")

    api.submit = not_sent  # type: ignore[method-assign]


def test_one_that_may_have_arrived_is_only_asked_about(
    open_counter: OpenCounter, practice: PracticeAt, language: str
) -> None:
    counter = open_counter(language=language, deadline=HASTE)
    to_activation(counter)
    counter.scan(GALAXY_CODE)
    fill_buyer(counter)
    practice.commit("drop_reply_after_effect", path="/v1/activations", times=1)
    counter.press(Key.Key_F6)
    review = counter.page.steps.review
    assert review.again.isVisible()
    assert not review.go_on.isVisible()
    assert not review.other.isVisible()
    counter.press(Key.Key_F7)
    assert len(counter.state.entries) == 2, "an inquiry and one activation"
    assert practice.activations() == {GALAXY1: 1}


def test_a_picture_is_pasted_into_the_answer(counter: Hands) -> None:
    counter.scan(NOKIA)
    counter.vm.inquire(Channel.USSD)
    counter.settle()
    box = inquiry(counter).evidence
    image = QImage()
    assert image.loadFromData(picture())
    QGuiApplication.clipboard().setImage(image)
    counter.tab_to(box._text)
    counter.press(Key.Key_V, CONTROL)
    assert box.picture is not None
    assert box._text.toPlainText() == ""
    both = QMimeData()
    both.setText("IMEI")
    both.setImageData(image)
    box._text.insertFromMimeData(both)
    assert box._text.toPlainText() == "IMEI", "text that some programs copy with its picture is text"


def test_the_machine_checks_what_is_pasted(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    counter.scan(NOKIA)
    counter.vm.inquire(Channel.USSD)
    counter.settle()
    box = inquiry(counter).evidence
    assert box.checks.said() == {}
    assert counter.reads(box.checks.grade) == i18n.text(
        "Proof: your word alone. Text or picture of the message counts more."
    )
    counter.tab_to(box._text)
    counter.type("شناسه ۴۹۰۱۵۴ ۲۰ ۳۲۳۷۵۱ ۸ Nokia TA-1234")
    said = box.checks.said()
    assert said["imei"].startswith("✓ ")
    assert said["model"].startswith("✓ ")
    assert said["sender"].startswith("– ")
    assert i18n.text("(as you say)") not in said["sender"]
    assert i18n.text("Proof: the text of the message. A picture of it counts more.") in counter.reads(box.checks.grade)
    box.take(picture(), "photo.png")
    assert i18n.text("Proof: a picture of the message.") in counter.reads(box.checks.grade)
    counter.tab_to(box._sender.edit)
    counter.type("+989120000009")
    assert box.checks.said()["sender"].startswith("✗ ")
    counter.overwrite(box._sender, "همتا")
    assert box.checks.said()["sender"] == " ".join(
        ("✓", i18n.text("the sender's name is Hamta's"), i18n.text("(as you say)"))
    )
    box.paste(f"IMEI {GALAXY1}")
    assert box.checks.said()["imei"].startswith("✗ ")
    assert "356938" in box.checks.said()["imei"]
    assert counter.last_step("answer_control") == "", "the machine alone records nothing"


def test_a_mangled_dial_code_in_a_message_is_put_right(counter: Hands) -> None:
    counter.scan(NOKIA)
    counter.vm.inquire(Channel.USSD)
    counter.settle()
    box = inquiry(counter).evidence
    box.paste("برای فعال‌سازی #7777* را شماره‌گیری کنید")
    counter.settle()
    from ui.widgets.basics import CopyButton

    codes = [b for b in box.checks.findChildren(CopyButton) if not b.isHidden()]
    assert [b.text() for b in codes] == ["\u2066*7777#\u2069"]
    codes[0].click()
    assert QGuiApplication.clipboard().text() == "*7777#"


@pytest.mark.parametrize(
    ("typed", "code", "means"),
    [("#7777*", "scan-is-dial-code", "*7777#"), ("*7777#", "scan-is-dial-code", "*7777#"),
     ("#۷۷۷۷*", "scan-is-dial-code", "*7777#"), ("*#06#", "scan-is-dial-code", "*#06#"),
     ("*777#", "ussd-misprint", "*7777#"), ("*123#", "ussd-unknown", "*123#")],
)  # fmt: skip
def test_a_dial_code_in_the_scan_box_is_named(
    open_counter: OpenCounter, language: str, typed: str, code: str, means: str
) -> None:
    counter = open_counter(language=language)
    counter.page.scan.setFocus()
    counter.type(typed)
    counter.press(Key.Key_Return)
    assert counter.told == [code]
    assert counter.bar() == notices.sentence(code, means).translate(MARKS)
    assert code == "ussd-unknown" or f"\u2066{means}\u2069" in notices.sentence(code, means)
    assert counter.state.sale is None


def test_the_timer_runs_on_after_a_restart(open_counter: OpenCounter, language: str) -> None:
    from datetime import timedelta

    first = open_counter(language=language)
    first.scan(NOKIA)
    first.vm.inquire(Channel.USSD)
    first.settle()
    assert i18n.text("dialled {age}").format(age=i18n.text("just now")) == first.reads(inquiry(first).hand.timer)
    first.leave()
    counter = open_counter(first.folder, language=language, later=timedelta(minutes=4, seconds=5))
    from ui import format as fmt

    age = i18n.text("{n} minutes ago").format(n=fmt.digits("4"))
    assert i18n.text("dialled {age}").format(age=age) == counter.reads(inquiry(counter).hand.timer)
    assert inquiry(counter).hand.meanwhile.isVisible()
    counter.vm.park()
    counter.settle()
    waiting = next(iter(counter.page.parked.buttons.values()))
    assert age in counter.reads(waiting)


def test_a_way_that_was_taken_away_still_has_its_card(counter: Hands) -> None:
    """The modem was taken out of the settings while its question is open: a person goes on with the dial code."""
    from tests.fakes.modem import FakeModem

    gateways = cast(dict[Channel, object], counter.services.gateways)
    gateways[Channel.MODEM] = FakeModem(counter.services.storage)
    counter.scan(NOKIA)
    ask.inquire(counter.services, counter.sale.id, (NOKIA,), Channel.MODEM)
    del gateways[Channel.MODEM]
    counter.vm.resume(counter.sale.id)
    counter.settle()
    assert counter.state.by_hand is not None
    assert counter.told == []


@pytest.mark.parametrize("code", [GALAXY_CODE, "111111"])
def test_what_the_round_brought_reaches_the_open_step(
    open_counter: OpenCounter, practice: PracticeAt, code: str
) -> None:
    counter = open_counter(deadline=HASTE)
    to_activation(counter)
    counter.scan(code)
    fill_buyer(counter)
    refuse_to_connect(counter)
    counter.press(Key.Key_F6)
    del counter.services.gateways[Channel.API].submit
    assert sync.once(_before(counter.services, minutes=-60)).settled == 1
    assert counter.last_step("activation") == "blocked"
    counter.vm.catch_up()
    counter.settle()
    if code == GALAXY_CODE:
        assert counter.last_step("activation") == "done"
        return
    assert [notice.code for notice in counter.state.notices] == ["activation-code-wrong"]
    counter.vm.dismiss()
    counter.vm.catch_up()
    counter.settle()
    assert not counter.state.notices, "a refusal is said once"
