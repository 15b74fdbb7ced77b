"""Tables as shops have them: three encodings, three separators, two kinds of file; and files that are none."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from pos_app.adapters.sheets import csv_rows, xlsx_rows
from pos_app.adapters.sheets.sheets import FileSheets
from pos_app.domain.errors import ShopError

ROWS = [("نام", "imei", "قيمت"), ("گوشي", "356938035643809", "12"), ("موبايل; خوب", "490154203237518", "13")]


def read(path: Path, batch: int = 100) -> list[tuple[int, tuple[str, ...]]]:
    return [(line.number, line.cells) for one in FileSheets().read(path, batch) for line in one.lines]


def folded(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell.replace("ي", "ی").replace("ك", "ک") for cell in cells)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_way_of_a_csv(tmp_path: Path, encoding: str, separator: str, newline: str) -> None:
    path = tmp_path / "list.csv"
    text = newline.join(separator.join(f'"{cell}"' if ";" in cell else cell for cell in row) for row in ROWS)
    path.write_bytes(f"{text}{newline}{newline}".replace("گ", "گ").encode(encoding))
    assert [(n, folded(cells)) for n, cells in read(path)] == [(n, folded(row)) for n, row in enumerate(ROWS, 1)]


def test_small_pieces_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "_PIECE", 3)
    path = tmp_path / "list.csv"
    path.write_bytes("نام,imei\r\nگوشی,1\r\n\r\nب,2".encode())
    assert read(path, 1) == [(1, ("نام", "imei")), (2, ("گوشی", "1")), (4, ("ب", "2"))]


def test_excels_own_first_line_names_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("sep=;\nimei;price,toman\n1;2\n", "utf-8")
    assert read(path) == [(2, ("imei", "price,toman")), (3, ("1", "2"))]


def test_a_forgotten_quote_costs_its_own_row_alone(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('imei,name\n1,"open\n2,good\n', "utf-8")
    lines = [line for one in FileSheets().read(path, 10) for line in one.lines]
    assert [(line.number, line.cells, line.raw) for line in lines[1:]] == [(2, (), '1,"open'), (3, ("2", "good"), "")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet-empty"), (b"\n ,,\n", "sheet-empty"), (b"a\0b,c\n", "sheet-not-text"),
        (b"imei\nabc\xe9\xcf\n", "sheet-not-text"), (b"\xd0\xcf\x11\xe0old excel", "sheet-not-xlsx"),
        (b"PK\x03\x04 but no zip", "sheet-not-xlsx"), (b"x" * 200_000, "sheet-not-text"), (None, "sheet-missing"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes | None, code: str) -> None:
    path = tmp_path / "list.csv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ShopError, match=code):
        read(path)


def test_too_large_and_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.csv"
    path.write_text("imei\n1\n2\n3\n")
    monkeypatch.setattr(csv_rows, "MAX_ROWS", 3)
    with pytest.raises(ShopError, match="sheet-too-many-rows"):
        read(path)
    monkeypatch.setattr("pos_app.adapters.sheets.sheets.MAX_BYTES", 5)
    with pytest.raises(ShopError, match="sheet-too-large"):
        read(path)


def test_an_xlsx_gives_texts_whole_numbers_and_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["imei", "قیمت", "day", "eid", "ok"])
    sheet.append([])
    sheet.append([356938035643809, 12.0, datetime(2026, 10, 23), 8.9049032123451e31, "=1+1"])  # noqa: DTZ001
    book.save(tmp_path / "list.xlsx")
    first, second = read(tmp_path / "list.xlsx")
    assert first == (1, ("imei", "قیمت", "day", "eid", "ok"))
    assert second == (3, ("356938035643809", "12", "2026-10-23", "8.9049032123451e+31"))


def test_an_xlsx_that_would_unpack_to_too_much_or_names_entities(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.xlsx"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>')
    path.write_bytes(packed.getvalue())
    with pytest.raises(ShopError, match="sheet-not-xlsx"):
        read(path)
    monkeypatch.setattr(xlsx_rows, "MAX_UNPACKED", 10)
    book = openpyxl.Workbook()
    book.save(path)
    with pytest.raises(ShopError, match="sheet-too-large"):
        read(path)
