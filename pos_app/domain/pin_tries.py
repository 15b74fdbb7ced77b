"""Wrong PINs of one person: at most ten, then half an hour. Counted by a clock that nobody can set (decision 0020)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

MAX_TRIES: Final = 10
WAIT_MS: Final = 30 * 60 * 1000
STEP_MS: Final = 10 * 60 * 1000  # a clock that stands less behind its mark was read late: no start of the computer


@dataclass(frozen=True, slots=True)
class Tries:
    """`left_ms`: how long the computer has yet to run until the failures are forgotten. `seen_ms`: where its steady
    clock stood when that was last reckoned, on till `seen_by`."""

    failures: int = 0
    left_ms: int = 0
    seen_ms: int = 0
    seen_by: int = 0

    @property
    def locked(self) -> bool:
        return self.failures >= MAX_TRIES and self.left_ms > 0

    def at(self, steady_ms: int, till_id: int) -> Tries:
        """As they stand now. The steady clock begins anew with each start of the computer: where it stands before the
        mark, all that it shows was served since; where it stands behind, at least the difference was, whether or not
        there was a start between. A little before the mark may be a reading that came late: then nothing was served,
        and the mark stays. So never too much is taken off, and a clock of another till takes off nothing."""
        if not self.failures:
            return Tries()
        served, mark = 0, steady_ms
        if till_id == self.seen_by:
            if steady_ms >= self.seen_ms:
                served = steady_ms - self.seen_ms
            elif self.seen_ms - steady_ms > STEP_MS:
                served = steady_ms
            else:
                mark = self.seen_ms
        left = self.left_ms - max(served, 0)
        if left <= 0:
            return Tries()
        return replace(self, left_ms=left, seen_ms=mark, seen_by=till_id)

    def counted(self, steady_ms: int, till_id: int) -> Tries:
        """One more, before it is known whether it is wrong. Half an hour begins with each."""
        now = self.at(steady_ms, till_id)
        mark = max(steady_ms, now.seen_ms) if now.failures else steady_ms
        return Tries(failures=now.failures + 1, left_ms=WAIT_MS, seen_ms=mark, seen_by=till_id)

    def one_less(self) -> Tries:
        """The try was somebody else's PIN, and right: it was no try at this one."""
        return replace(self, failures=self.failures - 1) if self.failures > 1 else Tries()
