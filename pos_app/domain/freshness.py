"""How old the registry's word is that a sale stands on. Never shown younger than it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from pos_app.domain.checklist import Checklist
from pos_app.domain.evidence import AnswerEvidence
from pos_app.domain.run import Run, bound

TOLERANCE = timedelta(minutes=10)  # by which an answer may be dated ahead of our clock
DEFAULT_LIMIT = timedelta(hours=24)  # the shop's own setting rules


def answered_at(run: Run) -> datetime | None:
    """When the answer that step 2 accepted was computed, at the latest when it was asked; None = not accepted yet.
    A decision to go on without an answer ages as well."""
    asked, judged = run.last("inquiry"), run.last("answer_control")
    if asked is None or judged is None or not judged.state.passed:
        return None
    as_of = judged.evidence.answer.as_of if isinstance(judged.evidence, AnswerEvidence) else None
    return min(as_of, asked.at) if as_of else asked.at


def too_old(checklist: Checklist, run: Run, now: datetime, limit: timedelta) -> timedelta | None:
    """The age of an answer that must be asked for again before this sale goes on; None = it holds. Negative: the clock
    has been set back since, so that nobody knows its age. Once the phone is activated for the buyer no newer answer can
    take that back."""
    at = answered_at(run)
    if at is None or bound(checklist, run):
        return None
    age = now - at
    return age if age > limit or age < -TOLERANCE else None
