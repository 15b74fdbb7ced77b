"""Time-ordered identifiers (UUID version 7, RFC 9562), so that keys sort as they were made."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime


def new_id(at: datetime) -> str:
    """Canonical text of 36 characters; `at` is an aware UTC instant."""
    milliseconds = int(at.timestamp() * 1000) & (1 << 48) - 1
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))
