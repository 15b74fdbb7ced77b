"""What the practice registry remembers: answers by key, effects, wrong codes, tokens. One small SQLite file.

A key and its effect are one transaction, so a repeat after any crash finds both or neither. Numbers of
people are kept as a hash and a mask, never in clear.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS operation (
    operation_id TEXT PRIMARY KEY, client_id TEXT NOT NULL, fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL, answer TEXT NOT NULL, view TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS activation (
    seq INTEGER PRIMARY KEY, operation_id TEXT NOT NULL, device TEXT NOT NULL,
    msisdn_sha256 TEXT NOT NULL, msisdn_masked TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS wrong_code (seq INTEGER PRIMARY KEY, operation_id TEXT NOT NULL, device TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS token (sha256 TEXT PRIMARY KEY, client_id TEXT NOT NULL, expires_at REAL NOT NULL);
"""
_TABLES = ("operation", "activation", "wrong_code", "token")


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def masked(msisdn: str) -> str:
    """+989121234567 -> +98912***4567"""
    return f"{msisdn[:6]}***{msisdn[-4:]}"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The first answer to a key: `answer` went over the wire (JSON), `view` is what a look-up shows (JSON)."""

    client_id: str
    fingerprint: str
    status: int
    answer: str
    view: str


@dataclass(frozen=True, slots=True)
class Owner:
    """The SIM that a device is active on."""

    msisdn_sha256: str
    msisdn_masked: str


class State:
    """Belongs to one thread. Writers stand inside `with state.change():`."""

    def __init__(self, path: Path | None = None) -> None:
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """All of it or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def kept(self, operation_id: str) -> KeptAnswer | None:
        row = self._db.execute(
            "SELECT client_id, fingerprint, status, answer, view FROM operation WHERE operation_id = ?",
            (operation_id,),
        ).fetchone()
        return KeptAnswer(*row) if row else None

    def keep(self, operation_id: str, kept: KeptAnswer) -> None:
        self._db.execute(
            "INSERT INTO operation VALUES (?, ?, ?, ?, ?, ?)",
            (operation_id, kept.client_id, kept.fingerprint, kept.status, kept.answer, kept.view),
        )

    def owner(self, device: str) -> Owner | None:
        row = self._db.execute(
            "SELECT msisdn_sha256, msisdn_masked FROM activation WHERE device = ? ORDER BY seq DESC LIMIT 1",
            (device,),
        ).fetchone()
        return Owner(*row) if row else None

    def activate(self, operation_id: str, device: str, msisdn: str) -> None:
        self._db.execute(
            "INSERT INTO activation (operation_id, device, msisdn_sha256, msisdn_masked) VALUES (?, ?, ?, ?)",
            (operation_id, device, hashed(msisdn), masked(msisdn)),
        )

    def wrong_codes(self, device: str) -> int:
        return int(self._db.execute("SELECT count(*) FROM wrong_code WHERE device = ?", (device,)).fetchone()[0])

    def count_wrong_code(self, operation_id: str, device: str) -> None:
        self._db.execute("INSERT INTO wrong_code (operation_id, device) VALUES (?, ?)", (operation_id, device))

    def issue_token(self, client_id: str, expires_at: float) -> str:
        """An opaque bearer token; only its hash is kept. `expires_at` in Unix seconds."""
        token = secrets.token_urlsafe(32)
        self._db.execute("INSERT INTO token VALUES (?, ?, ?)", (hashed(token), client_id, expires_at))
        return token

    def token_client(self, token: str, now: float) -> str | None:
        row = self._db.execute(
            "SELECT client_id FROM token WHERE sha256 = ? AND expires_at > ?", (hashed(token), now)
        ).fetchone()
        return str(row[0]) if row else None

    def revoke_tokens(self) -> None:
        self._db.execute("DELETE FROM token")

    def effects(self) -> dict[str, object]:
        """What really happened: activations per device, operations kept, wrong codes counted."""
        per_device = self._db.execute("SELECT device, count(*) FROM activation GROUP BY device").fetchall()
        count = {t: self._db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in _TABLES[:3]}  # noqa: S608
        return {
            "activations": dict(per_device),
            "operations": count["operation"],
            "wrong_codes": count["wrong_code"],
        }

    def reset(self) -> None:
        """As on the first day."""
        with self.change():
            for table in _TABLES:
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own constant names
