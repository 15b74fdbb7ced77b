"""`ports.storage.Storage` on SQLAlchemy Core: SQLite on disk, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, inspect, text

from pos_app.adapters.storage import tables
from pos_app.adapters.storage.engine import for_writing
from pos_app.adapters.storage.faults import told
from pos_app.adapters.storage.reading import SqlReadSession
from pos_app.adapters.storage.writing import SqlWriteSession
from pos_app.domain.errors import StorageError
from pos_app.ports.secrets import Sealer


class SqlStorage:
    """Thread-safe: each `read` and `write` has a connection and a transaction of its own."""

    def __init__(self, engine: Engine, sealer: Sealer) -> None:
        self._engine = engine
        self._writing = for_writing(engine)
        self._sealer = sealer

    @contextmanager
    def read(self) -> Iterator[SqlReadSession]:
        with told(), self._engine.connect() as connection, connection.begin():
            yield SqlReadSession(connection, self._sealer)

    @contextmanager
    def write(self) -> Iterator[SqlWriteSession]:
        with told(), self._writing.connect() as connection, connection.begin():
            yield SqlWriteSession(connection, self._sealer)

    def close(self) -> None:
        self._engine.dispose()

    def bring_up_to_date(self) -> None:
        """Runs the migrations that are missing. Raises `storage-newer` for a database of a later program."""
        with told():
            version = _version(self._engine)
            if version == tables.HEAD:
                return  # the usual start: Alembic is not even imported
            from pos_app.adapters.storage.migrate import known, upgrade

            if version is not None and not known(version):
                raise StorageError("storage-newer", detail=version)
            upgrade(self._engine)


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("select version_num from alembic_version")).scalar()
        return str(found) if found is not None else None
