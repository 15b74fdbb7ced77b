"""The registry's list of allocated phones read into an empty cache, against bare sqlite3 writing the very same rows.

The floor writes them in one transaction. A list that takes its time to come has to be kept on the way, so a second
figure says what bare sqlite3 takes in as many transactions as ours had.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from math import ceil
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import event

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.adapters.storage.storage import SqlStorage
from pos_app.application import allocations
from pos_app.application.services import Services
from pos_app.bootstrap import open_shop
from pos_app.domain.feed import AllocationPage
from pos_app.domain.registry import Channel
from pos_app.ports.registry import NoPage
from pos_app.settings import Settings
from tests.bench.extent import Extent
from tests.bench.figures import Figure, against
from tests.bench.link import practice, way_to
from tests.bench.stock import shop
from tests.bench.written import bare_database

_READ = 10_000  # rows at once; reading them is not the floor's time
_KEPT = 100_000  # of the list in memory, for applying alone


def measure(extent: Extent) -> list[Figure]:
    with practice(extent.fed) as there, shop(1000) as folder, shop(1000) as other, shop(1000) as empty:
        keeping = way_to(there.address, _Keeping)
        took, transactions, items = _pulled(folder, keeping)
        bare = [_floor(folder, empty, count, items) for count in (1, transactions)]
        alone, fewer, kept = _pulled(other, way_to(there.address, _telling(keeping.pages)))
        same = _floor(other, empty, fewer, kept)
    name = f"{extent.fed:,} allocations over HTTP into the cache"
    return [
        against(name, took, bare[0], "s", aim=2),
        against(f"{name}, floor in {transactions:,} transactions too", took, bare[1], "s"),
        against(f"{kept:,} allocations applied, floor in {fewer:,} transactions too", alone, same, "s"),
    ]


class _Keeping(HttpxRegistry):
    """Keeps the first pages of what comes, for the other figure."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.pages: list[AllocationPage] = []
        self._kept = 0

    def allocations(self, cursor: str, limit: int) -> AllocationPage | NoPage:
        page = super().allocations(cursor, limit)
        if isinstance(page, AllocationPage) and self._kept < _KEPT:
            self._kept += len(page.items)
            self.pages.append(page)
        return page


def _telling(pages: list[AllocationPage]) -> type[HttpxRegistry]:
    """A registry that has these pages at hand: no line, no reading."""
    left = iter(pages)

    class Telling(HttpxRegistry):
        def allocations(self, _cursor: str, _limit: int) -> AllocationPage | NoPage:
            page = next(left)
            return AllocationPage(page.items, page.next_cursor, page is not pages[-1])

    return Telling


def _pulled(folder: Path, way: HttpxRegistry) -> tuple[float, int, int]:
    """Seconds of a whole pull, in how many transactions, how many items."""
    services = open_shop(Settings(folder)).services
    services.gateways[Channel.API] = way  # type: ignore[index]  # in place, as `reconnect` does
    commits = _commits(services)
    begun = perf_counter()
    done = allocations.pull(services)
    took = perf_counter() - begun
    way.close()
    services.storage.close()
    if done.problem:
        raise RuntimeError(done.problem)
    return took, len(commits), done.items


def _commits(services: Services) -> list[None]:
    """Grows by one with every transaction that is written."""
    storage, heard = services.storage, list[None]()
    assert isinstance(storage, SqlStorage)
    event.listen(storage._writing, "commit", lambda _connection: heard.append(None))
    return heard


def _floor(filled: Path, empty: Path, transactions: int, items: int) -> float:
    """Seconds in which sqlite3 writes the rows of the one shop into the table of the other, a copy of it."""
    target = empty / "floor.db"
    shutil.copyfile(empty / "shop.db", target)
    size, took = ceil(items / transactions), 0.0
    with closing(bare_database(filled / "shop.db")) as ours, closing(bare_database(target)) as bare:
        rows = ours.execute("select * from allocation order by rowid")
        values = ", ".join("?" * len(rows.description))
        insert = f"insert into allocation values ({values})"  # noqa: S608 - question marks
        left = size
        bare.execute("BEGIN IMMEDIATE")
        while batch := rows.fetchmany(min(_READ, left)):
            left -= len(batch)
            begun = perf_counter()
            bare.executemany(insert, batch)
            if not left:
                bare.execute("COMMIT")
                bare.execute("BEGIN IMMEDIATE")
                left = size
            took += perf_counter() - begun
        begun = perf_counter()
        bare.execute("COMMIT")
        took += perf_counter() - begun
    target.unlink()
    return took
