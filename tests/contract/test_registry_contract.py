"""One suite over every way to a registry, so that the fake cannot lie about the real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pos_app.adapters.registry.assisted import AssistedRegistry
from pos_app.domain.registry import (
    BY_PERSON,
    ByHand,
    Capabilities,
    Channel,
    Command,
    NotSent,
    OperationKind,
    OperationState,
    Refused,
    Retry,
    Unreadable,
)
from pos_app.domain.verdict import Verdict
from pos_app.ports.registry import RegistryGateway
from tests.contract.registry_ways import Way, activation, done, inquiry, problem_code
from tests.registry.practice import BUYER, CODE_A, OTHER_SIM, PHONE_A, STOLEN, UNKNOWN

NOWHERE = "00000000-0000-4000-8000-000000000000"
ASSISTED = BY_PERSON


@pytest.mark.parametrize(
    ("imei", "verdict"),
    [
        (PHONE_A, Verdict.LEGAL_NOT_ACTIVATED),
        (STOLEN, Verdict.BLOCKED_OR_STOLEN),
        (UNKNOWN, Verdict.NOT_REGISTERED),
    ],
)
def test_inquiry_is_answered_for_this_very_question(way: Way, imei: str, verdict: Verdict) -> None:
    command = inquiry(imei)
    operation = done(way.gateway.submit(command))
    assert operation.operation_id == command.operation_id
    assert (operation.kind, operation.state) == (OperationKind.INQUIRY, OperationState.SUCCEEDED)
    assert operation.result is not None
    assert (operation.result.imei, operation.result.verdict) == (imei, verdict)
    assert operation.result.as_of is not None
    assert operation.result.as_of.utcoffset() == timedelta(0)


def test_six_fields_of_a_legal_phone(way: Way) -> None:
    result = done(way.gateway.submit(inquiry())).result
    assert result is not None
    assert (result.brand, result.model, result.import_type) == ("Samsung", "SM-A556E", "commercial")
    assert result.importer


@pytest.mark.parametrize("command", [inquiry(), activation()], ids=["inquiry", "activation"])
def test_repeat_of_a_key_gives_the_first_answer_and_no_second_effect(way: Way, command: Command) -> None:
    first = done(way.gateway.submit(command))
    assert done(way.gateway.submit(command)) == first
    assert way.effects(PHONE_A) == (1 if command.kind is OperationKind.ACTIVATION else 0)


def test_key_reused_for_another_payload_is_refused(way: Way) -> None:
    command = activation()
    way.gateway.submit(command)
    assert problem_code(way.gateway.submit(replace(command, msisdn=OTHER_SIM))) == (
        "idempotency-mismatch",
        Retry.NEVER,
    )
    assert way.effects(PHONE_A) == 1


def test_unknown_operation_makes_a_resend_safe(way: Way) -> None:
    assert problem_code(way.gateway.look_up(NOWHERE, OperationKind.INQUIRY)) == ("operation-not-found", Retry.SAME_KEY)


@pytest.mark.parametrize("command", [inquiry(), activation()], ids=["inquiry", "activation"])
def test_look_up_tells_what_submit_told(way: Way, command: Command) -> None:
    told = done(way.gateway.submit(command))
    assert done(way.gateway.look_up(command.operation_id, command.kind)) == told


def test_refused_activation_is_looked_up_as_rejected(way: Way) -> None:
    command = activation(code="999999")
    reply = way.gateway.submit(command)
    assert isinstance(reply, Refused)
    operation = done(way.gateway.look_up(command.operation_id, command.kind))
    assert operation.state is OperationState.REJECTED
    assert operation.problem is not None
    assert operation.problem.code == reply.problem.code == "activation-code-wrong"


def test_activation_shows_in_the_next_inquiry(way: Way) -> None:
    assert done(way.gateway.submit(activation())).state is OperationState.SUCCEEDED
    result = done(way.gateway.submit(inquiry())).result
    assert result is not None
    assert result.verdict is Verdict.LEGAL_ACTIVE_OTHER_SIM  # the question named no SIM


def test_second_activation_under_a_new_key_has_no_effect(way: Way) -> None:
    way.gateway.submit(activation(sim=BUYER))
    assert problem_code(way.gateway.submit(activation(sim=BUYER)))[0] == "already-activated-this-sim"
    assert problem_code(way.gateway.submit(activation(sim=OTHER_SIM)))[0] == "already-activated-other-sim"
    assert way.effects(PHONE_A) == 1


def test_wrong_code_counts_the_attempts_down_until_even_the_right_one_is_refused(way: Way) -> None:
    left = []
    for code in ("111111", "111112", "111113", CODE_A):
        reply = way.gateway.submit(activation(code=code))
        assert problem_code(reply) == ("activation-code-wrong", Retry.NEW_KEY_AFTER_FIX)
        assert isinstance(reply, Refused)
        left.append(reply.problem.attempts_left)
    assert left == [2, 1, 0, 0]
    assert way.effects(PHONE_A) == 0


def test_repeat_of_a_wrong_code_costs_no_second_attempt(way: Way) -> None:
    command = activation(code="111111")
    replies = [way.gateway.submit(command) for _ in range(2)]
    assert [r.problem.attempts_left for r in replies if isinstance(r, Refused)] == [2, 2]


@pytest.mark.parametrize(("imei", "code"), [(STOLEN, "blocked-or-stolen"), (UNKNOWN, "imei-not-registered")])
def test_no_activation_of_a_stopped_phone(way: Way, imei: str, code: str) -> None:
    assert problem_code(way.gateway.submit(activation(imei=imei))) == (code, Retry.NEVER)


def test_lost_reply_is_found_by_look_up_and_happened_once(way: Way) -> None:
    command = activation()
    way.lose_next_reply()
    assert way.gateway.submit(command) == Unreadable("connection-lost")
    assert done(way.gateway.look_up(command.operation_id, command.kind)).state is OperationState.SUCCEEDED
    assert done(way.gateway.submit(command)).state is OperationState.SUCCEEDED
    assert way.effects(PHONE_A) == 1


def test_capabilities_and_time(way: Way) -> None:
    found = way.gateway.capabilities()
    assert isinstance(found, Capabilities)
    assert found.commands == frozenset(OperationKind)
    now = way.gateway.server_time()
    assert way.gateway.clock_offset is not None
    assert isinstance(now, datetime)
    assert now.utcoffset() == timedelta(0)


@pytest.mark.parametrize("channel", ASSISTED)
@pytest.mark.parametrize("command", [inquiry(), activation()], ids=["inquiry", "activation"])
def test_assisted_way_offers_what_it_says_and_repeats_harmlessly(channel: Channel, command: Command) -> None:
    gateway: RegistryGateway = AssistedRegistry(channel)
    offered = gateway.capabilities()
    assert isinstance(offered, Capabilities)
    reply = gateway.submit(command)
    assert gateway.submit(command) == reply
    if command.kind in offered.commands:
        assert isinstance(reply, ByHand)
        assert reply.channel is channel
    else:
        assert reply == NotSent("channel-does-not-offer")


@pytest.mark.parametrize("channel", ASSISTED)
def test_assisted_look_up_is_a_script_and_knows_no_time(channel: Channel) -> None:
    gateway: RegistryGateway = AssistedRegistry(channel)
    for kind in OperationKind:
        assert isinstance(gateway.look_up(NOWHERE, kind), ByHand)
    assert gateway.server_time() == NotSent("by-hand")
