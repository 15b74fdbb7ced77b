"""What a reply does to an operation: nothing unreadable ever counts as a verdict."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.outbox import OutboxEntry, Settlement, back_off, may_move, never_arrived, poll_wait, settle
from pos_app.domain.registry import (
    Answered,
    Assurance,
    ByHand,
    Channel,
    Heard,
    NotSent,
    Operation,
    OperationKind,
    OperationState,
    Problem,
    Refused,
    Reply,
    Retry,
    Unreadable,
)
from tests.domain.values import IMEI1, NOON, answer, texts

S = OperationState
FINAL = {S.SUCCEEDED, S.REJECTED, S.EXPIRED, S.CANCELLED}
OVER_THERE = {S.OUTCOME_UNKNOWN, S.ACCEPTED, S.AWAITING_BUYER, S.NEEDS_PERSON}


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatable on purpose


def entry(state: OperationState = S.SENDING, attempts: int = 1) -> OutboxEntry:
    return OutboxEntry(
        id="e", sale_id="s", device_key=IMEI1, kind=OperationKind.ACTIVATION, channel=Channel.API, state=state,
        till_id=1, local_seq=1, created_at=NOON, next_at=NOON, attempts=attempts,
    )  # fmt: skip


problems = st.builds(
    Problem, code=texts.filter(bool), status=st.integers(400, 599), retry=st.sampled_from(Retry),
    retry_after=st.none() | st.floats(0, 1e9), attempts_left=st.none() | st.integers(0, 5),
)  # fmt: skip
operations = st.builds(
    Operation, operation_id=st.just("e"), kind=st.just(OperationKind.ACTIVATION), state=st.sampled_from(S),
    version=st.just(1), imei=st.just(IMEI1), updated_at=st.just(NOON), problem=st.none() | problems,
    result=st.none() | st.just(answer()),
)  # fmt: skip
replies: st.SearchStrategy[Reply] = st.one_of(
    st.builds(Answered, operations, texts),
    st.builds(Refused, problems, texts),
    st.builds(Unreadable, texts, texts),
    st.builds(NotSent, texts),
    st.just(ByHand(Channel.USSD, ())),
)
open_states = st.sampled_from(sorted(set(S) - FINAL))


def settled(reply: Reply, state: OperationState = S.SENDING, attempts: int = 1) -> Settlement:
    return settle(entry(state, attempts), reply, now=NOON, jitter=dice(7))


def refused(code: str, retry: Retry, **more: float) -> Refused:
    return Refused(Problem(code=code, status=409, retry=retry, **more))  # type: ignore[arg-type]


@given(replies, open_states, st.integers(0, 99))
def test_only_a_readable_word_is_final(reply: Reply, state: OperationState, attempts: int) -> None:
    settlement = settled(reply, state, attempts)
    if settlement.state.final:
        assert isinstance(reply, Answered | Refused)
        assert settlement.wait is None
    if isinstance(reply, Unreadable):
        assert settlement.state is S.OUTCOME_UNKNOWN
        assert settlement.answer is None
        assert settlement.assurance is None
    if isinstance(reply, NotSent):
        assert settlement.state is (state if state in OVER_THERE else S.QUEUED)


@given(replies, open_states)
def test_what_is_open_has_a_next_time_unless_a_person_acts(reply: Reply, state: OperationState) -> None:
    settlement = settled(reply, state)
    if not settlement.state.final and not isinstance(reply, ByHand):
        assert settlement.wait is not None


@given(st.floats(0, 1e9), st.integers(0, 30), st.sampled_from([Retry.SAME_KEY, Retry.AFTER_LOGIN]))
def test_retry_after_is_never_undercut(seconds: float, attempts: int, retry: Retry) -> None:
    for code in ("rate-limited", "idempotency-in-progress"):
        settlement = settled(refused(code, retry, retry_after=seconds), attempts=attempts)
        assert settlement.wait is not None
        assert settlement.wait >= timedelta(seconds=seconds)


def test_a_silly_wait_still_gives_a_date() -> None:
    settlement = settled(refused("rate-limited", Retry.SAME_KEY, retry_after=1e300))
    assert settlement.wait is not None
    assert NOON + settlement.wait > NOON


@pytest.mark.parametrize(
    ("code", "retry", "state"),
    [
        ("activation-code-wrong", Retry.NEW_KEY_AFTER_FIX, S.REJECTED),
        ("imei-invalid", Retry.NEW_KEY_AFTER_FIX, S.REJECTED),
        ("already-activated-this-sim", Retry.NEVER, S.SUCCEEDED),
        ("already-activated-other-sim", Retry.NEVER, S.REJECTED),
        ("owned-by-other", Retry.NEVER, S.REJECTED),
        ("blocked-or-stolen", Retry.NEVER, S.REJECTED),
        ("idempotency-mismatch", Retry.NEVER, S.REJECTED),
        ("idempotency-in-progress", Retry.SAME_KEY, S.OUTCOME_UNKNOWN),
        ("operation-not-found", Retry.SAME_KEY, S.QUEUED),
        ("rate-limited", Retry.SAME_KEY, S.QUEUED),
        ("upstream-unavailable", Retry.SAME_KEY, S.QUEUED),
        ("unauthenticated", Retry.AFTER_LOGIN, S.QUEUED),
        ("something-new", Retry.RECONCILE, S.OUTCOME_UNKNOWN),
    ],
)
def test_refusals_by_the_contract(code: str, retry: Retry, state: OperationState) -> None:
    settlement = settled(refused(code, retry))
    assert (settlement.state, settlement.problem) == (state, code)


def test_attempts_left_are_told() -> None:
    reply = Refused(Problem(code="activation-code-wrong", status=422, retry=Retry.NEW_KEY_AFTER_FIX, attempts_left=2))
    assert settled(reply).attempts_left == 2


@given(operations)
def test_an_answer_is_taken_as_it_stands(operation: Operation) -> None:
    settlement = settled(Answered(operation, "{}"))
    assert settlement.state is operation.state
    assert settlement.answer == operation.result
    assert settlement.assurance is Assurance.REGISTRY_CONFIRMED
    assert settlement.raw == "{}"


@pytest.mark.parametrize("old", sorted(FINAL))
def test_nothing_leaves_a_final_state(old: OperationState) -> None:
    assert not any(may_move(old, new) for new in S)


def test_moves_of_the_contract() -> None:
    assert may_move(S.QUEUED, S.CANCELLED)
    for state in (S.SENDING, S.OUTCOME_UNKNOWN, S.NEEDS_PERSON):
        assert not may_move(state, S.CANCELLED)  # here only before sending; else the registry itself must say so
    for state in set(S) - FINAL - {S.QUEUED}:
        assert all(may_move(state, end) for end in (S.SUCCEEDED, S.REJECTED, S.EXPIRED))
    assert not may_move(S.QUEUED, S.SUCCEEDED)
    for state in (S.ACCEPTED, S.AWAITING_BUYER):
        assert not may_move(state, S.QUEUED)
        assert not may_move(state, S.SENDING)


@given(replies, open_states)
def test_every_settlement_of_a_sent_entry_is_a_move_that_is_allowed(reply: Reply, state: OperationState) -> None:
    settlement = settled(reply, state)
    if settlement.state is not S.CANCELLED:
        assert may_move(S.SENDING, settlement.state)


@given(st.integers(0, 10_000), st.integers())
def test_back_off_is_capped_and_jittered(attempts: int, seed: int) -> None:
    wait = back_off(attempts, jitter=dice(seed))
    assert timedelta(0) <= wait <= timedelta(minutes=5)


def test_back_off_grows_and_spreads() -> None:
    early = [back_off(1, jitter=dice(seed)) for seed in range(50)]
    late = [back_off(9, jitter=dice(seed)) for seed in range(50)]
    assert max(early) <= timedelta(seconds=4)
    assert max(late) > timedelta(minutes=3)
    assert len(set(late)) == 50


def test_private_values_stay_out_of_repr() -> None:
    told = repr(
        OutboxEntry(
            id="e", sale_id="s", device_key=IMEI1, kind=OperationKind.ACTIVATION, channel=Channel.API, state=S.QUEUED,
            till_id=1, local_seq=1, created_at=NOON, next_at=NOON, raw="482915",
            payload={"activation_code": "482915", "msisdn": "09120000001"},
        )
    )  # fmt: skip
    assert "482915" not in told
    assert "09120000001" not in told


@pytest.mark.parametrize(
    ("attempts", "asked_for", "seconds"),
    [(1, None, 2), (2, None, 5), (3, None, 10), (4, None, 30), (5, None, 300), (99, None, 300), (0, None, 300),
     (1, 60, 60)],
)  # fmt: skip
def test_looks_at_what_is_accepted(attempts: int, asked_for: float | None, seconds: float) -> None:
    assert poll_wait(attempts, asked_for) == timedelta(seconds=seconds)


def test_a_person_is_called_after_three_unreadable_answers() -> None:
    for before, state in ((0, S.OUTCOME_UNKNOWN), (1, S.OUTCOME_UNKNOWN), (2, S.NEEDS_PERSON), (7, S.NEEDS_PERSON)):
        settlement = settle(
            replace(entry(S.OUTCOME_UNKNOWN), unreadable=before), Unreadable("html", "x"), now=NOON, jitter=dice(1)
        )
        assert (settlement.state, settlement.unreadable, settlement.raw) == (state, before + 1, "x")
        assert settlement.wait is not None


@pytest.mark.parametrize("state", [S.OUTCOME_UNKNOWN, S.ACCEPTED, S.AWAITING_BUYER])
def test_a_person_is_called_for_what_is_open_for_a_day_after_it_went_out(state: OperationState) -> None:
    for hours, expected in ((23, state), (24, S.NEEDS_PERSON)):
        sent = replace(entry(state), first_sent_at=NOON - timedelta(hours=hours))
        assert settle(sent, NotSent("no-connection"), now=NOON, jitter=dice(1)).state is expected


def test_what_never_went_out_waits_for_ever() -> None:
    old = replace(entry(S.QUEUED), created_at=NOON - timedelta(days=400))
    assert settle(old, NotSent("no-connection"), now=NOON, jitter=dice(1)).state is S.QUEUED


@pytest.mark.parametrize(
    ("version", "days", "believed"), [(0, 0, True), (0, 29, True), (0, 30, False), (1, 0, False), (3, 40, False)]
)
def test_never_received_is_believed_only_while_it_can_be(version: int, days: int, believed: bool) -> None:
    asked = replace(entry(S.OUTCOME_UNKNOWN), version=version, first_sent_at=NOON - timedelta(days=days))
    assert never_arrived(asked, NOON) is believed
    reply = refused("operation-not-found", Retry.SAME_KEY)
    settlement = settle(asked, reply, now=NOON, jitter=dice(1))
    assert settlement.state is (S.QUEUED if believed and days == 0 else settlement.state)
    assert (settlement.state is S.NEEDS_PERSON) or believed


@pytest.mark.parametrize("state", sorted({S.OUTCOME_UNKNOWN, S.ACCEPTED, S.AWAITING_BUYER, S.NEEDS_PERSON}))
@pytest.mark.parametrize("code", ["rate-limited", "upstream-unavailable", "unauthenticated"])
def test_that_a_question_was_refused_says_nothing_of_what_went_out(state: OperationState, code: str) -> None:
    retry = Retry.AFTER_LOGIN if code == "unauthenticated" else Retry.SAME_KEY
    assert settled(refused(code, retry), state).state is state


def test_a_key_misused_after_it_went_out_is_a_contradiction() -> None:
    reply = refused("idempotency-mismatch", Retry.NEVER)
    assert settled(reply).state is S.REJECTED
    sent = replace(entry(), first_sent_at=NOON)
    assert settle(sent, reply, now=NOON, jitter=dice(1)).state is S.NEEDS_PERSON


def test_active_on_this_sim_is_success_also_when_a_look_up_tells_it() -> None:
    problem = Problem(code="already-activated-this-sim", status=409, retry=Retry.NEVER)
    operation = Operation(
        operation_id="e", kind=OperationKind.ACTIVATION, state=S.REJECTED, version=2, imei=IMEI1, updated_at=NOON,
        problem=problem,
    )  # fmt: skip
    settlement = settled(Answered(operation, "{}"))
    assert (settlement.state, settlement.version, settlement.wait) == (S.SUCCEEDED, 2, None)


@pytest.mark.parametrize(
    ("why", "state"),
    [("", S.ACCEPTED), ("sms-awaited", S.ACCEPTED), ("session-dropped-after-send", S.OUTCOME_UNKNOWN),
     ("menu-unknown", S.SENDING), ("session-dropped", S.SENDING)],
)  # fmt: skip
def test_a_modem_never_ends_anything(why: str, state: OperationState) -> None:
    settlement = settled(ByHand(Channel.MODEM, (), Heard("activated!", "HAMTA", (), why)))
    assert (settlement.state, settlement.raw, settlement.answer) == (state, "activated!", None)
