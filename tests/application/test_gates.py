"""Every gate at the counter: what a seller may decide, what needs the manager, what nobody opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from pos_app.application import ask, completing, guide
from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.invoice import from_json
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.run import StepState
from pos_app.domain.verdict import Gate, Verdict
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till
from tests.fakes.registry import Phone, ScriptedRegistry

REASON = "papers seen, importer called"


def raised(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(ShopError) as caught:
        act()
    return parts.codes_of(caught.value)


def with_answer(till: Till, verdict: Verdict, **changes: Any) -> str:
    """Step 2 recorded with this answer."""
    sale_id = steps.inquired(till.services)
    answer = steps.answer_with(verdict, **changes)
    guide.confirm_answer(till.services, sale_id, answer, Channel.API, matches_hand=True)
    return sale_id


@pytest.mark.parametrize("verdict", [v for v in Verdict if v.gate is Gate.STOP])
def test_a_stop_opens_by_pin_and_reason_only(till: Till, verdict: Verdict) -> None:
    services = till.services
    sale_id = with_answer(till, verdict)
    assert steps.last_record(services, sale_id, "answer_control").state is StepState.BLOCKED
    assert raised(lambda: guide.decide(services, sale_id, "answer_control", REASON)) == ("manager-needed", "pin")
    assert raised(lambda: guide.compare(services, sale_id, steps.BOTH, steps.BOTH))[0] == "step-out-of-order"

    def release(pin: str, reason: str) -> tuple[str, str]:
        return raised(lambda: guide.release(services, sale_id, "answer_control", pin=pin, reason=reason))

    assert release(parts.PIN, "  x ") == ("reason-missing", "reason")
    assert release("", REASON) == ("pin-missing", "pin")
    assert release("1111", REASON) == ("pin-wrong", "pin")
    guide.release(services, sale_id, "answer_control", pin="۲۴۶۸", reason=REASON)
    record = steps.last_record(services, sale_id, "answer_control")
    assert (record.state, record.opened_by, record.reason, record.by) == (
        StepState.RELEASED, parts.MANAGER, REASON, parts.SELLER,
    )  # fmt: skip
    assert [finding.code for finding in record.findings] == ["verdict-gate"]


@pytest.mark.parametrize("verdict", [Verdict.OTHER, Verdict.UNAVAILABLE, Verdict.LEGAL_ACTIVE_OTHER_SIM])
def test_a_decision_needs_a_reason(till: Till, verdict: Verdict) -> None:
    services = till.services
    sale_id = with_answer(till, verdict)
    for reason in ("", "   ", "ab"):
        told = raised(partial(guide.decide, services, sale_id, "answer_control", reason))
        assert told == ("reason-missing", "reason")
    guide.decide(services, sale_id, "answer_control", REASON)
    record = steps.last_record(services, sale_id, "answer_control")
    assert (record.state, record.opened_by) == (StepState.DECIDED, parts.SELLER)


@pytest.mark.parametrize("verdict", [v for v in Verdict if v.gate is Gate.PASS and "ACTIVE_" not in v.value])
def test_a_legal_answer_passes(till: Till, verdict: Verdict) -> None:
    sale_id = with_answer(till, verdict)
    assert steps.last_record(till.services, sale_id, "answer_control").state is StepState.DONE


def test_the_opened_gates_stand_in_the_invoices_file(till: Till) -> None:
    services = till.services
    sale_id = with_answer(till, Verdict.NOT_REGISTERED)
    guide.release(services, sale_id, "answer_control", pin=parts.PIN, reason=REASON)
    guide.compare(services, sale_id, steps.BOTH, steps.BOTH[:1])
    guide.decide(services, sale_id, "box_match", "one tray only")
    guide.defer_activation(
        services, sale_id, Channel.API, imei_used=parts.IMEI1, sim=parts.BUYER_SIM, code=parts.CODE, reason="offline"
    )  # fmt: skip
    document = from_json(completing.complete(services, steps.paid(services, sale_id)).document)
    assert [(gate.kind, gate.step_id, gate.by, gate.codes) for gate in document.opened] == [
        ("release", "answer_control", parts.MANAGER, ("verdict-gate",)),
        ("decision", "box_match", parts.SELLER, ("second-imei-missing",)),
        ("deferral", "activation", parts.SELLER, ("activation-deferred",)),
    ]
    assert document.registry is not None
    assert (document.registry.verdict, document.registry.activation_state) == ("NOT_REGISTERED", "deferred")


@pytest.mark.parametrize(
    ("box", "code", "field"),
    [
        ((), "imei-empty", "box1"),
        (("",), "imei-empty", "box1"),
        ((parts.IMEI1[:14] + "1",), "imei-check-digit", "box1"),
        ((parts.IMEI1[:13],), "imei-short", "box1"),
        ((parts.IMEI1, parts.IMEI1), "imei-slots-equal", "box2"),
        ((parts.NOKIA,), "imei-on-another-unit", "box1"),
        (("356868000041418",), "imei-not-this-unit", "box1"),
    ],
)
def test_our_own_check_is_never_released(till: Till, box: tuple[str, ...], code: str, field: str) -> None:
    services = till.services
    sale_id = steps.opened(services)
    assert raised(lambda: ask.inquire(services, sale_id, box, Channel.API)) == (code, field)
    release = lambda: guide.release(services, sale_id, "inquiry", pin=parts.PIN, reason=REASON)  # noqa: E731
    assert raised(release)[0] == "nothing-to-open"
    assert raised(lambda: guide.decide(services, sale_id, "inquiry", REASON))[0] == "nothing-to-open"
    assert till.api.commands == []  # nobody was asked
    assert steps.entries(services, sale_id) == ()


@pytest.mark.parametrize(
    ("device", "codes"),
    [
        (steps.BOTH[::-1], {"imei-slots-swapped"}),
        ((parts.IMEI1, parts.IMEI2[:14] + "0"), {"imei-check-digit"}),
        (("", parts.IMEI2), {"imei-empty"}),
        ((), {"imei-empty"}),
    ],
)
def test_a_wrong_screen_is_refused_with_every_reason(till: Till, device: tuple[str, ...], codes: set[str]) -> None:
    sale_id = steps.answered(till.services)
    with pytest.raises(StepRefusedError) as caught:
        guide.compare(till.services, sale_id, steps.BOTH, device)
    assert {finding.code for finding in caught.value.findings} == codes
    run = steps.sale_of(till.services, sale_id).run
    assert run is not None
    assert run.last("box_match") is None


def test_another_phone_in_the_box_is_a_stop(till: Till) -> None:
    sale_id = steps.answered(till.services)
    guide.compare(till.services, sale_id, steps.BOTH, (parts.NOKIA, parts.IMEI2))
    assert raised(lambda: guide.decide(till.services, sale_id, "box_match", REASON))[0] == "manager-needed"
    guide.compare(till.services, sale_id, steps.BOTH, (" 35 693803564380 9", parts.IMEI2 + "/01"))
    assert steps.last_record(till.services, sale_id, "box_match").state is StepState.DONE


@pytest.mark.parametrize(
    ("changes", "hand", "code"),
    [
        ({"model": "SM-A156E"}, True, "model-differs"),
        ({"brand": "Nokia"}, True, "model-differs"),
        ({}, False, "model-differs"),
    ],
)
def test_another_model_in_the_answer_is_a_stop(till: Till, changes: dict[str, str], hand: bool, code: str) -> None:
    sale_id = steps.inquired(till.services)
    answer = steps.answer_with(**changes)  # type: ignore[arg-type]
    guide.confirm_answer(till.services, sale_id, answer, Channel.API, matches_hand=hand)
    (finding,) = steps.last_record(till.services, sale_id, "answer_control").findings
    assert (finding.code, finding.gate) == (code, Gate.STOP)
    assert raised(lambda: guide.decide(till.services, sale_id, "answer_control", REASON))[0] == "manager-needed"


def test_the_registry_itself_names_another_model(tmp_path: Any) -> None:
    phones = {parts.IMEI1: Phone(code=parts.CODE, model="SM-A156E")}
    till = parts.at_work(parts.new_shop(tmp_path), registry=ScriptedRegistry(phones=phones))
    sale_id = steps.answered(till.services)
    assert steps.last_record(till.services, sale_id, "answer_control").gate is Gate.STOP
    till.storage.close()


def test_an_answer_about_another_phone_is_refused(till: Till) -> None:
    sale_id = steps.inquired(till.services)
    for answer in (steps.answer_with(imei=parts.NOKIA), steps.answer_with(raw_text=f"about {parts.NOKIA}")):
        told = raised(partial(guide.confirm_answer, till.services, sale_id, answer, Channel.API, matches_hand=True))
        assert told == ("answer-names-other-imei", "raw_text")


def test_without_an_answer_the_seller_decides_and_the_sale_goes_on(till: Till) -> None:
    services = till.services
    till.registry.online = False
    sale_id = steps.opened(services)
    asked = ask.inquire(services, sale_id, steps.BOTH, Channel.API)
    assert (asked.state, asked.problem) == (OperationState.QUEUED, "no-connection")
    guide.decide(services, sale_id, "inquiry", "registry is down")
    nothing = ask.unavailable(parts.IMEI1)
    guide.confirm_answer(services, sale_id, nothing, Channel.API, matches_hand=True)
    guide.decide(services, sale_id, "answer_control", "registry is down")
    guide.compare(services, sale_id, steps.BOTH, steps.BOTH)
    guide.defer_activation(
        services, sale_id, Channel.API, imei_used=parts.IMEI1, sim=parts.BUYER_SIM, code=parts.CODE, reason="no answer"
    )  # fmt: skip
    completing.complete(services, steps.paid(services, sale_id))
    kinds = [(entry.kind, entry.state) for entry in steps.entries(services, sale_id)]
    assert (OperationKind.ACTIVATION, OperationState.QUEUED) in kinds
