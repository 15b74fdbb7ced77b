"""A picture file that a person named: read within bounds, whatever the name turns out to be."""

from __future__ import annotations

from pathlib import Path

from pos_app.ports.hardware import UnreadableImageError


def read(path: Path, most: int) -> bytes:
    """The file's bytes, at most `most`. Raises UnreadableImageError.

    Missing or not to be opened: `image-missing`. A folder, a device, an empty file: `image-not-a-picture`.
    """
    try:
        if not path.exists():
            raise UnreadableImageError("image-missing")
        if not path.is_file():  # a pipe would keep us waiting
            raise UnreadableImageError("image-not-a-picture")
        with path.open("rb") as file:
            data = file.read(most + 1)  # never more, whatever its size was said to be
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise UnreadableImageError("image-missing") from error
    if not data:
        raise UnreadableImageError("image-not-a-picture")
    if len(data) > most:
        raise UnreadableImageError("image-too-large")
    return data
