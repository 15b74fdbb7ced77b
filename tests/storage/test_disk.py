"""A full, locked, read-only, missing or damaged database is told as what it is, and nothing is half done."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pos_app.adapters.secrets import AesSealer
from pos_app.adapters.storage.engine import postgres_engine, sqlite_engine, wal_is_sound
from pos_app.adapters.storage.storage import SqlStorage
from pos_app.application import completing
from pos_app.application import shop as shops
from pos_app.domain.errors import StorageError
from pos_app.domain.sale import SaleState
from pos_app.domain.stock import UnitState
from tests.application import steps
from tests.fakes import parts

EXTRA_PAGES = range(0, 48, 4)


def engine_of(till: parts.Till) -> Engine:
    inner = till.storage._storage
    assert isinstance(inner, SqlStorage)
    return inner._engine


def pragma(engine: Engine, text: str) -> int:
    """On the one pooled connection that a single thread uses."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"PRAGMA {text}")
        return int(found.scalar() or 0) if found.returns_rows else 0


def assert_nothing_happened(till: parts.Till, sale_id: str) -> None:
    sale = steps.sale_of(till.services, sale_id)
    assert (sale.state, sale.invoice_number) == (SaleState.OPEN, "")
    assert sale.unit is not None
    assert sale.unit.state is UnitState.IN_STOCK
    assert sale.draft  # what was typed is still there
    with till.storage.read() as session:
        assert session.invoices(9) == ()


@pytest.mark.parametrize("extra", EXTRA_PAGES)
def test_disk_full_and_the_sale_is_whole_or_not_at_all(shop: Path, extra: int) -> None:
    till = parts.at_work(shop)
    with till.storage.write() as session:  # an invoice of many pages, so that it breaks off at many places
        shops.put(session, replace(parts.SHOP, notes="x" * 100_000))
    sale_id = steps.owing(till.services)
    engine = engine_of(till)
    pages = pragma(engine, "page_count") + extra
    assert pragma(engine, f"max_page_count={pages}") == pages
    broke_off = ""
    try:
        invoice = completing.complete(till.services, sale_id)
    except StorageError as error:
        broke_off = error.code
        assert_nothing_happened(till, sale_id)
        pragma(engine, "max_page_count=100000")
        invoice = completing.complete(till.services, sale_id)
    assert broke_off in ("storage-full", "")
    assert extra != EXTRA_PAGES[0] or broke_off  # the first is too narrow, the last wide enough
    assert extra != EXTRA_PAGES[-1] or not broke_off
    assert invoice.number.endswith("-000001")
    assert steps.sale_of(till.services, sale_id).state is SaleState.COMPLETED


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    import resource  # POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(os.name == "nt", reason="no such limit there")
def test_a_write_error_is_told_and_nothing_happened(shop: Path) -> None:
    till = parts.at_work(shop)
    sale_id = steps.owing(till.services)
    with no_file_longer_than(100), pytest.raises(StorageError, match=r"storage-(write-failed|full)"):
        completing.complete(till.services, sale_id)
    assert_nothing_happened(till, sale_id)
    assert completing.complete(till.services, sale_id).number.endswith("-000001")


def test_locked_by_another_program(shop: Path) -> None:
    engine = sqlite_engine(shop, busy_ms=20)
    storage = SqlStorage(engine, parts.SEALER)
    other = sqlite3.connect(shop, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="storage-locked"), storage.write():
        pass
    with storage.read() as session:  # a reader, and on a connection of its own, does not wait for a writer
        assert session.find_units(parts.IMEI1)
    other.execute("ROLLBACK")
    with storage.write() as session:
        session.put_setting("theme", "dark")
    if not wal_is_sound(sqlite3.sqlite_version_info[:3]):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match="storage-locked"), storage.read() as session:
            session.find_units(parts.IMEI1)
    other.close()
    engine.dispose()


def test_read_only(shop: Path) -> None:
    till = parts.at_work(shop)
    engine = engine_of(till)
    pragma(engine, "query_only=1")
    with pytest.raises(StorageError, match="storage-read-only"), till.storage.write() as session:
        session.put_setting("theme", "dark")
    assert steps.opened(parts.at_work(shop).services)


@pytest.mark.parametrize("spoil", ["text", "zero-head", "zero-middle", "cut"])
def test_a_damaged_file_is_named(shop: Path, spoil: str) -> None:
    whole = shop.read_bytes()
    shop.write_bytes(
        {
            "text": b"this is no database, but somebody's letter " * 300,
            "zero-head": bytes(4096) + whole[4096:],
            "zero-middle": whole[:100] + b"\xff" * 4096 + whole[4196:],
            "cut": whole[: len(whole) // 3],
        }[spoil]
    )
    storage = SqlStorage(sqlite_engine(shop), parts.SEALER)
    with pytest.raises(StorageError, match="storage-damaged"):
        storage.bring_up_to_date()
    storage.close()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    storage = SqlStorage(sqlite_engine(tmp_path / "gone" / "shop.db"), parts.SEALER)
    with pytest.raises(StorageError, match="storage-unreachable"):
        storage.bring_up_to_date()


def test_a_server_that_is_not_there() -> None:
    storage = SqlStorage(postgres_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"), parts.SEALER)
    with pytest.raises(StorageError, match="storage-unreachable"):
        storage.bring_up_to_date()


def test_another_key_opens_nothing(shop: Path) -> None:
    till = parts.at_work(shop)
    sale_id = steps.paid(till.services, steps.opened(till.services))
    stranger = SqlStorage(sqlite_engine(shop), AesSealer(bytes(32), bytes(32)))
    with pytest.raises(StorageError, match="seal-broken"), stranger.read() as session:
        session.sale(sale_id)
    stranger.close()
