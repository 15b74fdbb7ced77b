"""The stock as the registry counts it: one reading at a time, by itself or on a press, stopped by a person at will."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic

from PySide6.QtCore import QObject, Signal

from pos_app.application import allocations
from pos_app.application.allocations import Pulled
from pos_app.application.services import Services
from pos_app.domain.feed import Allocation
from pos_app.ports.feeds import ALLOCATIONS, FeedState
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of

EVERY = 300.0  # seconds between two readings that begin by themselves
SHOWN = 50  # phones that have not arrived, in the list on screen
MOST_OFTEN = 0.3  # seconds between two words of progress: a fast registry must not flood the window
MAKES_WAY = 60.0  # seconds at most before each page, while a person waits for the registry
LOOKS = 0.05  # seconds between two looks whether somebody still waits


@dataclass(frozen=True, slots=True, kw_only=True)
class StockState:
    """`allocated` phones are on the list now. `stopping`: a person has pressed stop, the page under way ends first.
    `access` False: this till cannot ask the service at all."""

    feed: FeedState = field(default_factory=lambda: FeedState(name=ALLOCATIONS))
    allocated: int = 0
    now: datetime | None = None
    access: bool = True
    running: bool = False
    stopping: bool = False
    stopped: bool = False
    notice: Notice | None = None
    missing: tuple[Allocation, ...] = ()  # the first of those that have not arrived yet
    missing_count: int = 0


class StockVM(QObject):
    """It outlives the window when language or light change, so that there are never two readings at once."""

    changed = Signal()
    settled = Signal()  # a reading ended: conflicts may have come with it
    _heard = Signal(object)  # FeedState, from the lane that reads; it comes home queued

    def __init__(self, services: Services, jobs: Jobs, ticks: Callable[[], float] = monotonic) -> None:
        """`ticks` counts seconds and is never set back, whatever the machine's clock does."""
        super().__init__()
        self._services, self._jobs, self._ticks = services, jobs, ticks
        self.state = StockState(access=services.feed is not None)
        self._stop = threading.Event()
        self._began: float | None = None
        self._told_at = 0.0
        self._heard.connect(self._progress)

    def load(self) -> None:
        self.state = replace(self.state, notice=None)
        self.refresh()

    def refresh(self) -> None:
        self._jobs.db(self._read, self._arrive, self._complain)
        self._jobs.db(self._look_for_missing, self._show_missing, self._complain)

    def _look_for_missing(self) -> tuple[tuple[Allocation, ...], int]:
        with self._services.storage.read() as session:
            return session.not_arrived(SHOWN), session.allocated() - session.arrived()

    def _show_missing(self, found: tuple[tuple[Allocation, ...], int]) -> None:
        missing, count = found
        if (missing, count) != (self.state.missing, self.state.missing_count):
            self._show(replace(self.state, missing=missing, missing_count=count))

    def _read(self) -> tuple[FeedState, int]:
        with self._services.storage.read() as session:
            return session.feed(ALLOCATIONS), session.allocated()

    def _arrive(self, found: tuple[FeedState, int]) -> None:
        feed, allocated = found
        self._show(
            replace(
                self.state, feed=feed, allocated=allocated, now=self._services.clock.now(),
                access=self._services.feed is not None,
            )
        )  # fmt: skip

    # -- reading -----------------------------------------------------------------------------------

    def pull_if_due(self) -> None:
        """The registry is within reach. What a person has stopped waits for a person."""
        due = self._began is None or self._ticks() - self._began >= EVERY
        if due and not self.state.stopped and self._services.feed is not None:
            self.pull()

    def pull(self) -> None:
        """Goes on from the last page that is on disk."""
        if self.state.running or self._stop.is_set():
            return
        self._began = self._ticks()
        self._show(replace(self.state, running=True, stopped=False, notice=None))
        self._jobs.background(self._pull, self._ended, self._failed)

    def _pull(self) -> tuple[Pulled, tuple[FeedState, int]]:
        pulled = allocations.pull(self._services, stop=self._make_way, progress=self._tell)
        return pulled, self._read()

    def _make_way(self) -> bool:
        """Runs in the lane before each page: a seller who waits for the registry goes first. True = it was stopped."""
        until = self._ticks() + MAKES_WAY
        while self._services.waiting.somebody and self._ticks() < until and not self._stop.wait(LOOKS):
            pass
        return self._stop.is_set()

    def _tell(self, feed: FeedState) -> None:
        """Runs in the lane."""
        now = self._ticks()
        if now - self._told_at >= MOST_OFTEN:
            self._told_at = now
            self._heard.emit(feed)

    def _progress(self, feed: FeedState) -> None:
        if self.state.running:
            self._show(replace(self.state, feed=feed))

    def stop(self) -> None:
        """After the page that is under way; what was read stays."""
        if self.state.running:
            self._stop.set()
            self._show(replace(self.state, stopping=True))

    def shut(self) -> None:
        """The program ends: nothing new begins, the lane comes free."""
        self._stop.set()

    def _ended(self, result: tuple[Pulled, tuple[FeedState, int]]) -> None:
        pulled, found = result
        self._stop.clear()
        told = Notice(pulled.problem) if pulled.problem == "no-credentials" else None
        self.state = replace(self.state, running=False, stopping=False, stopped=pulled.stopped, notice=told)
        self._arrive(found)
        self.settled.emit()

    def _show(self, state: StockState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        """The reading itself: its pages up to here are on disk."""
        self._stop.clear()
        self.state = replace(self.state, running=False, stopping=False)
        self._complain(error)

    def _complain(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))
