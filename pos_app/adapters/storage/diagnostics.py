"""What a SQLite file says of itself. Implements `ports.support.Diagnostics`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pos_app.adapters.storage import snapshot
from pos_app.adapters.storage.engine import journal_pragmas, wal_is_sound
from pos_app.adapters.storage.faults import code_of
from pos_app.domain.errors import StorageError
from pos_app.ports.support import Described

_PRAGMAS = ("journal_mode", "page_size", "page_count", "freelist_count", "auto_vacuum", "encoding", "user_version")


@dataclass(frozen=True, slots=True)
class SqliteDiagnostics:
    database: Path

    def describe(self) -> Described:
        numbers = sqlite3.sqlite_version_info
        version = (numbers[0], numbers[1], numbers[2])
        versions = {
            "sqlite": sqlite3.sqlite_version, "write_ahead_log_sound": str(wal_is_sound(version)).lower(),
            "chosen": " ".join(text.removeprefix("PRAGMA ") for text in journal_pragmas(version)),
        }  # fmt: skip
        if not self.database.is_file():
            return Described(problem="storage-unreachable", versions=versions)
        try:
            with closing(snapshot.connect_to(self.database, "rw")) as db:
                pragmas = {name: str(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in _PRAGMAS}
                held = snapshot.contents(db)
                settings = dict(db.execute("SELECT name, value FROM setting"))
        except (sqlite3.Error, StorageError) as error:
            code = error.code if isinstance(error, StorageError) else code_of(error) or "storage-unreachable"
            return Described(problem=code, versions=versions)
        return Described(
            schema=held.schema, versions=versions, pragmas=pragmas, rows=held.rows, settings=settings,
            check=self._check(),
        )  # fmt: skip

    def _check(self) -> str:
        try:
            return "damaged" if snapshot.SqliteSnapshots().sound(self.database) else "sound"
        except StorageError as error:
            return error.code
