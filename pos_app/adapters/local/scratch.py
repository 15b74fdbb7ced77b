"""Folders for what must not stay: a plain copy of the database while it is sealed, a restored one while it is tried.

Only their owner may read them (0700). They lie in the shop's own folder, never on the stick, and are deleted at once;
one that a killed program left behind goes with the next one that is made: nobody holds its lock any more.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pos_app.adapters.local.file_lock import try_lock
from pos_app.domain.errors import StorageError

MARKER = "restore.pending"  # see `placing`: the folder that it names is no longer scratch
_PREFIX = ".scratch-"
LOCK = "held"


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Raises StorageError `storage-write-failed` where none can be made."""
    sweep(folder)
    path = folder / f"{_PREFIX}{secrets.token_hex(6)}"
    lock = None
    try:
        path.mkdir(mode=0o700)
        lock = try_lock(path / LOCK)
    except OSError as error:
        shutil.rmtree(path, ignore_errors=True)
        raise StorageError("storage-write-failed", detail=error.strerror or str(folder)) from error
    try:
        yield path
    finally:
        if lock is not None:
            lock.release()
        if pending(folder).get("stage") != path.name:
            shutil.rmtree(path, ignore_errors=True)


def pending(folder: Path) -> dict[str, Any]:
    """What the marker of a restore says, {} = none is under way. Raises StorageError `restore-unfinished` where it
    cannot be read: it was written whole, so the disk is at fault, and nothing may be thrown away."""
    try:
        said = json.loads((folder / MARKER).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StorageError("restore-unfinished", detail=str(folder)) from error
    if not isinstance(said, dict):
        raise StorageError("restore-unfinished", detail=str(folder))
    return said


def sweep(folder: Path) -> None:
    """Removes what killed programs left; never one that is in use or that a restore goes on with."""
    keep = pending(folder).get("stage")
    for path in folder.glob(f"{_PREFIX}*"):
        if path.name == keep or not path.is_dir():
            continue
        with suppress(OSError):
            lock = try_lock(path / LOCK)
            if lock is None:
                continue
            lock.release()
            shutil.rmtree(path, ignore_errors=True)
