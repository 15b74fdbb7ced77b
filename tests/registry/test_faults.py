"""Each fault of the practice registry, and what the client makes of it. No verdict ever comes from a fault."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.domain.feed import AllocationPage, CursorGone, HistoryPage, OperationPage
from pos_app.domain.registry import (
    Answered,
    Capabilities,
    NotSent,
    OperationKind,
    OperationState,
    Refused,
    Reply,
    Retry,
    Unreadable,
)
from pos_app.domain.verdict import InquiryAnswer
from registry_sandbox.faults import FAULTS
from tests.registry.practice import CODE_A, PHONE_A, PracticeAt, activation, cancelling, inquiry, transfer

_ANSWERS = (
    *(Answered, Refused, Unreadable, NotSent),
    *(AllocationPage, OperationPage, HistoryPage, CursorGone, InquiryAnswer),
)

#: Fault, options, the code of the Unreadable.
UNREADABLE = [
    ("html_500", {}, "html"),
    ("html_500", {"media_type": "text/plain"}, "html"),
    ("html_200", {}, "html"),
    ("html_200", {"media_type": "application/json"}, "html"),
    ("bad_json", {}, "bad-json"),
    ("fourteen_digit_imei", {}, "contract-breach"),
    ("null_status", {}, "contract-breach"),
    ("wrong_type", {}, "contract-breach"),
    ("empty_body", {}, "bad-json"),
    ("cut_reply", {}, "connection-lost"),
    ("drop_reply_after_effect", {}, "connection-lost"),
]


@pytest.mark.parametrize(("fault", "options", "why"), UNREADABLE)
def test_unreadable_is_unknown_then_found_by_look_up(
    practice: PracticeAt, registry: HttpxRegistry, fault: str, options: dict[str, Any], why: str
) -> None:
    practice.commit(fault, times=1, **options)
    command = activation()
    reply = registry.submit(command)
    assert isinstance(reply, Unreadable)
    assert reply.why == why
    assert bool(reply.raw) == (fault not in ("drop_reply_after_effect", "empty_body"))
    found = registry.look_up(command.operation_id, command.kind)
    if FAULTS[fault].stage == "before":
        assert isinstance(found, Refused)
        assert found.problem.code == "operation-not-found"
    else:
        assert isinstance(found, Answered)
        assert found.operation.state is OperationState.SUCCEEDED
    assert isinstance(registry.submit(command), Answered)
    assert practice.activations() == {PHONE_A: 1}


@pytest.mark.parametrize(
    "fault", ["fourteen_digit_imei", "null_status", "bad_json", "html_200", "wrong_type", "empty_body", "cut_reply"]
)
def test_faulty_inquiry_is_no_verdict(practice: PracticeAt, registry: HttpxRegistry, fault: str) -> None:
    registry.capabilities()  # signed in before
    practice.commit(fault)
    assert isinstance(registry.submit(inquiry()), Unreadable)


@pytest.mark.parametrize("fault", ["hang", "hang_after_effect", "drip", "slow_headers"])
def test_deadline_covers_the_whole_call(practice: PracticeAt, fault: str) -> None:
    registry = practice.client(deadline=2.0)
    registry.capabilities()  # signed in, so that the deadline falls on the command itself
    practice.commit(fault, **({"seconds": 0.05} if fault in ("drip", "slow_headers") else {}))
    command = activation()
    reply = registry.submit(command)
    assert isinstance(reply, Unreadable)
    assert reply.why == "timeout"
    practice.heal()
    assert isinstance(registry.submit(command), Answered)
    assert practice.activations() == {PHONE_A: 1}
    registry.close()


def test_deadline_in_the_sign_in_means_nothing_was_sent(practice: PracticeAt) -> None:
    registry = practice.client(deadline=0.5)
    practice.commit("hang", path="/oauth2")
    assert registry.submit(activation()) == NotSent("no-connection")
    registry.close()


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None), ("9" * 40, 1e9)]
)
def test_rate_limit_tells_how_long(
    practice: PracticeAt, registry: HttpxRegistry, said: str, seconds: float | None
) -> None:
    practice.commit("rate_limit_429", retry_after=said)
    reply = registry.submit(inquiry())
    assert isinstance(reply, Refused)
    assert (reply.problem.code, reply.problem.status, reply.problem.retry) == ("rate-limited", 429, Retry.SAME_KEY)
    assert reply.problem.retry_after == seconds


def test_down_is_a_readable_refusal(practice: PracticeAt, registry: HttpxRegistry) -> None:
    registry.capabilities()  # signed in before
    practice.commit("down")
    reply = registry.submit(inquiry())
    assert isinstance(reply, Refused)
    assert (reply.problem.code, reply.problem.retry_after) == ("upstream-unavailable", None)
    assert registry.capabilities() == Unreadable("upstream-unavailable", reply.raw)
    assert isinstance(registry.server_time(), Unreadable)


def test_down_and_perhaps_passed_on(practice: PracticeAt, registry: HttpxRegistry) -> None:
    registry.capabilities()  # signed in before
    practice.commit("down_after_effect", times=1)
    command = activation()
    reply = registry.submit(command)
    assert isinstance(reply, Refused)
    assert (reply.problem.code, reply.problem.status, reply.problem.retry) == (
        "upstream-unavailable", 503, Retry.SAME_KEY,
    )  # fmt: skip
    assert practice.activations() == {PHONE_A: 1}
    found = registry.look_up(command.operation_id, command.kind)
    assert isinstance(found, Answered)
    assert found.operation.state is OperationState.SUCCEEDED


def test_a_question_is_never_down_after_its_effect(practice: PracticeAt, registry: HttpxRegistry) -> None:
    practice.commit("down_after_effect")
    assert isinstance(registry.server_time(), datetime)
    assert isinstance(registry.capabilities(), Capabilities)


def test_expired_token_is_renewed_once_in_silence(practice: PracticeAt, registry: HttpxRegistry) -> None:
    assert isinstance(registry.submit(inquiry()), Answered)
    practice.commit("token_expired", times=1)
    assert isinstance(registry.submit(inquiry()), Answered)


def test_forgotten_tokens_are_renewed(practice: PracticeAt, registry: HttpxRegistry) -> None:
    assert isinstance(registry.submit(inquiry()), Answered)
    practice.reset()
    assert isinstance(registry.submit(inquiry()), Answered)


def test_loop_of_401_ends_after_one_renewal(practice: PracticeAt, registry: HttpxRegistry) -> None:
    practice.commit("token_expired", times=2)
    reply = registry.submit(activation())
    assert isinstance(reply, Refused)
    assert (reply.problem.code, reply.problem.retry) == ("unauthenticated", Retry.AFTER_LOGIN)
    assert practice.activations() == {}
    assert isinstance(registry.submit(inquiry()), Answered)  # exactly two were used up


@pytest.mark.parametrize("secret", [None, "", "wrong"])
def test_without_credentials_nothing_is_sent(practice: PracticeAt, secret: str | None) -> None:
    registry = practice.client(secret=secret)
    assert registry.submit(activation()) == NotSent("no-credentials")
    registry.close()


@pytest.mark.parametrize("fault", ["html_200", "html_500", "down"])
def test_broken_sign_in_means_nothing_was_sent(practice: PracticeAt, fault: str) -> None:
    registry = practice.client()
    practice.commit(fault, path="/oauth2")
    assert registry.submit(activation()) == NotSent("sign-in-unavailable")
    registry.close()


def test_accepted_is_settled_by_look_up(practice: PracticeAt, registry: HttpxRegistry) -> None:
    practice.commit("accepted_first", times=1)
    command = inquiry()
    reply = registry.submit(command)
    assert isinstance(reply, Answered)
    assert (reply.operation.state, reply.operation.result) == (OperationState.ACCEPTED, None)
    found = registry.look_up(command.operation_id, command.kind)
    assert isinstance(found, Answered)
    assert found.operation.result is not None


def test_stale_answer_says_its_age(practice: PracticeAt, registry: HttpxRegistry) -> None:
    practice.commit("stale_answer", seconds=3600)
    reply = registry.submit(inquiry())
    assert isinstance(reply, Answered)
    assert reply.operation.result is not None
    assert reply.operation.result.as_of is not None
    assert timedelta(minutes=59) < reply.operation.updated_at - reply.operation.result.as_of < timedelta(minutes=61)


def test_same_key_at_the_same_moment_has_one_effect(practice: PracticeAt, registry: HttpxRegistry) -> None:
    registry.capabilities()
    practice.commit("delay", seconds=0.2, path="/v1/activations", times=1)
    command = activation()
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda: replies.append(registry.submit(command))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert any(isinstance(r, Answered) for r in replies)
    told = {r.problem.code for r in replies if isinstance(r, Refused)}
    assert told <= {"idempotency-in-progress"}
    assert practice.activations() == {PHONE_A: 1}


def test_two_keys_at_the_same_moment_have_one_effect(practice: PracticeAt, registry: HttpxRegistry) -> None:
    replies: list[Reply] = []
    commands = [activation(sim=f"0912000000{n}") for n in range(6)]
    threads = [threading.Thread(target=lambda c=c: replies.append(registry.submit(c))) for c in commands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(r, Answered) for r in replies) == 1
    assert practice.activations() == {PHONE_A: 1}


def test_close_ends_a_call_under_way(practice: PracticeAt) -> None:
    registry = practice.client()
    registry.capabilities()
    practice.commit("hang", path="/v1/activations", times=1)
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(registry.submit(activation())))
    thread.start()
    while practice.armed():  # until it has struck
        pass
    registry.close()
    thread.join()
    assert replies == [Unreadable("connection-lost")]


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"imei": "356938035643808"}, "imei-invalid", "/imei"),
        ({"msisdn": "02112345678"}, "msisdn-invalid", "/msisdn"),
        ({"activation_code": "012345"}, "code-invalid", "/activation_code"),
    ],
)
def test_wrong_field_is_named(registry: HttpxRegistry, change: dict[str, str], code: str, pointer: str) -> None:
    reply = registry.submit(replace(activation(code=CODE_A), **change))  # type: ignore[arg-type]
    assert isinstance(reply, Refused)
    assert reply.problem.code == code
    assert reply.problem.field_errors == ((pointer, code),)


def test_look_up_under_another_kind_is_a_breach(registry: HttpxRegistry) -> None:
    command = inquiry()
    registry.submit(command)
    reply = registry.look_up(command.operation_id, OperationKind.ACTIVATION)
    assert isinstance(reply, Unreadable)
    assert reply.why == "contract-breach"


def test_revoked_till_is_told_and_nothing_is_done(practice: PracticeAt, registry: HttpxRegistry) -> None:
    fresh = practice.client()
    registry.capabilities()
    practice.commit("revoked_till")
    reply = registry.submit(activation())
    assert isinstance(reply, Refused)
    assert (reply.problem.code, reply.problem.retry) == ("unauthenticated", Retry.AFTER_LOGIN)
    assert fresh.submit(activation()) == NotSent("no-credentials")
    assert practice.activations() == {}
    fresh.close()


def test_one_till_is_revoked_the_others_work_on(practice: PracticeAt, registry: HttpxRegistry) -> None:
    practice.enrol("till-2", "another secret")
    second = practice.client(client_id="till-2", secret="another secret")
    assert isinstance(second.submit(inquiry()), Answered)
    practice.revoke("till-2")
    reply = second.submit(inquiry())
    assert isinstance(reply, Refused)
    assert reply.problem.code == "unauthenticated"
    assert isinstance(registry.submit(inquiry()), Answered)
    practice.enrol("till-2", "a new secret")
    again = practice.client(client_id="till-2", secret="a new secret")
    assert isinstance(again.submit(inquiry()), Answered)
    for client in (second, again):
        client.close()


def test_a_till_sees_its_own_operations_only(practice: PracticeAt, registry: HttpxRegistry) -> None:
    practice.enrol("till-2", "another secret", "another-shop")
    second = practice.client(client_id="till-2", secret="another secret", shop_id="practice-shop")
    command = inquiry()
    registry.submit(command)
    found = second.look_up(command.operation_id, command.kind)
    assert isinstance(found, Refused)
    assert found.problem.code == "operation-not-found"
    changes = second.operation_changes("")
    assert isinstance(changes, OperationPage)
    assert changes.items == ()
    stock = second.allocations("", 10)
    assert isinstance(stock, Refused)
    assert stock.problem.code == "forbidden"
    second.close()


def test_repeat_that_worked_is_called_invalid_and_only_a_look_up_knows(
    practice: PracticeAt, registry: HttpxRegistry
) -> None:
    command = activation()
    practice.commit("drop_reply_after_effect", times=1)
    assert isinstance(registry.submit(command), Unreadable)
    practice.commit("repeat_invalid_422")
    repeat = registry.submit(command)
    assert isinstance(repeat, Refused)
    assert (repeat.problem.code, repeat.problem.status) == ("code-invalid", 422)
    found = registry.look_up(command.operation_id, command.kind)
    assert isinstance(found, Answered)
    assert found.operation.state is OperationState.SUCCEEDED
    assert practice.activations() == {PHONE_A: 1}


def test_forgotten_operation_is_sent_again_without_a_second_effect(
    practice: PracticeAt, registry: HttpxRegistry
) -> None:
    command = activation()
    registry.submit(command)
    practice.commit("forget_operations")
    found = registry.look_up(command.operation_id, command.kind)
    assert isinstance(found, Refused)
    assert found.problem.code == "operation-not-found"
    assert isinstance(registry.submit(command), Answered)
    assert practice.activations() == {PHONE_A: 1}


def test_contradiction_is_told_as_it_comes(practice: PracticeAt, registry: HttpxRegistry) -> None:
    command = activation()
    told = registry.submit(command)
    practice.commit("contradiction", times=1)
    found = registry.look_up(command.operation_id, command.kind)
    assert isinstance(told, Answered)
    assert isinstance(found, Answered)
    assert (told.operation.state, found.operation.state) == (OperationState.SUCCEEDED, OperationState.REJECTED)


def test_each_third_request_is_struck(practice: PracticeAt, registry: HttpxRegistry) -> None:
    practice.commit("down", path="/v1/inquiries", every=3, times=2)
    replies = [isinstance(registry.submit(inquiry()), Answered) for _ in range(9)]
    assert replies == [True, True, False, True, True, False, True, True, True]


def test_effects_are_counted_by_kind(practice: PracticeAt, registry: HttpxRegistry) -> None:
    first = transfer()
    for command in (inquiry(), inquiry(), activation(code="999999"), activation(), first, transfer()):
        registry.submit(command)
    registry.submit(cancelling(first.operation_id))
    found = practice.effects()
    assert found["by_kind"] == {"inquiry": 2, "activation": 1, "transfer": 1, "transfer_cancel": 1}
    assert (found["activations"], found["transfers"]) == ({PHONE_A: 1}, {PHONE_A: 1})
    assert (found["operations"], found["wrong_codes"]) == (7, 1)


def test_transfer_that_nobody_takes_up_expires(practice: PracticeAt, registry: HttpxRegistry) -> None:
    registry.submit(activation())
    command = transfer()
    registry.submit(command)
    practice.expire_transfers()
    found = registry.look_up(command.operation_id, command.kind)
    assert isinstance(found, Answered)
    assert found.operation.state is OperationState.EXPIRED


_WITHOUT_END = {"hang", "hang_after_effect", "drip", "slow_headers"}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("signed_in", [True, False], ids=["signed-in", "fresh"])
def test_whatever_goes_wrong_every_call_comes_back_with_an_answer(
    practice: PracticeAt, fault: str, signed_in: bool
) -> None:
    registry = practice.client(deadline=0.1 if fault in _WITHOUT_END else 20.0)
    if signed_in:
        registry.capabilities()
    handed = transfer()
    practice.commit(fault, **({"seconds": 0.02} if fault in ("delay", "drip", "slow_headers") else {}))
    commands = (inquiry(), activation(), activation(), handed, cancelling(handed.operation_id))
    outcomes: list[object] = [registry.submit(command) for command in commands]
    outcomes += [registry.look_up(command.operation_id, command.kind) for command in commands]
    page = registry.allocations("", 5)
    outcomes += [page, registry.allocations(getattr(page, "next_cursor", "x"), 5), registry.operation_changes("")]
    outcomes += [registry.device(PHONE_A), registry.history(PHONE_A, "")]
    for outcome in outcomes:
        assert isinstance(outcome, _ANSWERS), outcome
    assert isinstance(registry.capabilities(), Capabilities | NotSent | Unreadable)
    assert isinstance(registry.server_time(), datetime | NotSent | Unreadable)
    assert practice.activations().get(PHONE_A, 0) <= 1
    registry.close()


def test_every_fault_is_tried() -> None:
    tried = {name for name, _, _ in UNREADABLE} | {
        *("hang", "hang_after_effect", "drip", "slow_headers", "rate_limit_429", "down", "token_expired"),
        "down_after_effect",
        *("accepted_first", "stale_answer", "delay", "revoked_till"),
        *("repeat_invalid_422", "forget_operations", "contradiction"),
        *("skewed_date", "clock_skewed", "captive_portal"),  # test_strangers.py
        *("gone_410", "duplicate_page", "reordered_page", "repeated_cursor", "empty_next_page"),  # test_lists.py
    }
    assert tried == set(FAULTS)
