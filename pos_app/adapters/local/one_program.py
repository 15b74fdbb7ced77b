"""One program at a time works with a shop's folder: the counter, or a restore. Commands that only read, or that write
as a second till would, go on beside the counter; beside a restore nothing does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pos_app.adapters.local.file_lock import FileLock, try_lock
from pos_app.domain.errors import StorageError

NAME = "running.lock"
COUNTER, RESTORE = "counter", "restore"


class ProgramLock:
    """Held until `release`, or until this process is gone."""

    def __init__(self, path: Path, lock: FileLock, who: str) -> None:
        self._path, self._lock = path, lock
        self.become(who)

    def become(self, who: str) -> None:
        """What the others are told of us; the lock holds without it."""
        with suppress(OSError):
            self._path.write_text(json.dumps({"who": who}), "utf-8")

    @contextmanager
    def as_restore(self) -> Iterator[None]:
        self.become(RESTORE)
        try:
            yield
        finally:
            self.become(COUNTER)

    def release(self) -> None:
        self._lock.release()


def take(folder: Path, who: str) -> ProgramLock:
    """Until it is released, or this process is gone. Raises StorageError `shop-is-open`, `restore-under-way`."""
    path = folder / NAME
    try:
        lock = try_lock(path)
    except OSError as error:
        raise StorageError("storage-unreachable", detail=str(folder)) from error
    if lock is None:
        raise StorageError("restore-under-way" if _holder(path) == RESTORE else "shop-is-open", detail=str(folder))
    return ProgramLock(path, lock, who)


@contextmanager
def restoring(folder: Path) -> Iterator[None]:
    lock = take(folder, RESTORE)
    try:
        yield
    finally:
        lock.release()


def refuse_restore(folder: Path) -> None:
    """Raises StorageError `restore-under-way` while another process restores into this folder."""
    path = folder / NAME
    if not path.exists() or _holder(path) != RESTORE:
        return
    with suppress(OSError):
        lock = try_lock(path)
        if lock is None:
            raise StorageError("restore-under-way", detail=str(folder))
        lock.release()


def _holder(path: Path) -> str:
    try:
        return str(json.loads(path.read_text("utf-8")).get("who", ""))
    except (OSError, ValueError, AttributeError):
        return ""
