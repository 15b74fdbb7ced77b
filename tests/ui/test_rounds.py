"""Rounds in the background come one at a time, and they and the reading of the stock make way for a seller."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from pos_app.application.services import Waiting
from pos_app.domain.registry import NotSent, Unreadable
from pos_app.ports.registry import RegistryGateway
from tests.fakes.feed import FeedOf
from tests.ui.conftest import OpenCounter
from tests.ui.hands import Hands, Key
from tests.ui.shop import GALAXY1, GALAXY2
from tests.ui.test_jobs import counted
from tests.ui.test_registry_stock import PAGES, Listed
from ui.jobs import NETWORK_LANES
from ui.view_models.registry_stock import EVERY, MAKES_WAY, StockVM


@dataclass(slots=True)
class Held(FeedOf):
    """Its clock call, with which each round begins, is held back until `clock_gate` is set."""

    clock_gate: threading.Event = field(default_factory=threading.Event)
    clock_calls: int = 0
    now_under_way: int = 0
    most_rounds: int = 0

    def server_time(self) -> datetime | Unreadable | NotSent:
        self.clock_calls += 1
        self.now_under_way += 1
        self.most_rounds = max(self.most_rounds, self.now_under_way)
        self.clock_gate.wait(20)
        self.now_under_way -= 1
        return self.gateway.server_time()


@pytest.fixture
def made() -> list[Held]:
    return []


@pytest.fixture
def held(open_counter: OpenCounter, made: list[Held]) -> Iterator[Hands]:
    """A counter whose first round is under way, and hangs."""

    def around(gateway: RegistryGateway) -> RegistryGateway:
        made.append(Held(gateway))
        return made[0]

    counter = open_counter(around=around, at_rest=False)
    counter.wait(lambda: bool(made) and made[0].clock_calls == 1)
    yield counter
    made[0].clock_gate.set()


def test_however_many_ask_one_more_round_follows(held: Hands, made: list[Held]) -> None:
    for _each in range(20):
        held.window.round()
        held.window._queue_vm.settled.emit()
    assert made[0].clock_calls == 1
    made[0].clock_gate.set()
    held.wait(lambda: held.window.top.link.isVisible() and made[0].clock_calls == 2)
    # what the first round brought asks for another at most: the stock was read
    held.settle()
    assert made[0].most_rounds == 1
    assert made[0].clock_calls <= 3


def test_a_round_that_takes_long_is_not_followed_by_the_beat(held: Hands, made: list[Held]) -> None:
    held.window.stock_vm._began = held.window.stock_vm._ticks()  # not due
    for _each in range(20):
        held.window._timer.timeout.emit()
    made[0].clock_gate.set()
    held.settle()
    assert made[0].clock_calls == 1
    held.window._timer.timeout.emit()
    held.settle()
    assert made[0].clock_calls == 2


def test_another_language_begins_no_second_round(held: Hands, made: list[Held]) -> None:
    held.window.look_changed.emit("en", "dark")
    assert made[0].clock_calls == 1
    made[0].clock_gate.set()
    held.settle(lambda: made[0].clock_calls >= 2)  # the new window asked for one
    assert made[0].most_rounds == 1


def test_a_round_that_broke_off_is_not_the_last(counter: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = counter.window.rounds
    told: list[str] = []
    rounds.failed.connect(lambda error: told.append(repr(error)))
    rounds.told.connect(lambda _status: told.append("told"))
    with monkeypatch.context() as broken:
        broken.setattr("ui.view_models.rounds.queue.round_", lambda _services: 1 // 0)
        rounds.ask()
        counter.settle()
    rounds.ask()
    counter.settle()
    assert told == [repr(ZeroDivisionError("integer division or modulo by zero")), "told"]


def test_a_seller_is_answered_while_a_round_hangs(held: Hands, made: list[Held]) -> None:
    held.page.scan.setFocus()
    for text in (GALAXY1, GALAXY2):
        held.burst(text)
        held.strike(Key.Key_Return)
    held.wait(lambda: held.state.sale is not None and not held.state.busy)
    held.strike(Key.Key_F6)
    held.wait(lambda: held.state.busy == "inquiry")
    held.wait(lambda: not held.state.busy and held.state.answer is not None)
    assert made[0].now_under_way == 1, "the round is still on its way"


def test_a_seller_is_counted_from_the_press_on(counter: Hands) -> None:
    counter.scan(GALAXY1)
    gate = threading.Event()
    try:
        for _each in range(NETWORK_LANES):
            counter.app.jobs.net(lambda: gate.wait(20), lambda _none: None, lambda _error: None)
        assert not counted(counter.services.waiting)
        counter.strike(Key.Key_F6)
        counter.wait(lambda: counter.state.busy == "inquiry")
        assert counted(counter.services.waiting), "no lane was free yet"
    finally:
        gate.set()
    counter.settle()
    assert not counted(counter.services.waiting)


class Looks:
    """Seconds that only go on when they are looked at; at the given look `act` is done."""

    def __init__(self, step: float = 0.0) -> None:
        self.now, self.step, self.looks = 1000.0, step, 0
        self.at, self.seen = 0, [""]
        self.place = ExitStack()
        self.feed: FeedOf | None = None

    def __call__(self) -> float:
        self.looks += 1
        self.now += self.step
        if self.looks == self.at and self.feed is not None:
            self.seen = list(self.feed.cursors)
            self.place.close()
        return self.now


@pytest.fixture
def read_once(open_counter: OpenCounter) -> tuple[Hands, FeedOf]:
    """The list was read to its end; a new one of four pages lies there."""
    listed = Listed()
    counter = open_counter(around=listed)
    counter.settle(lambda: len(listed.it.cursors) == PAGES)
    listed.it.cursors.clear()
    listed.it.pages = [*listed.pages, *listed.pages]
    return counter, listed.it


def test_the_stock_waits_for_a_seller_and_goes_on_by_itself(read_once: tuple[Hands, FeedOf]) -> None:
    counter, feed = read_once
    looks = Looks()
    looks.at, looks.feed = 10, feed
    looks.place.enter_context(counter.services.waiting.person())
    vm = StockVM(counter.services, counter.app.jobs, looks)
    vm.pull()
    counter.settle(lambda: not vm.state.running)
    assert looks.seen == [], "a page was asked for while a seller waited"
    assert len(feed.cursors) == PAGES
    assert not vm.state.stopped


def test_nobody_waits_so_long_that_the_stock_is_never_read(read_once: tuple[Hands, FeedOf]) -> None:
    counter, feed = read_once
    vm = StockVM(counter.services, counter.app.jobs, Looks(step=MAKES_WAY / 2))
    with counter.services.waiting.person():
        vm.pull()
        counter.settle(lambda: not vm.state.running)
    assert len(feed.cursors) == PAGES


def test_it_is_stopped_while_it_makes_way(read_once: tuple[Hands, FeedOf]) -> None:
    counter, feed = read_once
    vm = StockVM(counter.services, counter.app.jobs, Looks())
    with counter.services.waiting.person():
        vm.pull()
        vm.stop()
        counter.settle(lambda: not vm.state.running)
    assert (vm.state.stopped, feed.cursors) == (True, [])


def test_a_clock_set_back_stops_no_reading(read_once: tuple[Hands, FeedOf]) -> None:
    class DayBefore:
        def now(self) -> datetime:
            return counter.services.clock.now() - timedelta(days=400)

    counter, feed = read_once
    looks = Looks()
    vm = StockVM(counter.services, counter.app.jobs, looks)
    vm.pull_if_due()
    counter.settle(lambda: len(feed.cursors) == PAGES)
    vm._services = replace(counter.services, clock=DayBefore(), waiting=Waiting())
    vm.pull_if_due()
    counter.settle()
    assert len(feed.cursors) == PAGES, "not due yet"
    looks.now += EVERY
    vm.pull_if_due()
    counter.settle(lambda: len(feed.cursors) > PAGES)
