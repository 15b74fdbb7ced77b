"""Guards one by one: evidence and facts in, findings out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

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
from pos_app.domain.guards import GUARDS
from pos_app.domain.registry import Channel, OperationState
from pos_app.domain.same_model import model_agrees
from pos_app.domain.stock import Unit
from pos_app.domain.verdict import Gate, Verdict
from tests.domain.values import IMEI1, IMEI2, PHONE, SINGLE, STRANGER, UNIT, answer, evidences, imeis

REFUSE, STOP, DECISION = Gate.REFUSE, Gate.STOP, Gate.DECISION


def said(guard: str, evidence: Evidence, unit: Unit = UNIT, **facts: Any) -> list[tuple[str, Gate, str]]:
    found: list[Finding] = list(GUARDS[guard](evidence, Facts(unit=unit, **facts)))
    return [(finding.code, finding.gate, finding.field) for finding in found]


@given(evidences)
def test_every_guard_takes_every_evidence(evidence: Evidence) -> None:
    for guard in GUARDS.values():
        assert all(finding.code for finding in guard(evidence, Facts(unit=UNIT, channel=Channel.SMS)))


WRONG = IMEI1[:14] + "0"


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((IMEI1, IMEI2), []),
        ((IMEI1,), []),
        ((), [("imei-empty", REFUSE, "box1")]),
        ((WRONG,), [("imei-check-digit", REFUSE, "box1")]),
        ((IMEI1, IMEI2[:13]), [("imei-short", REFUSE, "box2")]),
        ((IMEI1, ""), [("imei-empty", REFUSE, "box2")]),
        (("0" * 15,), [("imei-all-equal", REFUSE, "box1")]),
        ((IMEI1, IMEI1), [("imei-slots-equal", REFUSE, "box2")]),
        ((IMEI1[:14],), [("imei-14-digits", REFUSE, "box1")]),
        ((IMEI1 + "1",), [("imei-16-digits", REFUSE, "box1")]),
    ],
)
def test_box_imei_valid(box: tuple[str, ...], expected: list[Any]) -> None:
    assert said("box_imei_valid", InquiryEvidence(box=box)) == expected
    assert said("box_imei_valid", BoxMatchEvidence(box=box, device=())) == expected


def test_box_is_this_unit() -> None:
    assert said("box_is_this_unit", InquiryEvidence(box=(IMEI1, IMEI2))) == []
    assert said("box_is_this_unit", InquiryEvidence(box=(IMEI1, STRANGER))) == [("imei-not-this-unit", REFUSE, "box2")]
    found = said("box_is_this_unit", InquiryEvidence(box=(STRANGER,)), elsewhere=(STRANGER,))
    assert found == [("imei-on-another-unit", REFUSE, "box1")]


def test_asked() -> None:
    assert said("asked", InquiryEvidence(box=(IMEI1,), answered=True)) == []
    assert said("asked", InquiryEvidence(box=(IMEI1,), why="timeout")) == [("no-answer", DECISION, "")]


@pytest.mark.parametrize("verdict", Verdict)
def test_verdict_gate(verdict: Verdict) -> None:
    found = said("verdict_gate", AnswerEvidence(answer=answer(verdict)))
    assert found == ([] if verdict.gate is Gate.PASS else [("verdict-gate", verdict.gate, "verdict")])


@pytest.mark.parametrize(
    ("imei", "raw", "count"),
    [
        (IMEI1, "", 0),
        (IMEI1[:14], "", 0),  # registries cut the check digit
        (IMEI2, f"IMEI {IMEI2} is legal", 0),
        (IMEI1, f"شناسه {IMEI1}", 0),
        (IMEI1, f"{STRANGER} and {IMEI1}", 0),
        (IMEI1, f"about {STRANGER}", 1),
        (IMEI1, "about ۴۹۰۱۵۴۲۰۳۲۳۷۵۱۸", 1),
        (STRANGER, "", 1),
        (STRANGER, STRANGER, 2),
        ("", "", 1),
    ],
)
def test_answer_names_this_imei(imei: str, raw: str, count: int) -> None:
    found = said("answer_names_this_imei", AnswerEvidence(answer=answer(imei=imei, raw_text=raw)))
    assert found == [("answer-names-other-imei", REFUSE, "raw_text")] * count


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.USSD])
def test_a_message_counts_only_from_the_genuine_sender(channel: Channel) -> None:
    text = answer(raw_text="x")
    for evidence in (
        AnswerEvidence(answer=text),
        AnswerEvidence(answer=answer(), picture_sha256="ab"),
        ActivationEvidence(imei=IMEI1, sim="", state=OperationState.SUCCEEDED, raw_text="x"),
        ActivationEvidence(imei=IMEI1, sim="", state=OperationState.SUCCEEDED, picture_sha256="ab"),
    ):
        assert said("sender_genuine", evidence, channel=channel) == [("sender-missing", REFUSE, "sender")]
    assert said("sender_genuine", AnswerEvidence(answer=text, sender="+98912"), channel=channel) == [
        ("sender-not-genuine", REFUSE, "sender")
    ]
    fine: tuple[Evidence, ...] = (
        AnswerEvidence(answer=text, sender="HAMTA"),
        AnswerEvidence(answer=answer()),  # no text, no picture: the staff's word alone
        AnswerEvidence(answer=answer(Verdict.UNAVAILABLE, raw_text="x")),
        ActivationEvidence(imei=IMEI1, sim="", state=OperationState.QUEUED, raw_text="x", deferred=True),
        InquiryEvidence(box=(IMEI1,)),
    )
    for good in fine:
        assert said("sender_genuine", good, channel=channel) == []


@pytest.mark.parametrize("channel", [None, Channel.API, Channel.WEB, Channel.APP])
def test_a_page_has_no_sender(channel: Channel | None) -> None:
    assert said("sender_genuine", AnswerEvidence(answer=answer(raw_text="x")), channel=channel) == []


@pytest.mark.parametrize(
    ("brand", "model", "agrees"),
    [
        ("Samsung", "SM-A556E", True),
        ("SAMSUNG ELECTRONICS", "Galaxy A55 5G", True),
        ("Samsung", "sm-a556e/ds", True),
        ("Samsung", "SM-A156E", False),
        ("Nokia", "SM-A556E", False),
        ("Samsung", "", None),
        ("", "SM-A556E", True),
        ("", "", None),
        ("Apple", "", False),
    ],
)
def test_model_agrees(brand: str, model: str, agrees: bool | None) -> None:
    assert model_agrees(brand, model, UNIT) is agrees


@pytest.mark.parametrize(
    ("changes", "hand", "expected"),
    [
        ({}, True, []),
        ({}, False, [("model-differs", STOP, "matches_hand")]),
        ({}, None, [("match-not-said", REFUSE, "matches_hand")]),
        ({"model": "SM-A156E"}, True, [("model-differs", STOP, "matches_hand")]),
        ({"model": "SM-A156E"}, None, [("model-differs", STOP, "matches_hand")]),
        ({"brand": "", "model": ""}, True, [("model-not-said", DECISION, "matches_hand")]),
        ({"verdict": Verdict.BLOCKED_OR_STOLEN, "model": "X1"}, None, []),
        ({"verdict": Verdict.UNAVAILABLE, "brand": "", "model": ""}, None, []),
    ],
)
def test_model_matches(changes: dict[str, Any], hand: bool | None, expected: list[Any]) -> None:
    assert said("model_matches", AnswerEvidence(answer=answer(**changes), matches_hand=hand)) == expected


def test_not_used_before() -> None:
    for verdict in (Verdict.LEGAL_ACTIVE_OTHER_SIM, Verdict.LEGAL_ACTIVE_THIS_SIM):
        found = said("not_used_before", AnswerEvidence(answer=answer(verdict)))
        assert found == [("sealed-but-active", DECISION, "verdict")]
    seen = AnswerEvidence(answer=answer(seen_on_network_before=True))
    assert said("not_used_before", seen) == [("sealed-but-seen", DECISION, "seen_on_network_before")]
    for unseen in (None, False):
        assert said("not_used_before", AnswerEvidence(answer=answer(seen_on_network_before=unseen))) == []


BOTH = (IMEI1, IMEI2)


@pytest.mark.parametrize(
    ("box", "device", "expected"),
    [
        (BOTH, BOTH, []),
        (BOTH, (), [("imei-empty", REFUSE, "device1")]),
        (BOTH, BOTH[::-1], [("imei-slots-swapped", REFUSE, "device1")]),
        (BOTH, (STRANGER, IMEI2), [("imei-differs", STOP, "device1")]),
        (BOTH, (IMEI1, STRANGER), [("imei-differs", STOP, "device2")]),
        (BOTH, (IMEI1, WRONG), [("imei-check-digit", REFUSE, "device2"), ("imei-differs", STOP, "device2")]),
        (BOTH, (IMEI1, IMEI1), [("imei-slots-equal", REFUSE, "device2"), ("imei-differs", STOP, "device2")]),
        (BOTH, (IMEI1,), [("second-imei-missing", DECISION, "device2")]),
        ((IMEI1,), BOTH, [("second-imei-missing", DECISION, "box2")]),
        ((IMEI1,), (IMEI1,), [("second-imei-missing", DECISION, "box2"), ("second-imei-missing", DECISION, "device2")]),
        # what the box does not say is held against the stock, so that leaving a slot empty hides nothing
        ((IMEI1,), (IMEI1, STRANGER), [("imei-differs", STOP, "device2"), ("second-imei-missing", DECISION, "box2")]),
    ],
)
def test_box_equals_device(box: tuple[str, ...], device: tuple[str, ...], expected: list[Any]) -> None:
    assert said("box_equals_device", BoxMatchEvidence(box=box, device=device)) == expected


def test_one_slot_is_enough_where_the_stock_knows_one() -> None:
    assert said("box_equals_device", BoxMatchEvidence(box=(IMEI1,), device=(IMEI1,)), SINGLE) == []


def test_a_second_number_that_the_stock_does_not_know_is_a_question() -> None:
    found = said("box_equals_device", BoxMatchEvidence(box=(IMEI1,), device=BOTH), SINGLE)
    assert found == [("second-imei-missing", DECISION, "box2")]


@given(imeis, imeis)
def test_another_phone_in_the_box_never_passes(first: str, second: str) -> None:
    unit = Unit(id=9, product=PHONE, imeis=(first,))
    found = said("box_equals_device", BoxMatchEvidence(box=(first,), device=(second,)), unit)
    assert (found == []) == (first == second)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (OperationState.SUCCEEDED, []),
        (OperationState.REJECTED, [("activation-code-wrong", REFUSE, "code")]),
        (OperationState.QUEUED, [("activation-not-sent", DECISION, "")]),
        (OperationState.ACCEPTED, [("activation-accepted", DECISION, "")]),
        (OperationState.AWAITING_BUYER, [("activation-accepted", DECISION, "")]),
        (OperationState.OUTCOME_UNKNOWN, [("activation-unknown", DECISION, "")]),
        (OperationState.SENDING, [("activation-unknown", DECISION, "")]),
        (OperationState.NEEDS_PERSON, [("activation-unknown", DECISION, "")]),
        (OperationState.EXPIRED, [("activation-unknown", DECISION, "")]),
    ],
)
def test_activation_settled(state: OperationState, expected: list[Any]) -> None:
    problem = "activation-code-wrong" if state is OperationState.REJECTED else ""
    assert said("activation_settled", ActivationEvidence(imei=IMEI1, sim="", state=state, problem=problem)) == expected


def test_activation_deferred_strange_and_refused() -> None:
    later = ActivationEvidence(imei=IMEI2, sim="", state=OperationState.QUEUED, deferred=True)
    assert said("activation_settled", later) == [("activation-deferred", DECISION, "")]
    strange = ActivationEvidence(imei=STRANGER, sim="", state=OperationState.SUCCEEDED)
    assert said("activation_settled", strange) == [("imei-not-this-unit", REFUSE, "imei")]
    wrong = ActivationEvidence(imei=IMEI1, sim="", state=OperationState.REJECTED, attempts_left=2)
    (finding,) = GUARDS["activation_settled"](wrong, Facts(unit=UNIT))
    assert (finding.code, finding.detail) == ("activation-refused", "2")


def test_invoice_numbered() -> None:
    assert said("invoice_numbered", InvoiceEvidence(number="1405-1-000001", document_sha256="")) == []
    found = said("invoice_numbered", InvoiceEvidence(number="", document_sha256=""))
    assert found == [("invoice-number-missing", REFUSE, "")]
