"""Corrective and void invoices: each refers to what it changes, and an issued one never changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pos_app.application import completing, correcting, e_invoices, scan, sell
from pos_app.domain.correction import RowChange
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import Instalment, from_json
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.domain.stock import UnitState
from pos_app.ports.storage import StoredInvoice
from tests.application.steps import BUYER, owing, sale_of, sold
from tests.application.test_returns import ready, state_of
from tests.application.test_taxing import remembered
from tests.fakes.parts import CASE_GTIN, CODE, GALAXY, IMEI1, PIN, Till

LESS = RowChange(GALAXY.price, 5_000_000, 1)
WHY = "typing error"


def sold_case(till: Till) -> StoredInvoice:
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH))
    return completing.complete(till.services, sale_id)


def correct(till: Till, number: str, change: RowChange = LESS, **more: Any) -> StoredInvoice:
    return correcting.correct(till.services, number, {1: change}, **{"reason": WHY, "pin": PIN, **more})


def stored(till: Till, number: str) -> StoredInvoice:
    with till.services.storage.read() as session:
        found = session.invoice(number)
    assert found is not None
    return found


def test_it_refers_to_the_first_which_stays_as_it_was(till: Till) -> None:
    remembered(till)
    first = sold(till.services)
    made = correct(till, first.number)
    document = from_json(made.document)
    assert (document.subject, document.refers_to, document.refers_to_tax_id) == (
        "corrective", first.number, first.tax_id
    )  # fmt: skip
    assert (document.dis, document.tsstam) == (5_000_000, 418_000_000)
    assert document.reason == WHY
    assert stored(till, first.number) == first
    assert sale_of(till.services, first.sale_id).invoice_number == first.number
    said = e_invoices.made(till.services, made.number)
    assert (said.faults, said.invoice["header"]["ins"], said.invoice["header"]["irtaxid"]) == ((), 2, first.tax_id)


def test_corrections_are_a_chain_and_a_return_undoes_the_newest(till: Till) -> None:
    remembered(till)
    first = sold(till.services)
    second = correct(till, first.number)
    third = correct(till, first.number, RowChange(GALAXY.price, 6_000_000, 1))
    assert from_json(third.document).refers_to == second.number
    paper = from_json(completing.complete(till.services, ready(till)).document)
    assert (paper.refers_to, paper.refers_to_tax_id) == (third.number, third.tax_id)
    assert paper.tsstam == from_json(third.document).tsstam
    with pytest.raises(ShopError, match="invoice-undone-already"):
        correct(till, first.number)


def test_what_is_more_needs_its_way(till: Till) -> None:
    first = sold(till.services)
    more = RowChange(GALAXY.price + 1_000_000, 0, 1)
    with pytest.raises(ShopError, match="payment-missing"):
        correct(till, first.number, more)
    made = from_json(correct(till, first.number, more, method=PaymentMethod.TRANSFER, reference="77").document)
    assert [(line.method, line.amount) for line in made.payments] == [(4, 423_500_000), (7, 1_100_000)]
    assert made.number == "1405-1-000002"  # what was refused took no number


@pytest.mark.parametrize(("more", "code"), [({"pin": "1"}, "pin-wrong"), ({"reason": "x"}, "reason-missing")])
def test_a_manager_says_so_with_a_reason(till: Till, more: dict[str, Any], code: str) -> None:
    first = sold(till.services)
    with pytest.raises(ShopError, match=code):
        correct(till, first.number, **more)


def test_after_its_instalment_fell_due_all_that_was_paid_comes_back(till: Till) -> None:
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    sell.change_line(till.services, sale_id, sale_of(till.services, sale_id).lines[0].id, fee=2_500_000, discount=0,
                     quantity=1)  # fmt: skip
    sell.set_buyer(till.services, sale_id, replace(BUYER, postal_code="1234567891"))
    later = (Instalment(due="2026-12-01", amount=2_750_000),)
    sell.set_payment(till.services, sale_id, Payment(instalments=later))
    first = completing.complete(till.services, sale_id)
    till.clock.move(days=60)
    made = correct(till, first.number, RowChange(2_000_000, 0, 1))
    assert correcting.moved_by(till.services, made) == -550_000
    paper = correcting.void(till.services, made.number, reason=WHY, pin=PIN, method=PaymentMethod.CASH)
    assert correcting.moved_by(till.services, paper) == -2_200_000


def test_a_code_that_is_still_of_use_is_no_part_of_a_reason(till: Till) -> None:
    first = completing.complete(till.services, owing(till.services))
    with pytest.raises(ShopError, match="reason-holds-code") as caught:
        correct(till, first.number, reason=f"code {CODE} was wrong", pin="1")  # before a try of the PIN is spent
    assert caught.value.field == "reason"
    with pytest.raises(ShopError, match="reason-holds-code"):
        correcting.void(till.services, first.number, reason=CODE, pin=PIN, method=PaymentMethod.CASH)
    assert CODE not in correct(till, first.number).document


def test_a_difference_is_not_paid_by_a_cheque_without_its_id(till: Till) -> None:
    first, other = sold(till.services), sold_case(till)
    with pytest.raises(ShopError, match="cheque-as-part") as caught:
        correct(till, first.number, method=PaymentMethod.CHEQUE)
    assert caught.value.field == "method"
    with pytest.raises(ShopError, match="cheque-as-part"):
        correcting.void(till.services, other.number, reason=WHY, pin=PIN, method=PaymentMethod.CHEQUE)


def test_nothing_to_correct(till: Till) -> None:
    first = sold(till.services)
    with pytest.raises(ShopError, match="nothing-changed"):
        correct(till, first.number, RowChange(GALAXY.price, 0, 1))
    with pytest.raises(ShopError, match="invoice-missing"):
        correct(till, "1405-1-999999")
    back = completing.complete(till.services, ready(till))
    with pytest.raises(ShopError, match="not-a-sale-invoice"):
        correct(till, back.number)


def test_nothing_refers_to_what_is_dated_later(till: Till) -> None:
    first = sold(till.services)
    till.clock.move(days=-1)
    with pytest.raises(ShopError, match="before-referred"):
        correct(till, first.number)


def test_nothing_is_issued_after_a_clock_was_set_back(till: Till) -> None:
    first = sold_case(till).number
    till.clock.move(minutes=6)
    sold_case(till)
    till.clock.move(minutes=-6)
    with pytest.raises(ShopError, match="clock-set-back"):
        correct(till, first, RowChange(1_000, 0, 1))
    with pytest.raises(ShopError, match="clock-set-back"):
        correcting.void(till.services, first, reason=WHY, pin=PIN, method=PaymentMethod.CASH)
    till.clock.move(minutes=1)
    assert correct(till, first, RowChange(1_000, 0, 1)).number == "1405-1-000003"


def test_the_phone_stays_sold(till: Till) -> None:
    correct(till, sold(till.services).number)
    assert state_of(till, IMEI1) is UnitState.SOLD


def test_a_void_of_accessories_gives_the_money_back(till: Till) -> None:
    remembered(till)
    first = sold_case(till)
    paper = correcting.void(till.services, first.number, reason=WHY, pin=PIN, method=PaymentMethod.CASH)
    document = from_json(paper.document)
    assert (document.subject, document.refers_to, document.refers_to_tax_id) == ("void", first.number, first.tax_id)
    assert [(line.method, line.amount) for line in document.payments] == [(3, document.tsstam)]
    said = e_invoices.made(till.services, paper.number)
    assert [fault.field for fault in said.faults] == ["body[0].sstid"]  # this case has no goods id
    assert said.invoice["header"]["ins"] == 3
    with pytest.raises(ShopError, match="invoice-undone-already"):
        correct(till, first.number)
    with pytest.raises(ShopError, match="invoice-undone-already"):
        correcting.void(till.services, first.number, reason=WHY, pin=PIN, method=PaymentMethod.CASH)


def test_a_phone_is_taken_back_not_voided(till: Till) -> None:
    first = sold(till.services)
    with pytest.raises(ShopError, match="void-by-return"):
        correcting.void(till.services, first.number, reason=WHY, pin=PIN, method=PaymentMethod.CASH)


def test_what_may_be_done_with_an_invoice(till: Till) -> None:
    assert correcting.standing(till.services, sold_case(till).number).void_here
    first = sold(till.services)
    made = correct(till, first.number)
    found = correcting.standing(till.services, first.number)
    assert (found.document.number, found.void_here) == (made.number, False)
