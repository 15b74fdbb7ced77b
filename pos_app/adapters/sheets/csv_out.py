"""CSV as Excel reads it: UTF-8 with its mark, comma, every text quoted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from pos_app.domain.safe_cell import guarded
from pos_app.ports.sheets import Cell


class CsvWriter:
    def __init__(self, file: BinaryIO) -> None:
        self._text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=False)
        self._rows = csv.writer(self._text, quoting=csv.QUOTE_NONNUMERIC)

    def row(self, cells: Iterable[Cell]) -> None:
        self._rows.writerow([_written(cell) for cell in cells])

    def finish(self) -> None:
        self._text.flush()

    def close(self) -> None:
        """Lets go of the file, which is not its own."""
        self._text.detach()


def _written(cell: Cell) -> str | int:
    if isinstance(cell, str):
        return guarded(cell)
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else cell
