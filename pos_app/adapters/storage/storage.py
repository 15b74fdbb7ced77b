"""`ports.storage.Storage` on SQLAlchemy Core: SQLite on disk, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, inspect, text

from pos_app.adapters.storage import tables
from pos_app.adapters.storage.engine import for_writing
from pos_app.adapters.storage.faults import told
from pos_app.adapters.storage.reading import SqlReadSession
from pos_app.adapters.storage.verifying import Verification
from pos_app.adapters.storage.writing import SqlWriteSession
from pos_app.application import customers
from pos_app.domain.errors import StorageError
from pos_app.domain.history import Head
from pos_app.ports.history import Verified
from pos_app.ports.secrets import Sealer

CHAINED = "0009"  # the migration that brought the signed history
SEARCHED = "0013"  # the one that brought customers and the search of everything


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

    def verify(self, witnesses: tuple[Head, ...] = ()) -> Verified:
        with told():
            return Verification(self._connection, self._sealer, witnesses).run()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection

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
            upgrade(self._engine, finish=lambda connection: self._finish(connection, version))

    def require_newest(self) -> None:
        """Raises `storage-older`, `storage-newer` where the program would have to bring it up to date first."""
        with told():
            version = _version(self._engine)
        if version != tables.HEAD:
            newer = version is not None and version > tables.HEAD
            raise StorageError("storage-newer" if newer else "storage-older", detail=version or "")

    def _finish(self, connection: Connection, before: str | None) -> None:
        """What a migration cannot do, since it has no key."""
        session = SqlWriteSession(connection, self._sealer)
        if before is not None and before < CHAINED:
            session.sign_earlier()
        if before is not None and before < SEARCHED:
            session.fold_products()
            for sale_id, at in session.unnamed_cases():
                if (case := session.sale(sale_id)) is not None:
                    customers.take(session, case, at)


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("select version_num from alembic_version")).scalar()
        return str(found) if found is not None else None
