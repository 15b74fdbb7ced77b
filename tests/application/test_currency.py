"""A change of currency is a setting and a rate: papers follow it from its day, older ones keep their own unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.application import completing, proforma, sell
from pos_app.application import shop as shops
from pos_app.application.in_currency import priced
from pos_app.domain.currency import QERAN, RIAL, Currency, in_force
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import Instalment, from_json
from pos_app.domain.sale import Payment, PaymentMethod, PaymentPart, Sale, SaleLine
from pos_app.domain.vat import Vat
from tests.application.steps import opened, owing, sale_of, sold
from tests.application.test_correcting import correct
from tests.application.test_paying import begun
from tests.application.test_returns import ready
from tests.domain.values import NOON, PHONE
from tests.fakes.parts import SHOP, Till

QERANS = Currency(QERAN, 100)


def changed(till: Till, day: str = "2026-11-22") -> None:
    shops.save(till.services, replace(SHOP, currency=QERAN, currency_rials=100, currency_from=day))


def test_it_comes_into_force_on_its_day() -> None:
    assert in_force(date(2028, 3, 19), QERAN, 100, "2028-03-20") == RIAL
    assert in_force(date(2028, 3, 20), QERAN, 100, "2028-03-20") == QERANS
    assert in_force(date(2028, 3, 20), "", 0, "") == RIAL


def test_an_invoice_of_that_day_is_made_out_in_it(till: Till) -> None:
    changed(till)
    stored = sold(till.services)
    document = from_json(stored.document)
    assert (document.currency, document.unit_rials) == (QERAN, 100)
    assert (document.lines[0].fee, document.vam, document.tsstam) == (3_850_000, 385_000, 4_235_000)
    assert [line.amount for line in document.payments] == [4_235_000]
    with till.services.storage.read() as session:
        assert session.invoices(1)[0].total == 423_500_000  # the books stay as they are


def test_before_it_nothing_changes(till: Till) -> None:
    changed(till, "2028-03-20")
    document = from_json(sold(till.services).document)
    assert (document.currency, document.unit_rials, document.tsstam) == ("IRR", 1, 423_500_000)


def test_what_undoes_or_corrects_an_older_invoice_keeps_its_unit(till: Till) -> None:
    first = sold(till.services)
    changed(till)
    corrective = from_json(correct(till, first.number).document)
    assert (corrective.currency, corrective.tsstam) == ("IRR", 418_000_000)
    back = from_json(completing.complete(till.services, ready(till)).document)
    assert (back.currency, back.tsstam, [line.amount for line in back.payments]) == ("IRR", 418_000_000, [418_000_000])


def test_a_return_in_the_new_money_pays_back_what_it_took(till: Till) -> None:
    changed(till)
    sold(till.services)
    case_id = ready(till)
    back = from_json(completing.complete(till.services, case_id).document)
    assert (back.currency, [line.amount for line in back.payments]) == (QERAN, [4_235_000])


def test_parts_that_pay_all_still_do(till: Till) -> None:
    changed(till)
    sale_id = begun(till)
    part = PaymentPart(method=PaymentMethod.CASH, amount=123_456_789)
    later = Instalment(due="2027-02-20", amount=423_500_000 - part.amount)
    sell.set_payment(till.services, sale_id, Payment(parts=(part,), instalments=(later,)))
    document = from_json(completing.complete(till.services, sale_id).document)
    assert [line.amount for line in document.payments] == [1_234_567]
    assert [one.amount for one in document.instalments] == [4_235_000 - 1_234_567]


def test_an_offer_too(till: Till) -> None:
    changed(till)
    assert proforma.document(till.services, opened(till.services)).currency == QERAN


def test_an_open_sale_keeps_its_rials(till: Till) -> None:
    changed(till)
    assert sale_of(till.services, owing(till.services)).lines[0].fee == 385_000_000


@given(st.lists(st.tuples(st.integers(100, 10**12), st.integers(1, 99)), min_size=1, max_size=6), st.data())
def test_cut_amounts_add_up_for_any_sale(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    vat = Vat(data.draw(st.sampled_from([0, 900, 1000])), "")
    lines = tuple(SaleLine(id=str(n), product=PHONE, quantity=q, fee=fee) for n, (fee, q) in enumerate(rows))
    sale = Sale(id="s", till_id=1, seller="", state="open", opened_at=NOON, lines=lines)  # type: ignore[arg-type]
    bill = sale.totals(vat).tsstam
    cash = data.draw(st.integers(0, bill - 1))
    parts = (PaymentPart(method=PaymentMethod.CASH, amount=cash),) if cash else ()
    later = (Instalment(due="2028-01-01", amount=bill - cash),)
    made, _offsets = priced(replace(sale, payment=Payment(parts=parts, instalments=later)), vat, QERANS, ())
    assert made.payment.split == made.totals(vat).tsstam


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"currency": "EUR"}, "currency-unknown", "currency"),
        ({"currency": QERAN}, "currency-rate-out-of-range", "currency_rials"),
        ({"currency": QERAN, "currency_rials": 100}, "currency-day-missing", "currency_from"),
    ],
)
def test_a_setting_that_is_not_whole_is_named_at_its_field(
    till: Till, changes: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(ShopError, match=code) as caught:
        shops.save(till.services, replace(SHOP, **changes))  # type: ignore[arg-type]
    assert caught.value.field == field
