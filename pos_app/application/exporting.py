"""Everything of the shop as tables, CSV or XLSX: written row by row, in the words of whoever asks, and on record.

Private values are masked always: a table lies about, is sent by mail, and its password is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pos_app.application.export_books import BOOKS, PAGE, Kind
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import Right
from pos_app.ports.sheets import Cell

KINDS = tuple(BOOKS)
JALALI, TIME = "jalali", "time"


@dataclass(frozen=True, slots=True)
class Wording:
    """How columns and codes are called: `heading` of a column's name, `code` of a column's name and a code in it."""

    heading: Callable[[str], str] = str
    code: Callable[[str, str], str] = lambda _column, code: code
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    kind: str
    rows: int
    file: Path


@needs(Right.EXPORT)
def export(
    services: Services, kind: str, out: Path, *, wording: Wording | None = None,
    progress: Callable[[int], None] = lambda _rows: None, stopped: Callable[[], bool] = lambda: False,
    period: tuple[date, date] | None = None,
) -> Exported:  # fmt: skip
    """`period`: first and last day in Tehran, for what has a day. Raises ShopError `export-kind-unknown`,
    `sheet-kind-unknown`, `sheet-not-written`, `stopped`; then no file is there."""
    book = BOOKS.get(kind)
    if book is None:
        raise ShopError("export-kind-unknown", detail=kind)
    if services.sheets is None:
        raise ShopError("sheets-missing")
    said = wording or Wording()
    rows = 0
    with services.sheets.write(out, stopped, rtl=said.rtl) as sheet:
        sheet.row([said.heading(name) for name in _headings(book.columns)])
        for row in book.rows(services, period):
            sheet.row(list(_cells(book.columns, row, said)))
            rows += 1
            if rows % PAGE == 0:
                progress(rows)
        progress(rows)
        with services.storage.write() as session:  # before the file is there: none leaves without its event
            data: dict[str, object] = {"rows": rows, "file": out.name}
            if period:
                data["period"] = [day.isoformat() for day in period]
            session.audit(services.till_id, services.clock.now(), services.person, "exported", kind, data)
    return Exported(kind, rows, out)


def _headings(columns: Iterable[tuple[str, Kind]]) -> Iterator[str]:
    for name, kind in columns:
        yield name
        if kind in (Kind.AT, Kind.DAY):
            yield f"{name}_{JALALI}"
        if kind is Kind.AT:
            yield f"{name}_{TIME}"


def _cells(columns: Iterable[tuple[str, Kind]], row: tuple[Any, ...], said: Wording) -> Iterator[Cell]:
    for (name, kind), value in zip(columns, row, strict=True):
        if kind is Kind.AT:
            yield from _moment(value)
        elif kind is Kind.DAY:
            yield value
            yield _jalali(value) if value else None
        elif kind is Kind.CODE:
            yield said.code(name, value) if value else None
        else:
            yield value if kind is Kind.NUMBER or value else None


def _moment(value: datetime | None) -> tuple[Cell, Cell, Cell]:
    from pos_app import jalali

    if value is None:
        return None, None, None
    here = jalali.local(value)
    return here.date(), _jalali(here.date()), f"{here:%H:%M}"


@lru_cache(maxsize=4096)
def _jalali(day: date) -> str:
    from pos_app import jalali

    return "{:04}/{:02}/{:02}".format(*jalali.parts(day))


@needs(Right.EXPORT)
def save(services: Services, name: str, headings: Iterable[str], rows: Iterable[Iterable[Cell]], out: Path, *,
         rtl: bool = False) -> Exported:  # fmt: skip
    """A table that stands on the screen, as a file; on record like every other. Raises as `export`."""
    if services.sheets is None:
        raise ShopError("sheets-missing")
    count = 0
    with services.sheets.write(out, rtl=rtl) as sheet:
        sheet.row(list(headings))
        for row in rows:
            sheet.row(row)
            count += 1
        with services.storage.write() as session:
            data: dict[str, object] = {"rows": count, "file": out.name}
            session.audit(services.till_id, services.clock.now(), services.person, "exported", name, data)
    return Exported(name, count, out)
