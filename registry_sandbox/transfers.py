"""Transfers of ownership: open until the recipient activates with the code that was sent to him.

The message with the code lies in the recipient's telephone; it is kept here in its place, and its number masked.
"""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any

TABLE = "transfer"
SCHEMA = """
CREATE TABLE IF NOT EXISTS transfer (
    operation_id TEXT PRIMARY KEY, client_id TEXT NOT NULL, device TEXT NOT NULL, imei TEXT NOT NULL,
    to_sha256 TEXT NOT NULL, to_masked TEXT NOT NULL, code TEXT NOT NULL, sent_at TEXT NOT NULL,
    open INTEGER NOT NULL DEFAULT 1);
CREATE UNIQUE INDEX IF NOT EXISTS one_open_transfer ON transfer (device) WHERE open;
"""


@dataclass(frozen=True, slots=True)
class Transfer:
    operation_id: str
    client_id: str
    device: str
    imei: str
    to_sha256: str
    to_masked: str
    code: str


_COLUMNS = "operation_id, client_id, device, imei, to_sha256, to_masked, code"


class Transfers:
    """Over the state's own connection; writers stand inside `with state.change():`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def begin(self, transfer: Transfer, at: str) -> None:
        self._db.execute(
            f"INSERT INTO transfer ({_COLUMNS}, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (
                *(transfer.operation_id, transfer.client_id, transfer.device, transfer.imei),
                *(transfer.to_sha256, transfer.to_masked, transfer.code, at),
            ),
        )

    def open_of(self, device: str) -> Transfer | None:
        return self._one("device = ?", device)

    def open_with(self, operation_id: str) -> Transfer | None:
        return self._one("operation_id = ?", operation_id)

    def all_open(self) -> list[Transfer]:
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM transfer WHERE open").fetchall()  # noqa: S608
        return [Transfer(*row) for row in rows]

    def _one(self, condition: str, value: str) -> Transfer | None:
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM transfer WHERE open AND {condition}",  # noqa: S608
            (value,),
        ).fetchone()
        return Transfer(*row) if row else None

    def end(self, operation_id: str) -> None:
        self._db.execute("UPDATE transfer SET open = 0 WHERE operation_id = ?", (operation_id,))

    def messages(self) -> list[dict[str, Any]]:
        """What the registry sent to buyers, newest first. A code is worth something while its transfer is `open`."""
        rows = self._db.execute(
            "SELECT operation_id, imei, to_masked, code, sent_at, open FROM transfer ORDER BY rowid DESC"
        ).fetchall()
        names = ("operation_id", "imei", "to", "code", "at", "open")
        return [{**dict(zip(names, row, strict=True)), "open": bool(row[-1])} for row in rows]

    def counted(self) -> dict[str, int]:
        """IMEI -> transfers that were begun."""
        return dict(self._db.execute("SELECT imei, count(*) FROM transfer GROUP BY imei").fetchall())


def new_code() -> str:
    """Six digits, the first not 0."""
    return str(secrets.randbelow(900_000) + 100_000)
