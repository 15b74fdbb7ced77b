"""Operations as rows, and when they may move. A crash in `sending` restarts as `outcome_unknown`."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pos_app.domain.registry import (
    Answered,
    Assurance,
    ByHand,
    Channel,
    Heard,
    NotSent,
    OperationKind,
    OperationState,
    Problem,
    Refused,
    Reply,
    Retry,
)
from pos_app.domain.verdict import InquiryAnswer

LEASE = timedelta(seconds=60)  # longer than all calls of one delivery together
IMPLAUSIBLE_LEASE = timedelta(hours=2)  # longer than any: it was written by a clock that has been set back since
IMPLAUSIBLE_WAIT = timedelta(minutes=10)  # longer than any wait of our own
_BASE = 2.0  # seconds
_CAP = 300.0  # seconds
_LONGEST_WAIT = 1e9  # seconds; only so that a date comes out. A person may ask earlier at any time
POLLS = (2.0, 5.0, 10.0, 30.0)  # seconds between looks at what the registry has accepted; then every `_CAP`
OPEN_TOO_LONG = timedelta(hours=24)  # since it first went out; then a person has to see to it
MOST_UNREADABLE = 3  # answers in a row that nobody can read
KEY_KEPT = timedelta(days=30)  # how long a registry keeps a key, unless its capabilities say otherwise
PASSED_ON = "upstream-unavailable"  # a service in between refused: perhaps it had handed the command on
ASKED_TO_WAIT = ("rate-limited", PASSED_ON, "idempotency-in-progress")  # with a time of the registry's own
ACTIVE_HERE = "already-activated-this-sim"  # a lost reply otherwise looks like a failure
SMS_AWAITED, DROPPED_AFTER_SEND = "sms-awaited", "session-dropped-after-send"  # how a modem's dialogue ended
NEVER_RECEIVED = "operation-not-found"

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
    replaces: str = ""  # the refused operation that this one corrects
    unreadable: int = 0  # answers in a row that nobody could read
    first_sent_at: datetime | None = None  # since when it may be over there; None = it cannot have arrived
    version: int = 0  # of the registry's last word
    deadline: datetime | None = None  # stated by the registry
    step: str = ""  # of the checklist, where that is not the command's own name: a passenger phone is activated twice


def withdrawable(entry: OutboxEntry) -> bool:
    """True while nothing of it can be with the registry, so that another key may take its place. What was once passed
    on, or lost on its way, is not: whatever the last word about it was, until a look-up has settled it."""
    return entry.state is OperationState.QUEUED and entry.first_sent_at is None


def may_move(old: OperationState, new: OperationState) -> bool:
    """Final states are append-only: nothing leaves them."""
    return new in _NEXT.get(old, frozenset())


def back_off(attempts: int, *, jitter: random.Random) -> timedelta:
    """Full jitter under an exponential cap of five minutes."""
    return timedelta(seconds=jitter.uniform(0, min(_CAP, _BASE * 2 ** min(attempts, 10))))


def poll_wait(attempts: int, retry_after: float | None) -> timedelta:
    """Between two looks at an accepted operation; never earlier than asked."""
    step = POLLS[attempts - 1] if 0 < attempts <= len(POLLS) else _CAP
    return timedelta(seconds=max(step, min(retry_after or 0.0, _LONGEST_WAIT)))


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a reply does to an entry. `wait` None = no further attempt by itself. `arrived`: True = it may be over there
    from now on, False = it is known that it is not, None = as before. `unreadable` counts answers in a row that nobody
    could read."""

    state: OperationState
    problem: str = ""
    wait: timedelta | None = None
    answer: InquiryAnswer | None = None
    assurance: Assurance | None = None
    attempts_left: int | None = None
    raw: str = field(default="", repr=False)
    arrived: bool | None = None
    unreadable: int = 0
    version: int = 0
    deadline: datetime | None = None


def settle(
    entry: OutboxEntry, reply: Reply, *, now: datetime, jitter: random.Random, kept: timedelta = KEY_KEPT
) -> Settlement:
    """Pure: reply in, next state out. Unreadable never becomes "failed", and never "legal". `kept`: how long the
    registry keeps a key."""
    settlement = _read(entry, reply, now, kept, jitter)
    if settlement.arrived is None and entry.first_sent_at is None:
        settlement = replace(settlement, arrived=False)
    if isinstance(reply, Answered) and settlement.state is OperationState.AWAITING_BUYER:
        return settlement  # the registry has just said that it is well: its clock is the deadline, not a day
    return _called(entry, settlement, now)


