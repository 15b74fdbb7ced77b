"""Columns by the names that lists carry, and rows held to the rules of numbers, sums and days."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app import jalali
from pos_app.domain import import_cells, import_columns
from pos_app.domain.errors import ShopError
from pos_app.domain.import_row import Reason, Row, RowReader
from pos_app.domain.stock import Condition
from tests.fakes.parts import CASE_GTIN, EID, IMEI1, IMEI2

COLUMNS = ["IMEI1", "imei 2", "سریال", "EID", "برند", "مدل", "کد مدل", "بارکد", "شناسه کالا", "قیمت (تومان)",
           "قیمت خرید ریال", "تأمین‌کننده", "تاریخ خرید", "وضعیت", "گارانتی", "رنگ"]  # fmt: skip
GOOD = [IMEI1, IMEI2, "R5CX1", EID, "Samsung", "Galaxy A55", "SM-A556E", CASE_GTIN, "2330000604708", "۳۸٬۵۰۰٬۰۰۰",
        "350,000,000", "پخش (نمونه)", "۱۴۰۵/۰۸/۰۱", "نو", "۱۸ ماهه", "مشکی"]  # fmt: skip


def day(year: int, month: int, of: int) -> date:
    return jalali.gregorian(year, month, of) if year < import_cells.FIRST_GREGORIAN else date(year, month, of)


def read(**changed: str) -> Row | tuple[Reason, ...]:
    columns = import_columns.read(COLUMNS)
    cells = list(GOOD)
    for name, text in changed.items():
        cells[columns.places[name]] = text
    return RowReader(columns, "rial", day).read(2, tuple(cells))


def test_both_languages_are_known_and_the_unit_by_the_name() -> None:
    columns = import_columns.read([*COLUMNS, "ستون دیگر"])
    assert list(columns.places.values()) == list(range(16))
    assert columns.units == {"price": "toman", "cost": "rial"}
    assert columns.unread == ("ستون دیگر",)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("imei_1", "imei1"), ("IMEI 1", "imei1"), ("Imei-2", "imei2"), ("Serial No.", "serial"), ("Colour", "colour"),
        ("color", "colour"), ("Model_Code", "model_code"), ("goods id", "goods_id"), ("GTIN", "gtin"),
        ("Bought at", "cost"), ("Purchase date", "bought_on"), ("تامين كننده", "supplier"), ("حافظه", "storage"),
        ("Warranty", "guarantee"), ("condition", "condition"), ("price_toman", "price"),
    ],
)  # fmt: skip
def test_a_column_has_several_names(name: str, field: str) -> None:
    other = "serial" if field != "serial" else "imei1"
    assert field in import_columns.read([other, name]).places


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (["brand", "model"], "import-columns-missing"), (["imei", "imei1"], "import-column-twice"),
        (["imei"] + [""] * 300, "import-columns-many"),
    ],
)  # fmt: skip
def test_a_list_of_something_else_is_refused(header: list[str], code: str) -> None:
    with pytest.raises(ShopError, match=code):
        import_columns.read(header)


def test_a_good_row() -> None:
    row = read()
    assert isinstance(row, Row)
    assert (row.line, row.imeis, row.serial, row.eid) == (2, (IMEI1, IMEI2), "R5CX1", EID)
    rest = row.rest
    assert (rest.price, rest.cost) == (385_000_000, 350_000_000)
    assert (rest.supplier, rest.condition, rest.bought_on) == ("پخش (نمونه)", Condition.SEALED, date(2026, 10, 23))
    assert (rest.naming.gtin, rest.naming.goods_id, rest.naming.colour) == (CASE_GTIN, "2330000604708", "مشکی")


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"imei1": "356938035643808"}, "imei-check-digit", "imei1"), ({"imei2": "12"}, "imei-short", "imei2"),
        ({"imei1": "35693803564380"}, "imei-14-digits", "imei1"), ({"imei2": IMEI1}, "imei-slots-equal", "imei2"),
        ({"imei1": "3.56938E+14"}, "number-rounded", "imei1"), ({"imei1": "کد"}, "imei-not-digits", "imei1"),
        ({"imei1": "", "imei2": "", "serial": ""}, "imei-missing", "imei1"), ({"eid": "8904"}, "eid-length", "eid"),
        ({"gtin": "2000000000014"}, "gtin-check-digit", "gtin"), ({"goods_id": "77"}, "goods-id-length", "goods_id"),
        ({"gtin": "2E+12"}, "number-rounded", "gtin"), ({"price": "ارزان"}, "price-not-a-number", "price"),
        ({"price": "-5"}, "price-negative", "price"), ({"price": "9" * 30}, "amount-too-large", "price"),
        ({"cost": "12.5"}, "price-not-a-number", "cost"), ({"bought_on": "1405/13/01"}, "day-unreadable", "bought_on"),
        ({"condition": "عالی"}, "condition-unknown", "condition"), ({"brand": "x" * 101}, "text-too-long", "brand"),
        ({"model": "a\x00b\ue000"}, "text-control", "model"),
    ],
)  # fmt: skip
def test_every_fault_is_named_at_its_column(changed: dict[str, str], code: str, field: str) -> None:
    said = read(**changed)
    assert not isinstance(said, Row)
    assert [(reason.code, reason.field) for reason in said] == [(code, field)]


def test_all_reasons_of_a_row_are_named() -> None:
    said = read(imei1="1", price="x", gtin="2000000000014")
    assert not isinstance(said, Row)
    assert {reason.code for reason in said} == {"imei-short", "price-not-a-number", "gtin-check-digit"}


def test_a_short_row_lacks_its_last_cells_and_no_more() -> None:
    reader = RowReader(import_columns.read(["brand", "imei", "price"]), "toman", day)
    row = reader.read(2, ("Samsung", IMEI1))
    assert isinstance(row, Row)
    assert row.rest.price is None
    long = reader.read(3, ("Samsung", IMEI2, "12", "more", "more"))
    assert isinstance(long, Row)
    assert long.rest.price == 120


def test_bought_at_may_be_a_day() -> None:
    reader = RowReader(import_columns.read(["imei", "bought at"]), "rial", day)
    row = reader.read(2, (IMEI1, "1405-08-01"))
    assert isinstance(row, Row)
    assert (row.rest.cost, row.rest.bought_on) == (None, date(2026, 10, 23))


@pytest.mark.parametrize(
    ("text", "rials"),
    [
        ("385000000", 385_000_000), ("۳۸۵٬۰۰۰٬۰۰۰", 385_000_000), ("385,000,000 ریال", 385_000_000),
        ("38.500.000 تومان", 385_000_000), ("385 000 000", 385_000_000), ("385000000.0", 385_000_000), ("", None),
        ("1200 Toman", 12_000),
    ],
)  # fmt: skip
def test_sums_as_people_write_them(text: str, rials: int | None) -> None:
    assert import_cells.rials(text, 1) == rials


def test_two_numbers_in_one_cell_are_no_good_row() -> None:
    both = f"{IMEI1}/{IMEI2}"
    assert read(imei1=both, imei2="") == (Reason("imei-not-digits", "imei1", both),)
    kept = read(imei1=f"{IMEI1}/01", imei2="")
    assert isinstance(kept, Row)
    assert kept.imeis == (IMEI1,)
