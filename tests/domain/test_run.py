"""The run as a machine: whatever is pressed in whatever order, no gate opens by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.evidence import (
    ActivationEvidence,
    AnswerEvidence,
    BoxMatchEvidence,
    Evidence,
    InquiryEvidence,
    InvoiceEvidence,
)
from pos_app.domain.facts import Facts
from pos_app.domain.registry import Channel, OperationState
from pos_app.domain.run import MIN_REASON, Run, StepState, begin, bound, decide, judge, may_record, record, release
from pos_app.domain.verdict import Gate, Verdict
from tests.domain.values import IMEI1, IMEI2, NOON, STRANGER, UNIT, answer, sealed

CHECKLIST = sealed()
STEPS = [step.id for step in CHECKLIST.steps]
BOTH = (IMEI1, IMEI2)
#: For each step: evidence that passes, that asks for a decision, that stops, that is refused.
SAMPLES: dict[str, list[Evidence]] = {
    "inquiry": [
        InquiryEvidence(box=BOTH, answered=True),
        InquiryEvidence(box=BOTH, why="timeout"),
        InquiryEvidence(box=(STRANGER,), answered=True),
        InquiryEvidence(box=()),
    ],
    "answer_control": [
        AnswerEvidence(answer=answer(), matches_hand=True),
        AnswerEvidence(answer=answer(Verdict.OTHER), matches_hand=True),
        AnswerEvidence(answer=answer(Verdict.NOT_REGISTERED), matches_hand=True),
        AnswerEvidence(answer=answer(), matches_hand=False),
        AnswerEvidence(answer=answer(imei=STRANGER), matches_hand=True),
        AnswerEvidence(answer=answer()),
    ],
    "box_match": [
        BoxMatchEvidence(box=BOTH, device=BOTH),
        BoxMatchEvidence(box=BOTH, device=(IMEI1,)),
        BoxMatchEvidence(box=BOTH, device=(STRANGER, IMEI2)),
        BoxMatchEvidence(box=BOTH, device=BOTH[::-1]),
    ],
    "activation": [
        ActivationEvidence(imei=IMEI1, sim="", state=OperationState.SUCCEEDED),
        ActivationEvidence(imei=IMEI1, sim="", state=OperationState.OUTCOME_UNKNOWN),
        ActivationEvidence(imei=IMEI1, sim="", state=OperationState.QUEUED, deferred=True),
        ActivationEvidence(imei=IMEI1, sim="", state=OperationState.REJECTED),
    ],
    "invoice": [
        InvoiceEvidence(number="1405-1-000001", document_sha256=""),
        InvoiceEvidence(number="", document_sha256=""),
    ],
}
anything = st.sampled_from(STEPS).flatmap(lambda s: st.tuples(st.just(s), st.sampled_from(SAMPLES[s])))
fitting = st.integers(0, 5)


class RunMachine(RuleBasedStateMachine):
    """Records, decisions and releases in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.run = begin(CHECKLIST)
        self.story: tuple[Any, ...] = ()
        self.now = NOON

    def _tick(self) -> None:
        self.now += timedelta(seconds=1)

    def _record(self, step_id: str, evidence: Evidence) -> None:
        self._tick()
        before = self.run
        allowed = may_record(CHECKLIST, before, step_id)
        facts = Facts(unit=UNIT, channel=Channel.API)
        findings = judge(CHECKLIST.step(step_id), evidence, facts)
        worst = max((finding.gate for finding in findings), default=Gate.PASS)
        refused: ShopError | None = None
        try:
            self.run = record(
                CHECKLIST, before, step_id, evidence, facts, channel=Channel.API, at=self.now, by="s"
            )  # fmt: skip
        except ShopError as error:
            refused = error
        if not allowed:
            assert refused is not None
            assert refused.code == "step-out-of-order"
        elif worst is Gate.REFUSE:
            assert isinstance(refused, StepRefusedError)
            assert {finding.gate for finding in refused.findings} == {Gate.REFUSE}
        else:
            assert refused is None
            assert self.run.passed(step_id) == (worst is Gate.PASS)

    @rule(pair=anything)
    def record_anything(self, pair: tuple[str, Evidence]) -> None:
        self._record(*pair)

    @rule(n=fitting)
    @precondition(lambda self: self.run.current(CHECKLIST) is not None)
    def record_current(self, n: int) -> None:
        step = self.run.current(CHECKLIST)
        assert step is not None
        samples = SAMPLES[step.id]
        self._record(step.id, samples[n % len(samples)])

    @rule(step_id=st.sampled_from(STEPS), reason=st.sampled_from(["", "  ab ", "the buyer waits"]))
    def decide_it(self, step_id: str, reason: str) -> None:
        self._open(step_id, reason, manager="")

    @rule(step_id=st.sampled_from(STEPS), reason=st.sampled_from(["", "x", "seen by me"]))
    def release_it(self, step_id: str, reason: str) -> None:
        self._open(step_id, reason, manager="m")

    def _open(self, step_id: str, reason: str, manager: str) -> None:
        self._tick()
        before = self.run.last(step_id)
        try:
            if manager:
                self.run = release(CHECKLIST, self.run, step_id, reason=reason, manager=manager, at=self.now)
            else:
                self.run = decide(CHECKLIST, self.run, step_id, reason=reason, by="s", at=self.now)
        except ShopError:
            return
        after = self.run.last(step_id)
        assert before is not None
        assert after is not None
        assert before.state is StepState.BLOCKED
        assert len(after.reason) >= MIN_REASON
        assert after.opened_by == (manager or "s")
        assert manager or before.gate is Gate.DECISION
        assert (after.evidence, after.findings, after.by) == (before.evidence, before.findings, before.by)

    @invariant()
    def nothing_is_ever_taken_back(self) -> None:
        assert self.run.records[: len(self.story)] == self.story
        self.story = self.run.records

    @invariant()
    def no_step_passes_before_an_earlier_one(self) -> None:
        """Only a question asked anew may stand open before others; its judgement then stands open with it."""
        passed = {step_id: self.run.passed(step_id) for step_id in STEPS}
        if not passed["inquiry"]:
            assert not passed["answer_control"]
        if passed["invoice"]:
            assert all(passed.values())
        renewed = any(entry.state is StepState.REOPENED for entry in self.run.records)
        if not renewed:
            assert list(passed.values()) == sorted(passed.values(), reverse=True)

    @invariant()
    def nothing_is_asked_anew_once_the_phone_is_bound(self) -> None:
        if bound(CHECKLIST, self.run):
            assert not may_record(CHECKLIST, self.run, "inquiry")

    @invariant()
    def every_pass_has_its_ground(self) -> None:
        for entry in self.run.records:
            assert entry.gate is not Gate.REFUSE
            if entry.state is StepState.REOPENED:
                continue  # the record that it repeats was looked at when it was new
            if entry.state is StepState.DONE:
                assert entry.gate is Gate.PASS
            if entry.gate is Gate.STOP and entry.state.passed:
                assert entry.state is StepState.RELEASED
            if entry.state in (StepState.DECIDED, StepState.DEFERRED, StepState.RELEASED):
                assert entry.reason
                assert entry.opened_by


