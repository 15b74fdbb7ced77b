"""A lock that ends with its process, however that ends: the operating system's own, on a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_FAR = 1 << 30  # where Windows locks: what stands in the file may still be read by others


class FileLock:
    """Held until `release`, or until this process is gone."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def release(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def try_lock(path: Path) -> FileLock | None:
    """None while somebody else holds it. Raises OSError where the file cannot be made."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(handle)
    except OSError:
        os.close(handle)
        return None
    return FileLock(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
