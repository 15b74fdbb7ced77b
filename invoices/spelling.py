"""What a glyph says that stands for several letters: each letter gets a mark of its own, all but one without ink.

Programs that copy text out of a PDF turn a line from right to left round character by character. What one glyph says
is turned round with it: «کالا» becomes «کاال», and the half-space, which has no glyph at all, is lost. So the letters
are spelled out in the order in which they stand on the paper, the further ones as blanks of no width.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

#: Codes of the blanks within an embedded font, above all glyph ids of the face.
FIRST: Final = 0x2000
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


@lru_cache(maxsize=4096)
def spell(text: str, *, rtl: bool) -> tuple[tuple[int, ...], str, tuple[int, ...]]:
    """Blanks at the left of the glyph, what the glyph itself says, blanks at its right."""
    if len(text) < 2:
        return (), (text.translate(_TWINS) if rtl else text).strip(_JOINERS), ()
    codes = [blank(char) for char in text]
    letters = [place for place, char in enumerate(text) if char not in _JOINERS]
    if not letters or not all(codes):
        return (), text.strip(_JOINERS), ()
    own = letters[-1] if rtl else letters[0]
    earlier, later = tuple(codes[:own]), tuple(codes[own + 1 :])
    return (later[::-1], text[own].translate(_TWINS), earlier[::-1]) if rtl else (earlier, text[own], later)


@lru_cache(maxsize=1024)
def spelled(code: int) -> str:
    """The letter of a blank."""
    place = code - FIRST
    if place < 0x100:
        return chr(0x600 + place)
    return chr(0x2000 + place - 0x100) if place < 0x200 else chr(place - 0x200)
