"""The history of a till: a chain in which every event names the one before it, and each is signed.

The hash runs over all fields of an event and over the hash before it, so nothing can be changed, taken out or put in
between without every later hash changing too. The signature (HMAC-SHA256 with the shop's history key) makes sure that
nobody without the key can compute those later ones anew. What stands at the end, count and hash, is the head.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

START = "0" * 64  # before the first event
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Head:
    """Where a till's history ends: how many events, and the hash of the last one (hex). `seq` finds that event."""

    till_id: int
    count: int = 0
    hash: str = START
    seq: int = field(default=-1, compare=False)


def instant(at: datetime) -> str:
    """As it is hashed: UTC, to the microsecond, no zone."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def link(before: str, till_id: int, seq: int, at: str, who: str, kind: str, subject: str, data: str) -> str:
    """Hash of an event (hex); `at` as `instant` gives it, `data` the JSON text exactly as it is stored."""
    return hashlib.sha256(_encode([before, till_id, seq, at, who, kind, subject, data]).encode()).hexdigest()


def head_text(head: Head) -> str:
    """What is signed of a head, so that it cannot be moved back together with the events behind it."""
    return f"head:{head.till_id}:{head.count}:{head.hash}"
