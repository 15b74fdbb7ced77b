"""IMEI: 15 digits = TAC 8 + serial 6 + Luhn digit. Hamta reads the first 15 of what a screen shows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pos_app.domain.checks import Check, ask, good, refuse
from pos_app.domain.digits import all_latin_digits, fold

_LABEL = re.compile(r"^IMEI\s*[12]?\s*[:：]\s*", re.IGNORECASE)
_VERSION = re.compile(r"\s*/\s*[0-9]{2}\s*$")  # of the software; more digits would be another number

#: Luhn: every second digit from the right is doubled, and 10 to 18 lose 9. As characters, for `bytes.translate`.
_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
_AS_NUMBER = bytes((c - 48) % 256 for c in range(256))
_DOUBLED_NUMBER = _DOUBLED.translate(_AS_NUMBER)
_REMAINDER = bytes(c % 10 for c in range(256))
_ALL_EQUAL = frozenset(digit * 15 for digit in "0123456789")


def normalise(text: str) -> str:
    """Folded, without label, `/01` suffix, blanks and dashes. Says nothing of validity."""
    plain = _LABEL.sub("", fold(text))
    return _VERSION.sub("", plain).replace(" ", "").replace("-", "")


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
    if not _check_digit_holds(value):
        return refuse(value, "imei-check-digit")
    return good(text, value)


def is_imei(value: str) -> bool:
    """True for a canonical IMEI only: 15 Latin digits, a right check digit, not all equal."""
    return (
        len(value) == 15
        and value.isascii()
        and value.isdigit()
        and value not in _ALL_EQUAL
        and _check_digit_holds(value)
    )


def are_imeis(values: Sequence[str]) -> bool:
    """`is_imei` of every one, for whole pages of a feed: one pass over a column of digits instead of each number.

    A column of digits is read as one long whole number, a byte for each IMEI; fifteen of them are added without a
    carry, because the sum of one number is at most 15 * 9 = 135.
    """
    if not values:
        return True
    digits = "".join(values)
    if {*map(len, values)} != {15} or not digits.isascii() or not digits.isdigit():
        return False
    page, total = digits.encode(), 0
    for place in range(15):
        table = _DOUBLED_NUMBER if place % 2 else _AS_NUMBER
        total += int.from_bytes(page[place::15].translate(table), "little")
    remainders = total.to_bytes(len(values), "little").translate(_REMAINDER)
    return not any(remainders) and _ALL_EQUAL.isdisjoint(values)


def _check_digit_holds(value: str) -> bool:
    """For 15 Latin digits. Fifteen times the code of "0" is 720, which the remainder does not see."""
    page = value.encode()
    return (sum(page[::2]) + sum(page[1::2].translate(_DOUBLED))) % 10 == 0


def grouped(imei: str) -> str:
    """2-6-6-1 as printed on boxes, in the blanks of the sketch: 356938 03 564380 9."""
    return f"{imei[:6]} {imei[6:8]} {imei[8:14]} {imei[14:]}".strip()


def differing_places(one: str, other: str) -> tuple[int, ...]:
    """Places (from 0) at which two numbers differ, so that the screen can mark them."""
    longest = max(len(one), len(other))
    return tuple(i for i in range(longest) if one[i : i + 1] != other[i : i + 1])
