"""`ports.sheets.Sheets`: which of both kinds a file is, and what holds for either."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pos_app.adapters.sheets import csv_rows, seen
from pos_app.adapters.sheets.csv_out import CsvWriter
from pos_app.domain.errors import ShopError
from pos_app.ports.sheets import MAX_BYTES, Batch, Cell, SeenNumbers, SheetWriter

if TYPE_CHECKING:
    from pos_app.adapters.sheets.xlsx_out import XlsxWriter

_PACKED = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and an .xlsx that has a password
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_ASK_EVERY = 1_000  # rows


class FileSheets:
    def read(self, path: Path, batch: int) -> Iterator[Batch]:
        """By what it holds, whatever it is called."""
        try:
            if not path.is_file():  # a pipe would keep us waiting
                raise ShopError("sheet-missing", detail=path.name)
            with path.open("rb") as file:
                head = file.read(4)
            if path.stat().st_size > MAX_BYTES:
                raise ShopError("sheet-too-large", detail=str(MAX_BYTES // 1_000_000))
            if head == _OLD_EXCEL:
                raise ShopError("sheet-not-xlsx")
            if head == _PACKED:
                from pos_app.adapters.sheets import xlsx_rows

                yield from xlsx_rows.read(path, batch)
            else:
                yield from csv_rows.read(path, batch)
        except (OSError, ValueError) as error:
            raise ShopError("sheet-missing", detail=path.name) from error

    @contextmanager
    def write(
        self, path: Path, stopped: Callable[[], bool] = lambda: False, *, rtl: bool = False
    ) -> Iterator[SheetWriter]:
        """Beside its place first, then renamed there: it is whole or not there."""
        if path.suffix.casefold() not in (".csv", ".xlsx"):
            raise ShopError("sheet-kind-unknown", detail=path.suffix)
        made = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with os.fdopen(os.open(made, _NEW, 0o600), "wb") as file:  # it names the shop's customers
                writer = _writer(path, file, rtl=rtl)
                try:
                    yield _Stoppable(writer, stopped)
                    writer.finish()
                finally:
                    writer.close()
                file.flush()
                os.fsync(file.fileno())
            made.replace(path)
        except OSError as error:
            raise ShopError("sheet-not-written", detail=error.strerror or path.name) from error
        finally:
            made.unlink(missing_ok=True)

    def numbers(self) -> AbstractContextManager[SeenNumbers]:
        return seen.numbers()


def _writer(path: Path, file: BinaryIO, *, rtl: bool) -> CsvWriter | XlsxWriter:
    if path.suffix.casefold() == ".csv":
        return CsvWriter(file)
    from pos_app.adapters.sheets.xlsx_out import XlsxWriter

    return XlsxWriter(file, rtl=rtl)


class _Stoppable:
    """Asks every some rows whether a person has changed his mind."""

    def __init__(self, writer: SheetWriter, stopped: Callable[[], bool]) -> None:
        self._writer = writer
        self._stopped = stopped
        self._rows = 0

    def row(self, cells: Iterable[Cell]) -> None:
        self._rows += 1
        if self._rows % _ASK_EVERY == 0 and self._stopped():
            raise ShopError("stopped")
        self._writer.row(cells)
