"""The parts of backing up and restoring, put together for one shop's folder."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.adapters import witness
from pos_app.adapters.clock import SystemClock
from pos_app.adapters.local import one_program, placing
from pos_app.adapters.local.known_places import PlacesFile
from pos_app.adapters.local.scratch import pending, scratch
from pos_app.adapters.sealed_files import AesBackupFiles
from pos_app.adapters.secrets import DATA_KEY, HISTORY_KEY, LATER_KEYS, AesSealer, new_key, secret_store
from pos_app.domain.backup import UNCHECKED
from pos_app.domain.errors import ShopError, StorageError
from pos_app.ports.backups import BackupDesk, RestoreDesk
from pos_app.ports.secrets import SecretStore
from pos_app.ports.storage import Storage
from pos_app.ports.support import Diagnostics
from pos_app.settings import VERSION, Settings

if TYPE_CHECKING:
    from pos_app.adapters.storage.storage import SqlStorage


def backup_desk(settings: Settings, store: SecretStore) -> BackupDesk:
    from pos_app.adapters.storage.snapshot import SqliteSnapshots

    return BackupDesk(
        folder=settings.folder, database=settings.database, snapshots=SqliteSnapshots(), files=AesBackupFiles(),
        store=store, program=VERSION, scratch=lambda: scratch(settings.folder), history=history_of,
        log=settings.log, reminds=not settings.practice, places=PlacesFile(settings.folder / "backup-places.json"),
    )  # fmt: skip


def restore_desk(
    settings: Settings, store: SecretStore, till_id: int, lock: one_program.ProgramLock | None = None
) -> RestoreDesk:
    """`lock`: of the program that is at work in this folder already."""
    return RestoreDesk(
        backup=backup_desk(settings, store), placing=placing.ShopPlace(settings.folder, store), open_copy=open_copy,
        till_id=till_id, complete=complete, now=SystemClock().now,
        alone=lock.as_restore if lock is not None else lambda: one_program.restoring(settings.folder),
        witness=lambda heads: {witness.NAME: witness.text(heads)},
    )  # fmt: skip


def diagnostics(settings: Settings) -> Diagnostics:
    from pos_app.adapters.storage.diagnostics import SqliteDiagnostics

    return SqliteDiagnostics(settings.database)


def complete(keys: Mapping[str, str]) -> dict[str, str]:
    """A backup of a program that signed no history brings no key for it."""
    if DATA_KEY not in keys:
        raise ShopError("backup-damaged", detail=DATA_KEY)
    return {HISTORY_KEY: new_key(), **keys}


def _storage(copy: Path, keys: Mapping[str, str]) -> SqlStorage:
    from pos_app.adapters.storage.engine import sqlite_engine
    from pos_app.adapters.storage.storage import SqlStorage

    later = tuple(b64decode(key) for key in keys.get(LATER_KEYS, "").split())
    sealer = AesSealer(b64decode(keys[DATA_KEY]), b64decode(keys[HISTORY_KEY]), later)
    return SqlStorage(sqlite_engine(copy), sealer)


def history_of(copy: Path, keys: Mapping[str, str]) -> str:
    """See `BackupDesk.history`."""
    storage = _storage(copy, keys)
    try:
        storage.require_newest()
        found = storage.verify()
    except StorageError as error:
        if error.code in ("storage-older", "storage-newer"):  # only its own program could
            return UNCHECKED
        raise
    finally:
        storage.close()
    return found.bad.fault if found.bad else "database" if found.database else ""


def open_copy(copy: Path, keys: Mapping[str, str]) -> Storage:
    """A restored database with the keys that came with it, brought up to date before anybody else sees it."""
    storage = _storage(copy, keys)
    try:
        storage.bring_up_to_date()
    except BaseException:
        storage.close()
        raise
    return storage


def finish_restore(settings: Settings) -> None:
    """A restore that was cut off is brought to its end before the shop is opened; while one is under way, nobody opens
    it. Raises StorageError `restore-under-way`, `restore-unfinished`."""
    one_program.refuse_restore(settings.folder)
    if pending(settings.folder):
        placing.finish(settings.folder, secret_store(settings.folder, practice=settings.practice))
