"""A word of one direction -> glyphs, through HarfBuzz, with the direction said.

Left to guess, HarfBuzz takes ۱۲۳ alone for right-to-left and reverses it: on an invoice that is wrong money.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import uharfbuzz as hb

from invoices.fonts import PaperError, Weight, load

_JOINERS = "\u200c\u200d"
_FLAGS = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES  # ZWNJ has parted the letters; nothing of it is drawn


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph in visual order. Lengths in em; `text` is what it stands for, "" when another one says it.

    `kern` is how far `advance` differs from the width that the font file gives the glyph.
    """

    gid: int
    text: str
    advance: float
    kern: float
    dx: float
    dy: float
    rtl: bool


@lru_cache(maxsize=4096)
def shape(text: str, weight: Weight, *, rtl: bool, tabular: bool = False) -> tuple[Glyph, ...]:
    """Glyphs of `text` from left to right. `tabular` makes Persian digits equally wide, for columns of money.

    Raises `PaperError` `glyph-missing`, its detail the characters.
    """
    font = load(weight)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = "Arab" if rtl else "Latn"
    buffer.language = "fa"
    buffer.flags = _FLAGS
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    hb.shape(font.font, buffer, {"tnum": True} if tabular else {})
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    stands_for = _cluster_texts(text, [info.cluster for info in infos])
    missing = "".join(stands_for[info.cluster].strip(_JOINERS) for info in infos if info.codepoint == 0)
    if missing:
        raise PaperError("glyph-missing", detail=missing)
    said: set[int] = set()
    glyphs = []
    for info, place in zip(infos, places, strict=True):
        glyphs.append(
            Glyph(
                info.codepoint,
                "" if info.cluster in said else stands_for[info.cluster],
                place.x_advance / font.units,
                (place.x_advance - font.font.get_glyph_h_advance(info.codepoint)) / font.units,
                place.x_offset / font.units,
                place.y_offset / font.units,
                rtl,
            )
        )
        said.add(info.cluster)
    return tuple(glyphs)


def _cluster_texts(text: str, clusters: list[int]) -> dict[int, str]:
    """The characters that each cluster stands for, a ZWNJ with the letter before it; a blank that holds is copied as a
    blank."""
    text = text.replace("\u00a0", " ")
    starts = sorted(set(clusters))
    return {start: text[start:end] for start, end in pairwise([*starts, len(text)])}
