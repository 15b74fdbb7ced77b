"""Goods id and unit of a product, for the tax office."""

from __future__ import annotations

import pytest

from pos_app.application import completing, e_invoices, products, scan, sell
from pos_app.domain.errors import ShopError
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.domain.stock import Product
from tests.application.steps import sale_of
from tests.application.test_taxing import remembered
from tests.fakes.parts import CASE_GTIN, Till


def case_on_the_counter(till: Till) -> tuple[str, Product]:
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    return sale_id, sale_of(till.services, sale_id).lines[0].product


def test_an_open_sale_has_it_at_once_and_its_invoice_keeps_it(till: Till) -> None:
    remembered(till)
    sale_id, case = case_on_the_counter(till)
    products.describe(till.services, case.id, goods_id="۲۷۲۰۰۰۰۱۱۴۵۴۲", unit_code=1628)
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH))
    number = completing.complete(till.services, sale_id).number
    products.describe(till.services, case.id, goods_id="", unit_code=1627)
    made = e_invoices.made(till.services, number)
    assert made.faults == ()
    assert (made.invoice["body"][0]["sstid"], made.invoice["body"][0]["mu"]) == ("2720000114542", "1628")


@pytest.mark.parametrize(
    ("goods_id", "unit_code", "code", "field"),
    [
        ("27200001145", 1627, "goods-id-length", "goods_id"),
        ("27200001145x2", 1627, "goods-id-not-digits", "goods_id"),
        ("2720000114542", 5, "unit-code-unknown", "unit_code"),
    ],
)
def test_what_does_not_fit(till: Till, goods_id: str, unit_code: int, code: str, field: str) -> None:
    _sale, case = case_on_the_counter(till)
    with pytest.raises(ShopError, match=code) as caught:
        products.describe(till.services, case.id, goods_id=goods_id, unit_code=unit_code)
    assert caught.value.field == field


def test_a_product_that_is_not_there(till: Till) -> None:
    with pytest.raises(ShopError, match="product-missing"):
        products.describe(till.services, 999, goods_id="", unit_code=1627)
