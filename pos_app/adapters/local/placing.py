"""Puts a restored shop into its folder: whole, or not at all.

Everything is staged and on disk first: the files in a scratch folder of the shop's, its keys in the key store under
names of their own. Then one small file, the marker, says that it is to happen; from there on every step may be
repeated, and `finish` repeats them at the next start where a restore was cut off. Implements `ports.backups.Placing`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pos_app.adapters.local.file_lock import try_lock
from pos_app.adapters.local.scratch import LOCK, MARKER, pending, sweep
from pos_app.domain.backup import DATABASE, FOLDERS
from pos_app.domain.errors import StorageError
from pos_app.ports.secrets import SecretStore

_STAGED_KEY = "{}.restoring"
_SIDES = ("", "-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class ShopPlace:
    """See `ports.backups.Placing`."""

    folder: Path
    store: SecretStore

    def commit(self, staged: Path, keys: Mapping[str, str], suffix: str) -> str:
        there = (self.folder / DATABASE).exists()
        suffix = self._unused(suffix)
        for name, value in keys.items():
            try:
                self.store.put(_STAGED_KEY.format(name), value)
            except Exception as error:  # whatever a locked keyring throws; nothing has changed yet
                raise StorageError("keyring-unavailable") from error
        try:
            _sync_tree(staged)
            said = {"stage": staged.name, "suffix": suffix, "keys": sorted(keys)}
            _write_whole(self.folder / MARKER, json.dumps(said).encode())
        except OSError as error:
            raise StorageError("storage-write-failed", detail=error.strerror or "") from error
        _finish(self.folder, self.store, pending(self.folder))
        return f"{DATABASE}{suffix}" if there else ""

    def _unused(self, suffix: str) -> str:
        plain, nth = suffix, 1
        while any((self.folder / f"{name}{suffix}").exists() for name in (DATABASE, *FOLDERS)):
            nth += 1
            suffix = f"{plain}-{nth}"
        return suffix


def finish(folder: Path, store: SecretStore) -> bool:
    """Brings a restore to its end that was cut off; False: there was none. Raises StorageError `restore-under-way`
    while another program is at it, `restore-unfinished` where the disk or the key store refuses: it is tried again at
    the next start."""
    said = pending(folder)
    if not said:
        return False
    stage = folder / said["stage"]
    lock = try_lock(stage / LOCK) if stage.is_dir() else None
    if lock is None and stage.is_dir():
        raise StorageError("restore-under-way", detail=str(folder))
    try:
        _finish(folder, store, said)
    finally:
        if lock is not None:
            lock.release()
    sweep(folder)
    return True


def _finish(folder: Path, store: SecretStore, said: dict[str, Any]) -> None:
    try:
        stage, suffix = folder / said["stage"], said["suffix"]
        _promote(store, said["keys"], suffix)
        _swap_database(folder, stage, suffix)
        for name in FOLDERS:
            if (stage / name).exists():
                if (folder / name).exists():
                    (folder / name).replace(folder / f"{name}{suffix}")
                (stage / name).replace(folder / name)
        sync_folder(folder)
        (folder / MARKER).unlink()
        sync_folder(folder)
        for name in said["keys"]:
            _forget(store, _STAGED_KEY.format(name))
    except Exception as error:
        raise StorageError("restore-unfinished", detail=str(folder)) from error


def _promote(store: SecretStore, names: list[str], suffix: str) -> None:
    """A key of another shop that stands in the way is kept beside it: the database put aside needs it."""
    for name in names:
        staged, held = store.get(_STAGED_KEY.format(name)), store.get(name)
        if not staged or staged == held:
            continue
        if held:
            store.put(f"{name}{suffix}", held)
        store.put(name, staged)


def _swap_database(folder: Path, stage: Path, suffix: str) -> None:
    """A journal goes with its database: beside another one it would be played back into that."""
    if not (stage / DATABASE).exists():
        return
    for side in _SIDES:
        if (folder / f"{DATABASE}{side}").exists():
            (folder / f"{DATABASE}{side}").replace(folder / f"{DATABASE}{suffix}{side}")
    sync_folder(folder)
    (stage / DATABASE).replace(folder / DATABASE)


def _forget(store: SecretStore, name: str) -> None:
    with suppress(Exception):  # it is there twice then, under both names: nothing is lost
        store.drop(name)


def _write_whole(path: Path, data: bytes) -> None:
    partial = path.with_name(f"{path.name}.part")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    sync_folder(path.parent)


def _sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        elif path.is_dir():
            sync_folder(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """After a rename. Windows has no such call: there a rename is in the file system's own journal."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some sticks' file systems know no such thing
            os.fsync(handle)
    finally:
        os.close(handle)
