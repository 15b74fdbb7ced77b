"""How long this registry asked to be left alone (`Retry-After`): until then not one byte goes there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from pos_app.adapters.registry.shapes import ProblemShape
from pos_app.adapters.registry.wire import Received, read, retry_after
from pos_app.domain.registry import Problem, Refused, Retry

_BY_STATUS = {429: "rate-limited", 503: "upstream-unavailable"}


LONGEST_FOR_A_PERSON = 300.0  # seconds; a registry that asks for years (seen in the field) does not shut the counter


class Pace:
    """One for each registry; safe from any thread. `clock` counts seconds and is never set back. While `person_waits`,
    what was asked for holds for five minutes at most; the background waits to its end."""

    def __init__(
        self, clock: Callable[[], float] = monotonic, person_waits: Callable[[], bool] = lambda: False
    ) -> None:  # fmt: skip
        self._clock, self._person_waits = clock, person_waits
        self._lock = threading.Lock()
        self._heard, self._until, self._code, self._status = 0.0, 0.0, "", 0

    def listen(self, received: Received) -> None:
        """Notes what a 429 or 503 asks for. The later of two askings holds."""
        wait = retry_after(received.headers) if received.status in _BY_STATUS else None
        if not wait:
            return
        found = read(received, ProblemShape, ())
        code = found.problem.code if isinstance(found, Refused) else _BY_STATUS[received.status]
        with self._lock:
            until = self._clock() + wait
            if until > self._until:
                self._heard, self._until = self._clock(), until
                self._code, self._status = code, received.status

    def held(self) -> Refused | None:
        """The registry's own refusal once more, with the seconds that are left of it; None = speak."""
        with self._lock:
            until = self._until
            if self._person_waits():
                until = min(until, self._heard + LONGEST_FOR_A_PERSON)
            left = until - self._clock()
            if left <= 0:
                return None
            return Refused(Problem(code=self._code, status=self._status, retry=Retry.SAME_KEY, retry_after=left))
