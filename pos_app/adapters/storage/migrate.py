"""Alembic, driven from code: no ini file, so that an installed program migrates by itself."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

from pos_app.adapters.storage.engine import for_writing

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


def upgrade(engine: Engine, to: str = "head") -> None:
    """All missing migrations in one transaction: a kill half-way leaves the old version."""
    config = _config()
    with for_writing(engine).connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, to)
