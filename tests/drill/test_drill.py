"""The short form of the drill; `make faults` runs all of it."""

from __future__ import annotations

import sys

import pytest

from tests.drill.lines import killed_at_every_line
from tests.drill.run import run
from tests.drill.scenarios import SCENARIOS, Scenario
from tests.registry.practice import PracticeAt, in_thread

FEW = 48
SHORT = [scenario for scenario in SCENARIOS if scenario.short]


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SHORT, ids=lambda scenario: scenario.name)
def test_nothing_is_lost_doubled_or_falsely_legal(scenario: Scenario) -> None:
    row = run(scenario, FEW, seed=7)
    assert (row.effects_missing, row.effects_doubled, row.false_legal, row.recovered) == (0, 0, 0, True)


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
