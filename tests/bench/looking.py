"""The dashboard of a year over a million sales, against its own questions asked by bare sqlite3."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from pos_app.application import figures
from pos_app.application.figures import Period
from pos_app.bootstrap import open_shop
from pos_app.settings import Settings
from tests.bench.extent import Extent
from tests.bench.figures import Figure, against, milliseconds, p99
from tests.bench.stock import shop

_DAYS, _SELLERS, _MODELS = 1_000, 8, 200
_BATCH = 50_000
_ROUNDS = 15
_SUMS = "sum(invoices), sum(phones), sum(net), sum(vat), sum(discount), sum(cost), sum(costed)"
_QUESTIONS = (
    f"select day, {_SUMS} from day_seller where day between ? and ? group by day",  # noqa: S608 - names of ours
    f"select seller, {_SUMS} from day_seller where day between ? and ? group by seller",  # noqa: S608
    """select product_id, sum(quantity), sum(net) as net, sum(cost), sum(costed) from day_product
       where day between ? and ? group by product_id order by net desc limit 25""",
    "select method, sum(payments), sum(amount) from day_method where day between ? and ? group by method",
    """select day, subject, count(*), sum(net), sum(vat) from invoice_figure where day between ? and ?
       group by day, subject""",
)
_STOCK = (
    "select entered_at >= '2026-01-01', count(*), sum(cost), sum(price) from unit"
    " where state = 'in_stock' and hold = '' group by 1"
)


def measure(extent: Extent) -> list[Figure]:
    ours: list[float] = []
    floor: list[float] = []
    with shop(1_000) as folder:
        services = open_shop(Settings(folder)).services
        last = figures.today(services)
        _fill(folder / "shop.db", extent.figured, last)
        period = Period(last - timedelta(days=364), last)
        figures.look(services, period)
        with closing(sqlite3.connect(folder / "shop.db")) as bare:
            for _ in range(_ROUNDS):
                begun = perf_counter()
                told = figures.look(services, period)
                ours.append(perf_counter() - begun)
                floor.append(_ask(bare, period))
        services.storage.close()
    if not told.total.net:
        raise RuntimeError("the dashboard has seen no sale")
    name = f"dashboard of a year, {extent.figured:,} sales"
    return [
        against(name, milliseconds(ours), milliseconds(floor), "ms", aim=2),
        against(f"{name}, p99", p99(ours), p99(floor), "ms"),
    ]


def _ask(bare: sqlite3.Connection, period: Period) -> float:
    begun = perf_counter()
    for question in _QUESTIONS:
        bare.execute(question, (period.first.isoformat(), period.last.isoformat())).fetchall()
    bare.execute(_STOCK).fetchall()
    return perf_counter() - begun


def _fill(database: Path, sales: int, last: date) -> None:
    """The figures as the program would have written them, of a thousand days."""
    days = [(last - timedelta(days=back)).isoformat() for back in range(_DAYS)]
    each = max(1, sales // (_DAYS * _SELLERS))
    with closing(sqlite3.connect(database)) as bare:
        bare.execute("PRAGMA synchronous=OFF")
        bare.executemany(
            "insert or ignore into product (id, kind, title, price, gtin, brand, model, model_code, goods_code,"
            " unit_code, guarantee) values (?, 'device', ?, 1, '', 'b', 'm', ?, '', 1631, '')",
            ((key, f"model {key}", str(key)) for key in range(2, _MODELS + 2)),
        )
        bare.executemany(
            "insert into day_seller (day, seller, invoices, phones, discount, vat, net, cost, costed)"
            " values (?, ?, ?, ?, 0, 10, 100, 90, 100)",
            ((day, f"seller {n}", each, each) for day in days for n in range(_SELLERS)),
        )
        bare.executemany(
            "insert into day_product (day, product_id, quantity, net, cost, costed) values (?, ?, 3, 300, 270, 300)",
            ((day, key) for day in days for key in range(2, _MODELS + 2)),
        )
        bare.executemany(
            "insert into day_method (day, method, payments, amount) values (?, ?, 10, 1000)",
            ((day, method) for day in days for method in (1, 2, 3, 4, 7)),
        )
        for first in range(0, sales, _BATCH):
            bare.executemany(
                "insert into invoice_figure (number, till_id, day, subject, seller, phones, discount, vat, net, cost,"
                " costed) values (?, 1, ?, 'original', 's', 1, 0, 10, 100, 90, 100)",
                ((f"n{n}", days[n * _DAYS // sales]) for n in range(first, min(first + _BATCH, sales))),
            )
        bare.commit()
        bare.execute("ANALYZE")
