"""A list of phones into stock: every bad row named, none lost, none wrongly taken; again, only what is missing."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.application import importing
from pos_app.application.importing import Choice, Imported, Watch
from pos_app.domain.errors import ShopError
from pos_app.domain.stock import Condition, Unit, UnitState
from tests.application import listed
from tests.application.steps import sold
from tests.fakes.parts import GALAXY, IMEI1, IMEI2, NOKIA, OTHER1, PHONE_GTIN, Till

ALL = Choice()


def take(till: Till, path: Path, choice: Choice = ALL, **more: object) -> Imported:
    return importing.take(till.services, path, choice, **more)  # type: ignore[arg-type]


def unit(till: Till, imei: str) -> Unit | None:
    with till.services.storage.read() as session:
        hits = session.find_units(imei)
    return hits[0].unit if hits else None


def reasons(told: Imported) -> dict[int, list[tuple[str, str]]]:
    return {row.line: [(reason.code, reason.field) for reason in row.reasons] for row in told.first}


def count(till: Till, table: str) -> int:
    with till.storage._storage._engine.connect() as connection:  # type: ignore[attr-defined]
        return int(connection.exec_driver_sql(f"select count(*) from {table}").scalar())  # noqa: S608


def test_a_good_list_comes_in_once(till: Till, tmp_path: Path) -> None:
    path = listed.written(tmp_path, [listed.row(place) for place in range(3)])
    looked = importing.preview(till.services, path, ALL)
    assert (looked.rows, looked.good, looked.bad, looked.taken, looked.products) == (3, 3, 0, 0, 0)
    assert unit(till, listed.pair(0)[0]) is None
    assert take(till, path).taken == 3
    mine = unit(till, listed.pair(1)[1])
    assert mine is not None
    assert (mine.imeis, mine.serial, mine.product.title) == (listed.pair(1), "SN1", GALAXY.title)
    assert (mine.state, mine.cost, mine.price, mine.entered_at) == (
        UnitState.IN_STOCK, 350_000_000, 0, till.clock.now(),
    )  # fmt: skip
    again = take(till, path)
    assert (again.taken, again.known, again.bad) == (0, 3, 3)
    assert again.reasons == {"imei-in-stock": 3}
    assert count(till, "purchase") == 1
    assert count(till, "supplier") == 1


def test_again_takes_in_what_is_missing(till: Till, tmp_path: Path) -> None:
    take(till, listed.written(tmp_path, [listed.row(0), listed.row(1)]))
    told = take(till, listed.written(tmp_path, [listed.row(place) for place in range(4)]))
    assert (told.taken, told.known) == (2, 2)


def test_every_row_that_does_not_hold_is_named_with_its_line(till: Till, tmp_path: Path) -> None:
    sold(till.services)  # IMEI1 and IMEI2
    bad_to = tmp_path / "bad.csv"
    rows = [
        listed.row(0),
        listed.row(1, imei1="123"),
        listed.row(2, imei2=listed.pair(2)[0]),
        listed.row(3, imei1=listed.pair(0)[1]),
        listed.row(4, imei1=IMEI1, imei2=IMEI2),
        listed.row(5, imei1=OTHER1, imei2=""),
        listed.row(6, imei1=NOKIA),
        listed.row(7, brand="", model="", **{"model code": "nothing"}),
        listed.row(8, price="much", cost="-1"),
        listed.row(9),
    ]
    told = take(till, listed.written(tmp_path, rows), bad_to=bad_to)
    assert reasons(told) == {
        3: [("imei-short", "imei1")],
        4: [("imei-slots-equal", "imei2")],
        5: [("imei-twice", "imei1")],
        6: [("imei-sold", "imei1")],
        7: [("imei-in-stock", "imei1")],
        8: [("imei-in-stock", "imei1")],
        9: [("product-unknown", "brand")],
        10: [("price-not-a-number", "price"), ("price-negative", "cost")],
    }
    assert [row.line for row in told.first if row.known] == [7]
    assert (told.rows, told.good, told.taken, told.bad) == (10, 2, 2, 8)
    with bad_to.open(encoding="utf-8-sig", newline="") as file:
        saved = list(csv.DictReader(file))
    assert [int(row["line"]) for row in saved] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert saved[0]["imei1"] == "123"
    assert saved[-1]["reasons"] == "price-not-a-number (price); price-negative (cost)"


def test_bad_rows_that_were_mended_come_in(till: Till, tmp_path: Path) -> None:
    bad_to = tmp_path / "bad.csv"
    take(till, listed.written(tmp_path, [listed.row(0, price="x"), listed.row(1)]), bad_to=bad_to)
    bad_to.write_text(bad_to.read_text("utf-8-sig").replace('"x"', '"1000"'), "utf-8-sig")
    assert take(till, bad_to).taken == 1
    mended = unit(till, listed.pair(0)[0])
    assert mended is not None
    assert mended.price == 1000


def test_all_or_nothing(till: Till, tmp_path: Path) -> None:
    whole = Choice(whole=True)
    mixed = take(till, listed.written(tmp_path, [listed.row(0), listed.row(1, imei1="1")]), whole)
    assert (mixed.refused, mixed.taken, mixed.bad) == (True, 0, 1)
    assert unit(till, listed.pair(0)[0]) is None
    good = take(till, listed.written(tmp_path, [listed.row(0), listed.row(1)]), whole)
    assert (good.refused, good.taken) == (False, 2)
    assert take(till, listed.written(tmp_path, [listed.row(place) for place in range(3)]), whole).taken == 1


def test_a_product_that_is_unknown_is_made_once(till: Till, tmp_path: Path) -> None:
    said = {"brand": "Sample", "model": "One", "model code": ""}
    rows = [listed.row(place, **said) for place in range(3)] + [listed.row(3, **said, condition="used", price="5")]
    told = take(till, listed.written(tmp_path, rows))
    assert (told.taken, told.products) == (4, 1)
    new, used = unit(till, listed.pair(0)[0]), unit(till, listed.pair(3)[0])
    assert new is not None
    assert used is not None
    assert new.product == used.product
    assert (new.product.title, new.product.price, new.product.unit_code) == ("Sample One", 385_000_000, 1631)
    assert (used.condition, used.price, new.price) == (Condition.USED, 5, 0)


def test_colour_and_storage_tell_products_apart(till: Till, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = [("256GB", "Black"), ("128 GB", "Black"), ("256 gb", "black"), ("", "")]
    lines = [f"{listed.pair(n)[0]};Sample;One;{storage};{colour}" for n, (storage, colour) in enumerate(rows)]
    path.write_text("imei;brand;model;storage;colour\n" + "\n".join(lines), "utf-8")
    told = take(till, path)
    assert (told.taken, told.products) == (3, 2)
    assert reasons(told) == {5: [("product-ambiguous", "model")]}


def test_a_barcode_says_which_product_and_must_not_contradict(till: Till, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    one, two = listed.pair(0)[0], listed.pair(1)[0]
    path.write_text(f"imei\tbarcode\tbrand\n{one}\t{PHONE_GTIN}\t\n{two}\t{PHONE_GTIN}\tNokia\n", "utf-16")
    told = take(till, path)
    assert told.taken == 1
    assert reasons(told) == {3: [("gtin-other-product", "gtin")]}


def test_toman_by_choice_and_by_the_columns_name(till: Till, tmp_path: Path) -> None:
    path = listed.written(tmp_path, [listed.row(0, price="100", cost="90")])
    take(till, path, Choice(money="toman"))
    mine = unit(till, listed.pair(0)[0])
    assert mine is not None
    assert (mine.price, mine.cost) == (1000, 900)
    with pytest.raises(ShopError, match="money-unit-unknown"):
        take(till, path, Choice(money="dollar"))


def test_cancelled_between_chunks_and_resumed(till: Till, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 4)
    path = listed.written(tmp_path, [listed.row(place) for place in range(10)])
    seen: list[tuple[int, int]] = []
    told = take(till, path, watch=Watch(progress=lambda *at: seen.append(at), stopped=lambda: len(seen) == 2))
    assert told.stopped
    assert told.taken == 7  # the heading is the first of eight lines
    assert seen[0][0] <= seen[1][0] <= seen[1][1]
    assert take(till, path).taken == 3
    whole = listed.written(tmp_path, [listed.row(place) for place in range(20, 40)])
    asked = iter([False] * 8 + [True] * 9)
    with pytest.raises(ShopError, match="stopped"):  # in its one transaction: nothing of it
        take(till, whole, Choice(whole=True), watch=Watch(stopped=lambda: next(asked)))
    assert unit(till, listed.pair(20)[0]) is None


def test_a_disk_that_fails_midway_leaves_whole_chunks(
    till: Till, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 5)
    path = listed.written(tmp_path, [listed.row(place) for place in range(9)])

    def fail(done: int, _whole: int) -> None:
        raise ShopError("storage-full")

    with pytest.raises(ShopError, match="storage-full"):
        take(till, path, watch=Watch(progress=fail))
    assert count(till, "unit") == 4 + 4
    assert take(till, path).taken == 5
    assert count(till, "unit") == 4 + 9


def test_it_stands_in_the_audit_without_a_number(till: Till, tmp_path: Path) -> None:
    take(till, listed.written(tmp_path, [listed.row(0)]))
    with till.storage._storage._engine.connect() as connection:  # type: ignore[attr-defined]
        ((who, data),) = connection.exec_driver_sql(
            "select who, data from audit_event where kind = 'units-imported'"
        ).all()
    assert who == till.services.person
    assert '"units": 1' in data
    assert listed.pair(0)[0] not in data


def test_a_day_to_come_is_no_day_of_purchase(till: Till, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = [f"{listed.pair(n)[0]},Samsung,Galaxy A55,{day}" for n, day in enumerate(("1405/08/01", "1499/01/01"))]
    path.write_text("imei,brand,model,bought on\n" + "\n".join(rows), "utf-8")
    told = take(till, path)
    assert reasons(told) == {3: [("day-in-future", "bought_on")]}
    old = unit(till, listed.pair(0)[0])
    assert old is not None
    assert old.entered_at is not None
    assert old.entered_at.date().isoformat() == "2026-10-23"


@pytest.mark.slow
def test_a_hundred_thousand_rows_with_one_in_a_hundred_bad(till: Till, tmp_path: Path) -> None:
    """Every bad one named with its own reason, none lost, none wrongly taken."""
    chance = random.Random(6)  # noqa: S311 - repeatable on purpose
    rows: list[list[str]] = []
    wanted: dict[int, str] = {}
    spoil = (
        ("imei-check-digit", lambda n: {"imei1": _wrong(listed.pair(n)[0])}),
        ("imei-slots-equal", lambda n: {"imei2": listed.pair(n)[0]}),
        ("imei-short", lambda n: {"imei1": listed.pair(n)[0][:13]}),
        ("imei-twice", lambda n: {"imei1": rows[n // 2][0], "imei2": ""}),
        ("imei-in-stock", lambda _n: {"imei1": IMEI1, "imei2": IMEI2}),
        ("price-not-a-number", lambda _n: {"price": "گران"}),
        ("product-unknown", lambda _n: {"brand": "", "model": "", "model code": ""}),
        ("condition-unknown", lambda _n: {"condition": "؟"}),
    )
    for place in range(100_000):
        changed: dict[str, str] = {}
        if place and chance.random() < 0.01 and (place // 2 + 2) not in wanted:
            code, change = spoil[place % len(spoil)]
            wanted[place + 2] = code
            changed = change(place)
        rows.append(listed.row(place, **changed))
    path, bad_to = listed.written(tmp_path, rows), tmp_path / "bad.csv"
    looked = importing.preview(till.services, path, replace(ALL, first=2_000))
    told = take(till, path, replace(ALL, first=2_000), bad_to=bad_to)
    assert 900 < len(wanted) < 1_100
    for said in (looked, told):
        assert {row.line: row.reasons[0].code for row in said.first} == wanted
        assert (said.rows, said.bad, said.good) == (100_000, len(wanted), 100_000 - len(wanted))
    with bad_to.open(encoding="utf-8-sig", newline="") as file:
        saved = {int(row["line"]): row for row in csv.DictReader(file)}
    assert saved.keys() == wanted.keys()
    assert all([row[name] for name in listed.HEADER] == rows[line - 2] for line, row in saved.items())
    assert count(till, "unit") == 4 + told.taken
    with till.services.storage.read() as session:
        good = [cells[0] for line, cells in enumerate(rows, 2) if line not in wanted]
        assert len(session.known_imeis(good)) == told.taken
    assert take(till, path).taken == 0


def _wrong(imei: str) -> str:
    return f"{imei[:14]}{(int(imei[14]) + 1) % 10}"
