"""The list of goods: made, changed with a history of prices, counted; and what cases move of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import completing, correcting, goods, intake, scan, sell
from pos_app.application.goods import Typed
from pos_app.application.intake import Delivery, Pieces
from pos_app.domain.correction import RowChange
from pos_app.domain.counting import Level, MovementKind, average
from pos_app.domain.errors import ShopError
from pos_app.domain.money import MAX_RIAL
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.domain.stock import Product, ProductKind
from tests.application import steps, test_returns
from tests.fakes.parts import CASE, CASE_GTIN, GALAXY, PHONE_GTIN, PIN, Till, codes_of

CABLE = Typed(kind=ProductKind.ACCESSORY, title="کابل USB-C", price=1_500_000, gtin="4006381333931", category="کابل",
              low_level=3)  # fmt: skip
PHONE = Typed(kind=ProductKind.DEVICE, brand="Sample", model="One", price=100)


def case(till: Till) -> Product:
    with till.services.storage.read() as session:
        found = session.product_by_gtin(CASE_GTIN)
    assert found is not None
    return found


def level(till: Till, product: Product) -> int:
    return goods.card(till.services, product.id).level.quantity


def take_in(till: Till, product: Product, quantity: int, cost: int | None = None) -> None:
    pieces = (Pieces(product_id=product.id, quantity=quantity, cost=cost),)
    intake.take(till.services, Delivery(supplier="Sample", pieces=pieces))


def sell_cases(till: Till, quantity: int) -> str:
    """Issued; the number of its invoice."""
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    for _ in range(quantity - 1):
        scan.take(till.services, sale_id, CASE_GTIN)
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH))
    return completing.complete(till.services, sale_id).number


# -- the list ----------------------------------------------------------------------------------------


def test_what_is_made_is_found_in_either_writing(till: Till) -> None:
    made = goods.add(till.services, CABLE)
    for text in ("كابل", "usb", "USB-C کابل", "4006381333931", "۴۰۰۶۳۸۱۳۳۳۹۳۱", "كابل usb"):
        assert [row.product for row in goods.search(till.services, text)] == [made]
    assert goods.search(till.services, "cable") == ()
    assert len(goods.search(till.services, "")) == 5
    assert [row.product.kind for row in goods.search(till.services, "", kind="accessory")] == ["accessory"] * 2
    assert {row.product.title: row.here for row in goods.search(till.services, "")}[GALAXY.title] == 2


def test_low_stock_is_listed(till: Till) -> None:
    made = goods.add(till.services, CABLE)
    assert [row.product for row in goods.search(till.services, "", low_only=True)] == [made]
    take_in(till, made, 4)
    assert goods.search(till.services, "", low_only=True) == ()
    goods.count(till.services, made.id, 3, reason="counted")
    (row,) = goods.search(till.services, "", low_only=True)
    assert (row.here, row.low) == (3, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (replace(CABLE, title="  "), ("title-missing", "title")),
        (replace(CABLE, price=-1), ("price-negative", "price")),
        (replace(CABLE, price=MAX_RIAL + 1), ("amount-too-large", "price")),
        (replace(CABLE, gtin="4006381333932"), ("gtin-check-digit", "gtin")),
        (replace(CABLE, gtin=PHONE_GTIN), ("gtin-other-product", "gtin")),
        (replace(CABLE, goods_id="12"), ("goods-id-length", "goods_id")),
        (replace(CABLE, unit_code=1), ("unit-code-unknown", "unit_code")),
        (replace(CABLE, low_level=-1), ("quantity-out-of-range", "low_level")),
        (replace(CABLE, category="x" * 101), ("text-too-long", "category")),
        (replace(PHONE, brand=""), ("brand-and-model-missing", "brand")),
        (replace(PHONE, model=""), ("brand-and-model-missing", "model")),
    ],
)  # fmt: skip
def test_what_a_product_needs(till: Till, typed: Typed, said: tuple[str, str]) -> None:
    with pytest.raises(ShopError) as caught:
        goods.add(till.services, typed)
    assert codes_of(caught.value) == said


def test_a_phone_is_named_by_its_maker_and_measured_as_one(till: Till) -> None:
    made = goods.add(till.services, PHONE)
    assert (made.title, made.unit_code) == ("Sample One", 1631)


def test_a_change_of_price_is_noted_with_who_changed_it(till: Till) -> None:
    made = goods.add(till.services, CABLE)
    goods.change(till.services, made.id, replace(CABLE, price=2_000_000))
    goods.change(till.services, made.id, replace(CABLE, price=2_000_000))  # nothing new
    goods.change(till.services, made.id, replace(CABLE, price=1_800_000, title="کابل"))
    prices = goods.card(till.services, made.id).prices
    assert [(one.old, one.new, one.who) for one in prices] == [
        (2_000_000, 1_800_000, till.services.person), (1_500_000, 2_000_000, till.services.person),
    ]  # fmt: skip
    with pytest.raises(ShopError, match="product-missing"):
        goods.change(till.services, 999, CABLE)
    with till.storage._storage._engine.connect() as connection:  # type: ignore[attr-defined]
        kinds = connection.exec_driver_sql("select kind from audit_event where kind like 'product%'").scalars().all()
    assert kinds == ["product-added", "product-changed", "product-changed"]


# -- counted goods -----------------------------------------------------------------------------------


def test_the_average_cost() -> None:
    assert average(Level(10, 100), 10, 200) == 150
    assert average(Level(0, 100), 5, 200) == 200
    assert average(Level(-3, 100), 5, 200) == 200
    assert average(Level(3, None), 5, 200) == 200
    assert average(Level(3, 100), 5, None) == 100
    assert average(Level(3, 100), -2, 7) == 100


def test_a_sale_takes_them_away_and_below_zero_only_warns(till: Till) -> None:
    product = case(till)
    take_in(till, product, 3, cost=1_000)
    sell_cases(till, 2)
    assert level(till, product) == 1
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    scanned = scan.take(till.services, sale_id, CASE_GTIN)
    assert scanned.short == (CASE.title,)
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH))
    completing.complete(till.services, sale_id)
    assert level(till, product) == -1
    movements = goods.card(till.services, product.id).movements
    assert [(one.kind, one.quantity) for one in movements] == [
        (MovementKind.SALE, -2), (MovementKind.SALE, -2), (MovementKind.PURCHASE, 3),
    ]  # fmt: skip
    assert movements[0].cost == 1_000


def test_a_shop_that_counts_none_is_not_warned(till: Till) -> None:
    sell_cases(till, 1)
    assert scan.take(till.services, "", CASE_GTIN).short == ()


def test_a_void_and_a_correction_bring_them_back(till: Till) -> None:
    product = case(till)
    take_in(till, product, 10)
    number = sell_cases(till, 4)
    change = {1: RowChange(fee=CASE.price, discount=0, quantity=1)}
    made = correcting.correct(
        till.services, number, change, reason="three too many", pin=PIN, method=PaymentMethod.CASH
    )
    assert level(till, product) == 9
    correcting.void(till.services, made.number, reason="not wanted", pin=PIN, method=PaymentMethod.CASH)
    assert level(till, product) == 10


def test_a_return_of_the_whole_invoice_brings_them_back(till: Till) -> None:
    product = case(till)
    take_in(till, product, 10)
    sale_id = steps.ready(till.services)
    scan.take(till.services, sale_id, CASE_GTIN)
    completing.complete(till.services, sale_id)
    assert level(till, product) == 9
    completing.complete(till.services, test_returns.ready(till, subject="void"))
    assert level(till, product) == 10


def test_counted_by_hand(till: Till) -> None:
    product = case(till)
    assert goods.count(till.services, product.id, 7, reason="first count").quantity == 7
    assert goods.count(till.services, product.id, 5, reason="two are gone").quantity == 5
    assert [one.quantity for one in goods.card(till.services, product.id).movements] == [-2, 7]
    with till.services.storage.read() as session:
        phone = session.product_by_gtin(PHONE_GTIN)
    assert phone is not None
    for product_id, pieces, reason, code in (
        (product.id, -1, "reason", "quantity-out-of-range"), (product.id, 1, " ", "reason-missing"),
        (phone.id, 1, "reason", "product-is-a-phone"), (999, 1, "reason", "product-missing"),
    ):  # fmt: skip
        with pytest.raises(ShopError, match=code):
            goods.count(till.services, product_id, pieces, reason=reason)
