"""Tries and their half hour, by property: no sequence of starts, waits and tills gives more than it should."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pos_app.domain.pin_tries import MAX_TRIES, WAIT_MS, Tries

HALF_HOUR = 30 * 60 * 1000


def wrong(times: int, steady: int = 0, till: int = 1) -> Tries:
    tries = Tries()
    for _ in range(times):
        tries = tries.counted(steady, till)
    return tries


def test_ten_are_heard_and_then_half_an_hour_none() -> None:
    assert WAIT_MS == HALF_HOUR
    assert not wrong(MAX_TRIES - 1).locked
    locked = wrong(MAX_TRIES)
    assert locked.locked
    assert locked.at(WAIT_MS - 1, 1).locked
    assert locked.at(WAIT_MS, 1) == Tries()


def test_after_a_start_of_the_computer_only_what_it_has_run_since_counts() -> None:
    locked = wrong(MAX_TRIES, steady=10 * WAIT_MS)
    assert locked.at(WAIT_MS - 1, 1).locked
    assert not locked.at(WAIT_MS, 1).locked


def test_a_reading_that_came_late_is_no_start_of_the_computer() -> None:
    locked = wrong(MAX_TRIES, steady=10 * WAIT_MS)
    late = locked.at(10 * WAIT_MS - 5_000, 1)
    assert (late.locked, late.left_ms, late.seen_ms) == (True, WAIT_MS, 10 * WAIT_MS)
    assert late.at(11 * WAIT_MS - 1, 1).locked  # nor is the step back served twice
    assert wrong(9, steady=10 * WAIT_MS).counted(10 * WAIT_MS - 5_000, 1).failures == MAX_TRIES


def test_another_tills_clock_says_nothing_of_what_was_served_here() -> None:
    locked = wrong(MAX_TRIES, steady=100)
    there = locked.at(50 * WAIT_MS, 2)
    assert there.locked
    assert there.left_ms == WAIT_MS
    assert not there.at(51 * WAIT_MS, 2).locked  # but what is served before its own eyes counts


def test_a_few_wrong_ones_are_forgotten_after_half_an_hour_too() -> None:
    assert wrong(5).at(WAIT_MS, 1) == Tries()
    assert wrong(5).counted(WAIT_MS, 1).failures == 1


@given(some.integers(1, MAX_TRIES))
def test_a_try_that_was_anothers_right_pin_is_taken_back(times: int) -> None:
    assert wrong(times).one_less().failures == times - 1
    assert not wrong(times).one_less().locked


class Guessing(RuleBasedStateMachine):
    """Somebody tries wrong PINs as fast as the program hears them, waits, restarts, and looks as often as they like.
    `real` is the time that truly passes, which the program never sees."""

    def __init__(self) -> None:
        super().__init__()
        self.real = 0
        self.booted_at = -5_000_000
        self.tries = Tries()
        self.heard: list[int] = []

    @property
    def steady(self) -> int:
        return self.real - self.booted_at

    @rule(times=some.integers(1, 12))
    def guess(self, times: int) -> None:
        for _ in range(times):
            now = self.tries.at(self.steady, 1)
            if now.locked:
                self.tries = now
                return
            self.tries = self.tries.counted(self.steady, 1)
            self.heard.append(self.real)

    @rule(ms=some.integers(0, 2 * WAIT_MS))
    def wait(self, ms: int) -> None:
        self.real += ms

    @rule(off=some.integers(0, WAIT_MS))
    def restart(self, off: int) -> None:
        self.real += off
        self.booted_at = self.real

    @rule()
    def look(self) -> None:
        self.tries = self.tries.at(self.steady, 1)

    @invariant()
    def never_more_than_ten_within_half_an_hour(self) -> None:
        for at, tenth in zip(self.heard, self.heard[MAX_TRIES:], strict=False):
            assert tenth - at >= WAIT_MS


TestGuessing = Guessing.TestCase
