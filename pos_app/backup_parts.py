"""The parts of backing up and restoring, put together for one shop's folder."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path

from pos_app.adapters.local import placing
from pos_app.adapters.local.scratch import scratch
from pos_app.adapters.sealed_files import AesBackupFiles
from pos_app.adapters.secrets import AesSealer
from pos_app.domain.errors import ShopError
from pos_app.ports.backups import DATA_KEY, BackupDesk, RestoreDesk
from pos_app.ports.secrets import SecretStore
from pos_app.ports.storage import Storage
from pos_app.settings import VERSION, Settings


def backup_desk(settings: Settings, store: SecretStore) -> BackupDesk:
    from pos_app.adapters.storage.snapshot import SqliteSnapshots

    return BackupDesk(
        folder=settings.folder, database=settings.database, snapshots=SqliteSnapshots(), files=AesBackupFiles(),
        store=store, program=VERSION, scratch=lambda: scratch(settings.folder),
    )  # fmt: skip


def restore_desk(settings: Settings, store: SecretStore, till_id: int) -> RestoreDesk:
    return RestoreDesk(
        backup=backup_desk(settings, store), placing=placing.ShopPlace(settings.folder, store), open_copy=open_copy,
        till_id=till_id,
    )  # fmt: skip


def open_copy(copy: Path, keys: Mapping[str, str]) -> Storage:
    """A restored database with the keys that came with it, brought up to date before anybody else sees it."""
    from pos_app.adapters.storage.engine import sqlite_engine
    from pos_app.adapters.storage.storage import SqlStorage

    if DATA_KEY not in keys:
        raise ShopError("backup-damaged", detail=DATA_KEY)
    storage = SqlStorage(sqlite_engine(copy), AesSealer(b64decode(keys[DATA_KEY])))
    try:
        storage.bring_up_to_date()
    except BaseException:
        storage.close()
        raise
    return storage


def finish_restore(settings: Settings, store: SecretStore) -> None:
    """A restore that was cut off is brought to its end before the shop is opened."""
    placing.finish(settings.folder, store)
