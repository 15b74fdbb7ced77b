"""One operation on its way: claimed, told, settled. No transaction is open while the registry is talked to.

What may be over there already is asked about by our own id first; a repeat goes out only under the same key, and only
where "never received" can be believed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from pos_app.application import channels, codes, hands
from pos_app.application.modem import keep_message
from pos_app.application.services import Services
from pos_app.domain import conflict
from pos_app.domain.outbox import (
    ACTIVE_HERE,
    KEY_KEPT,
    LEASE,
    NEVER_RECEIVED,
    OutboxEntry,
    Settlement,
    never_arrived,
    settle,
    withdrawable,
)
from pos_app.domain.registry import (
    ActivationCommand,
    Answered,
    ByHand,
    Command,
    InquiryCommand,
    NotSent,
    OperationKind,
    OperationState,
    Refused,
    Reply,
    TransferCancelCommand,
    TransferCommand,
    TransferReason,
    Unreadable,
)
from pos_app.domain.sale import SaleState
from pos_app.ports.registry import RegistryGateway
from pos_app.ports.storage import WriteSession

NOTICEABLE = timedelta(seconds=60)  # a difference of two clocks; a `Date` is good to about a second
SWIFT = 1.0  # seconds; a call that took longer is followed by no other in the same delivery


def command_of(entry: OutboxEntry) -> Command:
    """The command of an outbox row, as it is told to any gateway: the same key always carries the same words,
    else the registry would take a repeat for a misuse of the key."""
    said = entry.payload
    common: dict[str, Any] = {
        "operation_id": entry.id, "shop_id": said.get("shop", ""), "terminal_id": str(entry.till_id),
        "imei": entry.device_key, "imei2": said.get("imei2") or None, "requested_at": entry.created_at,
        "local_seq": entry.local_seq,
    }  # fmt: skip
    if entry.kind is OperationKind.INQUIRY:
        return InquiryCommand(**common)
    if entry.kind is OperationKind.ACTIVATION:
        code = said.get("activation_code", "")
        return ActivationCommand(**common, msisdn=said.get("msisdn", ""), activation_code=code)
    if entry.kind is OperationKind.TRANSFER:
        parties: dict[str, Any] = {name: said.get(name, "") for name in ("from_msisdn", "to_msisdn")}
        return TransferCommand(**common, **parties, reason=TransferReason(said.get("reason", "sale")))
    return TransferCancelCommand(**common, transfer_id=said.get("transfer_id", ""))


def as_found(entry: OutboxEntry, now: datetime) -> OutboxEntry:
    """A machine's call that was still marked as running has crashed: it may have arrived."""
    if entry.state is not OperationState.SENDING or entry.channel.assisted:
        return entry
    return replace(entry, state=OperationState.OUTCOME_UNKNOWN, first_sent_at=entry.first_sent_at or now)


def talk(
    gateway: RegistryGateway, entry: OutboxEntry, now: datetime, kept: timedelta = KEY_KEPT, *, wanted: bool = True
) -> tuple[Reply, OutboxEntry]:  # fmt: skip
    """`entry` as it was found before it was claimed; back with the reply comes what is known of it after all that was
    said: one that was never received is as good as unsent. `kept`: how long the registry keeps a key.

    `wanted` False: it is only looked up. A second call follows the first only where that was swift, so that a person
    waits for one deadline, not for three.
    """
    command = command_of(entry)
    if withdrawable(entry):
        return _submit(gateway, command), entry
    begun = monotonic()
    reply = gateway.look_up(entry.id, entry.kind)
    lost = isinstance(reply, Refused) and reply.problem.code == NEVER_RECEIVED
    if not lost or not never_arrived(entry, now, kept):
        return reply, entry
    if not wanted:
        return reply, entry
    unsent = replace(entry, state=OperationState.QUEUED, first_sent_at=None)
    return (_submit(gateway, command) if monotonic() - begun < SWIFT else reply), unsent


