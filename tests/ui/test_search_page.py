"""Search of everything by keys: it answers as you type, opens what is chosen, shows and erases a customer."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pos_app.application.search import HitKind
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, MARKS, Hands
from tests.ui.life_scene import LONG
from tests.ui.shop import GALAXY1
from tests.ui.walk import sell_nokia
from ui.pages.invoices import InvoicesPage
from ui.pages.life import LifePage
from ui.pages.search import SearchPage

Key = Qt.Key
BUYER = "مینا"  # of `sell_nokia`


def opened(counter: Hands) -> SearchPage:
    counter.press(Key.Key_F, CONTROL)
    page = counter.window._stack.currentWidget()
    assert isinstance(page, SearchPage)
    assert counter.focus() is page.box
    return page


def found(page: SearchPage, place: int) -> list[str]:
    return [row.texts[place].translate(MARKS) for row in page.table.rows_model.rows]


def test_it_answers_while_it_is_typed_in_persian_digits(counter: Hands) -> None:
    page = opened(counter)
    counter.type("۳۸۰")
    assert found(page, 0) == []
    counter.type("۹")
    assert [hit.key for hit in page.vm.state.hits if hit.kind is HitKind.UNIT] == [GALAXY1]


def test_a_phone_is_opened_where_it_lives(counter: Hands) -> None:
    page = opened(counter)
    counter.scan(GALAXY1)
    assert counter.window._stack.currentWidget() is page
    counter.press(Key.Key_Return)
    life = counter.window._stack.currentWidget()
    assert isinstance(life, LifePage)
    assert life.search.text() == GALAXY1
    assert life.vm.state.page is not None


def test_an_invoice_is_opened_in_the_list(counter: Hands) -> None:
    number = sell_nokia(counter.services, LONG)
    opened(counter)
    counter.type(number)
    counter.press(Key.Key_Return)
    page = counter.window._stack.currentWidget()
    assert isinstance(page, InvoicesPage)
    assert page.chosen() == number


def test_a_customer_is_masked_until_somebody_asks(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    number = sell_nokia(counter.services, LONG)
    page = opened(counter)
    counter.type(BUYER)
    assert page.card.isVisible()
    assert "****" in counter.reads(page.card.numbers) or "***" in counter.reads(page.card.numbers)
    counter.press(Key.Key_F3)
    assert "***" not in counter.reads(page.card.numbers)
    counter.press(Key.Key_Return)  # one was found: into his list
    assert counter.focus() is page.card.cases
    counter.press(Key.Key_Return)
    invoices = counter.window._stack.currentWidget()
    assert isinstance(invoices, InvoicesPage)
    assert invoices.chosen() == number


def test_erased_by_a_manager(open_counter: OpenCounter) -> None:
    counter = open_counter(language="en")
    sell_nokia(counter.services, LONG)
    page = opened(counter)
    counter.type(BUYER)
    page.card.erase_it.setFocus()
    counter.press(Key.Key_Space)
    assert counter.focus() is page.card.reason.edit
    counter.type("asked for it")
    page.card.pin.edit.setFocus()
    counter.type("2468")
    page.card.do_it.setFocus()
    counter.press(Key.Key_Space)
    assert "younger than" in page.notice.text()  # the law may ask for his invoice
    page.card.answers.setFocus()
    counter.press(Key.Key_Space)
    page.card.pin.edit.setFocus()
    counter.type("2468")
    page.card.do_it.setFocus()
    counter.press(Key.Key_Space)
    assert "erased for good" in page.notice.text()
    assert not page.card.isVisible()
    assert page.vm.state.hits == ()


def test_escape_goes_back_step_by_step(counter: Hands) -> None:
    page = opened(counter)
    counter.type("galaxy")
    counter.press(Key.Key_Return)
    assert counter.focus() is page.table
    counter.press(Key.Key_Escape)
    assert counter.focus() is page.box
    counter.press(Key.Key_Escape)
    assert counter.window._stack.currentWidget() is counter.page
