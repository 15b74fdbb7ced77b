"""Conditions of the steps of second-hand and passenger trade: reset, transfer, permit, identity, grade, no box."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.domain.buy_in_document import FLAWS, GRADES
from pos_app.domain.errors import Finding
from pos_app.domain.evidence import (
    AnswerEvidence,
    DeviceMatchEvidence,
    Evidence,
    GradeEvidence,
    IdentityEvidence,
    PermitEvidence,
    ResetEvidence,
    TransferEvidence,
)
from pos_app.domain.facts import Facts
from pos_app.domain.hamta import sender_problem
from pos_app.domain.imei_findings import imei_findings
from pos_app.domain.outbox import PASSED_ON
from pos_app.domain.registry import BY_MESSAGE, OperationState
from pos_app.domain.same_model import model_agrees
from pos_app.domain.verdict import Gate, Verdict

Findings = Iterator[Finding]
PASSPORT_LENGTH = 9  # characters, as the e-invoice has it
OPENED = (OperationState.ACCEPTED, OperationState.AWAITING_BUYER, OperationState.SUCCEEDED)


def reset_done(evidence: Evidence, facts: Facts) -> Findings:
    if not isinstance(evidence, ResetEvidence):
        return
    if evidence.impossible:
        yield Finding("reset-impossible", Gate.STOP, "reset_done")
    elif not evidence.done:
        yield Finding("reset-not-done", Gate.REFUSE, "reset_done")
    elif not evidence.unlocked:
        yield Finding("account-locked", Gate.STOP, "reset_unlocked")


def definite_ownership(evidence: Evidence, facts: Facts) -> Findings:
    """A transfer starts from a phone that some SIM owns. Nobody's are passenger phones and those never activated."""
    if not isinstance(evidence, AnswerEvidence):
        return
    verdict = evidence.answer.verdict
    if verdict is Verdict.PRE_REGISTRY_OWNED:
        yield Finding("add-device-first", Gate.DECISION, "verdict")
    elif verdict is Verdict.LEGAL_NOT_ACTIVATED:
        yield Finding("used-not-activated", Gate.DECISION, "verdict")
    elif verdict is Verdict.LEGAL_PASSENGER:
        yield Finding("used-is-passenger", Gate.DECISION, "verdict")


def passenger_answer(evidence: Evidence, facts: Facts) -> Findings:
    """Its way is the permit's only while nobody has activated it."""
    if not isinstance(evidence, AnswerEvidence) or evidence.answer.verdict.gate is not Gate.PASS:
        return
    verdict = evidence.answer.verdict
    if verdict in (Verdict.LEGAL_ACTIVE_OTHER_SIM, Verdict.LEGAL_ACTIVE_THIS_SIM, Verdict.PRE_REGISTRY_OWNED):
        yield Finding("passenger-already-active", Gate.DECISION, "verdict", verdict.value)
    elif verdict is not Verdict.LEGAL_PASSENGER and evidence.answer.import_type != "passenger":
        yield Finding("not-passenger", Gate.DECISION, "verdict", verdict.value)


def permit_complete(evidence: Evidence, facts: Facts) -> Findings:
    if not isinstance(evidence, PermitEvidence):
        return
    for name in ("holder", "passport_no", "brand", "model"):
        if not getattr(evidence, name):
            yield Finding(f"permit-{name.replace('_', '-')}-missing", Gate.REFUSE, f"permit_{name}")
    if evidence.passport_no and len(evidence.passport_no) != PASSPORT_LENGTH:
        yield Finding("passport-length", Gate.DECISION, "permit_passport_no")  # findings are not sealed
    if not evidence.kept:
        yield Finding("permit-not-kept", Gate.DECISION, "permit_kept")


def permit_names_this_phone(evidence: Evidence, facts: Facts) -> Findings:
    """A permit for another phone opens nothing. Registries cut a number to 14 digits, so may the customs' paper."""
    if not isinstance(evidence, PermitEvidence):
        return
    if not evidence.imeis:
        yield Finding("imei-empty", Gate.REFUSE, "permit_imei1")
    yield from imei_findings(evidence.imeis, "permit_imei")
    for slot, number in enumerate(evidence.imeis, 1):
        if number not in facts.unit.imeis:
            yield Finding("permit-for-another-phone", Gate.REFUSE, f"permit_imei{slot}", number)
    if evidence.brand and evidence.model and model_agrees(evidence.brand, evidence.model, facts.unit) is False:
        yield Finding("permit-model-differs", Gate.STOP, "permit_model", f"{evidence.brand} {evidence.model}")


