"""What stays private in a text that the network said: an activation code, and anybody's mobile number."""

from __future__ import annotations

import re

from pos_app.domain.digits import fold
from pos_app.domain.identifiers import mobile_masked

MASK = "\u25cf" * 6
_GAP = r"[ \u00a0-]?"


def _any(digits: str) -> str:
    """These digits in Latin, Persian or Arabic."""
    return "".join(f"[{d}{chr(0x06F0 + int(d))}{chr(0x0660 + int(d))}]" for d in digits)


#: As people and networks write one: +98 912 123 4567, 0912-1234567, in any digits. Never a part of a longer number.
_MOBILE = re.compile(
    rf"(?<!\d)(?:(?:\+|{_any('00')})?{_any('98')}{_GAP}|{_any('0')})?({_any('9')}\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{4}})(?!\d)"
)
#: What may be an activation code, in any digits. The name of a picture (its checksum) and an id are left whole.
_ANY_CODE = re.compile(
    "(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])"
    r"|(?<!\d)[1-9۱-۹١-٩][0-9۰-۹٠-٩]{5}(?!\d)"
)


def covered(text: str, code: str = "", *, any_code: bool = False) -> str:
    """The same text with the code and all mobile numbers covered, also in Persian digits. `any_code`: the operation
    itself knows none, and yet somebody may have pasted one."""
    text = without_code(text, code)
    if any_code:
        text = _ANY_CODE.sub(lambda found: MASK if len(found[0]) == len(MASK) else found[0], text)
    return _MOBILE.sub(lambda found: mobile_masked("0" + re.sub(r"\D", "", fold(found[1]))), text)


def without_code(text: str, code: str) -> str:
    """The same text with the code covered, in whatever digits it stands there."""
    return re.sub(_any(code), MASK, text) if code.isdecimal() and code.isascii() else text
