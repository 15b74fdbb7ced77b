"""Transfers over every way: never final at once, complete when the recipient has activated, one open at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.registry import OperationKind, OperationState, Refused, Retry
from pos_app.domain.verdict import Verdict
from tests.contract.registry_ways import Way, activation, cancelling, done, inquiry, problem_code, transfer
from tests.registry.practice import BUYER, OTHER_SIM, PHONE_A, STOLEN, UNKNOWN

THIRD_SIM = "09120000003"
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def owned(way: Way) -> Way:
    """The phone is active on the first buyer's SIM."""
    done(way.gateway.submit(activation(sim=BUYER)))
    return way


def state_of(way: Way, operation_id: str, kind: OperationKind = OperationKind.TRANSFER) -> OperationState:
    return done(way.gateway.look_up(operation_id, kind)).state


def test_transfer_is_complete_when_the_recipient_has_activated(owned: Way) -> None:
    command = transfer()
    told = done(owned.gateway.submit(command))
    assert (told.kind, told.state, told.version) == (OperationKind.TRANSFER, OperationState.ACCEPTED, 1)
    assert state_of(owned, command.operation_id) is OperationState.AWAITING_BUYER
    code = owned.sent_code(command.operation_id)
    assert done(owned.gateway.submit(activation(sim=OTHER_SIM, code=code))).state is OperationState.SUCCEEDED
    view = done(owned.gateway.look_up(command.operation_id, OperationKind.TRANSFER))
    assert (view.state, view.version) == (OperationState.SUCCEEDED, 3)
    assert owned.effects(PHONE_A) == 2


def test_afterwards_the_recipient_owns_it(owned: Way) -> None:
    command = transfer()
    owned.gateway.submit(command)
    owned.gateway.submit(activation(sim=OTHER_SIM, code=owned.sent_code(command.operation_id)))
    assert problem_code(owned.gateway.submit(transfer(of=BUYER, to=THIRD_SIM)))[0] == "owned-by-other"
    assert done(owned.gateway.submit(transfer(of=OTHER_SIM, to=THIRD_SIM))).state is OperationState.ACCEPTED


def test_one_transfer_at_a_time_and_the_open_one_is_named(owned: Way) -> None:
    first = transfer()
    owned.gateway.submit(first)
    reply = owned.gateway.submit(transfer(to=THIRD_SIM))
    assert problem_code(reply) == ("transfer-open", Retry.NEVER)
    assert isinstance(reply, Refused)
    assert reply.problem.operation_id == first.operation_id


def test_repeat_of_a_transfer_is_the_first_answer(owned: Way) -> None:
    command = transfer()
    first = done(owned.gateway.submit(command))
    assert done(owned.gateway.submit(command)) == first
    assert problem_code(owned.gateway.submit(replace(command, to_msisdn=THIRD_SIM)))[0] == "idempotency-mismatch"


def test_wrong_code_of_a_transfer_is_counted_down(owned: Way) -> None:
    command = transfer()
    owned.gateway.submit(command)
    right = owned.sent_code(command.operation_id)
    wrong = "999999" if right != "999999" else "999998"
    for left in (2, 1, 0):
        reply = owned.gateway.submit(activation(sim=OTHER_SIM, code=wrong))
        assert isinstance(reply, Refused)
        assert reply.problem.attempts_left == left
    assert problem_code(owned.gateway.submit(activation(sim=OTHER_SIM, code=right)))[0] == "activation-code-wrong"
    assert state_of(owned, command.operation_id) is OperationState.AWAITING_BUYER
    assert owned.effects(PHONE_A) == 1


def test_while_it_is_open_nobody_else_activates(owned: Way) -> None:
    command = transfer()
    owned.gateway.submit(command)
    code = owned.sent_code(command.operation_id)
    assert problem_code(owned.gateway.submit(activation(sim=THIRD_SIM, code=code)))[0] == "already-activated-other-sim"
    assert problem_code(owned.gateway.submit(activation(sim=BUYER, code=code)))[0] == "already-activated-this-sim"


def test_only_the_owner_hands_over(way: Way) -> None:
    assert problem_code(way.gateway.submit(transfer())) == ("not-owner", Retry.NEVER)
    way.gateway.submit(activation(sim=BUYER))
    assert problem_code(way.gateway.submit(transfer(of=THIRD_SIM))) == ("owned-by-other", Retry.NEVER)
    assert problem_code(way.gateway.submit(transfer(of=BUYER, to=BUYER))) == (
        "msisdn-invalid",
        Retry.NEW_KEY_AFTER_FIX,
    )


@pytest.mark.parametrize(("imei", "code"), [(STOLEN, "blocked-or-stolen"), (UNKNOWN, "imei-not-registered")])
def test_no_transfer_of_a_stopped_phone(way: Way, imei: str, code: str) -> None:
    command = transfer(imei)
    assert problem_code(way.gateway.submit(command)) == (code, Retry.NEVER)
    assert state_of(way, command.operation_id) is OperationState.REJECTED


def test_a_cancelling_is_an_operation_of_its_own(owned: Way) -> None:
    command = transfer()
    owned.gateway.submit(command)
    code = owned.sent_code(command.operation_id)
    cancel = cancelling(command.operation_id)
    told = done(owned.gateway.submit(cancel))
    assert (told.operation_id, told.kind, told.state) == (
        cancel.operation_id,
        OperationKind.TRANSFER_CANCEL,
        OperationState.ACCEPTED,
    )
    assert state_of(owned, cancel.operation_id, OperationKind.TRANSFER_CANCEL) is OperationState.SUCCEEDED
    assert state_of(owned, command.operation_id) is OperationState.CANCELLED
    assert done(owned.gateway.submit(cancel)) == told
    assert problem_code(owned.gateway.submit(activation(sim=OTHER_SIM, code=code)))[0] == "already-activated-other-sim"
    assert done(owned.gateway.submit(transfer(to=THIRD_SIM))).state is OperationState.ACCEPTED


def test_nothing_to_cancel(owned: Way) -> None:
    assert problem_code(owned.gateway.submit(cancelling(NOWHERE))) == ("transfer-not-open", Retry.NEVER)
    command = transfer()
    owned.gateway.submit(command)
    owned.gateway.submit(cancelling(command.operation_id))
    assert problem_code(owned.gateway.submit(cancelling(command.operation_id)))[0] == "transfer-not-open"


def test_lost_reply_to_a_transfer_is_found_by_look_up(owned: Way) -> None:
    command = transfer()
    owned.lose_next_reply()
    owned.gateway.submit(command)
    assert state_of(owned, command.operation_id) is OperationState.AWAITING_BUYER
    assert done(owned.gateway.submit(command)).state is OperationState.ACCEPTED


def test_the_device_shows_its_owner_as_another_sim(owned: Way) -> None:
    view = owned.gateway.device(PHONE_A)
    asked = done(owned.gateway.submit(inquiry())).result
    assert not isinstance(view, Refused)
    assert asked is not None
    assert getattr(view, "verdict", None) is asked.verdict is Verdict.LEGAL_ACTIVE_OTHER_SIM
