"""Figures of invoices and the totals of days: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.ports.figures import Figure, Goods, Sums
from tests.contract.storage_steps import issue, open_sale
from tests.fakes import parts
from tests.fakes.clock import NOON

DAY = date(2026, 11, 22)


def a_figure(number: str, seq: int, **changed: object) -> Figure:
    goods = (Goods(product_id=1, quantity=1, net=100, cost=60), Goods(product_id=2, quantity=2, net=50))
    plain = {"number": number, "till_id": 1, "year": 1405, "seq": seq, "day": DAY, "subject": "original", "seller": "s",
             "phones": 1, "discount": 5, "vat": 15, "net": 150, "goods": goods,
             "payments": ((3, 65), (4, 100))}  # fmt: skip
    return Figure(**plain | changed)  # type: ignore[arg-type]


@pytest.fixture
def numbers(storage: SqlStorage) -> list[str]:
    made = []
    for place, imei in enumerate((parts.IMEI1, parts.OTHER1, parts.NOKIA)):
        open_sale(storage, f"sale-{place}", imei)
        with storage.write() as session:
            made.append(issue(session, f"sale-{place}"))
    return made


def test_unread_ones_in_their_order(storage: SqlStorage, numbers: list[str]) -> None:
    with storage.write() as session:
        assert session.unread_count() == 3
        assert [one.number for one in session.unread_figures(2)] == numbers[:2]
        session.add_figures([a_figure(numbers[0], 1)], [(1, 1405, 2)])
        assert session.unread_count() == 1
        (last,) = session.unread_figures(5)
        assert (last.number, last.seq, last.seller, last.document) == (numbers[2], 3, "s", "{}")
        session.end_reading()
        assert session.unread_count() == 0


def test_days_are_added_up(storage: SqlStorage, numbers: list[str]) -> None:
    later = DAY + timedelta(days=1)
    with storage.write() as session:
        session.add_figures([a_figure(numbers[0], 1), a_figure(numbers[1], 2, seller="t", net=-150, vat=-15)], [])
        session.add_figures([a_figure(numbers[2], 3, day=later, subject="return")], [])
    with storage.read() as session:
        one = Sums(1, 1, 150, 15, 5, 60, 100)
        assert session.sums_by_day(DAY, later) == {DAY: Sums(2, 2, 0, 0, 10, 120, 200), later: one}
        assert session.sums_by_day(later, later) == {later: one}
        assert set(session.sums_by_seller(DAY, DAY)) == {"s", "t"}
        first, second = session.sums_by_product(DAY, later, 5)
        assert (first.product_id, first.title, first.quantity, first.net, first.margin) == (
            1,
            "Galaxy A55",
            3,
            300,
            120,
        )
        assert (second.quantity, second.costed) == (6, 0)
        assert len(session.sums_by_product(DAY, later, 1)) == 1
        assert session.sums_by_method(DAY, later) == {3: (3, 195), 4: (3, 300)}
        assert [(one.day, one.subject, one.invoices) for one in session.vat_by_day(DAY, later)] == [
            (DAY, "original", 2), (later, "return", 1),
        ]  # fmt: skip


def test_the_stock_by_age(storage: SqlStorage) -> None:
    from dataclasses import replace

    with storage.write() as session:
        for number, days, cost in ((parts.IMEI1, 1, 10), (parts.OTHER1, 100, 20), (parts.NOKIA, 3, None)):
            unit = session.find_units(number)[0].unit
            session.change_unit(replace(unit, entered_at=NOON - timedelta(days=days), cost=cost))
    with storage.read() as session:
        young, old = session.stock_by_age([NOON - timedelta(days=30)])
        assert (young.phones, young.cost, young.unpriced, young.asking) == (2, 10, 1, 385_000_000 + 62_500_000)
        assert (old.since, old.phones, old.cost) == (None, 2, 20)
        assert session.counted_stock() == (0, 0)
        assert session.bought_in(NOON, NOON + timedelta(days=1)) == (0, 0)
