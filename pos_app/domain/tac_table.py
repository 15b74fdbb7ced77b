"""A table of TACs as a shop gets it: a CSV file. Every row that does not hold is named; none is lost silently."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from pos_app.domain import table_text
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.tac import is_tac

MAX_BYTES = 32_000_000
MAX_ROWS = 500_000
MAX_NAME = 100  # characters
_HEADER = ("tac", "brand", "model")
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class BadRow:
    """`line` of the file, from 1. `reason`: tac-not-8-digits, tac-brand-missing, tac-model-missing, tac-name-too-long,
    tac-name-control, tac-twice, tac-row-short, tac-row-unreadable."""

    line: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class TacTable:
    """`rows`: TAC -> (brand, model). A TAC that comes twice with the same names counts once."""

    rows: dict[str, tuple[str, str]]
    bad: tuple[BadRow, ...]


def read(data: bytes) -> TacTable:
    """Raises ShopError for a file that is none: `tac-file-too-large`, `tac-file-empty`, `tac-file-not-text`,
    `tac-header-missing`, `tac-too-many-rows`."""
    if len(data) > MAX_BYTES:
        raise ShopError("tac-file-too-large", detail=str(MAX_BYTES // 1_000_000))
    text = table_text.decoded(data)
    if text is None:
        raise ShopError("tac-file-not-text")
    if not text.strip():
        raise ShopError("tac-file-empty")
    lines = _lines(text)
    places = _places(next(lines, (0, []))[1])
    rows: dict[str, tuple[str, str]] = {}
    bad: list[BadRow] = []
    for count, (line, cells) in enumerate(lines, 1):
        if count > MAX_ROWS:
            raise ShopError("tac-too-many-rows", detail=str(MAX_ROWS))
        found = _row(line, cells, places)
        if isinstance(found, BadRow):
            bad.append(found)
            continue
        tac, names = found
        if rows.setdefault(tac, names) != names:
            bad.append(BadRow(line, "tac-twice", tac))
    return TacTable(rows, tuple(bad))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells; blank lines are none. A quoted cell may hold the separator, never a new line: else one
    quote that was forgotten would swallow the rest of the file."""
    separator = ""
    for line, raw in enumerate(io.StringIO(text, newline=None), 1):
        if not raw.strip(_SEPARATORS + " \r\n"):
            continue
        separator = separator or max(_SEPARATORS, key=raw.count)
        try:
            cells = next(csv.reader([raw.rstrip("\r\n")], delimiter=separator, strict=True))
        except csv.Error:
            cells = []
        yield line, [cell.strip(" \t\u00a0") for cell in cells]


def _places(header: list[str]) -> dict[str, int]:
    names = [fold(cell).casefold() for cell in header]
    if any(names.count(name) != 1 for name in _HEADER):
        raise ShopError("tac-header-missing", detail=", ".join(_HEADER))
    return {name: names.index(name) for name in _HEADER}


def _row(line: int, cells: list[str], places: dict[str, int]) -> BadRow | tuple[str, tuple[str, str]]:
    shown = table_text.shown(" ".join(cells)[:60])
    if not cells:
        return BadRow(line, "tac-row-unreadable")
    if len(cells) <= max(places.values()):
        return BadRow(line, "tac-row-short", shown)
    tac = fold(cells[places["tac"]]).replace(" ", "").replace("-", "")
    if not is_tac(tac):
        return BadRow(line, "tac-not-8-digits", shown)
    said = [table_text.without_bidi(cells[places[name]]) for name in ("brand", "model")]
    if any(table_text.has_control(cell) for cell in said):
        return BadRow(line, "tac-name-control", shown)
    brand, model = (" ".join(cell.split()) for cell in said)
    if not brand or not model:
        return BadRow(line, "tac-model-missing" if brand else "tac-brand-missing", shown)
    if max(len(brand), len(model)) > MAX_NAME:
        return BadRow(line, "tac-name-too-long", shown)
    return tac, (brand, model)