def _read(entry: OutboxEntry, reply: Reply, now: datetime, kept: timedelta, jitter: random.Random) -> Settlement:
    wait = back_off(entry.attempts, jitter=jitter)
    if isinstance(reply, NotSent):
        # An outcome that was unknown stays so: that the question could not be sent settles nothing.
        state = entry.state if entry.state in OVER_THERE else OperationState.QUEUED
        held = max(wait, timedelta(seconds=min(reply.retry_after or 0.0, _LONGEST_WAIT)))
        return Settlement(state, reply.why, held, unreadable=entry.unreadable)
    if isinstance(reply, ByHand):
        return _heard(reply.heard) if reply.heard else Settlement(OperationState.SENDING, "by-hand", arrived=True)
    if isinstance(reply, Answered):
        return _answered(entry, reply)
    if isinstance(reply, Refused):
        return _refused(entry, reply, wait, believed=never_arrived(entry, now, kept))
    times = entry.unreadable + 1
    return Settlement(
        OperationState.OUTCOME_UNKNOWN, reply.why, wait, raw=reply.raw, arrived=True, unreadable=times
    )  # fmt: skip


def _heard(heard: Heard) -> Settlement:
    """A modem is never believed: walked to the end means that a message is awaited or here, for a person to read. What
    broke off before anything took effect goes on by hand; after that the outcome is unknown."""
    if heard.why in ("", SMS_AWAITED):
        state = OperationState.ACCEPTED
    else:
        state = OperationState.OUTCOME_UNKNOWN if heard.why == DROPPED_AFTER_SEND else OperationState.SENDING
    return Settlement(state, heard.why, timedelta(0), raw=heard.text, arrived=True)


def _answered(entry: OutboxEntry, reply: Answered) -> Settlement:
    operation = reply.operation
    problem, state = operation.problem, operation.state
    if state is OperationState.REJECTED and problem is not None and problem.code == ACTIVE_HERE:
        state = OperationState.SUCCEEDED  # asked about by our own id: the SIM has it, by an earlier copy
    return Settlement(
        state, problem.code if problem else "",
        None if state.final else poll_wait(entry.attempts, reply.retry_after), operation.result, operation.assurance,
        problem.attempts_left if problem else None, raw=reply.raw, arrived=True, version=operation.version,
        deadline=operation.deadline,
    )  # fmt: skip


def never_arrived(entry: OutboxEntry, now: datetime, kept: timedelta = KEY_KEPT) -> bool:
    """May "never received" be believed, so that a repeat under the same key is safe? Not where the registry has spoken
    of this operation before, nor where the key is older than the registry keeps keys."""
    return entry.version == 0 and (entry.first_sent_at is None or now - entry.first_sent_at < kept)


def _refused(entry: OutboxEntry, reply: Refused, wait: timedelta, *, believed: bool) -> Settlement:
    """`believed`: "never received" can be taken at its word."""
    problem, raw = reply.problem, reply.raw
    if problem.code == ACTIVE_HERE:
        state, again = OperationState.SUCCEEDED, None
    elif problem.code == "idempotency-in-progress":  # our first copy still runs over there
        state, again = OperationState.OUTCOME_UNKNOWN, _wait(problem, wait)
    elif problem.code == "idempotency-mismatch" and entry.first_sent_at is not None:
        # The registry has other words under our key than we keep: a contradiction, whatever became of the first copy.
        state, again = OperationState.NEEDS_PERSON, timedelta(seconds=_CAP)
    elif problem.code == NEVER_RECEIVED and not believed:
        state, again = OperationState.NEEDS_PERSON, timedelta(seconds=_CAP)
    elif problem.code == NEVER_RECEIVED:
        state, again = OperationState.QUEUED, timedelta(0)
    elif problem.retry in (Retry.NEVER, Retry.NEW_KEY_AFTER_FIX):
        state, again = OperationState.REJECTED, None
    elif problem.retry in (Retry.SAME_KEY, Retry.AFTER_LOGIN):
        # That the question about it was refused says nothing of what went out before.
        state = entry.state if entry.state in OVER_THERE else OperationState.QUEUED
        again = _wait(problem, wait)
    else:
        state, again = OperationState.OUTCOME_UNKNOWN, wait
    assurance = Assurance.REGISTRY_CONFIRMED if state is OperationState.SUCCEEDED else None
    arrived = True if state in OVER_THERE or problem.code == PASSED_ON else None
    return Settlement(
        state, problem.code, again, assurance=assurance, attempts_left=problem.attempts_left, raw=raw, arrived=arrived
    )  # fmt: skip


def _called(entry: OutboxEntry, settlement: Settlement, now: datetime) -> Settlement:
    """A person is called after three answers that nobody can read, and for what stays open for a day after it went
    out. The program goes on asking meanwhile: asking is harmless, and it may still settle by itself."""
    if settlement.state not in OVER_THERE or settlement.state is OperationState.NEEDS_PERSON:
        return settlement
    since = entry.first_sent_at
    if settlement.unreadable >= MOST_UNREADABLE:
        return replace(settlement, state=OperationState.NEEDS_PERSON, wait=timedelta(seconds=_CAP))
    if since is not None and now - since >= OPEN_TOO_LONG:
        wait = max(settlement.wait or timedelta(0), timedelta(seconds=_CAP))
        return replace(settlement, state=OperationState.NEEDS_PERSON, wait=wait)
    return settlement


def _wait(problem: Problem, otherwise: timedelta) -> timedelta:
    """Never earlier than asked."""
    if problem.retry_after is None:
        return otherwise
    return max(otherwise, timedelta(seconds=min(problem.retry_after, _LONGEST_WAIT)))
