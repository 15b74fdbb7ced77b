"""Databases for the tests of this folder: a file, or a fresh database of the tests' own PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pos_app.adapters.storage.engine import postgres_engine, sqlite_engine
from tests.fakes import parts
from tests.storage import postgres


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> Iterator[str]:
    with postgres.server(testrun_uid) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def bare(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[Engine]:
    """A database that no migration has seen yet."""
    if request.param == "sqlite":
        engine = sqlite_engine(tmp_path / "shop.db")
    else:
        url = request.getfixturevalue("postgres_server")
        engine = postgres_engine(postgres.new_database(url, f"bare_{worker_id}"))
    yield engine
    engine.dispose()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The file of a furnished shop."""
    return parts.new_shop(tmp_path)
