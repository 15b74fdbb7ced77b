"""A clock that stands until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BOOTED_MS = 5_000_000  # how long the computer ran before


class FrozenClock:
    """The one of the wall, and the steady one that nobody can set."""

    def __init__(self, at: datetime = NOON) -> None:
        self._at = at
        self._steady_ms = BOOTED_MS

    def now(self) -> datetime:
        return self._at

    def steady(self) -> int:
        """Milliseconds since the computer was started."""
        return self._steady_ms

    def move(self, **by: float) -> None:
        """Time passes, in the words of `timedelta`; what goes back is the wall's clock alone."""
        self._at += timedelta(**by)
        self._steady_ms += max(0, round(timedelta(**by) / timedelta(milliseconds=1)))

    def set(self, **by: float) -> None:
        """Somebody sets the clock forward or back: no time passes."""
        self._at += timedelta(**by)

    def reboot(self, *, after_ms: int = 0) -> None:
        """The computer is started anew, and has run so long."""
        self._steady_ms = after_ms
