"""Eyes of the counter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RawCode:
    """One code as an engine read it. `symbology`: code128, ean13, upca, qr, datamatrix, ..."""

    text: str
    symbology: str


class UnreadableImageError(Exception):
    """`args[0]` is a code: `image-missing`, `image-too-large`, `image-not-a-picture`."""


class CodeReader(Protocol):
    """Reads every code of one picture, in reading order, repeats dropped."""

    def read(self, picture: bytes) -> tuple[RawCode, ...]:
        """`picture` is an encoded image file (PNG, JPEG, ...). Raises `UnreadableImageError`."""
        ...

    def read_grey(self, data: bytes, width: int, height: int) -> tuple[RawCode, ...]:
        """One quick look at a camera's frame: one byte a pixel, rows without padding."""
        ...
