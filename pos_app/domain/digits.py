"""Folding of typed, pasted and scanned text, before any other rule looks at it.

`str.isdigit` and `int` accept Persian digits, so neither proves anything; and
`persiantools` leaves Arabic-Indic digits alone. Hence one explicit table.
"""

from __future__ import annotations

import re

_PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC = "٠١٢٣٤٥٦٧٨٩"
_LATIN = "0123456789"

#: Bidi controls and the zero-width non-joiner: they ride along with pasted text.
INVISIBLE = "\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"

_TO_LATIN = str.maketrans(_PERSIAN + _ARABIC, _LATIN * 2, INVISIBLE)
_DIGITS_TO_LATIN = str.maketrans(_PERSIAN + _ARABIC, _LATIN * 2)
_TO_PERSIAN = str.maketrans(_LATIN, _PERSIAN)
_SAME_LETTERS = str.maketrans("يىكةأإآ", "ییکهااا")
_LATIN_DIGITS = re.compile(r"[0-9]+")


def fold(text: str) -> str:
    """Latin digits, no invisible controls, no outer blanks. For identifiers, not for prose."""
    return text.translate(_TO_LATIN).strip()


def whole_letters(text: str) -> str:
    """Halves of a letter, as a console or a paste in another encoding gives them, become U+FFFD: no file and no
    database takes them."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def plain_name(text: str) -> str:
    """A person's name as two hands may have written it: Arabic and Persian letters, half-spaces and blanks alike."""
    letters = text.replace("\u200c", " ").translate(_SAME_LETTERS)
    return " ".join(fold(letters).casefold().split())


def latin(text: str) -> str:
    """Only the digits become Latin; the half-space of Persian words stays."""
    return text.translate(_DIGITS_TO_LATIN)


def persian(text: str) -> str:
    """Digits as people in Iran read them. Never for IMEIs, codes or phone numbers."""
    return text.translate(_TO_PERSIAN)


def all_latin_digits(text: str) -> bool:
    return _LATIN_DIGITS.fullmatch(text) is not None
