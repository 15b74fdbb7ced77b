"""How a sale is paid, and who is named then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain import paying
from pos_app.domain.checks import Check
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import Instalment
from pos_app.domain.sale import Buyer, BuyerKind, Payment, PaymentMethod, PaymentPart

TODAY = date(2026, 11, 22)
SAYAD = "1234567890123456"
CHEQUE = PaymentPart(method=PaymentMethod.CHEQUE, amount=5, reference=SAYAD, due="2026-12-22")
LATER = Instalment(due="2026-12-22", amount=7)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (paying.check_sayad("۱۲۳۴ ۵۶۷۸ ۹۰۱۲ ۳۴۵۶"), SAYAD),
        (paying.check_sayad(""), "sayad-missing"),
        (paying.check_sayad("12345678901234x6"), "sayad-not-digits"),
        (paying.check_sayad("123456789012345"), "sayad-length"),
        (paying.check_economic_no("14003778990"), "14003778990"),
        (paying.check_economic_no("123456789012"), "economic-no-length"),
        (paying.check_economic_no("1400377899x"), "economic-no-not-digits"),
        (paying.check_foreigner_id("123456789012"), "123456789012"),
        (paying.check_foreigner_id("0499370899"), "foreigner-id-length"),
        (paying.check_foreigner_id("A"), "foreigner-id-not-digits"),
        (paying.check_id_of(BuyerKind.LEGAL, "14003778990"), "14003778990"),
        (paying.check_id_of(BuyerKind.PARTNERSHIP, "0499370899"), "legal-id-length"),
        (paying.check_id_of(BuyerKind.FOREIGNER, "0499370899"), "foreigner-id-length"),
        (paying.check_id_of(None, "0499370899"), "0499370899"),
    ],
)
def test_numbers_of_cheques_and_buyers(said: Check, outcome: str) -> None:
    assert (said.value if said.ok else said.code) == outcome


@pytest.mark.parametrize(
    ("buyer", "lacking"),
    [
        (Buyer(), ("name", "national_id", "postal_code")),
        (Buyer(name="x", national_id="0499370899"), ("postal_code",)),
        (Buyer(name="x", national_id="0499370899", postal_code="1234567891"), ()),
        (Buyer(name="x", economic_no="12345678901234"), ()),
        (Buyer(name="x", kind=BuyerKind.LEGAL), ("economic_no",)),
        (Buyer(name="x", kind=BuyerKind.LEGAL, national_id="14003778990"), ()),
        (Buyer(name="x", kind=BuyerKind.FOREIGNER, national_id="123456789012"), ("postal_code",)),
    ],
)
def test_what_an_invoice_in_the_buyers_name_needs(buyer: Buyer, lacking: tuple[str, ...]) -> None:
    assert paying.lacks_identity(buyer) == lacking


def test_the_type_follows_credit_and_wish() -> None:
    assert paying.invoice_type(Buyer(), 0) == 2
    assert paying.invoice_type(Buyer(), 1) == 1
    assert paying.invoice_type(Buyer(kind=BuyerKind.LEGAL), 0) == 1


def test_a_cheque_of_today_is_money() -> None:
    today = replace(CHEQUE, due=TODAY.isoformat())
    assert paying.owed(Payment(parts=(today, replace(CHEQUE, due=""))), TODAY) == 0
    assert paying.owed(Payment(parts=(today, CHEQUE), instalments=(LATER,)), TODAY) == 12


@pytest.mark.parametrize(
    ("payment", "code", "field"),
    [
        (Payment(parts=(replace(CHEQUE, amount=0),)), "amount-not-positive", "part_0_amount"),
        (Payment(parts=(replace(CHEQUE, amount=10**18),)), "amount-too-large", "part_0_amount"),
        (Payment(parts=(replace(CHEQUE, reference="1"),)), "sayad-length", "part_0_reference"),
        (Payment(parts=(CHEQUE, CHEQUE)), "cheque-twice", "part_0_reference"),
        (Payment(parts=(replace(CHEQUE, due="2026-11-21"),)), "due-in-past", "part_0_due"),
        (Payment(parts=(replace(CHEQUE, due="soon"),)), "due-missing", "part_0_due"),
        (Payment(instalments=(LATER, replace(LATER, due="2026-11-22"))), "due-not-later", "instalment_1_due"),
        (Payment(instalments=(replace(LATER, due=""),)), "due-missing", "instalment_0_due"),
        (Payment(instalments=(replace(LATER, amount=-1),)), "amount-not-positive", "instalment_0_amount"),
        (Payment(instalments=(LATER,) * 61), "payments-too-many", ""),
        (Payment(method=PaymentMethod.CHEQUE), "cheque-as-part", "method"),
    ],
)
def test_a_row_that_is_wrong_is_named_at_its_field(payment: Payment, code: str, field: str) -> None:
    with pytest.raises(ShopError, match=code) as caught:
        paying.checked(payment, TODAY)
    assert caught.value.field == field


def test_rows_are_kept_in_canonical_form() -> None:
    card = PaymentPart(method=PaymentMethod.CARD_READER, amount=1, reference="۷۷۰", terminal="۱۲", due="2027-01-01")
    spaced = replace(CHEQUE, reference="۱۲۳۴-۵۶۷۸-۹۰۱۲-۳۴۵۶")
    made = paying.checked(Payment(parts=(card, spaced)), TODAY)
    assert made.parts == (replace(card, reference="770", terminal="12", due=""), CHEQUE)


def test_days_are_kept_in_one_form() -> None:
    made = paying.checked(
        Payment(parts=(replace(CHEQUE, due="20271201"),), instalments=(replace(LATER, due="2027-W10-1"),)), TODAY
    )
    assert (made.parts[0].due, made.instalments[0].due) == ("2027-12-01", "2027-03-08")


def test_amounts_are_whole_units_of_the_papers_money() -> None:
    paying.checked(Payment(instalments=(replace(LATER, amount=700),)), TODAY, 100)
    with pytest.raises(ShopError, match="amount-not-whole") as caught:
        paying.checked(Payment(instalments=(replace(LATER, amount=750),)), TODAY, 100)
    assert (caught.value.field, caught.value.detail) == ("instalment_0_amount", "100")


@given(st.lists(st.tuples(st.integers(1, 10**12), st.integers(-3, 400)), max_size=20))
def test_what_is_owed_is_what_falls_due_later(rows: list[tuple[int, int]]) -> None:
    days = [(amount, TODAY + timedelta(days=after)) for amount, after in rows]
    parts = tuple(replace(CHEQUE, amount=amount, due=day.isoformat()) for amount, day in days)
    assert paying.owed(Payment(parts=parts), TODAY) == sum(amount for amount, day in days if day > TODAY)
