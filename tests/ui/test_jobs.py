"""Lanes: what nobody asked for holds no lane that a person needs, and who waits is counted from the press on."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from pos_app.application.services import Waiting
from ui.jobs import BACKGROUND_LANES, NETWORK_LANES, Jobs

PATIENCE_MS = 20_000


@pytest.fixture
def gate() -> threading.Event:
    return threading.Event()


@pytest.fixture
def jobs(qtbot: QtBot, gate: threading.Event) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    gate.set()
    qtbot.waitUntil(lambda: made.idle, timeout=PATIENCE_MS)
    made.close()


def never(error: BaseException) -> None:
    raise AssertionError(repr(error))


def hold(gate: threading.Event) -> bool:
    return gate.wait(PATIENCE_MS / 1000)


def counted(waiting: Waiting) -> bool:
    return waiting.somebody


def test_a_background_that_hangs_holds_up_nobody(qtbot: QtBot, jobs: Jobs, gate: threading.Event) -> None:
    late: list[bool] = []
    for _each in range(BACKGROUND_LANES + 3):
        jobs.background(lambda: hold(gate), late.append, never)
    home: list[str] = []
    for _each in range(NETWORK_LANES + 1):
        jobs.net(lambda: "said", home.append, never)
    jobs.db(lambda: "read", home.append, never)
    qtbot.waitUntil(lambda: len(home) == NETWORK_LANES + 2, timeout=PATIENCE_MS)
    assert not late
    gate.set()
    qtbot.waitUntil(lambda: len(late) == BACKGROUND_LANES + 3, timeout=PATIENCE_MS)


def test_who_waits_is_counted_before_a_lane_is_free(qtbot: QtBot, jobs: Jobs, gate: threading.Event) -> None:
    waiting = Waiting()
    for _each in range(NETWORK_LANES):
        jobs.net(lambda: hold(gate), lambda _none: None, never)
    assert not counted(waiting)
    at_home: list[bool] = []
    jobs.net(lambda: None, lambda _none: at_home.append(waiting.somebody), never, waiting=waiting)
    assert counted(waiting)
    gate.set()
    qtbot.waitUntil(lambda: bool(at_home), timeout=PATIENCE_MS)
    assert at_home == [False]


def test_a_call_that_fails_waits_no_more(qtbot: QtBot, jobs: Jobs) -> None:
    waiting = Waiting()
    failed: list[bool] = []

    def fail() -> None:
        raise OSError

    jobs.net(fail, lambda _none: None, lambda _error: failed.append(waiting.somebody), waiting=waiting)
    qtbot.waitUntil(lambda: bool(failed), timeout=PATIENCE_MS)
    assert failed == [False]


def test_what_the_end_of_the_program_drops_waits_no_more(qtbot: QtBot, gate: threading.Event) -> None:
    waiting, jobs = Waiting(), Jobs()
    for _each in range(NETWORK_LANES):
        jobs.net(lambda: hold(gate), lambda _none: None, never)
    jobs.net(lambda: None, lambda _none: None, never, waiting=waiting)
    jobs.close()
    assert not waiting.somebody
    gate.set()
