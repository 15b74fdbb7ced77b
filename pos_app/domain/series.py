"""Numbers after a restore: no number that may stand on a paper in the world is given a second time.

A gap can be explained, and the history explains it; two papers of one number cannot. Decision 0021.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pos_app.domain.digits import fold
from pos_app.domain.tax_id import MAX_SERIAL

GAP: Final = 1_000  # nobody knows the newest paper: go on at the first round number that leaves at least so many free
SERIAL_GAP: Final = 1_000_000  # serials of the tax memory need not be gapless, and there is room for a million such
NONE, UNKNOWN = "none", "unknown"
KINDS: Final = {"": "invoice", "B": "buy_in", "P": "proforma"}
_BINDING: Final = ("invoice", "buy_in")  # an offer binds nobody: its row is looked at where the shop has one
_NUMBER: Final = re.compile(r"([BP]?)(\d{4})-(\d{1,4})-(\d{1,9})")


@dataclass(frozen=True, slots=True, order=True)
class Series:
    """One row of numbers: of a till, a kind of paper and a year."""

    till: int
    kind: str
    year: int

    @property
    def counter(self) -> str:
        return f"{self.kind}:{self.year}"


@dataclass(frozen=True, slots=True)
class Counters:
    """The last number given, by series; the last serial by tax memory."""

    numbers: Mapping[Series, int]
    serials: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Jump:
    """`last` is what the series goes on after; `basis`: told, read (from the database that was put aside), none, or
    unknown."""

    series: Series
    was: int
    last: int
    basis: str

    @property
    def skipped(self) -> int:
        return self.last - self.was


def series_of(counter: str, till: int) -> Series | None:
    """None for a counter of something else."""
    kind, _, year = counter.partition(":")
    return Series(till, kind, int(year)) if kind in KINDS.values() and year.isdecimal() else None


def read_number(text: str) -> tuple[Series, int]:
    """`1405-1-000418`, or with B or P before it. Raises ValueError `invoice-number-form`."""
    found = _NUMBER.fullmatch(fold(text).upper())
    if found is None:
        raise ValueError("invoice-number-form")
    return Series(int(found[3]), KINDS[found[1]], int(found[2])), int(found[4])


def jumps(
    held: Counters, tills: tuple[int, ...], years: range, told: Mapping[Series, int], read: Counters | None,
    *, nothing_later: bool,
) -> tuple[Jump, ...]:  # fmt: skip
    """For every series in which a paper may exist that `held` knows nothing of. `years`: from the backup's to now."""
    possible = {Series(till, kind, year) for till in tills for kind in _BINDING for year in years}
    possible |= {series for series in (*held.numbers, *told, *(read.numbers if read else ())) if series.year in years}
    possible |= set(told)
    found = []
    for series in sorted(possible):
        was = held.numbers.get(series, 0)
        if series in told:
            last, basis = told[series], "told"
        elif read is not None:
            last, basis = read.numbers.get(series, 0), "read"
        elif nothing_later:
            last, basis = was, NONE
        else:
            last, basis = (was // GAP + 2) * GAP, UNKNOWN
        found.append(Jump(series, was, max(was, last), basis))
    return tuple(found)


def serial_above(held: int, read: int | None, *, nothing_later: bool) -> int:
    """The last serial of a tax memory that counts as given."""
    if read is not None:
        return max(held, read)
    return held if nothing_later else min(held + SERIAL_GAP, MAX_SERIAL)
