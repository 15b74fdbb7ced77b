"""The outbox page: every operation with its story, and what a person may do about it now."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from pos_app.application import channels, codes, deliver
from pos_app.application.ask import BINDING, assurance_of, withdraw
from pos_app.application.guide import MAX_TEXT
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.covered import covered, without_any_code
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.hamta import sender_problem
from pos_app.domain.identifiers import mobile_masked
from pos_app.domain.outbox import CLOSED_BY_PERSON, OVER_THERE, OutboxEntry, withdrawable
from pos_app.domain.registry import BY_MESSAGE, BY_PERSON, Assurance, Channel, OperationKind, OperationState
from pos_app.domain.rights import Right
from pos_app.domain.run import MIN_REASON
from pos_app.domain.sale import SaleState
from pos_app.ports.operations import OperationEvent, OperationRow
from pos_app.ports.storage import ReadSession, WriteSession

CLOSED_SHOWN = 50
WAITING_SHOWN = 500  # a month offline is thousands; the oldest come first, and the rest is counted
#: Days until the antenna is cut, as in circulation for Hamta; the SMS to the buyer states the real deadline.
GRACE_HINT_DAYS = 30


class Act(StrEnum):
    ASK = "ask"  # ask the registry what became of it
    SEND = "send"  # it waits here: send it now
    CORRECT = "correct"  # a new operation with another code, in place of a refused one
    BY_HAND = "by_hand"
    CLOSE = "close"
    PROOF = "proof"  # add what was shown: assurance rises
    COUNTER = "counter"  # its sale is still open: it is settled there


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One operation as the page shows it; `sim` is masked. `deadline` is the registry's own, None = not stated;
    `deadline_hint` is only about right. `replaces` is the operation that this one stands in place of, "" = none;
    `replaced_at` and `replaced_problem` say when that one was made and how it ended."""

    entry_id: str
    sale_id: str
    kind: OperationKind
    title: str
    imei: str
    sim: str
    invoice_number: str
    channel: Channel
    till_id: int
    state: OperationState
    problem: str
    attempts: int
    attempts_left: int | None
    since: datetime
    next_at: datetime
    settled_at: datetime | None
    deadline: datetime | None
    deadline_hint: datetime | None
    assurance: Assurance | None
    waits: bool
    replaces: str
    replaced_at: datetime | None
    replaced_problem: str
    acts: frozenset[Act]


@dataclass(frozen=True, slots=True)
class OutboxList:
    """All that waits, oldest first, then the newest of what is closed. `by_hand`: the ways on which a person may
    activate now, the best one first."""

    rows: tuple[Line, ...]
    now: datetime
    more: int = 0  # that wait behind the ones shown
    by_hand: tuple[Channel, ...] = ()


def listed(services: Services, closed: int = CLOSED_SHOWN, waiting: int | None = WAITING_SHOWN) -> OutboxList:
    with services.storage.read() as session:
        found = session.operations(closed=closed, waiting=waiting)
        rows = tuple(_line(services, session, row) for row in found)
        more = session.queue().waiting - sum(row.waits for row in rows)
        ways = channels.offered(services, session, OperationKind.ACTIVATION)
    return OutboxList(rows, services.clock.now(), max(more, 0), tuple(way for way in ways if way in BY_PERSON))


def one(services: Services, entry_id: str) -> OutboxList:
    """This one alone, where it still waits."""
    with services.storage.read() as session:
        row = session.waiting_operation(entry_id)
        rows = (_line(services, session, row),) if row is not None else ()
        ways = channels.offered(services, session, OperationKind.ACTIVATION)
    return OutboxList(rows, services.clock.now(), 0, tuple(way for way in ways if way in BY_PERSON))


def _line(services: Services, session: ReadSession, row: OperationRow) -> Line:
    entry = row.entry
    old = session.entry(entry.replaces) if entry.replaces else None
    owed = row.waits and entry.kind in BINDING and row.sold_at is not None
    sim = entry.payload.get("msisdn") or entry.payload.get("to_msisdn", "")  # an inquiry has none
    return Line(
        entry_id=entry.id, sale_id=entry.sale_id, kind=entry.kind, title=row.title, imei=entry.device_key,
        sim=mobile_masked(sim) if sim else "", invoice_number=row.invoice_number, channel=entry.channel,
        till_id=entry.till_id, state=entry.state, problem=entry.last_problem, attempts=entry.attempts,
        attempts_left=entry.attempts_left, since=entry.created_at, next_at=entry.next_at, settled_at=entry.settled_at,
        deadline=entry.deadline,
        deadline_hint=row.sold_at + timedelta(days=GRACE_HINT_DAYS) if owed and row.sold_at else None,
        assurance=entry.assurance, waits=row.waits, replaces=entry.replaces,
        replaced_at=old.created_at if old else None, replaced_problem=old.last_problem if old else "",
        acts=_acts(services, row),
    )  # fmt: skip


def _acts(services: Services, row: OperationRow) -> frozenset[Act]:
    """What may be done without doubling anything, nor going round the checklist of a sale that is still open. Such a
    sale is resumed at its own till only."""
    acts: set[Act] = set()
    entry, waits = row.entry, row.waits
    machine = entry.channel is Channel.API and Channel.API in services.gateways
    if machine and entry.state in OVER_THERE:
        acts.add(Act.ASK)
    if machine and entry.state is OperationState.QUEUED:
        acts.add(Act.SEND)
    if waits and row.sale_open:
        return frozenset(acts | {Act.COUNTER} if entry.till_id == services.till_id else acts)
    if waits and entry.kind in BINDING:
        undone = entry.state.final or withdrawable(entry)
        if undone and Channel.API in services.gateways and entry.kind is OperationKind.ACTIVATION:
            acts.add(Act.CORRECT)
        if undone or entry.channel.assisted:  # also to say that an open transfer ran out
            acts.add(Act.BY_HAND)
    if waits and not (entry.state is OperationState.SENDING and not entry.channel.assisted):
        acts.add(Act.CLOSE)
    if entry.channel.assisted and entry.state is OperationState.SUCCEEDED:
        acts.add(Act.PROOF)
    return frozenset(acts)


