"""What the practice registry remembers, in one small SQLite file: answers by key, effects, tokens, clients.

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

from registry_sandbox import shelf, transfers
from registry_sandbox.cursors import Cursors
from registry_sandbox.shelf import Shelf
from registry_sandbox.transfers import Transfers

_SCHEMA = """
CREATE TABLE IF NOT EXISTS operation (
    operation_id TEXT PRIMARY KEY, client_id TEXT NOT NULL, fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL, answer TEXT NOT NULL, view TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, client_id TEXT NOT NULL, operation_id TEXT NOT NULL UNIQUE);
CREATE INDEX IF NOT EXISTS change_of_client ON change (client_id, seq);
CREATE TABLE IF NOT EXISTS activation (
    seq INTEGER PRIMARY KEY, operation_id TEXT NOT NULL, device TEXT NOT NULL,
    msisdn_sha256 TEXT NOT NULL, msisdn_masked TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS activation_of_device ON activation (device, seq);
CREATE TABLE IF NOT EXISTS received (
    seq INTEGER PRIMARY KEY, operation_id TEXT NOT NULL UNIQUE, device TEXT NOT NULL, asks TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS wrong_code (seq INTEGER PRIMARY KEY, operation_id TEXT NOT NULL, device TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS wrong_code_of_device ON wrong_code (device);
CREATE TABLE IF NOT EXISTS event (
    seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, device TEXT NOT NULL,
    at TEXT NOT NULL, type TEXT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS event_of_device ON event (device, seq);
CREATE TABLE IF NOT EXISTS access_token (
    sha256 TEXT PRIMARY KEY, client_id TEXT NOT NULL, expires_at REAL NOT NULL, scopes TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS client (
    client_id TEXT PRIMARY KEY, secret_sha256 TEXT NOT NULL, shop TEXT NOT NULL, revoked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_TABLES = (
    *("operation", "activation", "wrong_code", "change", "event", "access_token", "client", "meta"),
    *("received", shelf.TABLE, transfers.TABLE),
)
_NEVER = ("rejected",)  # states of an operation that had no effect


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


@dataclass(frozen=True, slots=True)
class Client:
    """A till that may sign in, and the shop it stands in."""

    client_id: str
    shop: str
    scopes: frozenset[str] = frozenset()


class State:
    """Belongs to one thread. Writers stand inside `with state.change():`."""

    def __init__(self, path: Path | None = None) -> None:
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._db.executescript(_SCHEMA + shelf.SCHEMA + transfers.SCHEMA)
        self.shelf = Shelf(self._db)
        self.transfers = Transfers(self._db)
        self._new_key()

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

    # --- operations ---------------------------------------------------------------------------------------

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
        self._note_change(operation_id, kept.client_id)

    def show(self, operation_id: str, view: str) -> None:
        """What a look-up shows from now on."""
        self._db.execute("UPDATE operation SET view = ? WHERE operation_id = ?", (view, operation_id))
        row = self._db.execute("SELECT client_id FROM operation WHERE operation_id = ?", (operation_id,)).fetchone()
        self._note_change(operation_id, row[0])

    def _note_change(self, operation_id: str, client_id: str) -> None:
        """An operation stands once in the list of changes, at the place of its last one."""
        self._db.execute("DELETE FROM change WHERE operation_id = ?", (operation_id,))
        self._db.execute("INSERT INTO change (client_id, operation_id) VALUES (?, ?)", (client_id, operation_id))

    def changes(self, client_id: str, after: int, limit: int) -> list[tuple[int, str]]:
        """(place, view as JSON) of this client's own operations, in the order of their last change."""
        return self._db.execute(
            "SELECT seq, view FROM change JOIN operation USING (operation_id)"
            " WHERE change.client_id = ? AND seq > ? ORDER BY seq LIMIT ?",
            (client_id, after, limit),
        ).fetchall()

    def receive(self, operation_id: str, device: str, asks: str) -> None:
        """A key came for the first time. `asks` is a digest: equal where another key brings the same wish."""
        self._db.execute(
            "INSERT INTO received (operation_id, device, asks) VALUES (?, ?, ?)", (operation_id, device, asks)
        )

    def received(self) -> list[tuple[str, str, str, str, str]]:
        """(operation, client, device, digest of the wish, view as JSON) in the order of arrival."""
        return self._db.execute(
            "SELECT operation_id, client_id, device, asks, view FROM received JOIN operation USING (operation_id)"
            " ORDER BY received.seq"
        ).fetchall()

    # --- devices ------------------------------------------------------------------------------------------

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

    def wrong_codes(self, of: str) -> int:
        """How many wrong codes were tried; `of` is a device's IMEI, or the id of a transfer with a code of its own."""
        return int(self._db.execute("SELECT count(*) FROM wrong_code WHERE device = ?", (of,)).fetchone()[0])

    def count_wrong_code(self, operation_id: str, of: str) -> None:
        self._db.execute("INSERT INTO wrong_code (operation_id, device) VALUES (?, ?)", (operation_id, of))

    def add_event(self, event_id: str, device: str, at: str, kind: str, detail: str = "{}") -> None:
        """Append-only; an event that is there already stays as it is. `detail` is JSON."""
        self._db.execute(
            "INSERT OR IGNORE INTO event (event_id, device, at, type, detail) VALUES (?, ?, ?, ?, ?)",
            (event_id, device, at, kind, detail),
        )

    def events(self, device: str, after: int, limit: int) -> list[tuple[int, str, str, str, str]]:
        """(place, id, at, type, detail as JSON) in the order of their arrival."""
        return self._db.execute(
            "SELECT seq, event_id, at, type, detail FROM event WHERE device = ? AND seq > ? ORDER BY seq LIMIT ?",
            (device, after, limit),
        ).fetchall()

    def version(self, device: str) -> int:
        """Of the registry's view of a device: rises with each event."""
        return max(1, int(self._db.execute("SELECT count(*) FROM event WHERE device = ?", (device,)).fetchone()[0]))

    # --- clients ------------------------------------------------------------------------------------------

    def enrol(self, client_id: str, secret: str, shop: str, *, anew: bool = True) -> None:
        """`anew` False leaves a till alone that is there, revoked or not."""
        verb = "INSERT OR REPLACE" if anew else "INSERT OR IGNORE"
        self._db.execute(f"{verb} INTO client VALUES (?, ?, ?, 0)", (client_id, hashed(secret), shop))

    def revoke(self, client_id: str) -> bool:
        """From now on its secret and its tokens are worth nothing. False: no such till."""
        with self.change():
            self._db.execute("DELETE FROM access_token WHERE client_id = ?", (client_id,))
            done = self._db.execute("UPDATE client SET revoked = 1 WHERE client_id = ?", (client_id,))
            return done.rowcount > 0

    def knows(self, client_id: str, secret: str) -> bool:
        """True for the right secret of a till that is not revoked."""
        row = self._db.execute(
            "SELECT secret_sha256 FROM client WHERE client_id = ? AND NOT revoked", (client_id,)
        ).fetchone()
        return row is not None and secrets.compare_digest(row[0], hashed(secret))

    def issue_token(self, client_id: str, expires_at: float, scopes: frozenset[str]) -> str:
        """An opaque bearer token; only its hash is kept. `expires_at` in Unix seconds."""
        token = secrets.token_urlsafe(32)
        row = (hashed(token), client_id, expires_at, " ".join(sorted(scopes)))
        self._db.execute("INSERT INTO access_token VALUES (?, ?, ?, ?)", row)
        return token

    def token_client(self, token: str, now: float) -> Client | None:
        row = self._db.execute(
            "SELECT client_id, shop, scopes FROM access_token JOIN client USING (client_id)"
            " WHERE sha256 = ? AND expires_at > ? AND NOT revoked",
            (hashed(token), now),
        ).fetchone()
        return Client(row[0], row[1], frozenset(row[2].split())) if row else None

    # --- the whole ----------------------------------------------------------------------------------------

    def effects(self) -> dict[str, object]:
        """What really happened: activations per IMEI, what took effect per kind, operations kept, wrong codes."""
        per_device = self._db.execute("SELECT device, count(*) FROM activation GROUP BY device").fetchall()
        count = {t: self._db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in _TABLES[:3]}  # noqa: S608
        by_kind = self._db.execute(
            "SELECT json_extract(view, '$.kind'), count(*) FROM operation"
            " WHERE json_extract(view, '$.state') NOT IN (?) GROUP BY 1",
            _NEVER,
        ).fetchall()
        return {
            "activations": dict(per_device),
            "operations": count["operation"],
            "wrong_codes": count["wrong_code"],
            "by_kind": dict(by_kind),
            "transfers": self.transfers.counted(),
            "allocations": self.shelf.counted(),
        }

    def reset(self) -> None:
        """As on the first day."""
        with self.change():
            for table in _TABLES:
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own constant names
        self._new_key()

    def _new_key(self) -> None:
        """The key of the cursors, made with the state: they outlive the process, and no new beginning."""
        self._db.execute("INSERT OR IGNORE INTO meta VALUES ('cursors', ?)", (secrets.token_hex(16),))
        key = self._db.execute("SELECT value FROM meta WHERE name = 'cursors'").fetchone()[0]
        self.cursors = Cursors(bytes.fromhex(key))
