"""The first sheet of an XLSX, row by row. It is a ZIP of XML: what it would unpack to is looked at first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from pos_app.domain.errors import ShopError
from pos_app.ports.sheets import MAX_ROWS, Batch, Line

MAX_UNPACKED = 2_000_000_000
MAX_TEXTS = 256_000_000  # of the table of shared texts, which the reader holds as a whole
MAX_CELLS = 200  # of one row


def read(path: Path, batch: int) -> Iterator[Batch]:
    """As `ports.sheets.Sheets.read` says."""
    _look(path)
    from xml.etree.ElementTree import ParseError

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            yield from _batches(book.worksheets[0], batch)
        finally:
            book.close()
    except (InvalidFileException, BadZipFile, ParseError, KeyError, IndexError, ValueError, TypeError) as error:
        raise ShopError("sheet-not-xlsx") from error


def _look(path: Path) -> None:
    try:
        with ZipFile(path) as packed:
            parts = packed.infolist()
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.open(part).read(1024):
                    raise ShopError("sheet-not-xlsx")
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ShopError("sheet-not-xlsx") from error
    texts = sum(part.file_size for part in parts if "sharedStrings" in part.filename)
    if sum(part.file_size for part in parts) > MAX_UNPACKED or texts > MAX_TEXTS:
        raise ShopError("sheet-too-large", detail=str(MAX_UNPACKED // 1_000_000))


def _batches(sheet: Any, size: int) -> Iterator[Batch]:
    whole = min(sheet.max_row or 1, MAX_ROWS)
    if (sheet.max_column or 0) > MAX_CELLS:
        sheet.reset_dimensions()  # a stray cell far to the right
    rows = number = 0
    lines: list[Line] = []
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_CELLS), 1):
        filled = len(values)
        while filled and values[filled - 1] in (None, ""):
            filled -= 1
        cells = tuple(map(_text, values[:filled]))
        if not any(cells):
            continue
        rows += 1
        if rows > MAX_ROWS:
            raise ShopError("sheet-too-many-rows", detail=str(MAX_ROWS))
        lines.append(Line(number, cells))
        if len(lines) >= size:
            yield Batch(lines, number, max(whole, number))
            lines = []
    if not rows:
        raise ShopError("sheet-empty")
    yield Batch(lines, number, number)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):  # 15 digits of it are exact; more of them show as what they are, a rounded number
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)
