"""Tables that are written: typed cells, no text that a spreadsheet would run, whole files or none."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.adapters.sheets import xlsx_out
from pos_app.adapters.sheets.sheets import FileSheets
from pos_app.domain.errors import ShopError
from pos_app.domain.safe_cell import is_active
from pos_app.ports.sheets import Cell

ROWS: list[list[Cell]] = [
    ["نام", "sum", "day", "nothing"],
    ["گوشی «الف»; ب, ج", 385_000_000, date(2026, 11, 22), None],
    ["+989121234567", -5, None, ""],
    ["=HYPERLINK(1)", 10**16, date(2026, 3, 21), "\u00a0@x"],
    ["a\nb\tc\x00d\ud800", 0, None, "-1"],
]
SUFFIXES = (".csv", ".xlsx")
FORMULA = st.builds(
    lambda before, sign, after: before + sign + after,
    st.text(st.sampled_from(" \t\r\n\u00a0\u200b\u200f\u2028\ufeff\u3000\x0b\"'گ,;"), max_size=3),
    st.sampled_from("=+-@"), st.text(max_size=6),
)  # fmt: skip


def write(path: Path, rows: list[list[Cell]], stopped: Callable[[], bool] = lambda: False) -> None:
    with FileSheets().write(path, stopped) as sheet:
        for row in rows:
            sheet.row(row)


def cells(path: Path) -> list[list[object]]:
    """As a program that opens the file finds them."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [list(row) for row in csv.reader(file)]
    book = openpyxl.load_workbook(path)
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return [[cell.value for cell in row] for sheet in book.worksheets for row in sheet.iter_rows()]


def test_a_csv_for_excel(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write(path, ROWS)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert cells(path)[1:] == [
        ["گوشی «الف»; ب, ج", "385000000", "2026-11-22", ""], ["'+989121234567", "-5", "", ""],
        ["'=HYPERLINK(1)", "10000000000000000", "2026-03-21", "'\u00a0@x"], ["a b c d\ufffd", "0", "", "'-1"],
    ]  # fmt: skip


def test_an_xlsx_with_types(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write(path, ROWS)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    found = [
        [(cell.value, cell.data_type, getattr(cell, "is_date", False)) for cell in row]
        for row in sheet.iter_rows(min_row=2)
    ]
    assert found[0][1] == (385_000_000, "n", False)
    assert str(found[0][2][0]).startswith("2026-11-22")
    assert found[0][2][2]
    assert found[1][0] == ("'+989121234567", "s", False)
    assert found[1][1] == (-5, "n", False)
    assert found[2][1] == (str(10**16), "s", False)  # a number would lose its last digits
    assert sheet.freeze_panes == "A2"


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        path = tmp_path / f"out{suffix}"
        write(path, [["imei", "نام"], ["356938035643809", "گوشی"], ["", ""], ["1", "x & <y>"]])
        lines = [(line.number, line.cells) for one in FileSheets().read(path, 10) for line in one.lines]
        assert lines == [(1, ("imei", "نام")), (2, ("356938035643809", "گوشی")), (4, ("1", "x & <y>"))]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FORMULA, min_size=1, max_size=5))
def test_no_cell_of_either_kind_is_active(tmp_path: Path, texts: list[str]) -> None:
    for suffix in SUFFIXES:
        path = tmp_path / f"out{suffix}"
        write(path, [["a"] * len(texts), list(texts)])
        found = cells(path)
        assert len(found) == 2  # no line break made a row of its own
        assert not [cell for row in found for cell in row if isinstance(cell, str) and is_active(cell)]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_out, "MAX_ROWS", 3)
    path = tmp_path / "out.xlsx"
    rows: list[list[Cell]] = [["n"], [0], [1], [2], [3], [4]]
    write(path, rows)
    book = openpyxl.load_workbook(path)
    assert [[cell.value for (cell,) in sheet.iter_rows()] for sheet in book.worksheets] == [
        ["n", 0, 1], ["n", 2, 3], ["n", 4],
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_is_whole_or_not_there(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    path.write_text("the one before")
    rows: list[list[Cell]] = [[n] for n in range(5_000)]
    with pytest.raises(ShopError, match="stopped"):
        write(path, rows, lambda: True)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "the one before"


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(ShopError, match="sheet-not-written"):
        write(tmp_path / "no folder" / "out.csv", ROWS)
    with pytest.raises(ShopError, match="sheet-kind-unknown"):
        write(tmp_path / "out.pdf", ROWS)


def test_an_empty_table_is_a_table(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        write(tmp_path / f"out{suffix}", [])
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0].max_row == 1