def _submit(gateway: RegistryGateway, command: Command) -> Reply:
    """ "Active on this SIM already" looks like a failure and may be our own lost success: our id is asked about."""
    begun = monotonic()
    reply = gateway.submit(command)
    if not (isinstance(reply, Refused) and reply.problem.code == ACTIVE_HERE):
        return reply
    if monotonic() - begun >= SWIFT:
        return Unreadable("not-reconciled", reply.raw)
    told = gateway.look_up(command.operation_id, command.kind)
    if isinstance(told, Answered):
        return told
    return Unreadable("not-reconciled", reply.raw) if isinstance(told, Unreadable | NotSent) else reply


def one(
    services: Services, gateway: RegistryGateway, entry_id: str, by: str
) -> tuple[Settlement, Reply] | None:  # fmt: skip
    """The whole way of one operation; None where somebody else is at it, or it is closed."""
    now = services.clock.now()
    with services.storage.write() as session:
        entry = session.entry(entry_id)
        if entry is None or not session.claim(entry_id, by, now, now + LEASE):
            return None
        kept = channels.key_kept(session)
        wanted = not _came_back(session, entry)
    reply, known = talk(gateway, as_found(entry, now), now, kept, wanted=wanted)
    lease = now + LEASE
    return conclude_call(services, known, reply, lease=lease, kept=kept, who=by, wanted=wanted), reply


def _came_back(session: WriteSession, entry: OutboxEntry) -> bool:
    """Its sale was undone: what became of it is asked about, but nothing of it is sent any more."""
    undoing = session.sale(session.undoing(entry.sale_id) or "")
    return undoing is not None and undoing.state is SaleState.COMPLETED


def conclude_call(
    services: Services, entry: OutboxEntry, reply: Reply, *, lease: datetime, kept: timedelta, who: str,
    wanted: bool = True,
) -> Settlement:  # fmt: skip
    """Settles what a call brought; one whose lease was taken over meanwhile changes nothing any more."""
    now = services.clock.now()
    settlement = on_our_clock(services, settle(entry, reply, now=now, jitter=services.jitter, kept=kept))
    if not wanted and settlement.problem == NEVER_RECEIVED and settlement.state is OperationState.QUEUED:
        settlement = Settlement(OperationState.EXPIRED, "sale-returned")  # it never came about, and never will
    with services.storage.write() as session:
        moved = conclude(session, entry, settlement, now, who=who, lease=lease)
        if moved and isinstance(reply, ByHand) and reply.heard is not None:
            keep_message(session, entry.id, reply.heard.text, reply.heard.sender, now)
    return settlement


def on_our_clock(services: Services, settlement: Settlement) -> Settlement:
    """The answer's age is counted by this machine's clock, which may be wrong by years: the registry's time of
    computing is moved by the difference that was just measured. The raw answer keeps its own."""
    offset = services.feed.clock_offset if services.feed is not None else None
    answer = settlement.answer
    if answer is None or answer.as_of is None or offset is None or abs(offset) < NOTICEABLE:
        return settlement
    return replace(settlement, answer=replace(answer, as_of=answer.as_of - offset))


def conclude(
    session: WriteSession, entry: OutboxEntry, settlement: Settlement, now: datetime, *, who: str = "",
    lease: datetime | None = None,
) -> bool:  # fmt: skip
    """Settles; a code that has done its work is wiped in the same transaction, whatever becomes of the sale. An answer
    that contradicts what a person said before stands beside it as a conflict."""
    moved = session.settle(entry.id, settlement, now, who=who, lease=lease)
    if moved and settlement.state is OperationState.SUCCEEDED and entry.kind is OperationKind.ACTIVATION:
        codes.forget(session, entry)
        hands.activated(session, entry, now, who=who)
    if moved and settlement.answer is not None and not entry.channel.assisted:
        for told in session.entries_of(entry.sale_id):
            by_hand = told.channel.assisted and told.kind is OperationKind.ACTIVATION and told.settled_at
            if by_hand and told.settled_at and told.state is OperationState.SUCCEEDED:
                found = conflict.with_told_activation(
                    told.device_key, told.id, told.settled_at, settlement.answer, now
                )  # fmt: skip
                if found is not None:
                    session.add_conflict(found)
    return moved
