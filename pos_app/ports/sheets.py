"""Tables in files, CSV or XLSX: read batch by batch, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

Cell: TypeAlias = "str | int | date | None"  # `None` = empty; a `date` is written as a day, an `int` as a number
MAX_BYTES = 512_000_000
MAX_ROWS = 1_048_576  # what a sheet of Excel holds


class Line(NamedTuple):
    """`number` of the row in its file, from 1; `cells` () where the row cannot be read, which `raw` then shows."""

    number: int
    cells: tuple[str, ...]
    raw: str = ""


class Batch(NamedTuple):
    """`done` of `whole`: how far the file has been read; bytes or rows, of one kind within one file."""

    lines: list[Line]
    done: int
    whole: int


class SheetWriter(Protocol):
    def row(self, cells: Iterable[Cell]) -> None: ...


class SeenNumbers(Protocol):
    def add(self, numbers: list[tuple[int, int]]) -> dict[int, int]:
        """Numbers, each with its line; those of them that came with another line before, with that one."""
        ...


class Sheets(Protocol):
    def read(self, path: Path, batch: int) -> Iterator[Batch]:
        """The first line is the heading. Blank rows are left out. Raises ShopError `sheet-missing`, `sheet-too-large`,
        `sheet-empty`, `sheet-not-text`, `sheet-not-xlsx`, `sheet-too-many-rows`."""
        ...

    def write(
        self, path: Path, stopped: Callable[[], bool] = lambda: False, *, rtl: bool = False
    ) -> AbstractContextManager[SheetWriter]:
        """A file that is there whole or not at all; by its suffix `.xlsx` or `.csv`, and no text of it is ever run as a
        formula. `rtl`: its first column is at the right.

        Raises ShopError `sheet-kind-unknown`, `sheet-not-written`, `sheet-too-many-rows`, `stopped`."""
        ...

    def numbers(self) -> AbstractContextManager[SeenNumbers]:
        """What memory does not grow with, however many numbers a file holds."""
        ...