TestRun = RunMachine.TestCase
TestRun.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)


def _passed_to(step_id: str) -> Run:
    run = begin(CHECKLIST)
    for name in STEPS[: STEPS.index(step_id)]:
        run = _with(run, name, SAMPLES[name][0])
    return run


def _with(run: Run, step_id: str, evidence: Evidence) -> Run:
    facts = Facts(unit=UNIT, channel=Channel.API)
    return record(CHECKLIST, run, step_id, evidence, facts, channel=Channel.API, at=NOON, by="s")


def test_the_whole_way() -> None:
    run = _with(_passed_to("invoice"), "invoice", SAMPLES["invoice"][0])
    assert run.current(CHECKLIST) is None
    assert [entry.state for entry in run.records] == [StepState.DONE] * 5
    assert (run.checklist_id, run.version) == ("sealed", CHECKLIST.version)


@pytest.mark.parametrize("step_id", STEPS[2:])
def test_a_step_is_not_redone_once_its_successor_passed(step_id: str) -> None:
    run = _with(_passed_to(step_id), step_id, SAMPLES[step_id][0])
    earlier = STEPS[STEPS.index(step_id) - 1]
    with pytest.raises(ShopError, match="step-out-of-order"):
        _with(run, earlier, SAMPLES[earlier][0])


