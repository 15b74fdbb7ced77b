"""The short form of the drill; `make faults` runs all of it."""

from __future__ import annotations

import sys

import pytest

from tests.drill.counter_till import shift
from tests.drill.keys import needless
from tests.drill.lines import killed_at_every_line
from tests.drill.run import run
from tests.drill.scenarios import SCENARIOS, Scenario
from tests.registry.practice import PracticeAt, in_thread

FEW = 48
SEEDS = (4, 8)  # of the counter
SHORT = [scenario for scenario in SCENARIOS if scenario.short]


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SHORT, ids=lambda scenario: scenario.name)
def test_nothing_is_lost_doubled_or_falsely_legal(scenario: Scenario) -> None:
    row = run(scenario, FEW, seed=7)
    assert (row.effects_missing, row.effects_doubled, row.false_legal, row.recovered) == (0, 0, 0, True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_counter_under_faults_asks_once_and_forgets_nothing(seed: int) -> None:
    facts, met = shift(FEW, seed)
    assert (facts.wrong, facts.left) == ((), ())
    assert facts.operations >= FEW // 2
    assert met["issued"] > FEW // 8
    assert met["activation-unsettled"] + met["activation-under-way"] > 0  # refused where it would have doubled


def key(asks: str, state: str, device: str = "a") -> dict[str, str]:
    return {"device": device, "asks": asks, "state": state}


@pytest.mark.parametrize(
    ("received", "found"),
    [
        ([], {}),
        ([key("x", "succeeded"), key("x", "succeeded", "b")], {}),
        ([key("wrong", "rejected"), key("right", "succeeded")], {}),
        ([key("wrong", "rejected"), key("wrong", "rejected")], {"a": 1}),
        ([key("x", "succeeded"), key("y", "rejected")], {"a": 1}),
        ([key("x", "accepted"), key("x", "rejected"), key("x", "rejected")], {"a": 2}),
        ([key("v", "rejected"), key("w", "rejected"), key("v", "rejected")], {"a": 1}),
    ],
)
def test_another_key_needs_a_reason(received: list[dict[str, str]], found: dict[str, int]) -> None:
    assert needless(received) == found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs fork")
def test_killed_at_many_lines_of_the_sender() -> None:
    row = killed_at_every_line(each=23)
    assert row.operations > 20
    assert (row.effects_missing, row.effects_doubled, row.recovered) == (0, 0, True)


def test_the_drill_arms_only_faults_that_exist() -> None:
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS) >= 20
    with in_thread() as practice:
        for scenario in SCENARIOS:
            armed(practice, scenario)


def armed(practice: PracticeAt, scenario: Scenario) -> None:
    practice._ask("PUT", "/_practice/faults", list(scenario.faults))
    assert practice.armed() == [fault["fault"] for fault in scenario.faults]
