"""A finished paper on the disk: whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from pos_app.domain.errors import StorageError


def write(path: Path, pdf: bytes, *, refused: str) -> None:
    """Raises StorageError with the code `refused`."""
    if not path.name or path.is_dir():
        raise StorageError(refused, detail=str(path))
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")  # beside nothing of anybody else's
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise StorageError(refused, detail=path.stem) from error
