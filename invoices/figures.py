"""Numbers and names as the paper writes them."""

from __future__ import annotations

import re
from datetime import datetime

from invoices.bidi import island
from invoices.islands import with_islands
from pos_app import jalali
from pos_app.domain.digits import latin, persian
from pos_app.domain.typed import one_line

_SEPARATOR = "٬"


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
    return island(one_line(latin(text)).replace(" ", "\u00a0"))


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
    """Free Persian text: its Latin names and signed numbers become islands, so that each is drawn as it was typed."""
    return with_islands(text)
