"""What stays private in a text that the network said: an activation code, and anybody's mobile number."""

from __future__ import annotations

import re

from pos_app.domain.digits import fold
from pos_app.domain.identifiers import mobile_masked

MASK = "\u25cf" * 6
_CODE_DIGITS = 6
_GAP = r"[ \u00a0-]?"


def _any(digits: str) -> str:
    """These digits in Latin, Persian or Arabic."""
    return "".join(f"[{d}{chr(0x06F0 + int(d))}{chr(0x0660 + int(d))}]" for d in digits)


#: What people put between the digits of a code: "۴۸۲-۹۱۵", "482 915", invisible signs.
_BETWEEN = r"[\W_]{0,3}"
#: The name of a picture (its checksum) and an id are left whole.
_WHOLE = "(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])"
#: As people and networks write one: +98 912 123 4567, 0912-1234567, in any digits. Never a part of a longer number.
_MOBILE = re.compile(
    rf"(?<!\d)(?:(?:\+|{_any('00')})?{_any('98')}{_GAP}|{_any('0')})?({_any('9')}\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{4}})(?!\d)"
)
#: What may be an activation code, in any digits, whole or as two threes.
_ANY_CODE = re.compile(
    rf"(?P<whole>{_WHOLE})"
    r"|(?<!\d)[1-9۱-۹١-٩][0-9۰-۹٠-٩]{5}(?!\d)"
    r"|(?<!\d)(?<!\d[ \u00a0-])[1-9۱-۹١-٩][0-9۰-۹٠-٩]{2}[ \u00a0-][0-9۰-۹٠-٩]{3}(?![ \u00a0-]?\d)"
)


def covered(text: str, code: str = "", *, any_code: bool = False) -> str:
    """The same text with the code and all mobile numbers covered, also in Persian digits. `any_code`: the operation
    itself knows none, and yet somebody may have pasted one."""
    text = without_code(text, code)
    if any_code:
        text = without_any_code(text)
    return _MOBILE.sub(lambda found: mobile_masked("0" + re.sub(r"\D", "", fold(found[1]))), text)


def without_code(text: str, *codes: str) -> str:
    """The same text with these codes covered, in whatever digits they stand there, and whatever stands between."""
    for code in codes:
        if _can_be_found(code):
            spelled = rf"(?P<whole>{_WHOLE})|(?<!\d){_spelled(code)}(?!\d)"
            text = re.sub(spelled, _cover, text)
    return text


def without_any_code(text: str) -> str:
    """The same text with all covered that may be a code."""
    return _ANY_CODE.sub(_cover, text)


def holds(text: str, code: str) -> bool:
    """The code can be read in this text: asked of what is to stand in the open, so rather once too often."""
    return _can_be_found(code) and re.search(_spelled(code), text) is not None


def codes_in(text: str) -> tuple[str, ...]:
    """All that may be a code, in Latin digits."""
    found = (re.sub(r"\D", "", fold(hit[0])) for hit in _ANY_CODE.finditer(text) if not hit["whole"])
    return tuple(dict.fromkeys(found))


def _can_be_found(code: str) -> bool:
    """Not what is half typed: two digits stand in any text."""
    return code.isascii() and code.isdecimal() and len(code) >= _CODE_DIGITS


def _spelled(code: str) -> str:
    return _BETWEEN.join(_any(digit) for digit in code)


def _cover(found: re.Match[str]) -> str:
    return found[0] if found["whole"] else MASK
