"""Each fault of the practice registry, and what the client makes of it. No verdict ever comes from a fault."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.domain.registry import (
    Answered,
    NotSent,
    OperationKind,
    OperationState,
    Refused,
    Reply,
    Retry,
    Unreadable,
)
from registry_sandbox.faults import FAULTS
from tests.registry.practice import CODE_A, PHONE_A, PracticeAt, activation, inquiry

#: Fault, options, the code of the Unreadable.
UNREADABLE = [
    ("html_500", {}, "html"),
    ("html_500", {"media_type": "text/plain"}, "html"),
    ("html_200", {}, "html"),
    ("html_200", {"media_type": "application/json"}, "html"),
    ("bad_json", {}, "bad-json"),
    ("fourteen_digit_imei", {}, "contract-breach"),
    ("null_status", {}, "contract-breach"),
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
    assert bool(reply.raw) == (fault != "drop_reply_after_effect")
    found = registry.look_up(command.operation_id, command.kind)
    if FAULTS[fault].stage == "before":
        assert isinstance(found, Refused)
        assert found.problem.code == "operation-not-found"
    else:
        assert isinstance(found, Answered)
        assert found.operation.state is OperationState.SUCCEEDED
    assert isinstance(registry.submit(command), Answered)
    assert practice.activations() == {PHONE_A: 1}


@pytest.mark.parametrize("fault", ["fourteen_digit_imei", "null_status", "bad_json", "html_200"])
def test_faulty_inquiry_is_no_verdict(practice: PracticeAt, registry: HttpxRegistry, fault: str) -> None:
    practice.commit(fault)
    assert isinstance(registry.submit(inquiry()), Unreadable)


@pytest.mark.parametrize("fault", ["hang", "hang_after_effect", "drip"])
def test_deadline_covers_the_whole_call(practice: PracticeAt, fault: str) -> None:
    registry = practice.client(deadline=2.0)
    registry.capabilities()  # signed in, so that the deadline falls on the command itself
    practice.commit(fault, **({"seconds": 0.05} if fault == "drip" else {}))
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
    practice.commit("down", retry_after="3")
    reply = registry.submit(inquiry())
    assert isinstance(reply, Refused)
    assert (reply.problem.code, reply.problem.retry_after) == ("upstream-unavailable", 3.0)
    assert registry.capabilities() == Unreadable("upstream-unavailable", reply.raw)
    assert isinstance(registry.server_time(), Unreadable)


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


def test_clock_offset_comes_from_the_date(practice: PracticeAt, registry: HttpxRegistry) -> None:
    def measured() -> timedelta:
        registry.server_time()
        assert registry.clock_offset is not None
        return registry.clock_offset

    right = measured()
    practice.commit("skewed_date", seconds=-86400)
    assert timedelta(hours=23) < right - measured() < timedelta(hours=25)


def test_clock_is_not_judged_before_it_is_measured(registry: HttpxRegistry) -> None:
    assert registry.clock_offset is None


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


def test_every_fault_is_tried_here() -> None:
    tried = {name for name, _, _ in UNREADABLE} | {
        *("hang", "hang_after_effect", "drip", "rate_limit_429", "down", "token_expired"),
        *("accepted_first", "skewed_date", "stale_answer", "delay"),
    }
    assert tried == set(FAULTS)
