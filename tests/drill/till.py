"""The program in its own process, there to be killed: the real window, whose background rounds follow each other.

Where nothing is due the clock is moved on, so that hours of back-off cost no time. A line of JSON after each round.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from pos_app.adapters.clock import SystemClock
from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.application import allocations, queue
from pos_app.application.queue import Link, Status
from pos_app.bootstrap import open_shop
from pos_app.domain.feed import OperationPage
from pos_app.domain.registry import Channel, NotSent
from pos_app.ports.registry import NoPage
from pos_app.practice import CLIENT_ID, CLIENT_SECRET
from pos_app.settings import Settings
from tests.bench.gaps import Gaps
from ui.app import App, hear_qt, make_qt
from ui.collecting import let_collect

PAGE = 100
REST_MS = 300


class StepClock:
    """Runs with the system's clock, and ahead of it by what was skipped."""

    def __init__(self, ahead: timedelta) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        return SystemClock().now() + self.ahead


class Untold(HttpxRegistry):
    """Each operation has to be asked about."""

    def operation_changes(self, cursor: str, *, wait: int = 0) -> OperationPage | NoPage:
        return NotSent("no-connection")


class Rounds:
    """One background round after another, as the window does them every 15 seconds."""

    def __init__(self, app: App, clock: StepClock, given: argparse.Namespace) -> None:
        self._app, self._clock, self._given = app, clock, given
        self._services = app.program.services
        self._gaps = Gaps()
        self._at_rest = 0.0
        self._done = 0

    def begin(self) -> None:
        """First a while of nothing: a gap of that is this machine's, whatever the rounds do."""
        self._gaps.start()
        QTimer.singleShot(REST_MS, self._first)

    def _first(self) -> None:
        self._at_rest = self._gaps.longest
        self._gaps.start()
        self._next()

    def end(self) -> None:
        self._gaps.stop()

    def _next(self) -> None:
        work: Callable[[], Any] = self._pull if self._given.pull else self._round
        self._app.jobs.background(work, self._over, self._failed)

    def _pull(self) -> Any:
        return allocations.pull(self._services, page_size=PAGE)

    def _over(self, result: Any) -> None:
        self._done += 1
        if isinstance(result, Status):
            if self._given.page:
                self._app.window._show_status(result)  # as after a round of its own: the page is read anew
            open_ = result.queue.waiting - result.queue.refused
            if not open_ and self._given.until_empty:
                self._say(open_)
                self._app.qt.quit()
                return
            self._say(open_)
        else:
            self._say(0, pulled=result.items, problem=result.problem)
            if not result.problem and self._given.until_empty:
                self._app.qt.quit()
                return
            self._clock.ahead += timedelta(seconds=30)
        if self._done >= self._given.rounds:
            self._app.qt.quit()
            return
        self._next()

    def _round(self) -> Status:
        """Off the window's thread, as the window does it; then the clock goes on to where something is due."""
        status = queue.round_(self._services)
        if self._given.day_each_round and status.link is not Link.REACHED:
            self._clock.ahead += timedelta(days=1)  # while nobody answers and a month is asked for
        elif (step := self._until_due()) > timedelta(0):
            self._clock.ahead += step
        return status

    def _until_due(self) -> timedelta:
        """The bare question: reading every row that waits would cost more than the round."""
        with closing(sqlite3.connect(self._given.folder / "shop.db")) as database:
            row = database.execute(
                "select min(max(next_at, coalesce(claimed_until, next_at))) from operation"
                " where state not in ('succeeded', 'rejected', 'expired', 'cancelled')"
            ).fetchone()
        if row[0] is None:
            return timedelta(0)
        return datetime.fromisoformat(row[0]).replace(tzinfo=UTC) + timedelta(milliseconds=1) - self._clock.now()

    def _say(self, open_: int, **more: Any) -> None:
        ahead = self._clock.ahead.total_seconds()
        gaps = {"gap_ms": round(self._gaps.longest, 1), "rest_ms": round(self._at_rest, 1)}
        said = {"round": self._done, "open": open_, **gaps, "ahead": ahead, **more}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()

    def _failed(self, error: BaseException) -> None:
        sys.stdout.write(json.dumps({"failed": type(error).__name__, "code": getattr(error, "code", "")}) + "\n")
        sys.stdout.flush()
        QTimer.singleShot(50, self._next)


def main() -> None:
    gc.disable()  # as `main.py` does
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("address")
    words.add_argument("--ahead", type=float, default=0.0, help="seconds that the clock was moved on before")
    words.add_argument("--deadline", type=float, default=10.0)
    words.add_argument("--rounds", type=int, default=10_000)
    words.add_argument("--until-empty", action="store_true")
    words.add_argument("--pull", action="store_true")
    words.add_argument("--page", default="", help="the page that is shown, e.g. registry; else the counter")
    words.add_argument("--day-each-round", action="store_true")
    words.add_argument("--no-changes", action="store_true", help="the registry tells no changes by itself")
    given = words.parse_args()
    clock = StepClock(timedelta(seconds=given.ahead))
    program = open_shop(Settings(given.folder, practice=True), clock=clock)
    way = Untold if given.no_changes else HttpxRegistry
    program.services.gateways[Channel.API] = way(  # type: ignore[index]  # in place, as `reconnect` does
        given.address, CLIENT_ID, lambda: CLIENT_SECRET, now=clock.now, deadline=given.deadline,
        shop_id="practice-shop",
    )  # fmt: skip
    hear_qt()
    app = App(make_qt(), lambda: program)
    app.warmed.connect(let_collect)
    app.show()
    if given.page:
        app.window.open_page(given.page)  # as its key does
    rounds = Rounds(app, clock, given)
    QTimer.singleShot(300, rounds.begin)  # the window is painted by then: building it is no block of a sync
    app.qt.exec()
    rounds.end()
    app.close()
    sys.stdout.flush()
    os._exit(0)  # at once: a lane that still waits for the registry must not be the last to hold the window's timers


if __name__ == "__main__":
    main()
