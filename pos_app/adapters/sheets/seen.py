"""Numbers that a file has had already: in a nameless database on disk, which goes with its connection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager


class _Seen:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self._db.execute("create table seen (number integer primary key, line integer not null)")

    def add(self, numbers: list[tuple[int, int]]) -> dict[int, int]:
        new = self._db.executemany("insert or ignore into seen values (?, ?)", numbers).rowcount
        if new == len(numbers):
            return {}
        asked = json.dumps([number for number, _ in numbers])
        lines = dict(
            self._db.execute("select number, line from seen where number in (select value from json_each(?))", (asked,))
        )
        return {number: lines[number] for number, line in numbers if lines[number] != line}


@contextmanager
def numbers() -> Iterator[_Seen]:
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-16000"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN")
        yield _Seen(database)
