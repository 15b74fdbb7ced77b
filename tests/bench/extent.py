"""How much is measured: the whole, the quick and the tiny form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extent:
    """Rounds of each measurement; `stocks` in units, `large` the stock for idle memory, `idle_ms` the rest before it:
    longer than the program's own preparations after its start; `papers` invoices in a row; `fed` allocated phones,
    `owed` operations; `imported` phones of one list, `figured` sales behind the figures."""

    stocks: tuple[int, ...]
    large: int
    scans: int
    starts: int
    sales: int
    pages: int
    papers: int
    idles: int
    idle_ms: int
    photos: int
    fed: int
    owed: int
    imported: int
    figured: int


WHOLE = Extent(
    (1_000, 100_000, 1_000_000), 1_000_000, scans=150, starts=15, sales=120, pages=60, papers=1_000, idles=3,
    idle_ms=2500, photos=5, fed=1_000_000, owed=500, imported=1_000_000, figured=1_000_000,
)  # fmt: skip
QUICK = Extent(
    (1_000, 100_000, 1_000_000), 1_000_000, scans=25, starts=4, sales=30, pages=15, papers=200, idles=1,
    idle_ms=2500, photos=1, fed=100_000, owed=100, imported=100_000, figured=100_000,
)  # fmt: skip
TINY = Extent(
    (1_000,), 1_000, scans=2, starts=1, sales=2, pages=2, papers=4, idles=1, idle_ms=100, photos=1, fed=300, owed=6,
    imported=300, figured=300,
)  # fmt: skip
