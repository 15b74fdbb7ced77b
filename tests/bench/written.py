"""What the product writes, transaction by transaction; and bare sqlite3 doing the very same, as durably."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import event

from pos_app.adapters.storage.engine import journal_pragmas
from pos_app.adapters.storage.storage import SqlStorage
from pos_app.ports.storage import Storage


@dataclass(frozen=True, slots=True)
class Change:
    """`values`: of one row, or of several where `many`."""

    statement: str
    values: Sequence[Any]
    many: bool


@contextmanager
def written(storage: Storage) -> Iterator[list[list[Change]]]:
    """Grows by a list of changes with every transaction that is written meanwhile."""
    assert isinstance(storage, SqlStorage)
    transactions: list[list[Change]] = []
    under_way: list[Change] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            under_way.append(Change(statement, values, many))

    def end(_connection: Any) -> None:
        transactions.append(list(under_way))
        under_way.clear()

    event.listen(storage._writing, "before_cursor_execute", hear)
    event.listen(storage._writing, "commit", end)
    yield transactions
    event.remove(storage._writing, "commit", end)
    event.remove(storage._writing, "before_cursor_execute", hear)


def bare_database(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    major, minor, patch = sqlite3.sqlite_version_info
    for pragma in (*journal_pragmas((major, minor, patch)), "PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON"):
        connection.execute(pragma)
    return connection


def write_bare(bare: sqlite3.Connection, transactions: list[list[Change]]) -> float:
    """Seconds of the same transactions."""
    begun = perf_counter()
    for changes in transactions:
        bare.execute("BEGIN IMMEDIATE")
        for change in changes:
            (bare.executemany if change.many else bare.execute)(change.statement, change.values)
        bare.execute("COMMIT")
    return perf_counter() - begun
