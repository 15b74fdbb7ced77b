"""A Jalali day as people write and read it."""

from __future__ import annotations

import re
from datetime import date

from pos_app import jalali
from pos_app.domain.digits import fold
from ui import format as fmt

_DATE = re.compile(r"([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})")


def day(text: str) -> date | None:
    """None for what is no day."""
    found = _DATE.fullmatch(fold(text).strip())
    if not found:
        return None
    try:
        return jalali.gregorian(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def day_text(found: date) -> str:
    return fmt.digits("/".join(f"{part:02d}" for part in jalali.parts(found)))


def month_later(found: date) -> date:
    """The same day of the next Jalali month, its last one where it has no such day."""
    year, month, of_month = jalali.parts(found)
    year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for last in (of_month, 30, 29):
        try:
            return jalali.gregorian(year, month, min(of_month, last))
        except ValueError:
            continue
    raise ValueError("day-unknown")
