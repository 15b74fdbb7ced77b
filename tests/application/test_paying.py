"""Payments in parts, cheques, instalments: what is frozen, who is named, what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import completing, correcting, e_invoices, scan, sell
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import Instalment, InvoiceDocument, PaymentLine, from_json
from pos_app.domain.sale import Buyer, BuyerKind, Payment, PaymentMethod, PaymentPart
from tests.application import steps
from tests.application.test_returns import ready as ready_to_return
from tests.application.test_taxing import remembered
from tests.fakes.parts import CASE, CASE_GTIN, PIN, Till

TOTAL = 423_500_000
NAMED = replace(steps.BUYER, postal_code="1234567891")
SAYAD = "1234567890123456"
CHEQUE = PaymentPart(method=PaymentMethod.CHEQUE, amount=300_000_000, reference=SAYAD, due="2027-01-20")
CASH = PaymentPart(method=PaymentMethod.CASH, amount=23_500_000)


SMALL = replace(CHEQUE, amount=1_000_000)


def accessory(till: Till) -> str:
    """A sale of a case to a named buyer: nothing but its payment is left to do."""
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    sell.set_buyer(till.services, sale_id, NAMED)
    return sale_id


def begun(till: Till, buyer: Buyer = NAMED) -> str:
    sale_id = steps.compared(till.services)
    steps.activate(till.services, sale_id)
    sell.set_buyer(till.services, sale_id, buyer)
    return sale_id


def lacks(till: Till, sale_id: str) -> tuple[tuple[str, str], ...]:
    with till.services.storage.read() as session:
        return sell.lacks(till.services, session, sell.load(session, sale_id))


def issued(till: Till, payment: Payment, buyer: Buyer = NAMED) -> InvoiceDocument:
    sale_id = begun(till, buyer)
    sell.set_payment(till.services, sale_id, payment)
    assert lacks(till, sale_id) == ()
    return from_json(completing.complete(till.services, sale_id).document)


def test_parts_and_the_rest_are_rows_of_the_invoice(till: Till) -> None:
    card = PaymentPart(method=PaymentMethod.CARD_READER, amount=200_000_000, reference="770011223344", terminal="77")
    document = issued(till, Payment(method=PaymentMethod.TRANSFER, reference="99", parts=(CASH, card)))
    assert document.payments == (
        PaymentLine(method=3, amount=23_500_000),
        PaymentLine(method=4, amount=200_000_000, reference="770011223344", terminal="77"),
        PaymentLine(method=7, amount=200_000_000, reference="99"),
    )
    assert (document.type, document.owed, document.buyer.kind) == (2, 0, "")


def test_credit_makes_it_an_invoice_in_the_buyers_name(till: Till) -> None:
    remembered(till)
    document = issued(till, Payment(
        parts=(CASH, CHEQUE), instalments=(Instalment(due="2027-02-20", amount=100_000_000),)
    ))  # fmt: skip
    assert (document.type, document.owed, document.buyer.kind) == (1, 400_000_000, "natural")
    assert document.instalments == (Instalment(due="2027-02-20", amount=100_000_000),)
    made = e_invoices.made(till.services, document.number)
    assert made.faults == ()
    header = made.invoice["header"]
    assert (header["inty"], header["setm"], header["cap"], header["insp"]) == (1, 3, 23_500_000, 400_000_000)
    assert (header["tob"], header["bid"], header["bpc"]) == (1, "0499370899", "1234567891")


def test_identity_is_asked_for_before_credit_is_given(till: Till) -> None:
    sale_id = begun(till, steps.BUYER)
    with pytest.raises(ShopError, match="identity-for-credit") as caught:
        sell.set_payment(till.services, sale_id, Payment(parts=(CASH, CHEQUE)))
    assert caught.value.field == "postal_code"
    assert steps.sale_of(till.services, sale_id).payment == Payment()
    sell.set_buyer(till.services, sale_id, NAMED)
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH, parts=(CHEQUE,)))
    sell.set_buyer(till.services, sale_id, steps.BUYER)  # and it is not taken away again
    assert lacks(till, sale_id) == (("identity-missing", "postal_code"),)
    with pytest.raises(ShopError, match="identity-missing"):
        completing.complete(till.services, sale_id)


def test_a_company_that_wants_its_invoice_pays_in_cash(till: Till) -> None:
    remembered(till)
    company = Buyer(name="شرکت نمونه", national_id="14003778990", kind=BuyerKind.LEGAL)
    document = issued(till, Payment(method=PaymentMethod.CASH), company)
    assert (document.type, document.buyer.kind, document.owed) == (1, "legal", 0)
    made = e_invoices.made(till.services, document.number)
    assert made.faults == ()
    assert (made.invoice["header"]["tinb"], made.invoice["header"]["setm"]) == ("14003778990", 1)


def test_who_wants_it_in_his_name_says_who_he_is(till: Till) -> None:
    sale_id = begun(till, replace(steps.BUYER, kind=BuyerKind.NATURAL))
    assert ("identity-missing", "postal_code") in lacks(till, sale_id)


def test_a_day_that_has_come_meanwhile_is_typed_anew(till: Till) -> None:
    sale_id = accessory(till)
    later = Payment(method=PaymentMethod.CASH, instalments=(Instalment(due="2026-11-23", amount=1_000_000),))
    sell.set_payment(till.services, sale_id, later)
    assert lacks(till, sale_id) == ()
    till.clock.move(days=10)
    assert lacks(till, sale_id) == (("due-passed", ""),)
    with pytest.raises(ShopError, match="due-passed"):
        completing.complete(till.services, sale_id)
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH, parts=(replace(SMALL, due=""),)))
    assert completing.complete(till.services, sale_id).number


def test_a_cheque_pays_one_invoice_until_it_is_given_back(till: Till) -> None:
    payment = Payment(method=PaymentMethod.CASH, parts=(SMALL,))
    one, other = accessory(till), accessory(till)
    for sale_id in (one, other):
        sell.set_payment(till.services, sale_id, payment)
    first = completing.complete(till.services, one)
    assert lacks(till, other) == (("cheque-elsewhere", first.number),)
    with pytest.raises(ShopError, match="cheque-elsewhere"):
        completing.complete(till.services, other)
    with pytest.raises(ShopError, match="cheque-elsewhere") as caught:
        sell.set_payment(till.services, other, payment)
    assert (caught.value.field, caught.value.detail) == ("part_0_reference", first.number)
    correcting.void(till.services, first.number, reason="typing error", pin=PIN, method=PaymentMethod.CASH)
    assert completing.complete(till.services, other).number
    third = accessory(till)
    with pytest.raises(ShopError, match="cheque-elsewhere"):
        sell.set_payment(till.services, third, payment)


def test_the_rest_is_not_paid_by_a_cheque_without_an_id(till: Till) -> None:
    with pytest.raises(ShopError, match="cheque-as-part"):
        sell.set_payment(till.services, accessory(till), Payment(method=PaymentMethod.CHEQUE))


def test_a_sum_that_the_books_cannot_hold_is_said(till: Till) -> None:
    sale_id = accessory(till)
    with till.services.storage.write() as session:
        for at in range(12):
            dear = replace(CASE, gtin=f"dear{at}", price=9 * 10**17)
            product = replace(dear, id=session.put_product(dear))
            sell.add_accessory(till.services, session, sell.load(session, sale_id), product)
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH))
    assert lacks(till, sale_id) == (("amount-too-large", ""),)
    with pytest.raises(ShopError, match="amount-too-large"):
        completing.complete(till.services, sale_id)
    line = steps.sale_of(till.services, sale_id).lines[0]
    with pytest.raises(ShopError, match="amount-too-large") as caught:
        sell.change_line(till.services, sale_id, line.id, fee=10**18 - 1, discount=998 * 10**18, quantity=999)
    assert caught.value.field == "fee"


def test_a_cheque_of_today_is_no_credit(till: Till) -> None:
    sale_id = begun(till, steps.BUYER)
    today = replace(CHEQUE, due="2026-11-22")
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH, parts=(today,)))
    document = from_json(completing.complete(till.services, sale_id).document)
    assert (document.type, document.owed) == (2, 0)
    assert document.payments[0] == PaymentLine(method=1, amount=300_000_000, reference=SAYAD)


def test_more_than_the_sum_is_not_taken(till: Till) -> None:
    sale_id = begun(till)
    sell.set_payment(till.services, sale_id, Payment(parts=(CHEQUE, replace(CASH, amount=TOTAL))))
    assert lacks(till, sale_id) == (("payments-exceed", "300000000"),)
    with pytest.raises(ShopError, match="payments-exceed"):
        completing.complete(till.services, sale_id)


def test_what_parts_leave_needs_its_way(till: Till) -> None:
    sale_id = begun(till)
    sell.set_payment(till.services, sale_id, Payment(parts=(CHEQUE,)))
    assert lacks(till, sale_id) == (("payment-missing", ""),)


def test_what_is_still_owed_is_not_paid_out(till: Till) -> None:
    first = issued(till, Payment(method=PaymentMethod.CASH, parts=(CHEQUE,)))
    document = from_json(completing.complete(till.services, ready_to_return(till)).document)
    assert document.payments == (
        PaymentLine(method=2, amount=300_000_000, reference=first.number),
        PaymentLine(method=3, amount=TOTAL - 300_000_000),
    )
    assert (document.instalments, document.owed) == ((), 0)


def test_what_has_fallen_due_counts_as_paid(till: Till) -> None:
    issued(till, Payment(method=PaymentMethod.CASH, parts=(CHEQUE,)))
    case_id = ready_to_return(till)
    till.clock.move(days=90)
    document = from_json(completing.complete(till.services, case_id).document)
    assert document.payments == (PaymentLine(method=3, amount=TOTAL),)


def test_a_return_of_what_was_never_paid_needs_no_way(till: Till) -> None:
    issued(till, Payment(instalments=(Instalment(due="2027-02-20", amount=TOTAL),)))
    case_id = ready_to_return(till)
    sell.set_payment(till.services, case_id, Payment())
    assert lacks(till, case_id) == ()
    document = from_json(completing.complete(till.services, case_id).document)
    assert [(line.method, line.amount) for line in document.payments] == [(2, TOTAL)]


def test_a_return_is_paid_in_one(till: Till) -> None:
    steps.sold(till.services)
    case_id = ready_to_return(till)
    with pytest.raises(ShopError, match="payment-in-one"):
        sell.set_payment(till.services, case_id, Payment(parts=(CASH,)))
