"""Everything as tables: each kind in both formats, masked, on record, without a formula."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pos_app.application import completing, correcting, export_books, exporting, importing, scan, sell
from pos_app.application.exporting import KINDS, Wording
from pos_app.domain.correction import RowChange
from pos_app.domain.errors import ShopError
from pos_app.domain.safe_cell import is_active
from pos_app.domain.sale import Payment, PaymentMethod
from tests.application import listed
from tests.application.steps import BUYER, sold
from tests.application.used_steps import bought, to_buy
from tests.fakes.parts import CASE, CASE_GTIN, IMEI1, PIN, Till, put_product


def table(till: Till, kind: str, folder: Path, **more: object) -> list[dict[str, str]]:
    path = folder / f"{kind}.csv"
    exporting.export(till.services, kind, path, **more)  # type: ignore[arg-type]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def busy(till: Till, tmp_path: Path) -> Till:
    """A sale, a buy-in, an import."""
    sold(till.services)
    completing.complete(till.services, bought(till, to_buy(till)))
    importing.take(till.services, listed.written(tmp_path, [listed.row(n) for n in range(3)]), importing.Choice())
    return till


def test_every_kind_in_both_formats(busy: Till, tmp_path: Path) -> None:
    for kind in KINDS:
        for suffix in (".csv", ".xlsx"):
            done = exporting.export(busy.services, kind, tmp_path / f"{kind}{suffix}")
            assert done.rows > 0, kind
            assert done.file.exists()


def test_units_with_where_they_came_from(busy: Till, tmp_path: Path) -> None:
    rows = {row["imei1"]: row for row in table(busy, "units", tmp_path)}
    new, gone = rows[listed.pair(0)[0]], rows[IMEI1]
    assert (new["state"], new["cost"], new["price"], new["supplier"]) == (
        "in_stock", "350000000", "385000000", listed.SUPPLIER,
    )  # fmt: skip
    assert (new["entered"], new["entered_jalali"]) == ("2026-11-22", "1405/09/01")
    assert (gone["state"], gone["cost"]) == ("sold", "")


def test_sums_are_true_with_returns_and_corrections(till: Till, tmp_path: Path) -> None:
    """A correction counts by its difference, what is given back below zero: the columns add up to what remains."""
    stored = sold(till.services)
    change = {1: RowChange(fee=380_000_000, discount=0, quantity=1)}
    correcting.correct(till.services, stored.number, change, reason="wrong price", pin=PIN, method=PaymentMethod.CASH)
    rows = table(till, "sales", tmp_path)
    assert [(row["subject"], int(row["net"]), int(row["vat"])) for row in rows] == [
        ("original", 385_000_000, 38_500_000), ("corrective", -5_000_000, -500_000),
    ]  # fmt: skip
    assert [int(row["invoice_total"]) for row in rows] == [423_500_000, 418_000_000]
    vat = table(till, "vat", tmp_path)
    assert [(row["year"], row["quarter"], row["vat_percent"], row["subject"], row["vat"]) for row in vat] == [
        ("1405", "3", "10", "corrective", "-500000"), ("1405", "3", "10", "original", "38500000"),
    ]  # fmt: skip


def test_a_void_gives_everything_back(till: Till, tmp_path: Path) -> None:
    sale_id = scan.take(till.services, "", CASE_GTIN).sale_id
    sell.set_payment(till.services, sale_id, Payment(method=PaymentMethod.CASH))
    stored = completing.complete(till.services, sale_id)
    correcting.void(till.services, stored.number, reason="not wanted", pin=PIN, method=PaymentMethod.CASH)
    rows = table(till, "sales", tmp_path)
    assert sum(int(row["total"]) for row in rows) == 0
    assert sum(int(row["amount"]) for row in table(till, "payments", tmp_path)) == 0


def test_persons_are_masked_in_every_table(busy: Till, tmp_path: Path) -> None:
    private = (BUYER.name, BUYER.national_id, BUYER.mobile)
    for kind in KINDS:
        text = "\n".join(",".join(row.values()) for row in table(busy, kind, tmp_path))
        assert not [value for value in private if value in text], kind
    (row,) = table(busy, "sales", tmp_path)
    assert (row["buyer"], row["buyer_id"], row["buyer_mobile"]) == ("علی ر…", "●●●●●●0899", "0912***4567")


def test_customers_are_counted_and_masked(busy: Till, tmp_path: Path) -> None:
    """One national id is one person: he bought a phone and sold another, and was named last as he sold."""
    (one,) = table(busy, "customers", tmp_path)
    assert (one["buyer"], one["buyer_mobile"], one["cases"]) == ("حسن ن…", "0935***0001", "2")
    assert (one["first_case"], one["erased"]) == ("2026-11-22", "")


def test_it_stands_in_the_history(busy: Till, tmp_path: Path) -> None:
    table(busy, "units", tmp_path)
    events = [row for row in table(busy, "events", tmp_path) if row["event"] == "exported"]
    assert [(row["person"], row["subject_of"]) for row in events] == [(busy.services.person, "units")]
    assert '"rows": 8' in events[0]["data"]


def test_no_formula_whoever_typed_it(till: Till, tmp_path: Path) -> None:
    bad = "=cmd|' /C calc'!A0"
    with till.services.storage.write() as session:
        put_product(session, replace(CASE, title=bad, gtin="", guarantee=f"\u00a0{bad}", brand=f"x;{bad}"))
    rows = table(till, "products", tmp_path)
    assert rows[-1]["title"] == f"'{bad}"
    assert not [cell for row in rows for cell in row.values() if is_active(cell)]


def test_a_period_and_the_words_of_who_asks(busy: Till, tmp_path: Path) -> None:
    day, other = date(2026, 11, 22), date(2026, 11, 21)
    assert table(busy, "sales", tmp_path, period=(day, day))
    assert not table(busy, "sales", tmp_path, period=(other, other))
    assert not table(busy, "purchases", tmp_path, period=(other, other))
    said = Wording(lambda name: name.upper(), lambda column, code: f"{column}:{code}")
    assert table(busy, "sales", tmp_path, wording=said)[0]["SUBJECT"] == "subject:original"


def test_what_cannot_be_exported(till: Till, tmp_path: Path) -> None:
    with pytest.raises(ShopError, match="export-kind-unknown"):
        exporting.export(till.services, "secrets", tmp_path / "out.csv")
    with pytest.raises(ShopError, match="sheet-kind-unknown"):
        exporting.export(till.services, "units", tmp_path / "out.txt")
    assert not list(tmp_path.glob("out*"))


def test_pages_join_without_a_seam(till: Till, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    importing.take(till.services, listed.written(tmp_path, [listed.row(n) for n in range(25)]), importing.Choice())
    whole = {kind: table(till, kind, tmp_path) for kind in ("units", "movements", "events")}
    monkeypatch.setattr(export_books, "PAGE", 3)
    for kind, rows in whole.items():
        again = table(till, kind, tmp_path)
        assert again[: len(rows)] == rows
