"""An invoice on its way to the taxpayers' system: its states, what each answer does, and when a person is called.

One invoice has one tax id and, at any time, one packet: `uid` is the packet's own id (`requestTraceId`), on disk
before anything leaves. What may have arrived is looked up by it and never sent blindly; a packet that never arrived
goes out again under the same one. Only after the office has said that a packet failed does another one follow.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pos_app.domain.invoice import PROFORMA, InvoiceDocument
from pos_app.domain.outbox import MOST_UNREADABLE, OPEN_TOO_LONG, back_off
from pos_app.domain.registry import NotSent, Unreadable

FIRST_LOOK: Final = timedelta(seconds=10)  # published: wait that long before the first look
POLLS: Final = (10.0, 20.0, 30.0, 60.0)  # seconds between looks; then every five minutes
SLOW: Final = timedelta(minutes=5)
BELIEVED_AFTER: Final = timedelta(minutes=2)  # "not found" before that may only mean "not yet"
LOOKED_FOR: Final = timedelta(days=7)  # the widest window that may be asked about
#: What a person has to put right: the clock alone moves nothing, so it is tried slowly.
BY_PERSON: Final = frozenset({
    "tax-key-missing", "tax-key-unreadable", "tax-key-password", "tax-key-differs", "tax-certificate-unreadable",
    "tax-certificate-expired", "tax-token-refused", "tax-wrong-certificate",
})  # fmt: skip


class SendState(StrEnum):
    HELD = "held"  # not sent: `problem` says what a person looks at first
    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"  # it went out, and nothing readable came back
    SENT = "sent"  # taken in under a reference number
    IN_PROGRESS = "in_progress"
    SUCCEEDED = "succeeded"
    FAILED = "failed"  # refused, with reasons
    TIMED_OUT = "timed_out"  # taken in, and given up over there
    CLOSED = "closed"  # ended here by a person, with a reason

    @property
    def final(self) -> bool:
        """Nothing moves it but a person."""
        return self in (SendState.HELD, SendState.SUCCEEDED, SendState.FAILED, SendState.TIMED_OUT, SendState.CLOSED)


#: Over there, or perhaps: looked up, never sent.
OVER_THERE: Final = frozenset({SendState.UNKNOWN, SendState.SENT, SendState.IN_PROGRESS})
#: What goes on by itself.
MOVING: Final = (SendState.WAITING, *sorted(OVER_THERE))

_LOOKED: Final[Mapping[str, SendState]] = {
    "SUCCESS": SendState.SUCCEEDED, "FAILED": SendState.FAILED, "IN_PROGRESS": SendState.IN_PROGRESS,
    "PENDING": SendState.IN_PROGRESS, "TIMEOUT": SendState.TIMED_OUT,
}  # fmt: skip
NOT_FOUND: Final = "NOT_FOUND"
STATUSES: Final = frozenset({*_LOOKED, NOT_FOUND})


@dataclass(frozen=True, slots=True)
class Told:
    """An error or a warning in the tax office's own code and words."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """`number` of the invoice, `memory` that its tax id belongs to. `packet` is the JSON that last went out."""

    number: str
    tax_id: str
    memory: str
    uid: str
    state: SendState
    created_at: datetime
    next_at: datetime
    refers_to: str = ""  # number of the invoice that it refers to
    attempts: int = 0
    unreadable: int = 0
    first_sent_at: datetime | None = None  # since when it may be over there
    reference: str = ""
    problem: str = ""
    errors: tuple[Told, ...] = ()
    warnings: tuple[Told, ...] = ()
    packet: str = field(default="", repr=False)
    sign: str = field(default="", repr=False)  # the office's own signature on its success
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The packet has a reference number over there."""

    reference: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Turned:
    """The packet was refused at the door, so that nothing of it is over there."""

    errors: tuple[Told, ...]
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """`status` in the published words."""

    status: str
    reference: str = ""
    errors: tuple[Told, ...] = ()
    warnings: tuple[Told, ...] = ()
    sign: str = field(default="", repr=False)


#: What the buyer, or time, has said of it in the taxpayers' folder (کارپوشه).
FOLDER_STATUSES: Final = frozenset({
    "APPROVED", "SYSTEMIC_APPROVED", "AWAITING_REACTION", "NO_NEED_REACTION", "IMPOSSIBLE_REACTION", "REJECTED",
    "SYSTEMIC_REJECTED", "CANCELED", "DELETED",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class InFolder:
    """`status` one of `FOLDER_STATUSES`, "" = it is not there; `exceeded`: beyond what article 6 lets this shop sell,
    None = not said."""

    status: str
    exceeded: bool | None = None


TaxReply = Taken | Turned | Looked | NotSent | Unreadable


@dataclass(frozen=True, slots=True)
class Step:
    """What a reply does. `wait` None = nothing more by itself; `arrived` False = it is known not to be over there."""

    state: SendState
    problem: str = ""
    wait: timedelta | None = None
    reference: str = ""
    errors: tuple[Told, ...] = ()
    warnings: tuple[Told, ...] = ()
    sign: str = field(default="", repr=False)
    arrived: bool = True
    unreadable: int = 0


def is_due(document: InvoiceDocument) -> bool:
    """Must it go to the tax office? What has a tax id, and is no offer."""
    return bool(document.tax_id) and document.subject != PROFORMA


def deadline(issued_at: datetime, term_days: int) -> datetime:
    """Until then it is in time; later it has to say so itself."""
    return issued_at + timedelta(days=term_days)


def waits_for_original(original: Sending | None) -> bool:
    """What corrects, voids or returns an invoice goes out once the tax office has that invoice: taken, or handed in
    by another way and closed here."""
    return original is None or original.state not in (SendState.SUCCEEDED, SendState.CLOSED)


def settle(entry: Sending, reply: TaxReply, *, now: datetime, jitter: random.Random) -> Step:
    """Pure: reply in, next state out."""
    step = _read(entry, reply, now, jitter)
    open_since = entry.first_sent_at
    if step.state in OVER_THERE and open_since is not None and now - open_since >= OPEN_TOO_LONG:
        return replace(step, problem="tax-open-too-long", wait=SLOW)
    return step


def _read(entry: Sending, reply: TaxReply, now: datetime, jitter: random.Random) -> Step:
    wait = back_off(entry.attempts, jitter=jitter)
    over_there = entry.state in OVER_THERE
    if isinstance(reply, NotSent):
        # That the question could not be asked says nothing of what went out before.
        state = entry.state if over_there else SendState.WAITING
        held = SLOW if reply.why in BY_PERSON else max(wait, timedelta(seconds=min(reply.retry_after or 0.0, 1e6)))
        return Step(state, reply.why, held, entry.reference, arrived=over_there, unreadable=entry.unreadable)
    if isinstance(reply, Unreadable):
        state = entry.state if over_there else SendState.UNKNOWN
        times = entry.unreadable + 1
        slow = SLOW if times >= MOST_UNREADABLE else max(wait, FIRST_LOOK)
        return Step(state, reply.why, slow, entry.reference, unreadable=times)
    if isinstance(reply, Taken):
        return Step(SendState.SENT, "", FIRST_LOOK, reply.reference)
    if isinstance(reply, Turned):
        return Step(SendState.FAILED, "tax-refused", errors=reply.errors, arrived=False)
    return _looked(entry, reply, now)


def _looked(entry: Sending, reply: Looked, now: datetime) -> Step:
    reference = reply.reference or entry.reference
    if reply.status == NOT_FOUND:
        if never_arrived(entry, now):
            return Step(SendState.WAITING, "tax-never-arrived", timedelta(0), arrived=False)
        return Step(entry.state, "tax-not-found", poll_wait(entry.attempts), reference)
    state = _LOOKED[reply.status]
    problem = {SendState.FAILED: "tax-refused", SendState.TIMED_OUT: "tax-timed-out"}.get(state, "")
    wait = None if state.final else poll_wait(entry.attempts)
    return Step(state, problem, wait, reference, reply.errors, reply.warnings, reply.sign)


def never_arrived(entry: Sending, now: datetime) -> bool:
    """May "not found" be believed? Not where the office has spoken of the packet before, not at once, and not for one
    that is older than what may be asked about."""
    if entry.reference or entry.state is not SendState.UNKNOWN or entry.first_sent_at is None:
        return False
    return BELIEVED_AFTER <= now - entry.first_sent_at < LOOKED_FOR


def poll_wait(attempts: int) -> timedelta:
    return timedelta(seconds=POLLS[attempts - 1]) if 0 < attempts <= len(POLLS) else SLOW


def may_go_again(entry: Sending) -> bool:
    """A person may send it again after something was put right."""
    return entry.state in (SendState.HELD, SendState.FAILED, SendState.TIMED_OUT)


def needs_new_uid(entry: Sending) -> bool:
    """The office has ended this packet: the next one is another, with the same tax id."""
    return entry.state in (SendState.FAILED, SendState.TIMED_OUT)


def calls_person(entry: Sending) -> bool:
    """It does not get further by itself."""
    return (
        may_go_again(entry)
        or (entry.problem in BY_PERSON)
        or (entry.state in OVER_THERE and (entry.problem == "tax-open-too-long" or entry.unreadable >= MOST_UNREADABLE))
    )
