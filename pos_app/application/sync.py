"""The background round: what is owed to the registry goes out, one claim at a time, none lost."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.application.ask import command_of, conclude
from pos_app.application.services import Services
from pos_app.domain.outbox import LEASE, OutboxEntry, settle
from pos_app.domain.registry import Channel, OperationState, Refused, Reply
from pos_app.ports.registry import RegistryGateway
from pos_app.ports.storage import QueueState

BATCH = 20


@dataclass(frozen=True, slots=True)
class Round:
    """`sent` calls were made, `settled` of them are final."""

    sent: int
    settled: int
    queue: QueueState


def once(services: Services) -> Round:
    """One round. No transaction is open while the registry is talked to."""
    gateway = services.gateways.get(Channel.API)
    sent = settled = 0
    now = services.clock.now()
    with services.storage.write() as session:
        session.recover_crashed(now)
        due = session.due_entries(now, BATCH) if gateway else ()
    for entry_id in due:
        if gateway is None:
            break
        state = _one(services, gateway, entry_id)
        if state is not None:
            sent += 1
            settled += state.final
        if state is OperationState.QUEUED:
            break  # no connection: the rest would fare no better
    with services.storage.read() as session:
        return Round(sent, settled, session.queue())


def _one(services: Services, gateway: RegistryGateway, entry_id: str) -> OperationState | None:
    now = services.clock.now()
    with services.storage.write() as session:
        entry = session.entry(entry_id)
        if entry is None or not session.claim(entry_id, "sync", now, now + LEASE):
            return None
    reply = _talk(services, gateway, entry)
    settlement = settle(entry, reply, jitter=services.jitter)
    with services.storage.write() as session:
        conclude(session, entry, settlement, services.clock.now())
        if settlement.state.final:
            data: dict[str, object] = {"state": settlement.state.value, "problem": settlement.problem}
            session.audit(
                services.till_id, services.clock.now(), "sync", "operation-settled", entry_id, data
            )  # fmt: skip
    return settlement.state


def _talk(services: Services, gateway: RegistryGateway, entry: OutboxEntry) -> Reply:
    """Unknown outcomes are asked about first; "never received" makes the repeat safe."""
    command = command_of(entry)
    if entry.attempts == 0 and entry.state is OperationState.QUEUED:
        return gateway.submit(command)
    reply = gateway.look_up(entry.id, entry.kind)
    if isinstance(reply, Refused) and reply.problem.code == "operation-not-found":
        return gateway.submit(command)
    return reply
