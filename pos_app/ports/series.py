"""Rows of numbers, as a restore has to move them. Part of `ports.storage`."""

from __future__ import annotations

from typing import Protocol

from pos_app.domain.series import Counters, Series


class SeriesReads(Protocol):
    def till_ids(self) -> tuple[int, ...]: ...

    def counters(self) -> Counters: ...


class SeriesWrites(Protocol):
    def raise_series(self, series: Series, last: int) -> None:
        """The next number comes after `last`; never lowers."""
        ...

    def raise_tax_serial(self, memory: str, last: int) -> None: ...
