"""A finished paper on the disk: whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from pos_app.domain.errors import ShopError, StorageError

_PDF, _HTML, _ZIP = b"%pdf", b"<!doctype html", b"pk\x03\x04"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_KINDS = (_PDF, _HTML, _ZIP)


def write(path: Path, pdf: bytes, *, refused: str, private: bool = False) -> None:
    """`private`: for the eyes of this user alone. Raises StorageError with the code `refused`, ShopError
    `paper-place-taken`."""
    if not path.name or path.is_dir():
        raise StorageError(refused, detail=str(path))
    refuse_taken(path, _kind(pdf))
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")  # beside nothing of anybody else's
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(partial, _NEW, 0o600 if private else 0o666), "wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise StorageError(refused, detail=path.stem) from error


def refuse_taken(path: Path, kind: bytes = _PDF) -> None:
    """A paper takes the place of an older one, or of an empty file, and of nothing else: a slip in the name would cost
    the shop its database or its keys. Raises ShopError `paper-place-taken`."""
    try:
        if not path.exists():
            return
        if path.is_file():  # a pipe would keep us waiting
            with path.open("rb") as file:
                head = file.read(len(_HTML))
            if not head or (kind and _kind(head) == kind):
                return
    except OSError as error:
        raise ShopError("paper-place-taken", detail=path.name) from error
    raise ShopError("paper-place-taken", detail=path.name)


def _kind(data: bytes) -> bytes:
    head = data[: len(_HTML)].lower()
    return next((kind for kind in _KINDS if head.startswith(kind)), b"")
