"""What a corrective invoice changes, to the rial."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pos_app.domain import e_invoice_check
from pos_app.domain.correction import RowChange, corrected, money_moved
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import Instalment, InvoiceDocument, InvoiceLine, PaymentLine
from tests.domain.e_invoices import AT, PERSON, any_lines, built, document, identity, line

CASH = PaymentLine(method=3, amount=0)


TODAY = date(2026, 11, 22)


def change(first: InvoiceDocument, changes: dict[int, RowChange], today: date = TODAY) -> InvoiceDocument:
    return corrected(
        first, changes, number="1405-1-000419", issued_at=AT.isoformat(), tax_id=identity(2), reason="wrong price",
        difference_by=CASH, today=today,
    )  # fmt: skip


def test_more_is_paid_by_the_way_that_is_given() -> None:
    first = document(line(100, vat=1000))
    made = change(first, {1: RowChange(200, 0, 1)})
    assert (made.subject, made.refers_to, made.refers_to_tax_id) == ("corrective", first.number, first.tax_id)
    assert (made.prdis, made.vam, made.tsstam) == (200, 20, 220)
    assert made.payments == (*first.payments, PaymentLine(method=3, amount=110))


def test_less_is_first_owed_no_more_and_then_given_back() -> None:
    first = document(
        line(1000, vat=0), payments=(PaymentLine(method=4, amount=300), PaymentLine(method=3, amount=200)),
        instalments=(Instalment(due="2027-01-01", amount=250), Instalment(due="2027-02-01", amount=250)),
    )  # fmt: skip
    made = change(first, {1: RowChange(1000, 300, 1)})
    assert (made.payments, made.instalments) == (first.payments, (Instalment(due="2027-01-01", amount=200),))
    made = change(first, {1: RowChange(1000, 750, 1)})
    assert (made.payments, made.instalments) == ((PaymentLine(method=4, amount=250),), ())


def test_what_has_fallen_due_is_given_back_as_money() -> None:
    first = document(
        line(1000, vat=0),
        payments=(),
        instalments=(Instalment(due="2027-02-01", amount=400), Instalment(due="2026-12-01", amount=600)),
    )
    made = change(first, {1: RowChange(1000, 500, 1)}, date(2026, 12, 30))
    assert made.instalments == (Instalment(due="2026-12-01", amount=500),)  # the part that is due is gone first
    assert money_moved(first, made, date(2026, 12, 30)) == -100
    assert money_moved(first, made, TODAY) == 0  # nothing was paid yet
    paid = replace(first, payments=(PaymentLine(method=3, amount=400),), instalments=first.instalments[1:])
    made = change(paid, {1: RowChange(1000, 500, 1)}, date(2026, 12, 30))
    assert (made.payments, made.instalments) == ((), (Instalment(due="2026-12-01", amount=500),))
    assert money_moved(paid, made, date(2026, 12, 30)) == -500


@pytest.mark.parametrize("due", ["2027-01-01", ""])
def test_a_cheque_cannot_become_less(due: str) -> None:
    first = document(
        line(1000, vat=0), payments=(PaymentLine(method=1, amount=1000, reference="1" * 16, due=due),)
    )  # fmt: skip
    with pytest.raises(ShopError, match="correction-below-cheques"):
        change(first, {1: RowChange(1000, 1, 1)})


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        (RowChange(100, 0, 1), "nothing-changed", ""),
        (RowChange(100, 101, 1), "discount-too-large", "row_1_discount"),
        (RowChange(100, -1, 1), "discount-too-large", "row_1_discount"),
        (RowChange(0, 0, 1), "amount-not-positive", "row_1_fee"),
        (RowChange(100, 0, 2), "quantity-too-large", "row_1_quantity"),
        (RowChange(100, 0, 0), "quantity-too-large", "row_1_quantity"),
        (RowChange(9 * 10**18, 0, 1), "amount-too-large", "row_1_fee"),
    ],
)
def test_what_does_not_fit_is_named_at_its_field(wanted: RowChange, code: str, field: str) -> None:
    first = document(line(100, imeis=("356938035643809",)))
    with pytest.raises(ShopError, match=code) as caught:
        change(first, {1: wanted})
    assert caught.value.field == field


def test_amounts_stay_within_the_fields_of_the_books() -> None:
    first = document(line(100, vat=0))
    for wanted, field in ((RowChange(100, 0, 10**6), "row_1_quantity"), (RowChange(10**17, 0, 99), "row_1_fee")):
        with pytest.raises(ShopError, match="too-large") as caught:
            change(first, {1: wanted})
        assert caught.value.field == field
    with pytest.raises(ShopError, match="amount-too-large"):
        change(document(line(100, vat=0), line(9 * 10**17, vat=0)), {1: RowChange(9 * 10**17, 0, 1)})
    with pytest.raises(ShopError, match="amount-too-large"):
        change(replace(first, unit_rials=100), {1: RowChange(10**17, 0, 1)})


@given(any_lines(), st.data())
def test_a_correction_of_any_lines_holds_the_formulas(lines: tuple[InvoiceLine, ...], data: st.DataObject) -> None:
    bill = sum(row.tsstam for row in lines)
    owed = data.draw(st.integers(0, bill))
    more: dict[str, Any] = {}
    if owed:
        paid = (PaymentLine(method=3, amount=bill - owed),) if bill > owed else ()
        more = {"payments": paid, "instalments": (Instalment(due="2027-01-01", amount=owed),), "type": 1,
                "buyer": PERSON}  # fmt: skip
    first = document(*lines, **more)
    row = data.draw(st.sampled_from(lines))
    fee = data.draw(st.integers(1, 10**13))
    quantity = data.draw(st.integers(1, 999))
    discount = data.draw(st.integers(0, fee * quantity))
    assume((fee, discount, str(quantity)) != (row.fee, row.dis, row.quantity))
    made = change(first, {row.row_no: RowChange(fee, discount, quantity)})
    kept = sum(x.amount for x in made.payments) + sum(x.amount for x in made.instalments)
    assert kept == made.tsstam == sum(x.tsstam for x in made.lines)
    assert e_invoice_check.faults(built(made, original=first), now=AT) == ()


def test_the_first_one_stays_as_it_was() -> None:
    first = document(line(100))
    kept = replace(first)
    change(first, {1: RowChange(200, 0, 1)})
    assert first == kept


@given(st.lists(st.tuples(st.integers(-60, 400), st.integers(1, 10**9)), max_size=6), st.integers(0, 10**9), st.data())
def test_what_a_buyer_paid_too_much_comes_back_to_the_rial(
    parts: list[tuple[int, int]], cash: int, data: st.DataObject
) -> None:
    later = tuple(Instalment(due=(TODAY + timedelta(days=d)).isoformat(), amount=amount) for d, amount in parts)
    bill = sum(amount for _d, amount in parts) + cash
    assume(bill > 1)
    paid = (PaymentLine(method=3, amount=cash),) if cash else ()
    first = document(line(bill, vat=0), payments=paid, instalments=later)
    discount = data.draw(st.integers(1, bill - 1))
    made = change(first, {1: RowChange(bill, discount, 1)})
    moved = money_moved(first, made, TODAY)
    given = cash + sum(amount for d, amount in parts if d <= 0)
    assert moved == -max(0, given - made.tsstam)
    assert given + moved == made.tsstam - made.owed_after(TODAY)  # what a void would give back afterwards
