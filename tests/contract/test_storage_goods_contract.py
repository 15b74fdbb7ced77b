"""Counted goods, prices and stocktakes: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from pos_app.adapters.storage.goods_tables import stock_level, stock_movement
from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.counting import Movement, MovementKind
from pos_app.domain.errors import ShopError, StorageError
from pos_app.domain.stock import Product
from pos_app.ports.goods import PriceChange
from tests.contract.storage_steps import at_once
from tests.fakes import parts
from tests.fakes.clock import NOON


@pytest.fixture
def case(storage: SqlStorage) -> Product:
    with storage.read() as session:
        found = session.product_by_gtin(parts.CASE_GTIN)
    assert found is not None
    return found


def moved(
    product: Product, quantity: int, kind: MovementKind = MovementKind.COUNT, cost: int | None = None
) -> Movement:
    return Movement(product_id=product.id, at=NOON, kind=kind, quantity=quantity, till_id=1, who="s", cost=cost)


def test_the_level_is_the_sum_of_the_movements(storage: SqlStorage, case: Product) -> None:
    with storage.write() as session:
        assert session.level(case.id).quantity == 0
        assert not session.is_counted(case.id)
        for quantity, kind, cost in (
            (5, MovementKind.PURCHASE, 10),
            (-8, MovementKind.SALE, None),
            (0, MovementKind.COUNT, 1),
        ):
            session.move_goods(moved(case, quantity, kind, cost))
        assert session.level(case.id).quantity == -3
        assert session.is_counted(case.id)
        first, second = session.movements(case.id, 10)
    assert (first.quantity, first.cost, second.cost) == (-8, 10, 10)


def test_two_tills_that_move_the_same_goods_lose_nothing(storage: SqlStorage, case: Product) -> None:
    with storage.write() as session:
        session.move_goods(moved(case, 100))

    def sell() -> None:
        for _ in range(5):
            for _try in range(50):  # PostgreSQL lets one of two wait for its next try
                try:
                    with storage.write() as session:
                        session.move_goods(moved(case, -1, MovementKind.SALE))
                    break
                except StorageError:  # locked
                    continue

    assert at_once(sell, sell, sell) == [None, None, None]
    with storage.read() as reading:
        assert reading.level(case.id).quantity == 85
    with storage._engine.connect() as connection:
        total = connection.scalar(select(func.sum(stock_movement.c.quantity)))
        assert total == connection.scalar(select(stock_level.c.quantity)) == 85


def test_goods_are_listed_with_their_counts(storage: SqlStorage, case: Product) -> None:
    with storage.write() as session:
        session.put_product(replace(case, category="قاب", low_level=2, guarantee="g"))
        session.move_goods(moved(case, 2))
        session.note_price(case.id, PriceChange(NOON, "s", 1, 2))
    with storage.read() as session:
        assert [row.here for row in session.goods(("قاب",), limit=5)] == [2]
        assert [row.here for row in session.goods(("galaxy", "a55"), limit=5)] == [2]
        assert [row.product.id for row in session.goods((), low_only=True, limit=5)] == [case.id]
        assert [row.here for row in session.goods((), kind="device", limit=2, skip=1)] == [2, 1]
        assert session.goods(("100%_",), limit=5) == ()
        assert session.categories() == ("قاب",)
        assert session.price_changes(case.id, 5) == (PriceChange(NOON, "s", 1, 2),)
        assert session.product(case.id) == replace(case, category="قاب", low_level=2, guarantee="g")


def test_a_stocktake(storage: SqlStorage, case: Product) -> None:
    with storage.write() as session:
        key = session.open_new_stocktake(1, NOON, "s")
        unit = session.find_units(parts.IMEI1)[0].unit
        assert session.count_unit(key, unit.id, unit.name, "counted", NOON, "s")
        assert not session.count_unit(key, unit.id, unit.name, "counted", NOON, "s")
        assert session.count_unknown(key, "1234", NOON, "s")
        assert not session.count_unknown(key, "1234", NOON, "s")
        assert [session.count_pieces(key, case.id, case.gtin, 1, NOON, "s") for _ in range(3)] == [1, 2, 3]
        counts = session.stocktake_counts(key)
        assert (counts["counted"], counts["unknown"], counts["pieces"], counts["expected"]) == (1, 1, 3, 4)
        assert [(pile.counted, pile.should) for pile in session.piles(key)] == [(3, 0)]
        assert {scan.finding for scan in session.stocktake_scans(key, 10)} == {"counted", "unknown"}
        assert session.write_missing(key, NOON, "s") == 3
        session.close_stocktake(key, NOON, "s", "n", {"missing": 3})
        assert session.open_stocktake(1) is None
        assert session.stocktakes(5)[0].result == {"missing": 3}
        missing = [scan for scan in session.stocktake_scans(key, 10, without_counted=True) if scan.finding == "missing"]
        assert {scan.code for scan in missing} == {parts.OTHER1, parts.NOKIA, parts.STOLEN}
    with storage.write() as session:
        session.open_new_stocktake(1, NOON, "s")
    with pytest.raises(ShopError, match="stocktake-open-already"), storage.write() as session:
        session.open_new_stocktake(1, NOON, "s")
