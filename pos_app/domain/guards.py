"""Named conditions of a step. The vocabulary is closed: a checklist may only use what stands in `GUARDS`.

A guard looks at the evidence and at what is known (`Facts`) and returns its findings; none means it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pos_app.domain import guards_used as used
from pos_app.domain.errors import Finding
from pos_app.domain.evidence import (
    ActivationEvidence,
    AnswerEvidence,
    BoxMatchEvidence,
    Evidence,
    InquiryEvidence,
    InvoiceEvidence,
)
from pos_app.domain.facts import Facts
from pos_app.domain.hamta import imeis_in, sender_problem
from pos_app.domain.imei_findings import imei_findings
from pos_app.domain.outbox import PASSED_ON
from pos_app.domain.registry import BY_MESSAGE, OperationState
from pos_app.domain.same_model import model_agrees
from pos_app.domain.verdict import Gate, Verdict

Findings = Iterator[Finding]
Guard = Callable[[Evidence, Facts], Findings]


def box_imei_valid(evidence: Evidence, facts: Facts) -> Findings:
    if isinstance(evidence, InquiryEvidence | BoxMatchEvidence):
        if not evidence.box:
            yield Finding("imei-empty", Gate.REFUSE, "box1")
        yield from imei_findings(evidence.box, "box")


def box_is_this_unit(evidence: Evidence, facts: Facts) -> Findings:
    if isinstance(evidence, InquiryEvidence | BoxMatchEvidence):
        for slot, value in enumerate(evidence.box, 1):
            if value in facts.elsewhere:
                yield Finding("imei-on-another-unit", Gate.REFUSE, f"box{slot}", value)
            elif value not in facts.unit.imeis:
                yield Finding("imei-not-this-unit", Gate.REFUSE, f"box{slot}", value)


def asked(evidence: Evidence, facts: Facts) -> Findings:
    if isinstance(evidence, InquiryEvidence) and not evidence.answered:
        yield Finding("no-answer", Gate.DECISION, detail=evidence.why)


def verdict_gate(evidence: Evidence, facts: Facts) -> Findings:
    """A stop stays one, whatever somebody read on another screen since: only the service's own newer word lifts it."""
    if not isinstance(evidence, AnswerEvidence):
        return
    verdict = evidence.answer.verdict
    if facts.stopped and verdict.gate is not Gate.STOP:
        yield Finding("stopped-before", Gate.STOP, "verdict", facts.stopped)
    elif verdict.gate is not Gate.PASS:
        yield Finding("verdict-gate", verdict.gate, "verdict", verdict.value)


def answer_names_this_imei(evidence: Evidence, facts: Facts) -> Findings:
    """Real registries cut the number to 14 digits: question and answer are compared on those."""
    if not isinstance(evidence, AnswerEvidence):
        return
    mine = tuple(number[:14] for number in facts.unit.imeis)
    named = imeis_in(evidence.answer.raw_text)
    if named and not any(number[:14] in mine for number in named):
        yield Finding("answer-names-other-imei", Gate.REFUSE, "raw_text", named[0])
    if evidence.answer.imei[:14] not in mine:
        yield Finding("answer-names-other-imei", Gate.REFUSE, "raw_text", evidence.answer.imei)


def sender_genuine(evidence: Evidence, facts: Facts) -> Findings:
    """A text or picture that came by message counts only from the genuine sender."""
    if facts.channel not in BY_MESSAGE:
        return
    if isinstance(evidence, AnswerEvidence):
        shown = bool(evidence.answer.raw_text or evidence.picture_sha256)
        unavailable = evidence.answer.verdict is Verdict.UNAVAILABLE
    elif isinstance(evidence, ActivationEvidence):
        shown, unavailable = bool(evidence.raw_text or evidence.picture_sha256), evidence.deferred
    else:
        return
    if unavailable or not shown:
        return
    code = sender_problem(evidence.sender)
    if code:
        yield Finding(code, Gate.REFUSE, "sender", evidence.sender)