def test_an_aged_question_is_asked_anew_and_its_answer_controlled_anew() -> None:
    run = _with(_passed_to("activation"), "inquiry", SAMPLES["inquiry"][0])
    assert [run.passed(step_id) for step_id in STEPS] == [True, False, True, False, False]
    current = run.current(CHECKLIST)
    assert current is not None
    assert current.id == "answer_control"
    run = _with(run, "answer_control", SAMPLES["answer_control"][0])
    assert run.current(CHECKLIST) is CHECKLIST.step("activation")


@pytest.mark.parametrize("done", ["activation", "invoice"])
def test_nothing_is_asked_anew_once_something_binds(done: str) -> None:
    run = _with(_passed_to(done), done, SAMPLES[done][0])
    with pytest.raises(ShopError, match="step-out-of-order"):
        _with(run, "inquiry", SAMPLES["inquiry"][0])


def test_what_is_only_owed_does_not_bind() -> None:
    run = _with(_passed_to("activation"), "activation", SAMPLES["activation"][2])
    run = decide(CHECKLIST, run, "activation", reason="no network", by="s", at=NOON)
    assert not _with(run, "inquiry", SAMPLES["inquiry"][0]).passed("answer_control")


def test_evidence_of_another_kind_is_out_of_order() -> None:
    with pytest.raises(ShopError, match="step-out-of-order"):
        _with(begin(CHECKLIST), "inquiry", SAMPLES["box_match"][0])


def test_a_stop_needs_the_manager() -> None:
    stopped = _with(_passed_to("answer_control"), "answer_control", SAMPLES["answer_control"][2])
    with pytest.raises(ShopError, match="manager-needed"):
        decide(CHECKLIST, stopped, "answer_control", reason="it is fine", by="s", at=NOON)
    released = release(CHECKLIST, stopped, "answer_control", reason="it is fine", manager="m", at=NOON)
    assert released.passed("answer_control")


def test_a_later_block_is_not_opened_while_an_earlier_step_is_open_again() -> None:
    run = _with(_passed_to("answer_control"), "answer_control", SAMPLES["answer_control"][1])
    run = _with(run, "inquiry", SAMPLES["inquiry"][1])  # asked anew, and no answer came
    with pytest.raises(ShopError, match="step-out-of-order"):
        decide(CHECKLIST, run, "answer_control", reason="reason", by="s", at=NOON)
    with pytest.raises(ShopError, match="step-out-of-order"):
        release(CHECKLIST, run, "answer_control", reason="reason", manager="m", at=NOON)


def test_an_old_answer_is_not_decided_once_it_was_asked_anew() -> None:
    run = _with(_passed_to("answer_control"), "answer_control", SAMPLES["answer_control"][1])
    run = _with(run, "inquiry", SAMPLES["inquiry"][0])  # answered now, perhaps with a stop
    with pytest.raises(ShopError, match="step-out-of-order"):
        decide(CHECKLIST, run, "answer_control", reason="reason", by="s", at=NOON)


def test_a_deferred_activation_stays_owed() -> None:
    run = _with(_passed_to("activation"), "activation", SAMPLES["activation"][2])
    run = decide(CHECKLIST, run, "activation", reason="no network", by="s", at=NOON)
    last = run.last("activation")
    assert last is not None
    assert last.state is StepState.DEFERRED


def test_nothing_to_open() -> None:
    for run in (begin(CHECKLIST), _passed_to("answer_control")):
        with pytest.raises(ShopError, match="nothing-to-open"):
            decide(CHECKLIST, run, "inquiry", reason="reason", by="s", at=NOON)
