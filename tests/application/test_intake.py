"""A delivery of one supplier: a pasted list becomes a purchase; what does not hold stays on the list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pos_app.application import intake
from pos_app.application.intake import Delivery, Phones, Pieces
from pos_app.domain.errors import ShopError
from pos_app.domain.money import MAX_RIAL
from pos_app.domain.stock import UnitState
from tests.application import listed
from tests.fakes.parts import CASE_GTIN, IMEI1, IMEI2, PHONE_GTIN, Till, codes_of

TODAY = date(2026, 11, 22)


def product(till: Till, gtin: str = PHONE_GTIN) -> int:
    with till.services.storage.read() as session:
        found = session.product_by_gtin(gtin)
    assert found is not None
    return found.id


def delivery(till: Till, text: str, **changed: object) -> Delivery:
    phones = Phones(product_id=product(till), listed=text, cost=350_000_000)
    plain: dict[str, object] = {"supplier": "پخش (نمونه)", "number": "F-12", "phones": (phones,)}
    return Delivery(**plain | changed)  # type: ignore[arg-type]


def test_a_list_comes_in_by_one_purchase(till: Till) -> None:
    text = "\n".join(" ".join(listed.pair(n)) for n in range(3))
    taken = intake.take(till.services, delivery(till, text))
    assert (taken.units, taken.total, taken.left) == (3, 1_050_000_000, ())
    with till.services.storage.read() as session:
        hit = session.find_units(listed.pair(1)[1])[0]
        assert [one.name for one in session.suppliers()] == ["پخش (نمونه)"]
    assert (hit.unit.imeis, hit.unit.cost, hit.unit.state) == (listed.pair(1), 350_000_000, UnitState.IN_STOCK)
    assert hit.unit.entered_at == till.clock.now()


def test_lines_that_do_not_hold_are_left(till: Till) -> None:
    good, other = listed.pair(0)[0], listed.pair(1)[0]
    text = f"{good}\n123\n{IMEI1} {IMEI2}\n{good}\n{other}"
    phones = delivery(till, text).phones[0]
    said = intake.look(till.services, phones)
    assert [[reason.code for reason in line.reasons] for line in said] == [
        [], ["imei-short"], ["imei-in-stock", "imei-in-stock"], ["imei-twice"], [],
    ]  # fmt: skip
    taken = intake.take(till.services, delivery(till, text))
    assert (taken.units, [line.line for line in taken.left]) == (2, [2, 3, 4])


def test_the_same_phone_in_two_lists_of_one_delivery(till: Till) -> None:
    one = Phones(product_id=product(till), listed=listed.pair(0)[0])
    two = Phones(product_id=product(till), listed=listed.pair(0)[0], cost=1)
    taken = intake.take(till.services, delivery(till, "", phones=(one, two)))
    assert (taken.units, len(taken.left)) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"supplier": "  "}, ("supplier-missing", "supplier")), ({"number": "x" * 41}, ("text-too-long", "number")),
        ({"day": TODAY + timedelta(days=400)}, ("day-in-future", "day")), ({"phones": ()}, ("intake-empty", "listed")),
    ],
)  # fmt: skip
def test_what_a_purchase_needs(till: Till, changed: dict[str, object], said: tuple[str, str]) -> None:
    with pytest.raises(ShopError) as caught:
        intake.take(till.services, delivery(till, listed.pair(0)[0], **changed))
    assert codes_of(caught.value) == said


def test_only_phones_with_sums_that_can_be(till: Till) -> None:
    for phones, said in (
        (Phones(product_id=product(till, CASE_GTIN), listed="x1"), ("product-not-a-phone", "product")),
        (Phones(product_id=999, listed="x1"), ("product-missing", "product")),
        (Phones(product_id=product(till), listed="x1", cost=-1), ("price-negative", "cost")),
        (Phones(product_id=product(till), listed="x1", price=MAX_RIAL + 1), ("amount-too-large", "price")),
    ):
        with pytest.raises(ShopError) as caught:
            intake.take(till.services, delivery(till, "", phones=(phones,)))
        assert codes_of(caught.value) == said


def test_an_invoice_of_a_supplier_comes_once(till: Till) -> None:
    intake.take(till.services, delivery(till, listed.pair(0)[0]))
    with pytest.raises(ShopError, match="purchase-number-twice"):
        intake.take(till.services, delivery(till, listed.pair(1)[0]))
    intake.take(till.services, delivery(till, listed.pair(1)[0], supplier="پخش ديگر (نمونه)"))
    intake.take(till.services, delivery(till, listed.pair(2)[0], number=""))
    taken = intake.take(till.services, delivery(till, listed.pair(3)[0], number="", supplier="پخش دیگر (نمونه)"))
    assert taken.units == 1
    with till.services.storage.read() as session:
        assert len(session.suppliers()) == 2


def test_accessories_come_in_by_pieces(till: Till) -> None:
    case = product(till, CASE_GTIN)
    pieces = (Pieces(product_id=case, quantity=10, cost=1_000), Pieces(product_id=case, quantity=10, cost=2_000))
    taken = intake.take(till.services, delivery(till, "", phones=(), pieces=pieces))
    assert (taken.units, taken.pieces, taken.total) == (0, 20, 30_000)
    with till.services.storage.read() as session:
        level = session.level(case)
        assert [row.pieces for row in session.purchases(5)] == [20]
    assert (level.quantity, level.cost) == (20, 1_500)
    for wrong, code in (
        (Pieces(product_id=case, quantity=0), "quantity-out-of-range"),
        (Pieces(product_id=product(till), quantity=1), "product-is-a-phone"),
        (Pieces(product_id=999, quantity=1), "product-missing"),
        (Pieces(product_id=case, quantity=1, cost=-1), "price-negative"),
    ):
        with pytest.raises(ShopError, match=code):
            intake.take(till.services, delivery(till, "", number="", phones=(), pieces=(wrong,)))
