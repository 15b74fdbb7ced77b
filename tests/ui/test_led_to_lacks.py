"""The main key goes to what is missing, and a card's reference is typed right where the card was chosen."""

from __future__ import annotations

from tests.ui.hands import Hands, Key
from tests.ui.shop import CASE, GALAXY1
from tests.ui.test_sale_by_keys import REFERENCE, fill_buyer
from tests.ui.walk import nokia_before_payment


def test_the_card_chosen_by_space_asks_for_its_reference(counter: Hands) -> None:
    counter.vm.resume(nokia_before_payment(counter.services))
    counter.settle()
    counter.press(Key.Key_F8)
    counter.strike(Key.Key_Space)
    counter.hit(REFERENCE)
    counter.settle()
    assert counter.focus() is counter.page.side.reference.edit
    area = counter.page.side._area.viewport()
    middle = counter.page.side.reference.edit.mapTo(area, counter.page.side.reference.edit.rect().center())
    assert area.rect().contains(middle)
    counter.press(Key.Key_F9)
    assert counter.state.finished, counter.told


def test_the_arrows_only_walk_past_the_card(counter: Hands) -> None:
    counter.vm.resume(nokia_before_payment(counter.services))
    counter.settle()
    counter.page.side.pay.button("cash").setFocus()
    counter.press(Key.Key_Space)
    counter.press(Key.Key_Right if counter.page.isRightToLeft() else Key.Key_Left)
    assert counter.sale.payment.method is not None
    assert counter.focus() is counter.page.side.pay.button("card_reader")


def test_the_main_key_leads_to_the_payment(counter: Hands) -> None:
    counter.vm.resume(nokia_before_payment(counter.services))
    counter.settle()
    counter.press(Key.Key_F2)
    counter.press(Key.Key_F9)
    assert counter.focus() is counter.page.side.pay.button("card_reader")


def test_the_main_key_leads_to_the_open_step(counter: Hands) -> None:
    counter.scan(GALAXY1)
    fill_buyer(counter)
    counter.press(Key.Key_F9)
    form = counter.page.steps.open_form(counter.state)
    assert form is not None
    assert form.isAncestorOf(counter.focus())


def test_the_main_key_counts_what_was_typed_last_and_leads_on(counter: Hands) -> None:
    counter.scan(CASE)
    counter.press(Key.Key_F4)
    counter.hit("علی")
    counter.strike(Key.Key_F9)
    counter.settle()
    assert counter.sale.buyer.name == "علی"
    assert counter.focus() is counter.page.side.pay.button("card_reader")