def model_matches(evidence: Evidence, facts: Facts) -> Findings:
    """Own gate: flagships were registered under the identity of cheap models, so legality is not enough."""
    if not isinstance(evidence, AnswerEvidence):
        return
    answer = evidence.answer
    if answer.verdict.gate is Gate.STOP or answer.verdict is Verdict.UNAVAILABLE:
        return  # nothing was said of a model; the verdict's own gate speaks
    agrees = model_agrees(answer.brand, answer.model, facts.unit)
    said = f"{answer.brand} {answer.model}".strip()
    if agrees is False or evidence.matches_hand is False:
        yield Finding("model-differs", Gate.STOP, "matches_hand", said)
    elif evidence.matches_hand is None:
        yield Finding("match-not-said", Gate.REFUSE, "matches_hand")
    elif agrees is None:
        yield Finding("model-not-said", Gate.DECISION, "matches_hand")


def not_used_before(evidence: Evidence, facts: Facts) -> Findings:
    """A sealed phone that was switched on, or that is active on a SIM, is not what the box says."""
    if not isinstance(evidence, AnswerEvidence):
        return
    if evidence.answer.verdict in (Verdict.LEGAL_ACTIVE_OTHER_SIM, Verdict.LEGAL_ACTIVE_THIS_SIM):
        yield Finding("sealed-but-active", Gate.DECISION, "verdict", evidence.answer.verdict.value)
    elif evidence.answer.seen_on_network_before:
        yield Finding("sealed-but-seen", Gate.DECISION, "seen_on_network_before")


def box_equals_device(evidence: Evidence, facts: Facts) -> Findings:
    if not isinstance(evidence, BoxMatchEvidence):
        return
    if not evidence.device:
        yield Finding("imei-empty", Gate.REFUSE, "device1")
        return
    yield from imei_findings(evidence.device, "device")
    box, device = evidence.box, evidence.device
    if len(box) == len(device) == 2 and box == device[::-1] and box[0] != box[1]:
        yield Finding("imei-slots-swapped", Gate.REFUSE, "device1", device[0])
        return
    known = box + facts.unit.imeis[len(box) :]  # a slot left empty on the box is held against the stock
    for slot, (expected_there, on_device) in enumerate(zip(known, device, strict=False), 1):
        if expected_there != on_device:
            yield Finding("imei-differs", Gate.STOP, f"device{slot}", on_device)
    expected = len(facts.unit.imeis)
    for side, count in (("box", len(box)), ("device", len(device))):
        if count < max(expected, len(box), len(device)):
            yield Finding("second-imei-missing", Gate.DECISION, f"{side}{count + 1}", f"{side}{count + 1}")


def activation_settled(evidence: Evidence, facts: Facts) -> Findings:
    if not isinstance(evidence, ActivationEvidence):
        return
    if evidence.imei not in facts.unit.imeis:
        yield Finding("imei-not-this-unit", Gate.REFUSE, "imei", evidence.imei)
    if evidence.deferred:
        yield Finding("activation-deferred", Gate.DECISION)
    elif evidence.state is OperationState.REJECTED:
        left = "" if evidence.attempts_left is None else str(evidence.attempts_left)
        yield Finding(evidence.problem or "activation-refused", Gate.REFUSE, "code", left)
    elif evidence.state is OperationState.QUEUED and evidence.problem != PASSED_ON:
        yield Finding("activation-not-sent", Gate.DECISION, detail=evidence.problem)
    elif evidence.state in (OperationState.ACCEPTED, OperationState.AWAITING_BUYER):
        yield Finding("activation-accepted", Gate.DECISION)
    elif evidence.state is not OperationState.SUCCEEDED:
        yield Finding("activation-unknown", Gate.DECISION)


def invoice_numbered(evidence: Evidence, facts: Facts) -> Findings:
    if isinstance(evidence, InvoiceEvidence) and not evidence.number:
        yield Finding("invoice-number-missing", Gate.REFUSE)


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        box_imei_valid,
        box_is_this_unit,
        asked,
        verdict_gate,
        answer_names_this_imei,
        sender_genuine,
        model_matches,
        not_used_before,
        box_equals_device,
        activation_settled,
        invoice_numbered,
        used.reset_done,
        used.definite_ownership,
        used.passenger_answer,
        used.permit_complete,
        used.permit_names_this_phone,
        used.identity_complete,
        used.grade_given,
        used.device_is_this_unit,
        used.tray_equals_device,
        used.transfer_opened,
        used.never_deferred,
    )
}
