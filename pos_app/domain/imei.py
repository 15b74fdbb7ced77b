"""IMEI: 15 digits = TAC 8 + serial 6 + Luhn digit. Hamta reads the first 15 of what a screen shows."""

from __future__ import annotations

import re

from stdnum import luhn

from pos_app.domain.checks import Check, ask, good, refuse
from pos_app.domain.digits import all_latin_digits, fold

_LABEL = re.compile(r"^IMEI\s*[12]?\s*[:：]\s*", re.IGNORECASE)


def normalise(text: str) -> str:
    """Folded, without label, `/01` suffix, blanks and dashes. Says nothing of validity."""
    plain = _LABEL.sub("", fold(text))
    return plain.split("/", 1)[0].replace(" ", "").replace("-", "")


def check(text: str) -> Check:
    """The length rule comes first: python-stdnum alone would take 14 and 16 digits."""
    value = normalise(text)
    if not value:
        return refuse(value, "imei-empty")
    if not all_latin_digits(value):
        return refuse(value, "imei-not-digits")
    if len(value) == 14:
        return ask(value, "imei-14-digits")
    if len(value) == 16:
        return ask(value, "imei-16-digits")
    if len(value) != 15:
        return refuse(value, "imei-short" if len(value) < 15 else "imei-long")
    if value == value[0] * 15:
        return refuse(value, "imei-all-equal")
    if not luhn.is_valid(value):
        return refuse(value, "imei-check-digit")
    return good(text, value)


def is_imei(value: str) -> bool:
    """True for a canonical IMEI only."""
    return len(value) == 15 and check(value).ok


def grouped(imei: str) -> str:
    """2-6-6-1 as printed on boxes, in the blanks of the sketch: 356938 03 564380 9."""
    return f"{imei[:6]} {imei[6:8]} {imei[8:14]} {imei[14:]}".strip()


def differing_places(one: str, other: str) -> tuple[int, ...]:
    """Places (from 0) at which two numbers differ, so that the screen can mark them."""
    longest = max(len(one), len(other))
    return tuple(i for i in range(longest) if one[i : i + 1] != other[i : i + 1])
