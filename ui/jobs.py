"""The only file that knows threads: one lane for the database, a few for people, a few for the background, one signal
home.

Work is plain blocking code; its result, or its exception, comes back on the window's own thread.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from pos_app.application.services import Waiting

log = logging.getLogger(__name__)
T = TypeVar("T")
Failed = Callable[[BaseException], None]
NETWORK_LANES = 3
BACKGROUND_LANES = 2  # the long reading of the stock holds up no round


class Jobs(QObject):
    """`failed` is called for every exception, ours or the environment's; nothing fails silently."""

    _home = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._db = ThreadPoolExecutor(1, "database")
        self._net = ThreadPoolExecutor(NETWORK_LANES, "network")
        self._background = ThreadPoolExecutor(BACKGROUND_LANES, "background")
        self._arrived: deque[Callable[[], None]] = deque()
        self._pending = 0
        self._closed = False
        self._home.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def db(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """In order, one after another."""
        self._start(self._db, work, done, failed)

    def net(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Failed, *, waiting: Waiting | None = None
    ) -> None:
        """What a person asked for, beside each other; a slow registry never holds up the database lane. `waiting`:
        somebody waits for a word of the registry, and is counted there from now until it is home."""
        self._start(self._net, work, done, failed, waiting)

    def background(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """What nobody asked for: however long it takes, it holds no lane that a person needs."""
        self._start(self._background, work, done, failed)

    @property
    def idle(self) -> bool:
        return self._pending == 0

    def _start(
        self, lane: ThreadPoolExecutor, work: Callable[[], T], done: Callable[[T], None], failed: Failed,
        waiting: Waiting | None = None,
    ) -> None:  # fmt: skip
        if self._closed:
            return
        self._pending += 1
        place = ExitStack()
        if waiting is not None:
            place.enter_context(waiting.person())
        lane.submit(work).add_done_callback(lambda future: self._bring_home(future, done, failed, place))

    def _bring_home(
        self, future: Future[Any], done: Callable[[Any], None], failed: Failed, place: ExitStack
    ) -> None:  # fmt: skip
        if future.cancelled():
            place.close()
            return
        error = future.exception()
        result = None if error is not None else future.result()

        def deliver() -> None:
            place.close()
            if self._closed:
                return
            if error is not None:
                failed(error)
            else:
                done(result)

        self._arrived.append(deliver)
        self._home.emit()

    def _deliver(self) -> None:
        while self._arrived:
            deliver = self._arrived.popleft()
            self._pending -= 1
            deliver()

    def close(self) -> None:
        """Waits for the database lane: what was begun is finished; queued calls of the other lanes are dropped.

        What comes home later finds no screen any more, and nothing new begins."""
        self._closed = True
        self._net.shutdown(wait=False, cancel_futures=True)
        self._background.shutdown(wait=False, cancel_futures=True)
        self._db.shutdown(wait=True)
