"""One passage through a checklist for one unit. Records are only ever added, so the whole story stays.

Only the last record of a step counts; a step may be recorded anew while nothing after it has passed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pos_app.domain.checklist import Checklist, StepDef
from pos_app.domain.conditions import CONDITIONS
from pos_app.domain.errors import Finding, ShopError, StepRefusedError
from pos_app.domain.evidence import ActivationEvidence, Evidence, TransferEvidence, kind_of
from pos_app.domain.facts import Facts
from pos_app.domain.guards import GUARDS
from pos_app.domain.registry import Channel
from pos_app.domain.verdict import Gate

MIN_REASON = 3  # characters; a reason of one letter is none


class StepState(StrEnum):
    BLOCKED = "blocked"
    DONE = "done"
    DECIDED = "decided"  # a person decided, reason and name stand in the record
    RELEASED = "released"  # a manager's PIN reopened a stop
    DEFERRED = "deferred"  # owed: a duty stays open after the sale
    REOPENED = "reopened"  # what it had judged was asked anew

    @property
    def passed(self) -> bool:
        return self not in (StepState.BLOCKED, StepState.REOPENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """`by` is the person at the counter, `opened_by` who decided or released; `at` is UTC."""

    step_id: str
    state: StepState
    evidence: Evidence
    channel: Channel | None
    at: datetime
    by: str
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    opened_by: str = ""

    @property
    def gate(self) -> Gate:
        return max((finding.gate for finding in self.findings), default=Gate.PASS)


@dataclass(frozen=True, slots=True)
class Run:
    """Keeps the version of the checklist that it began with."""

    checklist_id: str
    version: int
    records: tuple[StepRecord, ...] = ()

    def last(self, step_id: str) -> StepRecord | None:
        return next((record for record in reversed(self.records) if record.step_id == step_id), None)

    def passed(self, step_id: str) -> bool:
        record = self.last(step_id)
        return record is not None and record.state.passed

    def current(self, checklist: Checklist) -> StepDef | None:
        """The first step that has not passed; None when all have."""
        return next((step for step in self.steps(checklist) if not self.passed(step.id)), None)

    def steps(self, checklist: Checklist) -> tuple[StepDef, ...]:
        """Those that are part of this run, by what was recorded so far."""
        if not any(step.only_if for step in checklist.steps):
            return checklist.steps
        known = {record.step_id: record.evidence for record in self.records if record.state.passed}
        return tuple(step for step in checklist.steps if not step.only_if or CONDITIONS[step.only_if](known))


def reset_proven(run: Run) -> bool:
    """True as well where the checklist asks for none. A manager's release lets the case go on, it wipes no phone."""
    last = run.last("reset")
    return last is None or last.state is StepState.DONE


def begin(checklist: Checklist) -> Run:
    return Run(checklist.id, checklist.version)


def may_record(checklist: Checklist, run: Run, step_id: str) -> bool:
    """True for the current step, and for one before it while nothing after that one has passed; for one that ages
    until a step that binds is done."""
    ids = [step.id for step in run.steps(checklist)]
    if step_id not in ids:
        return False
    place = ids.index(step_id)
    if not all(run.passed(i) for i in ids[:place]):
        return False
    if not run.passed(step_id):
        return True
    if checklist.step(step_id).ages:
        return not bound(checklist, run)
    return not any(run.passed(i) for i in ids[place + 1 :])


def bound(checklist: Checklist, run: Run) -> bool:
    """Something was done over there that no newer answer can take back. What is only owed does not bind."""
    owed = (StepState.DEFERRED, StepState.DECIDED)
    return any(
        step.binds and (last := run.last(step.id)) is not None and last.state.passed and last.state not in owed
        for step in checklist.steps
    )  # fmt: skip


def judge(step: StepDef, evidence: Evidence, facts: Facts) -> tuple[Finding, ...]:
    """Every finding of every guard of the step, worst first."""
    findings = [finding for name in step.guards for finding in GUARDS[name](evidence, facts)]
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: -finding.gate))


def record(
    checklist: Checklist,
    run: Run,
    step_id: str,
    evidence: Evidence,
    facts: Facts,
    *,
    channel: Channel | None,
    at: datetime,
    by: str,
) -> Run:
    """The next run. A finding of gate REFUSE raises `StepRefusedError` and records nothing: it never passes."""
    step = checklist.step(step_id)
    if kind_of(evidence) is not step.evidence or not may_record(checklist, run, step_id):
        raise ShopError("step-out-of-order", detail=step_id)
    findings = judge(step, evidence, facts)
    refused = tuple(finding for finding in findings if finding.gate is Gate.REFUSE)
    if refused:
        raise StepRefusedError(refused)
    state = StepState.BLOCKED if findings else StepState.DONE
    entry = StepRecord(
        step_id=step_id, state=state, evidence=evidence, channel=channel, at=at, by=by, findings=findings
    )
    reopened = tuple(
        replace(last, state=StepState.REOPENED, at=at, by=by)
        for judging in checklist.steps
        if judging.judges == step_id and (last := run.last(judging.id)) is not None and last.state.passed
    )
    return replace(run, records=(*run.records, *reopened, entry))


def reopened(checklist: Checklist, run: Run, at: datetime, by: str) -> tuple[StepRecord, ...]:
    """Of a run that goes on under another list: what was judged is judged anew by the guards of that one."""
    return tuple(
        replace(last, state=StepState.REOPENED, at=at, by=by)
        for step in checklist.steps
        if step.judges and (last := run.last(step.id)) is not None and last.state.passed
    )


def decide(checklist: Checklist, run: Run, step_id: str, *, reason: str, by: str, at: datetime) -> Run:
    """A person carries a DECISION on with a reason. Raises ShopError for a stop, or without a reason."""
    blocked = _blocked(run, step_id)
    if blocked.gate is not Gate.DECISION:
        raise ShopError("manager-needed", field="pin")
    owed = isinstance(blocked.evidence, ActivationEvidence | TransferEvidence)
    return _open(run, blocked, StepState.DEFERRED if owed else StepState.DECIDED, reason, by, at)


def release(checklist: Checklist, run: Run, step_id: str, *, reason: str, manager: str, at: datetime) -> Run:
    """A manager whose PIN was checked reopens a STOP. Raises ShopError where there is nothing to reopen."""
    blocked = _blocked(run, step_id)
    return _open(run, blocked, StepState.RELEASED, reason, manager, at)


def _blocked(run: Run, step_id: str) -> StepRecord:
    """Only the newest record is opened: once an earlier step was recorded anew, this one's evidence is old."""
    last = run.last(step_id)
    if last is None or last.state is not StepState.BLOCKED:
        raise ShopError("nothing-to-open", detail=step_id)
    if last is not run.records[-1]:
        raise ShopError("step-out-of-order", detail=step_id)
    return last


def _open(run: Run, blocked: StepRecord, state: StepState, reason: str, who: str, at: datetime) -> Run:
    if len(reason.strip()) < MIN_REASON:
        raise ShopError("reason-missing", field="reason")
    opened = replace(blocked, state=state, reason=reason.strip(), opened_by=who, at=at)
    return replace(run, records=(*run.records, opened))
