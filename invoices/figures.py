"""Numbers and names as the paper writes them."""

from __future__ import annotations

import re
from datetime import datetime

from invoices.bidi import island
from pos_app import jalali
from pos_app.domain.digits import latin, persian

_SEPARATOR = "٬"
_LATIN_STRETCH = re.compile(r"[\x20-\x7e]+")
_OUTER = " .,:;!?-/'\""  # at the ends of a name these belong to the sentence around it
_LETTER = re.compile("[A-Za-z]")
#: Digits with signs between them, as in a number of a paper or of a person: after a Persian word the plain algorithm
#: turns their order round.
_SIGNED = re.compile(r"[0-9*#][0-9*#/.+-]*[0-9*#]")
#: A number below or above nought: its sign stands before it, at the left, in Persian too.
_POLAR = re.compile(r"(?<![^\s(«\[])[+\-−][0-9۰-۹][0-9۰-۹٬٫]*(?![^\s)»\]،؛.:٪%°])")


def amount(value: int, digits: int = 0) -> str:
    """`422950000` -> «۴۲۲٬۹۵۰٬۰۰۰», an island: a minus sign stays before its number. The last `digits` are decimals."""
    if not digits:
        return island(persian(f"{value:,}".replace(",", _SEPARATOR)))
    whole, decimals = divmod(abs(value), 10**digits)
    sign = "-" if value < 0 else ""
    return island(persian(f"{sign}{whole:,}".replace(",", _SEPARATOR) + f"٫{decimals:0{digits}}"))


def quantity(decimal_text: str) -> str:
    """«۲», or «۱٫۵»: decimals keep no zeros at the end."""
    text = latin(decimal_text)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return island(persian(text).replace(".", "٫"))


def code(text: str) -> str:
    """IMEI, serial, goods code, phone number: Latin digits, left to right, never broken."""
    return island(latin(text).replace(" ", "\u00a0"))


def mobile(text: str) -> str:
    """09123456789 in the groups in which people say it; a landline has other groups and stays as it was written."""
    digits = latin(text)
    if re.fullmatch(r"09[0-9]{9}", digits):
        digits = f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return code(digits)


def moment(instant: datetime) -> str:
    """«۱۴۰۵/۰۹/۰۱ ساعت ۱۱:۴۶», Tehran's clock."""
    day, hour = persian(jalali.date_text(instant)), persian(jalali.time_text(instant))
    return f"{island(day)} ساعت {island(hour)}"


def prose(text: str) -> str:
    """Latin names in free Persian text become islands, so that a Persian number after one stays with its word.

    «Galaxy A55 — ۲۵۶ گیگابایت»: by the plain algorithm the ۲۵۶ is drawn into the name, away from its unit.
    So do signed numbers (0912***4567, 1405-1-000418, *7777#), which would be drawn from their end.
    """
    return _LATIN_STRETCH.sub(_name_island, _POLAR.sub(lambda found: island(found.group()), text))


def _name_island(match: re.Match[str]) -> str:
    stretch = match.group()
    name = stretch.strip(_OUTER)
    if name.startswith("(") and name.count("(") > name.count(")"):
        name = name[1:]
    if name.endswith(")") and name.count(")") > name.count("("):
        name = name[:-1]
    if not _LETTER.search(name):
        return _SIGNED.sub(_signed_island, stretch)
    if name.count("(") != name.count(")"):
        return stretch
    before, _, after = stretch.partition(name)
    return f"{before}{island(name)}{after}"


def _signed_island(match: re.Match[str]) -> str:
    text = match.group()
    return text if text.isdecimal() or not any(char.isdecimal() for char in text) else island(text)
