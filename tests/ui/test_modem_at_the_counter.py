"""A modem at the counter: it dials beside the work, its words are seen as they come, and a person confirms."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtWidgets import QLabel

from pos_app import i18n
from pos_app.domain.registry import Channel, Heard, NotSent, OperationState
from pos_app.ports.registry import RegistryGateway
from tests.fakes.modem import FakeModem
from tests.ui.conftest import OpenCounter
from tests.ui.hands import MARKS, Hands, Key
from tests.ui.shop import GALAXY1, NOKIA, NOKIA_CODE
from tests.ui.test_other_ways import activation, inquiry
from tests.ui.test_sale_by_keys import choose, fill_buyer, pick, script
from ui import notices
from ui.view_models import dialling

MESSAGE = f"IMEI {NOKIA} Nokia TA-1234"
TURNS = (("*7777#", "1 inquiry\n2 activation"), ("1", "IMEI?"))


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialling, "WATCH_MS", 20)


def with_modem(counter: Hands, **said: object) -> FakeModem:
    gsm = FakeModem(counter.services.storage, at=counter.services.clock.now(), **said)  # type: ignore[arg-type]
    cast(dict[Channel, RegistryGateway], counter.services.gateways)[Channel.MODEM] = gsm
    return gsm


def log(counter: Hands) -> list[str]:
    shown = inquiry(counter).hand.exchanges.findChildren(QLabel)
    return [counter.reads(line) for line in shown if not line.isHidden()]


def begin(counter: Hands, number: str = NOKIA) -> str:
    counter.scan(number)
    choose(counter, inquiry(counter).channel, "modem")
    counter.strike(Key.Key_F6)
    return counter.sale.id


def test_its_words_are_seen_while_it_dials(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    gsm = with_modem(counter, turns=TURNS, heard=Heard(MESSAGE, "HAMTA"))
    gsm.go_on.clear()
    begin(counter)
    counter.wait(lambda: any(line in ("1 →", "1 ←") for line in log(counter)))
    form = inquiry(counter)
    assert i18n.text("the modem is dialling; it began {age}").format(age=i18n.text("just now")) == counter.reads(
        form.hand.timer
    )
    assert not form.card.isVisible(), "a script to dial, while the modem dials"
    assert not form.confirm.isVisible()
    assert counter.state.busy == ""
    gsm.go_on.set()
    counter.settle(lambda: not counter.state.dialling and bool(counter.state.brought.text))
    assert form.evidence._text.toPlainText() == MESSAGE
    assert form.evidence._sender.text() == "HAMTA"
    assert [mark[0] for mark in form.evidence.checks.said().values()] == ["✓", "✓", "✓"]
    assert i18n.text("(as you say)") not in form.evidence.checks.said()["sender"], "the modem saw it itself"
    assert script(counter, form.card) == [], "what was dialled is not dialled again"
    assert counter.last_step("inquiry") == "", "nothing is concluded without a person"
    pick(counter, form.answer._combos["verdict"], "LEGAL_NOT_ACTIVATED")
    for name, text in (("brand", "Nokia"), ("model", "TA-1234")):
        counter.tab_to(form.answer._fields[name].edit)
        counter.type(text)
    counter.press(Key.Key_F6)
    counter.press(Key.Key_Return)
    assert counter.state.step_id == "box_match", counter.told
    assert gsm.dialled == 1


def test_the_next_customer_is_served_meanwhile(counter: Hands) -> None:
    """A dialogue holds no other sale, and its result lies on the disk when its sale comes back."""
    gsm = with_modem(counter, heard=Heard(MESSAGE, "HAMTA"))
    gsm.go_on.clear()
    waiting = begin(counter)
    counter.wait(lambda: gsm.dialled == 1 and counter.state.by_hand is not None)
    counter.page.focus_scan()
    counter.strike(Key.Key_Escape)
    counter.wait(lambda: counter.state.sale is None and not counter.state.busy)
    parked = counter.page.parked.buttons[waiting]
    assert i18n.text("the modem is dialling …") in counter.reads(parked)
    counter.burst(GALAXY1)
    counter.strike(Key.Key_Return)
    counter.wait(lambda: counter.state.sale is not None and not counter.state.busy)
    counter.strike(Key.Key_F6)
    counter.wait(lambda: counter.state.step_id == "answer_control")
    gsm.go_on.set()
    counter.settle(lambda: not counter.state.dialling)
    assert counter.sale.unit is not None
    assert GALAXY1 in counter.sale.unit.imeis, "the modem took the screen"
    assert "raw_text" not in {name for name, text in counter.state.fields.items() if text}
    assert i18n.text("the message is here") in counter.reads(counter.page.parked.buttons[waiting])
    counter.vm.resume(waiting)
    counter.settle()
    assert inquiry(counter).evidence._text.toPlainText() == MESSAGE


def test_basket_and_buyer_do_not_wait_for_it(counter: Hands) -> None:
    gsm = with_modem(counter)
    gsm.go_on.clear()
    begin(counter)
    counter.wait(lambda: gsm.dialled == 1)
    name = counter.buyer("name")
    name.edit.setFocus()
    counter.hit("Ali")
    counter.strike(Key.Key_Return)
    counter.wait(lambda: counter.sale.buyer.name == "Ali")
    name.edit.setFocus()
    counter.hit(" R")
    gsm.go_on.set()
    counter.settle(lambda: not counter.state.dialling)
    assert counter.focus() is name.edit, "a modem that comes back takes the caret from nobody"
    assert name.text() == "Ali R"


def test_a_dialogue_is_not_given_up_under_way(counter: Hands) -> None:
    gsm = with_modem(counter)
    gsm.go_on.clear()
    sale_id = begin(counter)
    counter.wait(lambda: gsm.dialled == 1)
    counter.vm.abandon()
    assert counter.told == ["modem-dialling"]
    gsm.go_on.set()
    counter.settle(lambda: not counter.state.dialling)
    assert counter.sale.id == sale_id


def test_handed_over_it_says_why_and_a_person_goes_on(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    with_modem(counter, turns=TURNS, heard=Heard(why="menu-unknown"))
    begin(counter)
    counter.settle()
    form = inquiry(counter)
    assert counter.reads(form.hand.why) == notices.sentence("menu-unknown").translate(MARKS)
    assert script(counter, form.card) == ["*7777#", "1", NOKIA]
    sent = {"fa": "*7777# ←", "en": "*7777# →"}[language]
    assert sent in log(counter)
    again = open_counter(counter.folder, language=language)
    with_modem(again)
    again.vm.resume(counter.sale.id)
    again.settle()
    assert again.reads(inquiry(again).hand.why) == notices.sentence("menu-unknown").translate(MARKS)
    assert sent in log(again)


def test_without_a_modem_the_next_way_is_a_key_away(counter: Hands) -> None:
    gsm = with_modem(counter, heard=NotSent("modem-absent"))
    begin(counter)
    counter.settle()
    review = counter.page.steps.review
    assert counter.last_step("inquiry") == "blocked"
    assert notices.cause("modem-absent").translate(MARKS) in counter.reads(review.why)
    counter.tab_to(review.again)
    counter.press(Key.Key_Space)
    assert gsm.dialled == 2, "once more is once more by the modem"
    counter.press(Key.Key_F7)
    assert script(counter, inquiry(counter).card)[0] == "*7777#"


def test_what_the_seller_typed_is_not_replaced(counter: Hands) -> None:
    gsm = with_modem(counter, heard=Heard(why="sms-awaited"))
    begin(counter)
    counter.settle()
    form = inquiry(counter)
    assert counter.reads(form.hand.why) == notices.sentence("sms-awaited").translate(MARKS)
    counter.tab_to(form.evidence._text)
    counter.type("by hand")
    gsm.late = Heard(MESSAGE, "HAMTA")
    counter.window.round()
    counter.settle(lambda: bool(counter.state.brought.text))
    assert form.evidence._text.toPlainText() == "by hand"
    assert form.evidence._sender.text() == ""


def test_a_late_message_arrives_by_the_round(counter: Hands) -> None:
    gsm = with_modem(counter, heard=Heard(why="sms-awaited"))
    begin(counter)
    counter.settle()
    gsm.late = Heard(MESSAGE, "HAMTA")
    counter.window.round()
    counter.settle(lambda: bool(counter.state.brought.text))
    form = inquiry(counter)
    assert form.evidence._text.toPlainText() == MESSAGE
    form.evidence.paste("")
    counter.settle()
    counter.window.round()
    counter.settle()
    assert form.evidence._text.toPlainText() == "", "what was deleted stays deleted"


def test_an_activation_of_unknown_end_offers_no_other_way(counter: Hands) -> None:
    counter.scan(NOKIA)
    counter.press(Key.Key_F6)
    counter.press(Key.Key_F6)
    counter.scan(NOKIA)
    counter.press(Key.Key_F6)
    counter.scan(NOKIA_CODE)
    fill_buyer(counter)
    gsm = with_modem(counter, heard=Heard(why="session-dropped-after-send"), turns=((NOKIA_CODE, "0935 123 4567"),))
    counter.vm.catch_up()
    counter.settle()
    form = activation(counter)
    choose(counter, form.channel, "modem")
    counter.press(Key.Key_F6)
    assert counter.state.entries[-1].state is OperationState.OUTCOME_UNKNOWN
    assert counter.reads(form.hand.why) == notices.sentence("session-dropped-after-send").translate(MARKS)
    assert script(counter, form.card) == [], "it is dialled again"
    assert not form.channel.isEnabled()
    counter.press(Key.Key_F7)
    assert gsm.dialled == 1
    counter.tab_to(form.ask_first)
    counter.press(Key.Key_Space)
    assert counter.state.step_id == "inquiry", "what became of it is asked by a fresh inquiry"
    choose(counter, inquiry(counter).channel, "api")
    counter.press(Key.Key_F6)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "activation", counter.told
    assert form.succeeded.isVisible()
    shown = " ".join(counter.reads(line) for line in form.hand.exchanges.findChildren(QLabel))
    assert NOKIA_CODE not in shown
    assert "123 4567" not in shown
    assert "0935***4567" in shown


def test_a_dialogue_that_the_end_of_the_program_cut_off(open_counter: OpenCounter) -> None:
    from tests.ui.gallery import CutOffError, TalkingModem

    counter = open_counter()
    counter.scan(NOKIA)
    counter.press(Key.Key_F6)
    counter.press(Key.Key_F6)
    counter.scan(NOKIA)
    counter.press(Key.Key_F6)
    from pos_app.application import ask

    gsm = TalkingModem(counter.services.storage)
    services = replace(counter.services, gateways={**counter.services.gateways, Channel.MODEM: gsm})
    with pytest.raises(CutOffError):
        ask.activate(
            services, counter.sale.id, Channel.MODEM, imei_used=NOKIA, sim="09351234567", code=NOKIA_CODE
        )  # fmt: skip
    again = open_counter(counter.folder)
    with_modem(again)
    again.vm.resume(counter.sale.id)
    again.settle()
    form = activation(again)
    assert again.reads(form.hand.why) == notices.sentence("modem-cut-off").translate(MARKS)
    assert script(again, form.card) == [], "nobody knows how far it came: it is asked about first"
