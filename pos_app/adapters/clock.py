"""The PC's clock. Nothing is ordered by it: order is till + local sequence."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)
