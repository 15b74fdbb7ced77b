"""Stocktakes by scanner. Part of `ports.storage`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Stocktake:
    """`closed_at` None = it is open. `result` are the counts at its close."""

    id: int
    till_id: int
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None
    closed_by: str = ""
    note: str = ""
    result: dict[str, int]


class Scan(NamedTuple):
    """`finding`: counted, sold, kept, gone, unknown, missing. `title` and `code` name what was scanned; `pile` is set
    for goods that are counted by pieces."""

    id: int
    code: str
    title: str
    finding: str
    quantity: int
    at: datetime
    who: str
    pile: bool


class Pile(NamedTuple):
    """Goods by pieces: how many were counted, and how many should lie there."""

    product_id: int
    title: str
    counted: int
    should: int


class StocktakeReads(Protocol):
    def open_stocktake(self, till_id: int) -> Stocktake | None: ...

    def stocktakes(self, limit: int) -> tuple[Stocktake, ...]:
        """Newest first."""
        ...

    def stocktake_counts(self, stocktake_id: int) -> dict[str, int]:
        """By finding; `expected`: phones that should lie here now; `pieces` counted of goods by pieces."""
        ...

    def stocktake_scans(self, stocktake_id: int, limit: int, *, without_counted: bool = False) -> tuple[Scan, ...]:
        """Newest first."""
        ...

    def piles(self, stocktake_id: int) -> tuple[Pile, ...]: ...


class StocktakeWrites(Protocol):
    def open_new_stocktake(self, till_id: int, at: datetime, who: str) -> int:
        """Raises `stocktake-open-already`."""
        ...

    def count_unit(self, stocktake_id: int, unit_id: int, code: str, finding: str, at: datetime, who: str) -> bool:
        """False: it was counted before."""
        ...

    def count_unknown(self, stocktake_id: int, code: str, at: datetime, who: str) -> bool: ...

    def count_pieces(self, stocktake_id: int, product_id: int, code: str, more: int, at: datetime, who: str) -> int:
        """How many of them were counted by now."""
        ...

    def take_back_scan(self, stocktake_id: int) -> str:
        """The last one: of pieces one, else the whole scan. Its code, "" = there was none."""
        ...

    def close_stocktake(self, stocktake_id: int, at: datetime, who: str, note: str, result: dict[str, int]) -> None: ...

    def write_missing(self, stocktake_id: int, at: datetime, who: str) -> int:
        """Phones that should lie here and were not counted, each a row of its own; how many."""
        ...
