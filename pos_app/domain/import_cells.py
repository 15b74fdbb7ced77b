"""Cells of a list as people and spreadsheets write them: sums, days, conditions. A cell that says nothing is None."""

from __future__ import annotations

import re
from datetime import date

from pos_app.domain.digits import fold, plain_name
from pos_app.domain.money import MAX_RIAL
from pos_app.domain.stock import Condition

_MONEY_WORDS = {"ریال": 1, "rial": 1, "rials": 1, "irr": 1, "تومان": 10, "toman": 10, "tomans": 10}
_NUMBER = re.compile(r"[0-9]+|[0-9]{1,3}(?:[,٬،'’ \u00a0\u202f][0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_NOT_DIGITS = re.compile(r"[^0-9]")
_WHOLE = re.compile(r"[.٫]0{1,2}$")
#: What a spreadsheet makes of a long number: the last digits are lost, whatever it shows.
_ROUNDED = re.compile(r"[0-9][.,٫]?[0-9]*[eE]\+?[0-9]+")
_DAY = re.compile(r"([0-9]{4})[/\-.]([0-9]{1,2})[/\-.]([0-9]{1,2})(?:[T ].*)?")
FIRST_GREGORIAN = 1700  # a year before it is a Jalali one

_CONDITIONS = {
    Condition.SEALED: "new|sealed|brand new|نو|آکبند|پلمپ|پلمب|جدید",
    Condition.USED: "used|second hand|secondhand|pre owned|کارکرده|دست دوم|استوک|کار کرده|مستعمل",
    Condition.PASSENGER: "passenger|traveller|traveler|مسافری|مسافر",
}
_CONDITION_OF = {
    plain_name(word): condition for condition, words in _CONDITIONS.items() for word in (*words.split("|"),)
}


def rials(text: str, unit: int) -> int | None:
    """A sum of `unit` rials each, unless the cell names its unit itself. Raises ValueError with our code."""
    plain = fold(text)
    if not plain:
        return None
    words = plain.split()
    while words and (named := _MONEY_WORDS.get(words[-1].casefold())):
        unit, plain = named, " ".join(words[:-1])
        words.pop()
    plain = _WHOLE.sub("", plain)
    if not _NUMBER.fullmatch(plain):
        raise ValueError("price-negative" if plain.startswith("-") else "price-not-a-number")
    value = int(_NOT_DIGITS.sub("", plain[:40])) * unit
    if value > MAX_RIAL:
        raise ValueError("amount-too-large")
    return value


def is_rounded(text: str) -> bool:
    """`3.56938E+14`: the number behind it is gone."""
    return _ROUNDED.fullmatch(fold(text)) is not None


def year_month_day(text: str) -> tuple[int, int, int] | None:
    """As written, Jalali or not. Raises ValueError `day-unreadable`."""
    plain = fold(text)
    if not plain:
        return None
    found = _DAY.fullmatch(plain)
    if found is None:
        raise ValueError("day-unreadable")
    year, month, day = map(int, found.groups())
    if year >= FIRST_GREGORIAN:
        try:
            date(year, month, day)
        except ValueError:
            raise ValueError("day-unreadable") from None
    return year, month, day


def condition(text: str) -> Condition | None:
    """Raises ValueError `condition-unknown`."""
    plain = plain_name(text)
    if not plain:
        return None
    found = _CONDITION_OF.get(plain)
    if found is None:
        raise ValueError("condition-unknown")
    return found
