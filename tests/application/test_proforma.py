"""An offer is no invoice: nothing is numbered, taxed, promised or moved by it."""

from __future__ import annotations

import pytest

from pos_app.application import completing, e_invoices, proforma, returns, sell
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import from_json, to_json
from pos_app.domain.sale import Payment, PaymentMethod, PaymentPart
from pos_app.domain.stock import UnitState
from tests.application.steps import opened, ready, sale_of, sold
from tests.application.test_returns import state_of
from tests.application.test_taxing import remembered
from tests.fakes.parts import IMEI1, OTHER1, Till


def test_it_is_marked_and_has_neither_tax_id_nor_a_phones_number(till: Till) -> None:
    remembered(till)
    made = proforma.document(till.services, opened(till.services))
    assert (made.subject, made.number, made.tax_id) == ("proforma", "P1405-1-000001", "")
    assert (made.imeis, made.payments, made.registry) == ((), (), None)
    assert made.tsstam == 423_500_000
    assert from_json(to_json(made)) == made


def test_the_sale_goes_on_and_its_invoice_has_the_first_number_and_serial(till: Till) -> None:
    remembered(till)
    sale_id = ready(till.services)
    before = sale_of(till.services, sale_id)
    path = proforma.paper(till.services, sale_id)
    assert path.name == "P1405-1-000001.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    assert sale_of(till.services, sale_id) == before
    assert state_of(till, IMEI1) is UnitState.IN_STOCK
    invoice = completing.complete(till.services, sale_id)
    assert (invoice.number, from_json(invoice.document).subject) == ("1405-1-000001", "original")
    assert e_invoices.made(till.services, invoice.number).invoice["header"]["inno"] == "0000000001"


def test_payments_that_were_typed_are_no_part_of_it(till: Till) -> None:
    sale_id = opened(till.services)
    part = PaymentPart(method=PaymentMethod.CASH, amount=5)
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH, parts=(part,)))
    assert proforma.document(till.services, sale_id).payments == ()


def test_each_has_its_own_number(till: Till) -> None:
    sale_id = opened(till.services)
    numbers = [proforma.document(till.services, sale_id).number for _ in range(2)]
    assert numbers == ["P1405-1-000001", "P1405-1-000002"]


def test_only_of_an_open_sale_with_goods(till: Till) -> None:
    empty = returns.exchange(till.services, _return(till))
    with pytest.raises(ShopError, match="basket-empty"):
        proforma.document(till.services, empty)


def test_not_of_a_return(till: Till) -> None:
    with pytest.raises(ShopError, match="proforma-of-sale-only"):
        proforma.document(till.services, _return(till))


def test_not_of_what_is_sold(till: Till) -> None:
    invoice = sold(till.services)
    with pytest.raises(ShopError, match="sale-not-open"):
        proforma.document(till.services, invoice.sale_id)
    assert opened(till.services, OTHER1)


def _return(till: Till) -> str:
    sold(till.services)
    return returns.begin(till.services, IMEI1)
