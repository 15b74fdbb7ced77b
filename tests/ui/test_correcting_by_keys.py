"""An issued invoice is put right in the list of invoices, by keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pos_app.domain.invoice import InvoiceDocument, from_json
from tests.ui.hands import CONTROL, Hands, Key
from tests.ui.shop import CASE, PIN
from tests.ui.test_paying_by_keys import issued
from tests.ui.test_sale_by_keys import pay_cash
from ui.pages.invoices import InvoicesPage


def sold(counter: Hands) -> str:
    counter.scan(CASE)
    pay_cash(counter)
    return issued(counter).number


def opened(counter: Hands) -> InvoicesPage:
    """The list, its newest invoice to be put right."""
    counter.press(Key.Key_2, CONTROL)
    page = counter.window._pages["invoices"]
    assert isinstance(page, InvoicesPage)
    page.put_right.setFocus(Qt.FocusReason.TabFocusReason)
    counter.press(Key.Key_Space)
    return page


def document(counter: Hands, number: str) -> InvoiceDocument:
    with counter.services.storage.read() as session:
        stored = session.invoice(number)
    assert stored is not None
    return from_json(stored.document)


def test_a_price_is_corrected_and_the_new_paper_printed(counter: Hands) -> None:
    first = sold(counter)
    page = opened(counter)
    card = page.card
    discount = card.rows[0].fields["discount"]
    counter.tab_to(discount.edit)
    counter.type("۵۰۰۰۰۰")
    counter.tab_to(card.reason.edit)
    counter.type("typing error")
    counter.tab_to(card.pin.edit)
    counter.type("1")
    counter.tab_to(card.issue)
    counter.press(Key.Key_Space)
    assert counter.reason(card.pin)
    assert discount.text() == "۵۰۰۰۰۰"
    counter.tab_to(card.pin.edit)
    counter.type(PIN)
    counter.tab_to(card.issue)
    counter.press(Key.Key_Space)
    number = counter.invoices()[0]
    assert number != first
    made = document(counter, number)
    assert (made.subject, made.refers_to, made.tsstam) == ("corrective", first, 4_400_000)
    assert document(counter, first).tsstam == 4_950_000
    assert f"{number}.pdf" in counter.papers()
    assert "۵۵۰٬۰۰۰" in page.notice.text()  # to be given back
    assert not card.isVisible()


def test_what_does_not_fit_is_said_at_its_field(counter: Hands) -> None:
    sold(counter)
    card = opened(counter).card
    fee = card.rows[0].fields["fee"]
    counter.press(Key.Key_A, CONTROL)
    counter.type("5000000")
    counter.tab_to(card.reason.edit)
    counter.type("too cheap")
    counter.tab_to(card.pin.edit)
    counter.type(PIN)
    counter.tab_to(card.issue)
    counter.press(Key.Key_Space)
    assert card.error.isVisible()  # more is to be paid, and nobody said how
    counter.tab_to(card.method.stop())
    counter.press(Key.Key_Left if counter.page.isRightToLeft() else Key.Key_Right)
    counter.press(Key.Key_Space)
    assert card.method.value() == "cash"
    discount = card.rows[0].fields["discount"]
    counter.tab_to(discount.edit)
    counter.type("9999999999")
    counter.tab_to(card.pin.edit)
    counter.type(PIN)
    counter.tab_to(card.issue)
    counter.press(Key.Key_Space)
    assert counter.reason(discount)
    assert len(counter.invoices()) == 1
    assert fee.text() == "5000000"
    counter.press(Key.Key_Escape)
    assert not card.isVisible()


def test_an_accessory_sale_is_voided(counter: Hands) -> None:
    first = sold(counter)
    card = opened(counter).card
    counter.tab_to(card.method.stop())
    counter.press(Key.Key_Left if counter.page.isRightToLeft() else Key.Key_Right)
    counter.press(Key.Key_Space)
    assert card.method.value() == "cash"
    counter.tab_to(card.reason.edit)
    counter.type("came back")
    counter.tab_to(card.pin.edit)
    counter.type(PIN)
    counter.tab_to(card.void)
    counter.press(Key.Key_Space)
    made = document(counter, counter.invoices()[0])
    assert (made.subject, made.refers_to) == ("void", first)
    page = opened(counter)
    assert not page.card.isVisible()
    assert page.notice.text()
