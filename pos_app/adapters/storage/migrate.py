"""Alembic, driven from code: no ini file, so that an installed program migrates by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from pos_app.adapters.storage.engine import for_writing
from pos_app.domain.errors import StorageError

FOLDER = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def known(version: str) -> bool:
    try:
        return ScriptDirectory.from_config(_config()).get_revision(version) is not None
    except CommandError:
        return False


def heads() -> tuple[str, ...]:
    return tuple(ScriptDirectory.from_config(_config()).get_heads())


def upgrade(engine: Engine, to: str = "head", finish: Callable[[Connection], None] | None = None) -> None:
    """All missing migrations in one transaction, and what has to be done after them (`finish`): a kill half-way leaves
    the old version.

    SQLite builds a table anew to change a constraint of it, which its foreign keys must not see; they are off while
    it migrates and looked through before it ends."""
    config = _config()
    on_sqlite = engine.dialect.name == "sqlite"
    with for_writing(engine).connect() as connection:
        if on_sqlite:
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, to)
                if finish is not None:
                    finish(connection)
                if on_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise StorageError("storage-damaged")
        finally:
            if on_sqlite:
                _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, state: str) -> None:
    """Between transactions: inside of one SQLite does not hear it."""
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={state}")
