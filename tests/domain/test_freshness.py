"""An answer is as old as the registry says, and never younger than the question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.evidence import ActivationEvidence, AnswerEvidence, InquiryEvidence
from pos_app.domain.facts import Facts
from pos_app.domain.freshness import answered_at, too_old
from pos_app.domain.registry import Channel, OperationState
from pos_app.domain.run import Run, begin, record
from tests.domain.values import IMEI1, IMEI2, NOON, UNIT, answer, sealed

CHECKLIST = sealed()
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def controlled(computed: timedelta | None) -> Run:
    """Asked at noon; the answer computed so long before, None = not said."""
    run = begin(CHECKLIST)
    facts = Facts(unit=UNIT, channel=Channel.API)
    as_of = NOON - computed if computed is not None else None
    for step_id, evidence in (
        ("inquiry", InquiryEvidence(box=(IMEI1, IMEI2), answered=True)),
        ("answer_control", AnswerEvidence(answer=replace(answer(), as_of=as_of), matches_hand=True)),
    ):
        run = record(CHECKLIST, run, step_id, evidence, facts, channel=Channel.API, at=NOON, by="s")
    return run


@pytest.mark.parametrize(
    ("computed", "age"),
    [
        (timedelta(0), timedelta(0)),
        (timedelta(hours=5), timedelta(hours=5)),
        (None, timedelta(0)),
        (-DAY, timedelta(0)),
    ],
)
def test_the_older_of_question_and_answer_counts(computed: timedelta | None, age: timedelta) -> None:
    assert answered_at(controlled(computed)) == NOON - age


def test_nothing_accepted_has_no_age() -> None:
    assert answered_at(begin(CHECKLIST)) is None
    assert too_old(CHECKLIST, begin(CHECKLIST), NOON + 99 * DAY, DAY) is None


def test_the_limit_is_the_last_moment_that_holds() -> None:
    run = controlled(None)
    assert too_old(CHECKLIST, run, NOON + DAY, DAY) is None
    late = DAY + timedelta(seconds=1)
    assert too_old(CHECKLIST, run, NOON + late, DAY) == late


def test_an_activated_phone_is_not_asked_about_again() -> None:
    run, facts = controlled(None), Facts(unit=UNIT, channel=Channel.API)
    done = ActivationEvidence(imei=IMEI1, sim="", state=OperationState.SUCCEEDED)
    from pos_app.domain.evidence import BoxMatchEvidence

    both = (IMEI1, IMEI2)
    for step_id, evidence in (("box_match", BoxMatchEvidence(box=both, device=both)), ("activation", done)):
        run = record(CHECKLIST, run, step_id, evidence, facts, channel=Channel.API, at=NOON, by="s")
    assert too_old(CHECKLIST, run, NOON + 9 * DAY, DAY) is None
