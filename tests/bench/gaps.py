"""For how long the window's thread did not get round to anything, tick by tick."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 2


class Gaps(QObject):
    """Late ticks of a precise timer, in milliseconds beyond its own pace."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0
        self.all: list[float] = []

    def start(self) -> None:
        """From now on; what was counted before is forgotten."""
        self._last, self.all = time.perf_counter(), []
        self._timer.start(TICK_MS)

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.all.append(max(0.0, (now - self._last) * 1000 - TICK_MS))
        self._last = now

    @property
    def longest(self) -> float:
        return max(self.all, default=0.0)
