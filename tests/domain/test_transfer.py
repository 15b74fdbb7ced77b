"""The two-party machine of a transfer, the life of a unit, and what a condition does to a run: held by property."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.bootstrap import load_checklists
from pos_app.domain.checklist import Checklist
from pos_app.domain.evidence import PermitEvidence
from pos_app.domain.registry import OperationState as S
from pos_app.domain.run import Run, StepRecord, StepState, may_record
from pos_app.domain.stock import UnitState, may_become
from pos_app.domain.transfer import TransferState, state_of
from tests.domain.values import IMEI1, NOON

HALF = st.none() | st.sampled_from(list(S))
LISTS = load_checklists()


@given(HALF, HALF)
def test_only_both_halves_together_make_an_owner(transfer: S | None, activation: S | None) -> None:
    state = state_of(transfer, activation)
    opened = transfer in (S.ACCEPTED, S.AWAITING_BUYER, S.SUCCEEDED)
    assert state.complete == (opened and activation is S.SUCCEEDED)
    if transfer in (S.SENDING, S.OUTCOME_UNKNOWN, S.NEEDS_PERSON):
        assert state is TransferState.UNKNOWN  # neither failure nor success
    if transfer in (None, S.QUEUED, S.REJECTED, S.EXPIRED, S.CANCELLED):
        assert state is TransferState.DUE


@given(st.sampled_from([S.ACCEPTED, S.AWAITING_BUYER, S.SUCCEEDED]), HALF)
def test_an_open_transfer_never_falls_back_by_its_activation(transfer: S, activation: S | None) -> None:
    assert state_of(transfer, activation) not in (TransferState.DUE, TransferState.UNKNOWN)


@given(st.lists(st.sampled_from(list(UnitState)), min_size=1, max_size=30))
def test_whatever_is_tried_a_phone_is_sold_only_from_the_stock(wishes: list[UnitState]) -> None:
    life = [UnitState.INTAKE]
    for wish in wishes:
        if may_become(life[-1], wish):
            life.append(wish)
    for before, after in itertools.pairwise(life):
        assert before is not after  # nothing happens twice: a sold phone is not sold again
        if after is UnitState.SOLD:
            assert before is UnitState.IN_STOCK
        if after is UnitState.BACK:
            assert before is UnitState.SOLD
        if before in (UnitState.HELD, UnitState.BACK):
            assert after in (UnitState.IN_STOCK, UnitState.LEFT)  # held back until it is settled


def _record(step_id: str, state: StepState, evidence: object) -> StepRecord:
    return StepRecord(step_id=step_id, state=state, evidence=evidence, channel=None, at=NOON, by="Sara")  # type: ignore[arg-type]


def _permit(*, for_holder: bool) -> PermitEvidence:
    return PermitEvidence(
        holder="x", passport_no="A12345678", brand="Samsung", model="Galaxy A55", imeis=(IMEI1,), for_holder=for_holder
    )


@pytest.mark.parametrize("checklist", LISTS.values(), ids=list(LISTS))
@given(data=st.data())
def test_no_order_of_steps_skips_one(checklist: Checklist, data: st.DataObject) -> None:
    """Whatever is pressed in whatever order, a step counts only when all before it have passed."""
    run = Run(checklist.id, checklist.version)
    for _ in range(data.draw(st.integers(1, 25))):
        step = data.draw(st.sampled_from(checklist.steps))
        if not may_record(checklist, run, step.id):
            continue
        ids = [known.id for known in run.steps(checklist)]
        assert all(run.passed(earlier) for earlier in ids[: ids.index(step.id)])
        state = data.draw(st.sampled_from([StepState.DONE, StepState.BLOCKED, StepState.DEFERRED, StepState.DECIDED]))
        evidence = _permit(for_holder=data.draw(st.booleans())) if step.id == "permit" else object()
        run = Run(run.checklist_id, run.version, (*run.records, _record(step.id, state, evidence)))
    open_step = run.current(checklist)
    if open_step is None:
        assert all(run.passed(step.id) for step in run.steps(checklist))
    else:
        assert not run.passed(open_step.id)


def test_a_phone_for_the_permits_holder_needs_no_transfer() -> None:
    checklist = LISTS["passenger"]
    run = Run(checklist.id, checklist.version)
    assert [step.id for step in run.steps(checklist)][-3:] == ["transfer", "activation", "invoice"]
    for_holder = Run(
        checklist.id, checklist.version, (_record("permit", StepState.DONE, _permit(for_holder=True)),)
    )  # fmt: skip
    assert [step.id for step in for_holder.steps(checklist)][-2:] == ["holder_activation", "invoice"]
    blocked = Run(
        checklist.id, checklist.version, (_record("permit", StepState.BLOCKED, _permit(for_holder=True)),)
    )  # fmt: skip
    assert "transfer" in [step.id for step in blocked.steps(checklist)]  # what does not hold decides nothing
