"""A row of the VAT table as people write and read it."""

from __future__ import annotations

import re
from datetime import date

from pos_app import jalali
from pos_app.domain.digits import fold
from pos_app.domain.vat import VatRate
from ui import format as fmt

_DATE = re.compile(r"([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})")


def rate_texts(rate: VatRate) -> tuple[str, str, str, str]:
    begin, end = (fmt.digits("/".join(f"{n:02d}" for n in jalali.parts(d))) for d in (rate.valid_from, rate.valid_to))
    return begin, end, fmt.digits(f"{rate.hundredths / 100:g}"), rate.source


def day(text: str) -> date | None:
    """A Jalali day as people write it; None for what is none."""
    found = _DATE.fullmatch(fold(text))
    if not found:
        return None
    try:
        return jalali.gregorian(*(int(part) for part in found.groups()))
    except ValueError:
        return None
