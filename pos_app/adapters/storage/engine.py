"""Opening the database. Durability is never below FULL; the journal mode is chosen by SQLite's version.

SQLite 3.7.0 to 3.51.2 carries the WAL-reset bug (two connections writing or checkpointing at once), so
such a version gets the rollback journal with EXTRA sync; a fixed one gets WAL with FULL.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from pos_app.adapters.storage import tables

APPLICATION_ID = 0x50534B4E  # "PSKN"
BUSY_MS = 5000
_FIXED_BRANCHES = ((3, 44, 6), (3, 50, 7))


def wal_is_sound(version: tuple[int, int, int]) -> bool:
    """True where the WAL-reset bug is fixed: 3.51.3 and later, or a mended branch release."""
    mended = any(version[:2] == fixed[:2] and version >= fixed for fixed in _FIXED_BRANCHES)
    return mended or version >= (3, 51, 3)


def journal_pragmas(version: tuple[int, int, int]) -> tuple[str, ...]:
    if wal_is_sound(version):
        return ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")
    return ("PRAGMA journal_mode=DELETE", "PRAGMA synchronous=EXTRA")


def sqlite_engine(path: Path, *, busy_ms: int = BUSY_MS) -> Engine:
    """One file on a local disk. Every write transaction begins with BEGIN IMMEDIATE."""
    address = URL.create("sqlite", database=str(path))  # as text, a % or ? of a folder's name would lead elsewhere
    engine = create_engine(address, poolclass=QueuePool, pool_size=4, connect_args={"check_same_thread": False})
    version = tuple(sqlite3.sqlite_version_info[:3])
    pragmas = (
        f"PRAGMA busy_timeout={busy_ms}",
        *journal_pragmas((version[0], version[1], version[2])),
        "PRAGMA foreign_keys=ON",
        "PRAGMA trusted_schema=OFF",
        "PRAGMA cell_size_check=ON",
        "PRAGMA temp_store=MEMORY",
        "PRAGMA mmap_size=0",
        "PRAGMA secure_delete=ON",
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN would come too late
        for pragma in pragmas:
            connection.execute(pragma)
        # Setting it writes to the file and waits for whoever is writing, so only a new file is marked.
        if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin_with", "BEGIN"))

    return engine


def postgres_engine(url: str) -> Engine:
    """For shops with several tills; `url` like postgresql+psycopg://..."""
    tables.suit_postgres()
    return create_engine(url, pool_size=4, isolation_level="REPEATABLE READ")


def for_writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take SQLite's write lock at their first step."""
    return engine.execution_options(begin_with="BEGIN IMMEDIATE")
