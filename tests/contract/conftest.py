"""The storages that one suite is run over: SQLite on disk, and a real PostgreSQL that the tests start themselves.
And the registries: the fake, and the HTTP client against the practice registry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pos_app.adapters.storage.engine import postgres_engine, sqlite_engine
from pos_app.adapters.storage.storage import SqlStorage
from tests.contract.registry_ways import FakeWay, Way, http_way
from tests.fakes import parts
from tests.registry.practice import PracticeAt, in_process
from tests.storage import postgres


@pytest.fixture(scope="session")
def postgres_url(worker_id: str, testrun_uid: str) -> Iterator[str]:
    with postgres.server(testrun_uid) as url:
        yield postgres.migrated(postgres.new_database(url, f"contract_{worker_id}"))


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        parts.empty_storage(tmp_path / "shop.db").close()
        engine = sqlite_engine(tmp_path / "shop.db", busy_ms=20_000)
    else:
        engine = postgres_engine(postgres.emptied(request.getfixturevalue("postgres_url")))
    yield engine
    engine.dispose()


@pytest.fixture
def storage(engine: Engine) -> SqlStorage:
    storage = SqlStorage(engine, parts.SEALER)
    parts.furnish(storage)
    return storage


@pytest.fixture(scope="module")
def practice_process() -> Iterator[PracticeAt]:
    with in_process() as (practice, _process):
        yield practice


@pytest.fixture(params=["fake", "http"])
def way(request: pytest.FixtureRequest) -> Iterator[Way]:
    if request.param == "fake":
        yield FakeWay()
        return
    http = http_way(request.getfixturevalue("practice_process"))
    yield http
    http.client.close()
