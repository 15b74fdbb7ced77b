"""A finished paper on the disk: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from pos_app.domain.errors import StorageError


def write(path: Path, pdf: bytes, *, refused: str) -> None:
    """Raises StorageError with the code `refused`."""
    partial = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise StorageError(refused, detail=path.stem) from error
