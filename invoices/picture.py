"""The stamp picture, made ready once: a scan of some megabytes must not be unpacked for every page."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Final

from PIL import Image, UnidentifiedImageError

from invoices.fonts import PaperError

#: Pixels of the longer side: 300 dpi at the size of the seller's box.
MAX_SIDE: Final = 900


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels in the form in which a PDF keeps them: zlib streams, 8 bits. `mask` None = opaque."""

    width: int
    height: int
    colours: bytes
    mask: bytes | None


@lru_cache(maxsize=8)
def prepare(data: bytes) -> Picture:
    """PNG or JPEG bytes -> pixels. Raises `PaperError` (`stamp-unreadable`)."""
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
            opened.thumbnail((MAX_SIDE, MAX_SIDE))
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise PaperError("stamp-unreadable") from error
    alpha = picture.getchannel("A")
    opaque = alpha.getextrema() == (255, 255)
    return Picture(
        picture.width,
        picture.height,
        zlib.compress(picture.convert("RGB").tobytes(), 9),
        None if opaque else zlib.compress(alpha.tobytes(), 9),
    )
