"""A shop begins where none has ever been. Keys without a database are a shop whose file was lost, never a new one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pos_app.adapters.local.placing import sync_folder
from pos_app.domain.errors import StorageError

MARKER = "shop.beginning"


def begin(database: Path, *, held: bool) -> None:
    """Marks the folder before its first key is made: a first start that was cut off goes on at the next one. `held`:
    the key store knew a shop of this folder when it was asked. Raises as `refuse_lost`."""
    refuse_lost(database, held=held)
    if _has_bytes(database):
        return
    try:
        if not held:
            (database.parent / MARKER).touch()
        database.touch(mode=0o600)  # what SQLite lays beside it is as private as it is
        with suppress(OSError):  # some file systems know no modes
            database.chmod(0o600)
        sync_folder(database.parent)
    except OSError as error:
        raise StorageError("storage-unreachable", detail=str(database.parent)) from error


def refuse_lost(database: Path, *, held: bool) -> None:
    """Raises StorageError `storage-damaged` where the keys are and the database is gone or holds not one byte. The
    marker is looked for first: another program that begins this shop takes it away only when the database is there."""
    if held and not (database.parent / MARKER).exists() and not _has_bytes(database):
        raise StorageError("storage-damaged", detail=database.name)


def begun(database: Path) -> None:
    """The database is there and up to date."""
    try:
        (database.parent / MARKER).unlink(missing_ok=True)
    except OSError as error:
        raise StorageError("storage-unreachable", detail=str(database.parent)) from error


def _has_bytes(database: Path) -> bool:
    return database.exists() and database.stat().st_size > 0
