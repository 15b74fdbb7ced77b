"""What stays private in a text that the network said: an activation code, and anybody's mobile number."""

from __future__ import annotations

import re

from pos_app.domain.digits import fold
from pos_app.domain.identifiers import mobile_masked

MASK = "\u25cf" * 6
_GAP = r"[ \u00a0-]?"
#: As people and networks write one: +98 912 123 4567, 0912-1234567, in any digits. Never a part of a longer number.
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?98{_GAP}|0)?(9\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{4}})(?!\d)")


def covered(text: str, code: str = "") -> str:
    """The same text with the code and all mobile numbers covered, also in Persian digits."""
    if code:
        any_digits = "".join(f"[{digit}{_other(digit)}]" if digit.isdecimal() else re.escape(digit) for digit in code)
        text = re.sub(any_digits, MASK, text)
    return _MOBILE.sub(lambda found: mobile_masked("0" + re.sub(r"\D", "", fold(found[1]))), text)


def _other(digit: str) -> str:
    return chr(0x06F0 + int(digit)) + chr(0x0660 + int(digit))
