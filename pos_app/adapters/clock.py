"""The PC's clocks. Nothing is ordered by the one of the wall: order is till + local sequence."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def steady_ms() -> int:
    """Milliseconds since this computer was started, sleep counted in where the system tells; the same for every
    process, and nobody can set it."""
    booted: int | None = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; elsewhere the monotonic clock is it
    if booted is not None:
        return time.clock_gettime_ns(booted) // 1_000_000
    return time.monotonic_ns() // 1_000_000
