"""The main key leads to what is missing; what came of a question is the seller's own word, never a key's."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pos_app import i18n
from pos_app.domain.registry import Channel, NotSent, OperationKind, Reply
from tests.registry.practice import PracticeAt
from tests.ui.conftest import OpenCounter
from tests.ui.hands import Hands, Key
from tests.ui.shop import GALAXY1, GALAXY_CODE, NOKIA
from tests.ui.test_bad_numbers import to_activation
from tests.ui.test_other_ways import activation, inquiry, shown
from tests.ui.test_registry_trouble import HASTE
from tests.ui.test_sale_by_keys import choose, fill_buyer, pick
from tests.ui.walk import nokia_before_payment
from ui.widgets.choices import Choices


def test_no_activation_is_recorded_by_the_main_key(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    to_activation(counter)
    fill_buyer(counter)
    form = activation(counter)
    counter.overwrite(form.fields["code"], "482915")
    choose(counter, form.channel, "ussd")
    for _press in range(4):
        counter.press(Key.Key_F6)
    assert counter.last_step("activation") == ""
    assert counter.focus() is form.succeeded
    area = counter.page._area.viewport()
    middle = form.succeeded.mapTo(area, form.succeeded.rect().center())
    assert area.rect().contains(middle), "the button is below the fold"
    counter.press(Key.Key_Return)
    assert counter.last_step("activation") == "done", counter.told


def test_an_answer_by_hand_waits_for_its_result_and_its_button(counter: Hands) -> None:
    counter.scan(NOKIA)
    form = inquiry(counter)
    choose(counter, form.channel, "ussd")
    counter.press(Key.Key_F6)
    counter.press(Key.Key_F6)
    assert counter.told == ["verdict-not-chosen"]
    assert counter.focus() is form.answer.entry("verdict")
    counter.press(Key.Key_Down)
    counter.press(Key.Key_F6)
    counter.press(Key.Key_F6)
    assert counter.focus() is form.confirm
    assert counter.last_step("inquiry") == ""
    counter.press(Key.Key_Space)
    assert counter.last_step("inquiry") == "done"


def test_a_step_on_the_word_alone_says_so(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    sale_id = nokia_before_payment(counter.services)
    counter.vm.resume(sale_id)
    counter.settle()
    for step_id in ("answer_control", "activation"):
        row = counter.page.steps._now.rows[step_id]
        assert i18n.text("on the seller's word — no text or picture") in counter.reads(row.summary)
        assert row.badge.objectName() == "badge_wait"
    compared = counter.page.steps._now.rows["box_match"]
    assert compared.badge.objectName() == "badge_done"


def tab_stops(choices: Choices) -> list[str]:
    named = {choices.button(value): value for value in shown(choices)}
    return [value for made, value in named.items() if made.focusPolicy() & Qt.FocusPolicy.TabFocus]


def test_the_chosen_way_is_the_one_that_tab_reaches(counter: Hands) -> None:
    counter.scan(GALAXY1)
    ways = inquiry(counter).channel
    assert tab_stops(ways) == ["api"]
    ways.button("web").setFocus()
    counter.press(Key.Key_F2)
    ways.show_value("ussd")
    assert tab_stops(ways) == ["ussd"]
    choose(counter, ways, "sms")
    assert tab_stops(ways) == ["sms"]


def test_the_next_way_before_anything_was_tried(counter: Hands) -> None:
    counter.scan(GALAXY1)
    ways = inquiry(counter).channel
    offered = shown(ways)
    for turn in range(1, len(offered) + 1):
        counter.press(Key.Key_F7)
        assert ways.value() == offered[turn % len(offered)]
    counter.press(Key.Key_F7)
    assert counter.state.entries == (), "a key that only chooses asked somebody"
    counter.press(Key.Key_F6)
    assert counter.state.by_hand is not None
    assert counter.state.by_hand.channel.value == ways.value()


def by_dial_code(counter: Hands) -> None:
    counter.scan(NOKIA)
    counter.vm.inquire(Channel.USSD)
    counter.settle()


def test_brand_and_model_come_from_a_text_that_names_the_phone(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    by_dial_code(counter)
    form = inquiry(counter)
    counter.tab_to(form.evidence._text)
    form.evidence.paste("IMEI 490154203237518 Nokia TA-1234")
    brand, model = form.answer._fields["brand"], form.answer._fields["model"]
    assert (brand.text(), model.text()) == ("Nokia", "TA-1234")
    assert counter.reason(model) == i18n.text("from the text; change it if it is wrong")
    counter.tab_to(form.evidence._sender.edit)
    counter.type("HAMTA")
    pick(counter, form.answer._combos["verdict"], "LEGAL_NOT_ACTIVATED")
    counter.press(Key.Key_F6)
    counter.press(Key.Key_Return)
    assert counter.state.step_id == "box_match", counter.told


def test_what_the_seller_takes_out_stays_out(counter: Hands) -> None:
    by_dial_code(counter)
    form = inquiry(counter)
    form.evidence.paste("Nokia TA-1234")
    model = form.answer._fields["model"]
    counter.overwrite(model, "")
    counter.tab_to(form.evidence._sender.edit)
    counter.type("HAMTA")
    assert model.text() == ""
    form.evidence.paste("")
    counter.overwrite(form.answer._fields["brand"], "")
    form.evidence.paste("model: Samsung SM-A556E")
    assert (form.answer._fields["brand"].text(), model.text()) == ("", ""), "another phone's text suggests nothing"


def test_an_unknown_activation_asks_for_no_reason(open_counter: OpenCounter, practice: PracticeAt) -> None:
    counter = open_counter(deadline=HASTE)
    to_activation(counter)
    counter.scan(GALAXY_CODE)
    fill_buyer(counter)
    practice.commit("drop_reply_after_effect", path="/v1/activations", times=1)
    counter.press(Key.Key_F6)
    review = counter.page.steps.review
    assert counter.focus() is review.again
    refuse_to_look_up(counter)
    counter.press(Key.Key_Return)
    assert counter.told == ["still-unknown"], "a key that was pressed and nothing said"


def refuse_to_look_up(counter: Hands) -> None:
    def unreached(operation_id: str, kind: OperationKind) -> Reply:
        return NotSent("no-connection")

    api = counter.services.gateways[Channel.API]
    api.look_up = unreached  # type: ignore[method-assign]


def test_the_price_by_its_key(counter: Hands) -> None:
    counter.scan(GALAXY1)
    counter.press(Key.Key_F3)
    line = counter.page.side._rows[0]
    assert counter.focus() is line.fee.edit
    counter.type("390000000")  # all of it is chosen: what is typed takes its place
    counter.press(Key.Key_Return)
    assert counter.sale.lines[0].fee == 390_000_000


def test_waiting_sales_that_wait_for_an_answer_lead(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    counter.scan(NOKIA)
    counter.vm.inquire(Channel.USSD)
    counter.settle()
    first = counter.sale.id
    counter.vm.park()
    counter.settle()
    counter.scan(GALAXY1)
    second = counter.sale.id
    counter.vm.park()
    counter.settle()
    buttons = counter.page.parked.buttons
    assert list(buttons) == [first, second], "the younger one leads, though nobody waits for it"
    assert counter.reads(buttons[first]).startswith("●")
    assert i18n.text("step: {name}").format(name=i18n.text("inquiry")) in counter.reads(buttons[second])
