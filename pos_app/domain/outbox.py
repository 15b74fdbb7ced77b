"""Operations as rows, and when they may move. A crash in `sending` restarts as `outcome_unknown`."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pos_app.domain.registry import (
    Answered,
    Assurance,
    ByHand,
    Channel,
    NotSent,
    OperationKind,
    OperationState,
    Problem,
    Refused,
    Reply,
    Retry,
)
from pos_app.domain.verdict import InquiryAnswer

LEASE = timedelta(seconds=30)  # longer than any deadline of a call
_BASE = 2.0  # seconds
_CAP = 300.0  # seconds
_LONGEST_WAIT = 1e9  # seconds; only so that a date comes out. A person may ask earlier at any time
PASSED_ON = "upstream-unavailable"  # a service in between refused: perhaps it had handed the command on

CLOSED_BY_PERSON = "closed-by-person"  # a duty that somebody ended with a reason; the reason is in the audit

#: Over there already, or perhaps: such an operation is looked up, never sent or replaced blindly.
OVER_THERE = frozenset(
    {
        OperationState.OUTCOME_UNKNOWN,
        OperationState.ACCEPTED,
        OperationState.AWAITING_BUYER,
        OperationState.NEEDS_PERSON,
    }
)

_NEXT: dict[OperationState, frozenset[OperationState]] = {
    OperationState.QUEUED: frozenset({OperationState.SENDING, OperationState.CANCELLED, OperationState.NEEDS_PERSON}),
    OperationState.SENDING: frozenset(OperationState) - {OperationState.CANCELLED},
    OperationState.OUTCOME_UNKNOWN: frozenset(OperationState) - {OperationState.CANCELLED},
    OperationState.ACCEPTED: frozenset(OperationState) - {OperationState.QUEUED, OperationState.SENDING},
    OperationState.AWAITING_BUYER: frozenset(OperationState) - {OperationState.QUEUED, OperationState.SENDING},
    OperationState.NEEDS_PERSON: frozenset(OperationState) - {OperationState.CANCELLED},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """One command to the registry; `id` is the idempotency key, written before anything is sent."""

    id: str
    sale_id: str
    device_key: str  # the IMEI: order is kept per device, never across devices
    kind: OperationKind
    channel: Channel
    state: OperationState
    till_id: int
    local_seq: int
    created_at: datetime
    next_at: datetime
    attempts: int = 0
    payload: dict[str, str] = field(default_factory=dict, repr=False)  # sealed on disk
    last_problem: str = ""
    attempts_left: int | None = None
    answer: InquiryAnswer | None = None
    assurance: Assurance | None = None
    raw: str = field(default="", repr=False)
    settled_at: datetime | None = None


def withdrawable(entry: OutboxEntry) -> bool:
    """True while nothing of it can be with the registry, so that another key may take its place."""
    perhaps_passed_on = entry.attempts > 0 and entry.last_problem == PASSED_ON
    return entry.state is OperationState.QUEUED and not perhaps_passed_on


def may_move(old: OperationState, new: OperationState) -> bool:
    """Final states are append-only: nothing leaves them."""
    return new in _NEXT.get(old, frozenset())


def back_off(attempts: int, *, jitter: random.Random) -> timedelta:
    """Full jitter under an exponential cap of five minutes."""
    return timedelta(seconds=jitter.uniform(0, min(_CAP, _BASE * 2 ** min(attempts, 10))))


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a reply does to an entry. `wait` None = no further attempt by itself."""

    state: OperationState
    problem: str = ""
    wait: timedelta | None = None
    answer: InquiryAnswer | None = None
    assurance: Assurance | None = None
    attempts_left: int | None = None
    raw: str = ""


def settle(entry: OutboxEntry, reply: Reply, *, jitter: random.Random) -> Settlement:
    """Pure: reply in, next state out. Unreadable never becomes "failed", and never "legal"."""
    wait = back_off(entry.attempts, jitter=jitter)
    if isinstance(reply, NotSent):
        # An outcome that was unknown stays so: that the question could not be sent settles nothing.
        state = entry.state if entry.state in OVER_THERE else OperationState.QUEUED
        return Settlement(state, reply.why, wait)
    if isinstance(reply, ByHand):
        return Settlement(OperationState.SENDING, "by-hand")
    if isinstance(reply, Answered):
        operation = reply.operation
        problem = operation.problem.code if operation.problem else ""
        again = None if operation.state.final else wait
        left = operation.problem.attempts_left if operation.problem else None
        return Settlement(
            operation.state, problem, again, operation.result, operation.assurance, left, raw=reply.raw
        )  # fmt: skip
    if isinstance(reply, Refused):
        return _refused(reply.problem, reply.raw, wait)
    return Settlement(OperationState.OUTCOME_UNKNOWN, reply.why, wait, raw=reply.raw)


def _refused(problem: Problem, raw: str, wait: timedelta) -> Settlement:
    if problem.code == "already-activated-this-sim":  # a lost reply otherwise looks like a failure
        return Settlement(OperationState.SUCCEEDED, problem.code, assurance=Assurance.REGISTRY_CONFIRMED, raw=raw)
    if problem.code == "idempotency-in-progress":  # our first copy still runs over there
        return Settlement(OperationState.OUTCOME_UNKNOWN, problem.code, _wait(problem, wait), raw=raw)
    if problem.retry in (Retry.NEVER, Retry.NEW_KEY_AFTER_FIX):
        return Settlement(
            OperationState.REJECTED, problem.code, attempts_left=problem.attempts_left, raw=raw
        )  # fmt: skip
    if problem.retry in (Retry.SAME_KEY, Retry.AFTER_LOGIN):
        return Settlement(OperationState.QUEUED, problem.code, _wait(problem, wait), raw=raw)
    return Settlement(OperationState.OUTCOME_UNKNOWN, problem.code, wait, raw=raw)


def _wait(problem: Problem, otherwise: timedelta) -> timedelta:
    """Never earlier than asked."""
    if problem.retry_after is None:
        return otherwise
    return max(otherwise, timedelta(seconds=min(problem.retry_after, _LONGEST_WAIT)))
