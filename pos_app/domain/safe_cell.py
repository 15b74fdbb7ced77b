"""Text in a table that another program opens: what begins like a formula is run by it, whatever it was meant as.

Text of people goes through `guarded`, in CSV as in XLSX; sums and days are typed cells and need no guard.
"""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 32_767  # characters that a cell of Excel holds
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"  # the wide forms are taken for the narrow ones
_FORMULA = re.compile(f"[{_SIGNS}]")
#: Excel of another language parts cells at another sign, so that the middle of a cell becomes the begin of one.
_PARTED = re.compile("([,;|])")
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff\ufffe\uffff]")
GUARD = "'"


def guarded(text: str) -> str:
    """One line that no spreadsheet runs."""
    plain = _SURROGATE.sub("\ufffd", _BREAKS.sub(" ", text))[: MAX_TEXT - 1]
    if _FORMULA.search(plain) is None:
        return plain
    parts = _PARTED.split(plain)
    return "".join(GUARD + part if is_active(part.replace('"', "")) else part for part in parts)


def unguarded(text: str) -> str:
    """As it was before `guarded`, where only its begin was guarded."""
    return text[1:] if text.startswith(GUARD) and is_active(text[1:]) else text


def is_active(text: str) -> bool:
    """A spreadsheet would run it: a sign of a formula, also after what cannot be seen."""
    for char in text:
        if _FORMULA.match(char):
            return True
        if not (char.isspace() or unicodedata.category(char) in ("Cf", "Cc", "Zs", "Zl", "Zp", "Mn")):
            return False
    return False
