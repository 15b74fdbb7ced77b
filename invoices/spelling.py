"""What a glyph says that stands for several letters: each letter gets a mark of its own, all but one without ink.

Programs that copy text out of a PDF turn a line from right to left round character by character. What one glyph says
is turned round with it: «کالا» becomes «کاال», and the half-space, which has no glyph at all, is lost. So the letters
are spelled out in the order in which they stand on the paper, the further ones as blanks of no width.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

#: Glyph ids are below this; a code of the embedded font is a glyph id and how it is meant.
GLYPHS: Final = 0x800
#: How a glyph is meant that says more than one thing, by what it stands for: a single letter (0), several letters, and
#: the letters of Arabic that share a form with one of Persian.
_SEVERAL: Final = GLYPHS
_SHARED: Final = {**dict.fromkeys("يكةە", 2 * GLYPHS), **dict.fromkeys("ىھہۂ", 3 * GLYPHS)}
#: Codes of the blanks, above all glyphs.
FIRST: Final = 4 * GLYPHS
END: Final = FIRST + 0x300
_JOINERS: Final = "\u200c\u200d"
#: From right to left a bracket is drawn as its twin, and says what it looks like: readers turn it round with the line.
_TWINS: Final = str.maketrans("()[]{}«»<>‹›", ")(][}{»«><›‹")


def blank(char: str) -> int:
    """The code of the blank that says `char`, 0 = there is none. A function of the letter alone: the same document
    must give the same bytes."""
    point = ord(char)
    if 0x600 <= point < 0x700:
        return FIRST + point - 0x600
    if char in _JOINERS:
        return FIRST + 0x100 + point - 0x2000
    return FIRST + 0x200 + point if 0x20 <= point < 0x100 else 0


class Spelling(NamedTuple):
    """`left` and `right` are codes of blanks beside the glyph, `own` what it says itself; its glyph id and `shift` are
    the code of what it is meant as."""

    left: tuple[int, ...]
    own: str
    right: tuple[int, ...]
    shift: int


@lru_cache(maxsize=2048)
def spell(text: str, *, rtl: bool) -> Spelling:
    """How the letters `text` of one glyph stand on the paper, from left to right."""
    letters = [place for place, char in enumerate(text) if char not in _JOINERS]
    if not letters:
        return Spelling((), "", (), 0)
    codes = [blank(char) for char in text] if len(text) > 1 else []
    if not all(codes):
        return Spelling((), text.strip(_JOINERS), (), _SEVERAL)
    place = letters[-1] if rtl else letters[0]
    earlier, later = tuple(codes[:place]), tuple(codes[place + 1 :])
    shift = _SEVERAL if len(letters) > 1 else _SHARED.get(text[place], 0)
    if rtl:
        return Spelling(later[::-1], text[place].translate(_TWINS), earlier[::-1], shift)
    return Spelling(earlier, text[place], later, shift)


def glyph_of(code: int) -> int:
    """The glyph id of a code below the blanks."""
    return code % GLYPHS


@lru_cache(maxsize=1024)
def spelled(code: int) -> str:
    """The letter of a blank."""
    place = code - FIRST
    if place < 0x100:
        return chr(0x600 + place)
    return chr(0x2000 + place - 0x100) if place < 0x200 else chr(place - 0x200)
