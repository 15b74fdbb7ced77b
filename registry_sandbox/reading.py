"""What a stranger sends, read so that nothing of it can break the server: whole numbers of a few digits, JSON that is
JSON."""

from __future__ import annotations

import json
from typing import Any


def whole_number(text: str, least: int, most: int) -> int | None:
    """Latin digits within these bounds; None for everything else. A number longer than `most` is never computed."""
    if not (text.isascii() and text.isdecimal()) or len(text.lstrip("0")) > len(str(most)):
        return None
    number = int(text.lstrip("0") or "0")
    return number if least <= number <= most else None


def read_json(text: str | bytes) -> Any:
    """Raises ValueError, also for what Python would take and JSON does not have (NaN, Infinity, half a surrogate pair),
    and for what is nested deeper than anybody means."""
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return found
