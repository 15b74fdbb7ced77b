"""Copies of a SQLite file that may be in use, and what a copy holds. Implements `ports.backups.Snapshots`.

Plain SQL, not our tables: a backup of an older schema is looked at before it is migrated.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from pos_app.adapters.storage.faults import code_of
from pos_app.domain.backup import Contents, Head
from pos_app.domain.errors import StorageError
from pos_app.domain.series import Counters, Series, series_of
from pos_app.ports.backups import Remains

_STEP = 2_000  # pages between which a writer gets its turn
_RESTARTS = 4  # of a copy that writers overtook, before it is made in one piece
_BUSY_TRIES = 50
_BUSY_S = 0.1


class _OvertakenError(Exception):
    """Somebody keeps writing: the copy began anew too often."""


class SqliteSnapshots:
    """See `ports.backups.Snapshots`."""

    def take(self, database: Path, copy: Path) -> None:
        with _told(database):
            with closing(connect_to(database, "rw")) as source, closing(sqlite3.connect(copy)) as target:
                # The copy is thrown away with its folder: it needs no journal and waits for no disk.
                target.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
                if source.execute("PRAGMA journal_mode").fetchone() == ("wal",):
                    source.execute("BEGIN")  # one view: in this mode a reader keeps no writer waiting
                    source.execute("SELECT count(*) FROM sqlite_master").fetchone()
                    source.backup(target)
                    source.rollback()
                else:
                    _in_steps(source, target)
            with closing(connect_to(copy, "rw")) as made:
                made.execute("PRAGMA journal_mode=DELETE")

    def count(self, copy: Path) -> Contents:
        with _told(copy), closing(connect_to(copy, "rw")) as opened:
            return contents(opened)

    def look(self, copy: Path) -> Contents:
        with _told(copy), closing(connect_to(copy, "rw")) as opened:
            return look_through(opened, copy.name)

    def sound(self, database: Path) -> str:
        with _told(database), closing(connect_to(database, "rw")) as opened:
            tables = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for name in tables:  # one after another: with the rollback journal a long reader keeps writers waiting
                quoted = name.replace('"', '""')
                found = opened.execute(f'PRAGMA quick_check("{quoted}")').fetchone()
                if found != ("ok",):
                    return str(found[0])
        return ""

    def remains(self, database: Path) -> Remains | None:
        if not database.exists():
            return None
        try:
            with closing(connect_to(database, "rw")) as opened:
                found = opened.execute("SELECT value FROM setting WHERE name = 'shop.id'").fetchone()
                counted = _counters(opened)
                try:
                    held = look_through(opened, database.name)
                except (sqlite3.Error, StorageError):
                    held = None
                return Remains(found[0] if found else "", held, counted, _erased(opened))
        except (sqlite3.Error, ValueError):
            return Remains("", None, None)


def look_through(opened: sqlite3.Connection, name: str) -> Contents:
    """Raises StorageError `storage-damaged` where SQLite's own check finds anything."""
    found = opened.execute("PRAGMA quick_check(1)").fetchone()
    if found != ("ok",):
        raise StorageError("storage-damaged", detail=name)
    return contents(opened)


def contents(opened: sqlite3.Connection) -> Contents:
    tables = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    ours = [name for name in tables if not name.startswith("sqlite_")]
    if "alembic_version" not in ours:
        raise StorageError("storage-damaged", detail="no-schema")
    version = opened.execute("SELECT version_num FROM alembic_version").fetchone()
    quoted = {name: name.replace('"', '""') for name in ours}
    rows = {name: opened.execute(f'SELECT count(*) FROM "{quoted[name]}"').fetchone()[0] for name in ours}  # noqa: S608
    return Contents(version[0] if version else "", rows, heads(opened) if "audit_event" in ours else {})


def heads(opened: sqlite3.Connection) -> dict[str, Head]:
    """The end of each till's history; with its hash where that history is a chain."""
    columns = {row[1] for row in opened.execute("PRAGMA table_info(audit_event)")}
    found = {
        str(till): Head(count, last)
        for till, count, last in opened.execute("SELECT till_id, count(*), max(seq) FROM audit_event GROUP BY till_id")
    }
    if "hash" not in columns:
        return found
    query = "SELECT hash FROM audit_event WHERE till_id = ? AND seq = ?"
    for till, head in found.items():
        raw = opened.execute(query, (int(till), head.last)).fetchone()[0]
        found[till] = Head(head.count, head.last, raw.hex() if isinstance(raw, bytes) else str(raw or ""))
    return found


def _counters(opened: sqlite3.Connection) -> Counters:
    """Of the counters, and of the papers themselves should they know more."""
    found: dict[Series, int] = {}
    for till, name, last in opened.execute("SELECT till_id, name, last FROM counter"):
        if series := series_of(name, till):
            found[series] = last
    for till, year, last in opened.execute("SELECT till_id, year, max(seq) FROM invoice GROUP BY till_id, year"):
        series = Series(till, "invoice", year)
        found[series] = max(last, found.get(series, 0))
    tables = {row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE name = 'tax_serial'")}
    serials = opened.execute("SELECT memory, last FROM tax_serial").fetchall() if tables else []
    return Counters(found, dict(serials))


def _erased(opened: sqlite3.Connection) -> tuple[str, ...]:
    """By their cases: the row of a customer has another number in another line of the history. An event that cannot be
    read costs nothing else that is still known here."""
    if not opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit_event'").fetchone():
        return ()
    told = opened.execute("SELECT data FROM audit_event WHERE kind = 'person-erased' ORDER BY at, till_id, seq")
    found: dict[str, None] = {}
    for (data,) in told:
        with suppress(ValueError, KeyError, TypeError):
            found.update(dict.fromkeys(map(str, json.loads(data)["cases"])))
    return tuple(found)


def _in_steps(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """A writer gets in between two steps, which makes SQLite begin the copy anew; where that happens too often the
    last try is one step, for which writers wait."""
    state = {"before": -1, "restarts": 0, "busy": 0}

    def watch(status: int, remaining: int, total: int) -> None:
        state["busy"] = state["busy"] + 1 if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else 0
        if state["busy"] > _BUSY_TRIES:
            raise StorageError("storage-locked")
        if 0 <= state["before"] < remaining:
            state["restarts"] += 1
            if state["restarts"] > _RESTARTS:
                raise _OvertakenError
        state["before"] = remaining

    try:
        source.backup(target, pages=_STEP, progress=watch, sleep=_BUSY_S)
    except _OvertakenError:
        source.backup(target)


def connect_to(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=5, isolation_level=None)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(code_of(error) or "storage-unreachable", detail=path.name) from error