def identity_complete(evidence: Evidence, facts: Facts) -> Findings:
    if not isinstance(evidence, IdentityEvidence):
        return
    for name in ("name", "national_id", "mobile"):
        if not getattr(evidence, name):
            yield Finding(f"seller-{name.replace('_', '-')}-missing", Gate.REFUSE, name)
    if not evidence.address:
        yield Finding("seller-address-missing", Gate.REFUSE, "address")
    if not evidence.document_seen:
        yield Finding("document-not-seen", Gate.REFUSE, "identity_seen")
    elif not evidence.picture_sha256:
        yield Finding("document-not-pictured", Gate.DECISION, "identity_picture")
    if not evidence.consent:
        yield Finding("consent-missing", Gate.REFUSE, "identity_consent")


def grade_given(evidence: Evidence, facts: Facts) -> Findings:
    if not isinstance(evidence, GradeEvidence):
        return
    if evidence.grade not in GRADES:
        yield Finding("grade-missing", Gate.REFUSE, "grade")
    for flaw in evidence.flaws:
        if flaw not in FLAWS:
            yield Finding("flaw-unknown", Gate.REFUSE, "flaws", flaw)
    if evidence.grade == "A" and evidence.flaws:
        yield Finding("grade-too-good", Gate.REFUSE, "grade")


def device_is_this_unit(evidence: Evidence, facts: Facts) -> Findings:
    """What the phone itself says, slot by slot, against what the shop knows of it."""
    if not isinstance(evidence, DeviceMatchEvidence):
        return
    if evidence.dead and not evidence.device:
        read = evidence.tray and set(evidence.tray) <= set(facts.unit.imeis)
        if read:
            yield Finding("device-dead", Gate.DECISION, "device1")
        else:  # nothing says that it is this one
            yield Finding("device-dead-unproven", Gate.STOP, "tray1", "".join(evidence.tray[:1]))
        return
    if not evidence.device:
        yield Finding("imei-empty", Gate.REFUSE, "device1")
        return
    yield from imei_findings(evidence.device, "device")
    known, device = facts.unit.imeis, evidence.device
    if len(known) == len(device) == 2 and known == device[::-1] and known[0] != known[1]:
        yield Finding("imei-slots-swapped", Gate.REFUSE, "device1", device[0])
        return
    for slot, number in enumerate(device, 1):
        if slot > len(known) or known[slot - 1] != number:
            yield Finding("imei-differs-from-stock", Gate.STOP, f"device{slot}", number)
    if len(device) < len(known):
        place = f"device{len(device) + 1}"
        yield Finding("second-imei-missing", Gate.DECISION, place, place)


def tray_equals_device(evidence: Evidence, facts: Facts) -> Findings:
    if not isinstance(evidence, DeviceMatchEvidence):
        return
    yield from imei_findings(evidence.tray, "tray")
    for slot, number in enumerate(evidence.tray, 1):
        if number not in (evidence.device or facts.unit.imeis):
            yield Finding("tray-differs", Gate.STOP, f"tray{slot}", number)
    if not evidence.tray and not evidence.tray_says:
        yield Finding("tray-not-read", Gate.REFUSE, "tray1")
    elif not evidence.tray and evidence.tray_says == "unreadable":
        yield Finding("tray-unreadable", Gate.DECISION, "tray1")


def transfer_opened(evidence: Evidence, facts: Facts) -> Findings:
    """Opened is enough here: only the other party's activation, a step of its own, completes it."""
    if not isinstance(evidence, TransferEvidence):
        return
    if evidence.imei not in facts.unit.imeis:
        yield Finding("imei-not-this-unit", Gate.REFUSE, "transfer_imei", evidence.imei)
    if evidence.to_owner:
        yield Finding("transfer-to-owner", Gate.REFUSE, "to_sim", evidence.to_sim)
    shown = bool(evidence.raw_text or evidence.picture_sha256)
    if facts.channel in BY_MESSAGE and evidence.sender and shown and (code := sender_problem(evidence.sender)):
        yield Finding(code, Gate.REFUSE, "sender", evidence.sender)  # the end text stands on the screen, without one
    if evidence.deferred:
        yield Finding("transfer-deferred", Gate.DECISION)
    elif evidence.state is OperationState.REJECTED:
        yield Finding(evidence.problem or "transfer-refused", Gate.REFUSE, "from_sim")
    elif evidence.state is OperationState.QUEUED and evidence.problem != PASSED_ON:
        yield Finding("transfer-not-sent", Gate.DECISION, detail=evidence.problem)
    elif evidence.state in (OperationState.EXPIRED, OperationState.CANCELLED):
        yield Finding("transfer-fell-through", Gate.DECISION)
    elif evidence.state not in OPENED:
        yield Finding("transfer-unknown", Gate.DECISION)


def never_deferred(evidence: Evidence, facts: Facts) -> Findings:
    """An owner who has left with his SIM cannot transfer any more: nothing of it waits, and only a manager goes on
    where it is not known to be open."""
    if not isinstance(evidence, TransferEvidence):
        return
    if evidence.deferred:
        yield Finding("seller-must-stay", Gate.REFUSE, "reason")
    elif evidence.state not in (*OPENED, OperationState.REJECTED):
        yield Finding("seller-must-stay", Gate.STOP, "reason")
