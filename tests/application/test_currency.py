"""A change of currency is a setting and a rate: papers follow it from its day, older ones keep their own unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pos_app.application import completing, correcting, proforma, returns, scan, sell, settlement
from pos_app.application import shop as shops
from pos_app.application.in_currency import bill, priced
from pos_app.domain.correction import RowChange
from pos_app.domain.currency import NEW_RIAL, QERAN, RIAL, Currency, in_force
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import Instalment, from_json
from pos_app.domain.sale import Payment, PaymentMethod, PaymentPart, Sale, SaleLine
from pos_app.domain.vat import Vat
from tests.application.steps import opened, owing, sale_of, sold
from tests.application.test_correcting import correct, stored
from tests.application.test_paying import CHEQUE, NAMED, begun, lacks
from tests.application.test_returns import ready
from tests.domain.values import NOON, PHONE
from tests.fakes.parts import CASE_GTIN, GALAXY, SHOP, Till

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


def test_what_a_correction_gives_back_is_told_in_rials(till: Till) -> None:
    changed(till)
    made = correct(till, sold(till.services).number, RowChange(3_800_000, 0, 1))
    assert from_json(made.document).tsstam == 4_180_000
    assert correcting.moved_by(till.services, made) == -5_500_000


def test_a_return_in_the_new_money_pays_back_what_it_took(till: Till) -> None:
    changed(till)
    sold(till.services)
    case_id = ready(till)
    back = from_json(completing.complete(till.services, case_id).document)
    assert (back.currency, [line.amount for line in back.payments]) == (QERAN, [4_235_000])


def test_parts_that_pay_all_still_do(till: Till) -> None:
    changed(till)
    sale_id = begun(till)
    part = PaymentPart(method=PaymentMethod.CASH, amount=123_456_700)
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


@given(
    st.lists(st.tuples(st.integers(100, 10**12), st.integers(1, 99), st.integers(0, 100)), min_size=1, max_size=6),
    st.sampled_from([100, 10_000]), st.data(),
)  # fmt: skip
def test_the_sum_that_is_asked_for_is_the_one_on_the_paper(
    rows: list[tuple[int, int, int]], rials: int, data: st.DataObject
) -> None:
    """What is typed as paid stands on the paper unaltered, and pays its sum."""
    vat, currency = Vat(data.draw(st.sampled_from([0, 900, 1000])), ""), Currency(QERAN, rials)
    lines = tuple(
        SaleLine(
            id=str(n), product=PHONE, quantity=q, fee=fee * rials // 100, discount=fee * rials // 100 * less // 100
        )
        for n, (fee, q, less) in enumerate(rows)
    )
    sale = Sale(id="s", till_id=1, seller="", state="open", opened_at=NOON, lines=lines)  # type: ignore[arg-type]
    units = bill(sale, vat, currency).tsstam // rials
    assume(units > 0)
    cash = data.draw(st.integers(0, units - 1))
    parts = (PaymentPart(method=PaymentMethod.CASH, amount=cash * rials),) if cash else ()
    later = (Instalment(due="2028-01-01", amount=(units - cash) * rials),)
    made, _offsets = priced(replace(sale, payment=Payment(parts=parts, instalments=later)), currency, ())
    assert made.payment.split == made.totals(vat).tsstam == units
    assert [part.amount * rials for part in made.payment.parts] == [part.amount for part in parts]
    assert [part.amount * rials for part in made.payment.instalments] == [part.amount for part in later]


def many(till: Till, fee: int = 150_099) -> str:
    """999 cases: 149,948,901 rials in the books, 1,498,500 qeran on paper (no VAT)."""
    shops.save(till.services, replace(
        SHOP, vat_registered=False, currency=QERAN, currency_rials=100, currency_from="2026-11-22",
    ))  # fmt: skip
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    line = sale_of(till.services, sale_id).lines[0]
    sell.change_line(till.services, sale_id, line.id, fee=fee, discount=0, quantity=999)
    sell.set_buyer(till.services, sale_id, NAMED)
    return sale_id


@pytest.mark.parametrize(
    "last", [PaymentPart(method=PaymentMethod.CASH, amount=90_000), replace(CHEQUE, amount=90_000)]
)
def test_no_part_is_altered_to_fit(till: Till, last: PaymentPart) -> None:
    sale_id = many(till)
    card = PaymentPart(method=PaymentMethod.CARD_READER, amount=149_850_000 - 90_000, reference="1")
    sell.set_payment(till.services, sale_id, Payment(parts=(card, last)))
    document = from_json(completing.complete(till.services, sale_id).document)
    assert [line.amount for line in document.payments] == [1_497_600, 900]


def test_what_is_left_to_pay_is_counted_as_the_paper_does(till: Till) -> None:
    sale_id = many(till)
    card = PaymentPart(method=PaymentMethod.CARD_READER, amount=149_948_900 - 50_000, reference="1")
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH, parts=(card,)))
    assert lacks(till, sale_id) == (("payments-exceed", "48900"),)  # as completing it would say
    card = replace(card, amount=149_850_000 - 50_000)
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH, parts=(card,)))
    assert lacks(till, sale_id) == ()
    document = from_json(completing.complete(till.services, sale_id).document)
    assert [line.amount for line in document.payments] == [1_498_000, 500]


def test_a_part_is_whole_units_of_the_papers_money(till: Till) -> None:
    sale_id = many(till)
    part = PaymentPart(method=PaymentMethod.CASH, amount=12_345)
    with pytest.raises(ShopError, match="amount-not-whole") as caught:
        sell.set_payment(till.services, sale_id, Payment(parts=(part,)))
    assert (caught.value.field, caught.value.detail) == ("part_0_amount", "100")


def test_a_price_below_one_unit_is_refused(till: Till) -> None:
    sale_id = many(till)
    line = sale_of(till.services, sale_id).lines[0]
    with pytest.raises(ShopError, match="amount-below-unit") as caught:
        sell.change_line(till.services, sale_id, line.id, fee=99, discount=0, quantity=1)
    assert caught.value.field == "fee"


def test_a_price_that_was_typed_before_the_change_is_refused_too(till: Till) -> None:
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    line = sale_of(till.services, sale_id).lines[0]
    sell.change_line(till.services, sale_id, line.id, fee=99, discount=0, quantity=1)
    part = PaymentPart(method=PaymentMethod.CASH, amount=55)
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH, parts=(part,)))
    changed(till)
    assert lacks(till, sale_id) == (("amount-not-whole", "100"), ("amount-below-unit", "100"))
    with pytest.raises(ShopError, match="amount-not-whole"):
        completing.complete(till.services, sale_id)
    with pytest.raises(ShopError, match="amount-below-unit"):
        proforma.document(till.services, sale_id)


def test_the_payments_of_an_exchange_add_up(till: Till) -> None:
    changed(till)
    sold(till.services)
    case_id = ready(till)
    sale_id = returns.exchange(till.services, case_id)
    scan.take(till.services, sale_id, CASE_GTIN)
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH))
    new = from_json(completing.complete(till.services, sale_id).document)
    back = from_json(stored(till, completing.papers(till.services, sale_id)[1]).document)
    assert [line.amount for line in new.payments] == [new.tsstam] == [27_500]
    assert [line.amount for line in back.payments] == [27_500, 4_235_000 - 27_500]


def test_what_an_older_invoice_gives_back_in_the_new_money_adds_up(till: Till) -> None:
    sold(till.services)
    correct(till, "1405-1-000001", RowChange(GALAXY.price, 37, 1))
    case_id = ready(till)
    changed(till)
    sale_id = returns.exchange(till.services, case_id)
    for _ in range(999):
        scan.take(till.services, sale_id, CASE_GTIN)
    line = sale_of(till.services, sale_id).lines[0]
    sell.change_line(till.services, sale_id, line.id, fee=1_000_000, discount=0, quantity=999)
    with till.services.storage.read() as session:
        due = settlement.of(session, sale_of(till.services, sale_id), Vat(1000, ""), date(2026, 11, 22)).due
    part = PaymentPart(method=PaymentMethod.CASH, amount=due)
    sell.set_payment(till.services, sale_id, Payment(parts=(part,)))
    assert lacks(till, sale_id) == ()
    new = from_json(completing.complete(till.services, sale_id).document)
    back = from_json(stored(till, completing.papers(till.services, sale_id)[1]).document)
    assert sum(line.amount for line in new.payments) == new.tsstam
    assert back.currency == "IRR"
    assert [line.amount for line in back.payments] == [back.tsstam // 100 * 100, back.tsstam % 100]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"currency": "EUR"}, "currency-unknown", "currency"),
        ({"currency": QERAN}, "currency-rate-out-of-range", "currency_rials"),
        ({"currency": "IRR", "currency_rials": 10_000}, "currency-rate-out-of-range", "currency_rials"),
        ({"currency": QERAN, "currency_rials": 1}, "currency-rate-out-of-range", "currency_rials"),
        ({"currency": QERAN, "currency_rials": 100}, "currency-day-missing", "currency_from"),
    ],
)
def test_a_setting_that_is_not_whole_is_named_at_its_field(
    till: Till, changes: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(ShopError, match=code) as caught:
        shops.save(till.services, replace(SHOP, **changes))  # type: ignore[arg-type]
    assert caught.value.field == field


def test_the_new_rial_has_a_name_of_its_own(till: Till) -> None:
    shops.save(till.services, replace(SHOP, currency=NEW_RIAL, currency_rials=10_000, currency_from="2026-11-22"))
    document = from_json(sold(till.services).document)
    assert (document.currency, document.tsstam) == ("IRN", 42_350)
    shops.save(till.services, replace(SHOP, currency="IRR", currency_rials=1, currency_from="2026-11-22"))
