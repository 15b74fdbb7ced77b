"""A cheque and instalments at the counter, by keys alone; the buyer is asked who he is first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from pos_app import jalali
from pos_app.application import sell
from pos_app.domain.invoice import InvoiceDocument, from_json
from pos_app.domain.sale import BuyerKind, PaymentMethod
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, Hands, Key
from tests.ui.shop import CASE
from tests.ui.test_sale_by_keys import fill_buyer, pay_cash
from ui import days, notices
from ui.view_models.pay_rows import CARD, CHEQUE, INSTALMENT

TOTAL = 4_950_000  # of the case, with its tax
SAYAD = "1234567890123456"


def add(counter: Hands, kind: str) -> None:
    parts = counter.page.side.parts
    if parts.more.isVisible():
        counter.tab_to(parts.more)
        counter.press(Key.Key_Space)
    counter.tab_to(parts.adders[kind])
    counter.press(Key.Key_Space)
    assert counter.focus() is parts.rows[-1].fields["amount"].edit


def fill(counter: Hands, at: int, name: str, text: str) -> None:
    counter.tab_to(counter.page.side.parts.rows[at].fields[name].edit)
    counter.type(text)


def next_month(counter: Hands) -> str:
    assert counter.state.now is not None
    return days.day_text(days.month_later(jalali.local(counter.state.now).date()))


def issued(counter: Hands) -> InvoiceDocument:
    counter.press(Key.Key_F9)
    with counter.services.storage.read() as session:
        stored = session.invoice(counter.state.finished)
    assert stored is not None, counter.told
    return from_json(stored.document)


def test_a_cheque_of_a_later_day_asks_for_the_buyer_first(counter: Hands) -> None:
    counter.scan(CASE)
    fill_buyer(counter)
    add(counter, CHEQUE)
    counter.type("۴۰۰۰۰۰۰")
    fill(counter, 0, "due", next_month(counter))
    fill(counter, 0, "reference", SAYAD)
    counter.press(Key.Key_Return)
    assert counter.told == ["identity-for-credit"]
    assert counter.reason(counter.buyer("national_id"))
    assert not counter.sale.payment.split
    counter.tab_to(counter.buyer("national_id").edit)
    counter.type("0499370899")
    counter.tab_to(counter.buyer("postal_code").edit)
    counter.type("1234567891")
    counter.press(Key.Key_Return)
    (cheque,) = counter.sale.payment.parts  # what was typed is kept as soon as he is named
    assert (cheque.amount, cheque.reference) == (4_000_000, SAYAD)
    assert "اعتباری" in counter.page.side.buyer.kind.currentText()
    pay_cash(counter)
    assert counter.sale.payment.parts == (cheque,)
    document = issued(counter)
    assert (document.type, document.owed, document.buyer.kind) == (1, 4_000_000, "natural")
    assert [(line.method, line.amount) for line in document.payments] == [(1, 4_000_000), (3, TOTAL - 4_000_000)]


def test_instalments_follow_one_another(counter: Hands) -> None:
    counter.scan(CASE)
    fill_buyer(counter)
    counter.tab_to(counter.buyer("national_id").edit)
    counter.type("0499370899")
    counter.tab_to(counter.buyer("postal_code").edit)
    counter.type("1234567891")
    add(counter, INSTALMENT)
    counter.type("1650000")
    counter.press(Key.Key_Return)
    add(counter, INSTALMENT)
    add(counter, INSTALMENT)
    assert counter.state.lacks == ()
    assert not counter.page.side.pay.isVisible()  # nothing is left to be paid today
    document = issued(counter)
    assert [part.amount for part in document.instalments] == [1_650_000] * 3
    assert len({part.due for part in document.instalments}) == 3
    assert (document.payments, document.owed) == ((), TOTAL)


def test_what_a_row_lacks_is_said_when_it_is_finished(counter: Hands) -> None:
    counter.scan(CASE)
    add(counter, CHEQUE)
    counter.type("1000000")
    pay_cash(counter)
    counter.press(Key.Key_F9)
    row = counter.page.side.parts.rows[0]
    assert counter.reason(row.fields["reference"])
    assert counter.focus() is row.fields["reference"].edit
    assert counter.state.finished == ""


def test_what_was_typed_survives_and_goes_when_it_is_taken_out(open_counter: OpenCounter, counter: Hands) -> None:
    counter.scan(CASE)
    add(counter, CARD)
    counter.type("1000000")
    fill(counter, 0, "reference", "770011")
    add(counter, CHEQUE)
    counter.type("5")
    sale_id = counter.sale.id
    counter.leave()
    again = open_counter(counter.folder)
    again.vm.resume(sale_id)
    again.settle()
    rows = again.page.side.parts.rows
    assert [row.fields["amount"].text() for row in rows] == ["۱٬۰۰۰٬۰۰۰", "5"]
    rows[1].fields["amount"].edit.setFocus(Qt.FocusReason.TabFocusReason)
    again.page.side.parts._remove(1)
    again.settle()
    (card,) = again.sale.payment.parts
    assert (card.method, card.amount, card.reference) == (PaymentMethod.CARD_READER, 1_000_000, "770011")
    assert card.terminal == again.state.terminal


@pytest.mark.parametrize("kind", [BuyerKind.LEGAL, BuyerKind.FOREIGNER])
def test_who_wants_it_in_his_name(counter: Hands, kind: BuyerKind) -> None:
    counter.scan(CASE)
    fill_buyer(counter, name="شرکت نمونه")
    box = counter.page.side.buyer
    counter.tab_to(box.kind)
    while box.kind.currentData() != kind.value:
        counter.press(Key.Key_Down)
    assert counter.sale.buyer.kind is kind
    counter.tab_to(counter.buyer("economic_no").edit)
    counter.type("14003778990")
    counter.press(Key.Key_Return)
    pay_cash(counter)
    document = issued(counter)
    assert (document.type, document.buyer.kind, document.buyer.economic_no) == (1, kind.value, "14003778990")


def test_goods_id_and_unit_of_what_is_sold(counter: Hands) -> None:
    counter.scan(CASE)
    counter.press(Key.Key_F3)
    line = counter.page.side._rows[0]
    counter.tab_to(line.goods_id.edit)
    counter.press(Key.Key_A, CONTROL)
    counter.type("123")
    counter.press(Key.Key_Return)
    assert counter.told == ["goods-id-length"]
    assert counter.reason(counter.page.side._rows[0].goods_id)
    counter.press(Key.Key_A, CONTROL)
    counter.type("2720000114559")
    counter.press(Key.Key_Return)
    assert counter.sale.lines[0].product.goods_code == "2720000114559"
    pay_cash(counter)
    assert issued(counter).lines[0].goods_id == "2720000114559"


def test_a_sum_that_is_too_large_stops_the_invoice_not_the_counter(counter: Hands) -> None:
    counter.scan(CASE)
    (line,) = counter.sale.lines
    sell.change_line(counter.services, counter.sale.id, line.id, fee=9 * 10**17, discount=0, quantity=1)
    counter.scan(CASE)
    assert counter.sale.lines[0].quantity == 2
    assert counter.state.totals is None
    assert ("amount-too-large", "") in counter.state.lacks
    assert notices.sentence("amount-too-large") in counter.page.side.lack.text()


def test_an_offer_is_printed_and_the_sale_goes_on(counter: Hands) -> None:
    counter.scan(CASE)
    counter.press(Key.Key_P, CONTROL)
    assert counter.told == ["proforma-made"]
    (paper,) = counter.papers()
    assert paper.startswith("P")
    assert counter.invoices() == []
    assert counter.sale.lines
