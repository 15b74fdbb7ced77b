"""How SQLite is opened: durable always, WAL only where it is sound."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from pos_app.adapters.storage.engine import (
    APPLICATION_ID,
    for_writing,
    journal_pragmas,
    postgres_engine,
    sqlite_engine,
    wal_is_sound,
)


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 1), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
        ((3, 54, 1), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_only_where_the_bug_is_mended(version: tuple[int, int, int], sound: bool) -> None:
    assert wal_is_sound(version) is sound
    journal, sync = journal_pragmas(version)
    assert (journal, sync) == (
        ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")
        if sound
        else ("PRAGMA journal_mode=DELETE", "PRAGMA synchronous=EXTRA")
    )


def test_every_connection_is_prepared(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "shop.db")
    sound = wal_is_sound(sqlite3.sqlite_version_info[:3])
    expected: dict[str, object] = {
        "journal_mode": "wal" if sound else "delete",
        "synchronous": 2 if sound else 3,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
        "secure_delete": 1,
        "busy_timeout": 5000,
        "application_id": APPLICATION_ID,
    }
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
            assert told == expected
            assert connection.exec_driver_sql("PRAGMA mmap_size").scalar() in (0, None)
    engine.dispose()


@pytest.mark.parametrize("name", ["50%", "a%20b", "%41", "a#b", "a b", "فروشگاه"])
def test_the_database_is_made_where_it_was_said(tmp_path: Path, name: str) -> None:
    made_at(tmp_path, name)


@pytest.mark.skipif(os.name == "nt", reason="no such name there")
@pytest.mark.parametrize("name", ["what?", "a?mode=ro", "file:a?b"])
def test_also_in_a_folder_whose_name_asks(tmp_path: Path, name: str) -> None:
    made_at(tmp_path, name)


def made_at(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    engine = sqlite_engine(folder / name / "shop.db")
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("create table kept (id integer)")
    engine.dispose()
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name / "shop.db").stat().st_size > 0


def test_a_write_takes_the_lock_at_its_first_step(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "shop.db")
    other = sqlite3.connect(tmp_path / "shop.db", isolation_level=None)
    other.execute("PRAGMA busy_timeout=0")
    with (
        for_writing(engine).connect() as connection,
        connection.begin(),
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")
    with engine.connect() as connection, connection.begin():
        other.execute("BEGIN IMMEDIATE")
    other.close()
    engine.dispose()


def test_postgres_reads_one_consistent_view() -> None:
    engine = postgres_engine("postgresql+psycopg://nobody@127.0.0.1/none")
    assert engine.get_execution_options() == {}
    assert engine.dialect._on_connect_isolation_level == "REPEATABLE READ"
