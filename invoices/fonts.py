"""The one face of the paper, in three weights: Vazirmatn holds Persian and Latin alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

import uharfbuzz as hb

from pos_app.domain.errors import ShopError

FOLDER: Final = Path(__file__).resolve().parent.parent / "resources" / "fonts"

#: In em, the same in every weight (the tests look into the files).
ASCENT: Final = 2100 / 2048
DESCENT: Final = 1100 / 2048
CAP_HEIGHT: Final = 1456 / 2048


class PaperError(ShopError):
    """`glyph-missing` (`detail` = the characters), `currency-unknown`, `subject-unknown`, `paper-block-too-tall`,
    `stamp-unreadable`."""


class Weight(StrEnum):
    REGULAR = "Vazirmatn-Regular"
    MEDIUM = "Vazirmatn-Medium"
    BOLD = "Vazirmatn-Bold"


@dataclass(frozen=True, slots=True)
class Face:
    """A loaded font file; `units` per em."""

    name: str
    face: hb.Face
    font: hb.Font
    units: int


@lru_cache(maxsize=len(Weight))
def load(weight: Weight) -> Face:
    """Reads the file once per process."""
    face = hb.Face(hb.Blob.from_file_path(str(FOLDER / f"{weight.value}.ttf")))
    return Face(weight.value, face, hb.Font(face), face.upem)
