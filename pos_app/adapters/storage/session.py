"""What every part of a session works with: the connection of its one transaction, and the sealer."""

from __future__ import annotations

from sqlalchemy import Connection

from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage import tables
from pos_app.adapters.storage.own_keys import OwnKeys, of_case
from pos_app.ports.secrets import Sealer


class SqlSession:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._db = connection
        self._sealer = sealer
        self._own = OwnKeys(connection, sealer)

    def _of(self, sale_id: str) -> Sealer:
        """What seals the private values of this case."""
        return self._own.of(of_case(sale_id))

    def _next(self, till_id: int, name: str) -> int:
        moved: int | None = self._db.scalar(say.NEXT, {"till": till_id, "of": name})
        if moved is None:
            self._db.execute(say.into(tables.counter), {"till_id": till_id, "name": name, "last": 1})
        return moved or 1