def _sale_is_open(session: ReadSession, entry: OutboxEntry) -> bool:
    sale = session.sale(entry.sale_id)
    return sale is not None and sale.state is SaleState.OPEN


def story(services: Services, entry_id: str) -> tuple[OperationEvent, ...]:
    """Every turn with its raw answer, oldest first. The code and all mobile numbers are covered; once the code is wiped
    from the operation it is wiped from its story. A transfer has no code of its own: what looks like one is covered."""
    with services.storage.read() as session:
        entry = session.entry(entry_id)
        turns = session.story(entry_id)
    code = entry.payload.get("activation_code", "") if entry is not None else ""
    transfer = entry is not None and entry.kind is OperationKind.TRANSFER
    return tuple(replace(turn, text=covered(turn.text, code, any_code=transfer)) for turn in turns)


@needs(Right.REGISTRY)
def ask_now(services: Services, entry_id: str) -> OperationState:
    """Asks what became of it, or sends what waits here; the state afterwards. Blocks for one call.

    Raises ShopError `no-credentials`, `operation-closed`, `operation-busy`."""
    gateway = services.gateways.get(Channel.API)
    if gateway is None:
        raise ShopError("no-credentials")
    with services.storage.read() as session:
        entry = session.entry(entry_id)
    if entry is None or entry.state.final or entry.channel is not Channel.API:
        raise ShopError("operation-closed", detail=entry_id)
    with services.waiting.person():
        done = deliver.one(services, gateway, entry_id, services.person)
    if done is None:
        raise ShopError("operation-busy")
    return done[0].state


@needs(Right.REGISTRY)
def close(services: Services, entry_id: str, reason: str) -> None:
    """A person ends what waits: name, reason and what was known stay in story and audit, the code is wiped.

    Raises ShopError `reason-missing`, `operation-closed`, `operation-busy`, `finish-at-the-counter`."""
    if len(reason.strip()) < MIN_REASON:
        raise ShopError("reason-missing", field="reason")
    with services.storage.write() as session:
        entry = _waiting(session, entry_id)
        if _sale_is_open(session, entry):
            raise ShopError("finish-at-the-counter")
        end(services, session, entry, reason, services.person)


def end(services: Services, session: WriteSession, entry: OutboxEntry, reason: str, who: str) -> None:
    """What `close` does, within somebody's transaction. Raises ShopError `operation-busy`, `reason-holds-code`."""
    codes.refuse_in(session, reason, session.sale(entry.sale_id))
    now = services.clock.now()
    if entry.state.final:
        session.close_refused(entry.id)
    elif entry.state is OperationState.SENDING and not entry.channel.assisted:
        raise ShopError("operation-busy")
    else:
        withdraw(session, entry, CLOSED_BY_PERSON, now)
    codes.forget(session, entry)
    text = reason.strip()[:MAX_TEXT]
    session.note(entry.id, "closed", now, who=who, problem=entry.last_problem, text=text)
    data: dict[str, object] = {
        "operation": entry.id, "state": entry.state.value, "problem": entry.last_problem, "reason": text
    }  # fmt: skip
    session.audit(services.till_id, now, who, "operation-closed", entry.sale_id, data)


@needs(Right.REGISTRY)
def add_proof(
    services: Services, entry_id: str, *, raw_text: str, sender: str, picture: bytes | None
) -> Assurance | None:  # fmt: skip
    """What was shown, added to an operation that a person had told. Assurance may rise by it; it never falls.

    Raises ShopError `proof-missing`, `operation-closed`, or what is wrong with the sender."""
    if not raw_text.strip() and not picture:
        raise ShopError("proof-missing", field="raw_text")
    now = services.clock.now()
    with services.storage.write() as session:
        entry = session.entry(entry_id)
        if entry is None or not entry.channel.assisted or entry.state is not OperationState.SUCCEEDED:
            raise ShopError("operation-closed", detail=entry_id)
        if entry.channel in BY_MESSAGE and (code := sender_problem(fold(sender))):
            raise ShopError(code, field="sender", detail=fold(sender))
        sha256 = session.put_picture(picture) if picture else ""
        # Its code has been wiped: nobody can say any more which number was it.
        pasted = without_any_code(raw_text) if entry.kind in BINDING else raw_text
        shown = {"text": pasted[:MAX_TEXT], "sender": fold(sender), "picture": sha256}
        text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
        session.note(entry_id, "proof", now, who=services.person, text=text)
        grades = list(Assurance)
        better = assurance_of(raw_text, picture)
        if entry.assurance is None or grades.index(better) > grades.index(entry.assurance):
            session.raise_assurance(entry_id, better.value)
            return better
        return entry.assurance


def _waiting(session: WriteSession, entry_id: str) -> OutboxEntry:
    """Fresh from disk: the background may have brought it to its end since it was shown."""
    row = session.waiting_operation(entry_id)
    if row is None:
        raise ShopError("operation-closed", detail=entry_id)
    return row.entry
