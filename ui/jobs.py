"""The only file that knows threads: one lane for the database, a few for the network, one signal home.

Work is plain blocking code; its result, or its exception, comes back on the window's own thread.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger(__name__)
T = TypeVar("T")
Failed = Callable[[BaseException], None]
NETWORK_LANES = 3


class Jobs(QObject):
    """`failed` is called for every exception, ours or the environment's; nothing fails silently."""

    _home = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._db = ThreadPoolExecutor(1, "database")
        self._net = ThreadPoolExecutor(NETWORK_LANES, "network")
        self._arrived: deque[Callable[[], None]] = deque()
        self._pending = 0
        self._closed = False
        self._home.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def db(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """In order, one after another."""
        self._start(self._db, work, done, failed)

    def net(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Beside each other; a slow registry never holds up the database lane."""
        self._start(self._net, work, done, failed)

    @property
    def idle(self) -> bool:
        return self._pending == 0

    def _start(
        self, lane: ThreadPoolExecutor, work: Callable[[], T], done: Callable[[T], None], failed: Failed
    ) -> None:
        if self._closed:
            return
        self._pending += 1
        lane.submit(work).add_done_callback(lambda future: self._bring_home(future, done, failed))

    def _bring_home(self, future: Future[Any], done: Callable[[Any], None], failed: Failed) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            self._arrived.append(lambda: failed(error))
        else:
            result = future.result()
            self._arrived.append(lambda: done(result))
        self._home.emit()

    def _deliver(self) -> None:
        while self._arrived:
            deliver = self._arrived.popleft()
            self._pending -= 1
            if not self._closed:
                deliver()

    def close(self) -> None:
        """Waits for the database lane: what was begun is finished; queued network calls are dropped.

        What comes home later finds no screen any more, and nothing new begins."""
        self._closed = True
        self._net.shutdown(wait=False, cancel_futures=True)
        self._db.shutdown(wait=True)
