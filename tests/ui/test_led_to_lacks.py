"""The main key goes to what is missing, and a card's reference is typed right where the card was chosen."""

from __future__ import annotations

from tests.ui.hands import CONTROL, Hands, Key
from tests.ui.shop import CASE, GALAXY1, NOKIA, STRANGER
from tests.ui.test_sale_by_keys import REFERENCE, fill_buyer
from tests.ui.walk import nokia_before_payment, sell_nokia
from ui.pages.life import LifePage


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


def test_a_phone_that_is_not_found_leaves_the_caret_in_the_search(counter: Hands) -> None:
    counter.press(Key.Key_5, CONTROL)
    page = counter.window._stack.currentWidget()
    assert isinstance(page, LifePage)
    counter.scan(GALAXY1)
    page.events.setFocus()
    counter.scan(STRANGER)
    assert page.notice.isVisible()
    assert counter.focus() is page.search


def test_home_and_end_go_through_a_list(counter: Hands) -> None:
    sell_nokia(counter.services)
    counter.press(Key.Key_5, CONTROL)
    page = counter.window._stack.currentWidget()
    assert isinstance(page, LifePage)
    counter.scan(NOKIA)
    page.events.setFocus()
    counter.press(Key.Key_End)
    assert page.events.currentIndex().row() == page.events.rows_model.rowCount() - 1
    counter.press(Key.Key_Home)
    assert page.events.currentIndex().row() == 0


def test_what_was_typed_goes_once_the_phone_comes_back(counter: Hands) -> None:
    number = sell_nokia(counter.services)
    counter.press(Key.Key_F2)
    counter.type(number)
    counter.press(Key.Key_R, CONTROL)
    assert counter.sale.refers_to, counter.told
    assert counter.page.scan.text() == ""


def test_help_before_the_phone_is_known_is_of_buying_in(counter: Hands) -> None:
    counter.press(Key.Key_B, CONTROL)
    counter.press(Key.Key_F1)
    page = counter.window._help.page
    assert page is not None
    assert page.vm.state.topic_id == "buying-in"
