"""The number of an invoice or a buy-in however it was typed: 1405-1-418 is 1405-1-000418, b1405-1-9 B1405-1-000009."""

from __future__ import annotations

import re

BUY_IN = "B"
_NUMBER = re.compile(r"(B?)(1[34][0-9]{2})-([0-9]{1,4})-([0-9]{1,9})", re.IGNORECASE)


def as_printed(plain: str) -> str:
    """Of folded text; "" = it is no such number."""
    found = _NUMBER.fullmatch(plain)
    return f"{found[1].upper()}{found[2]}-{int(found[3])}-{int(found[4]):06d}" if found else ""
