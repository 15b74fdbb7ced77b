"""A list of phones into stock, against bare `executemany` of the same rows in the same chunks, equally durable."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from time import perf_counter

from pos_app.application import importing
from tests.bench.extent import Extent
from tests.bench.figures import Figure, against, alone
from tests.bench.stock import imeis, shop
from tests.bench.worker import Worker
from tests.bench.written import bare_database

_MEGABYTE = 1_000_000
_SMALLEST = 4_096  # bytes: memory is counted in pages, less growth than one cannot be seen
_BEGIN = 2_000_000  # the phones of the list are none of those in stock
_AT = "2026-11-22 12:00:00"
_PRODUCT = "Samsung,Galaxy A55,SM-A556E"
_SUPPLIER = "Sample distributor"


def measure(extent: Extent) -> list[Figure]:
    with shop(0) as folder:
        floor = _bare(folder / "shop.db", extent.imported)
    with shop(0) as folder:
        listed = folder / "list.csv"
        write_list(listed, extent.imported)
        with Worker("tests.bench.import_once", str(folder), str(listed)) as ours:
            seconds = ours.ask("take")
            few, many = ours.ask("memory_begin"), ours.ask("memory")
    name = f"import of {extent.imported:,} phones"
    return [
        against(name, seconds, floor, "s", aim=2),
        alone(
            f"memory of it, above the first {importing.CHUNK:,} rows",
            max(many - few, _SMALLEST) / _MEGABYTE,
            "MB",
            aim=40,
        ),
    ]


def write_list(path: Path, phones: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("imei1,imei2,serial,brand,model,model code,price,cost,supplier,condition\n")
        for place in range(phones):
            one, two = imeis(_BEGIN + place)
            file.write(f"{one},{two},L5CX{place:07},{_PRODUCT},385000000,350000000,{_SUPPLIER},new\n")


def _bare(database: Path, phones: int) -> float:
    """No file is read and nothing is checked: the rows lie ready, chunk by chunk."""
    seconds = 0.0
    with closing(bare_database(database)) as connection:
        connection.execute(
            "insert into product (kind, title, price, gtin, brand, model, model_code, goods_code, unit_code, guarantee)"
            " values ('device', 'x', 1, '', 'x', 'x', 'x', '', 1631, '')"
        )
        for first in range(0, phones, importing.CHUNK):
            places = range(first, min(first + importing.CHUNK, phones))
            units = [
                (
                    place + 1,
                    1,
                    f"L5CX{place:07}",
                    "",
                    "in_stock",
                    "",
                    "sealed",
                    1,
                    "",
                    0,
                    350000000,
                    "2026-11-22 12:00:00",
                )
                for place in places
            ]
            slots = [(imei, place + 1, slot) for place in places for slot, imei in enumerate(imeis(_BEGIN + place), 1)]
            begun = perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "insert into unit (id, product_id, serial, eid, state, hold, condition, boxed, grade, price, cost,"
                " entered_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", units,
            )  # fmt: skip
            connection.executemany("insert into unit_imei (imei, unit_id, slot) values (?, ?, ?)", slots)
            connection.execute("COMMIT")
            seconds += perf_counter() - begun
    return seconds
