"""The background round: what is owed to the registry goes out, what changed over there comes in, nothing is lost.

A seller who waits goes first: the round ends where one does, and goes on with the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_app.application import deliver
from pos_app.application.services import Services
from pos_app.domain import conflict
from pos_app.domain.feed import CursorGone, OperationPage
from pos_app.domain.outbox import ACTIVE_HERE, settle
from pos_app.domain.registry import Answered, Channel, NotSent, Operation, OperationKind, OperationState
from pos_app.ports.feeds import OPERATIONS
from pos_app.ports.operations import QueueState
from pos_app.ports.storage import WriteSession

BATCH = 20
MOST_SILENT = 3  # calls in a row without a readable answer: this round is over, the registry is not well
MOST_PAGES = 20  # of changes, in one round


@dataclass(frozen=True, slots=True)
class Round:
    """`sent` calls were made, `settled` of them are final; `changed` operations were told of by the registry."""

    sent: int
    settled: int
    queue: QueueState
    changed: int = 0


def once(services: Services, batch: int = BATCH) -> Round:
    """One round. No transaction is open while the registry is talked to."""
    gateway = services.gateways.get(Channel.API)
    sent = settled = silent = 0
    now = services.clock.now()
    with services.storage.write() as session:
        session.recover_crashed(now)
        due = session.due_entries(now, batch) if gateway else ()
    for entry_id in due:
        if gateway is None or services.waiting.somebody or silent >= MOST_SILENT:
            break
        done = deliver.one(services, gateway, entry_id, "sync")
        if done is None:
            continue
        settlement, reply = done
        sent += 1
        settled += settlement.state.final
        if isinstance(reply, NotSent):
            break  # nothing left this machine: the rest would fare no better
        silent = silent + 1 if settlement.unreadable else 0
    changed = _changes(services) if silent < MOST_SILENT else 0
    with services.storage.read() as session:
        return Round(sent, settled, session.queue(), changed)


def _changes(services: Services) -> int:
    """What the registry says of our operations since the last look. A page and its cursor are one transaction."""
    feed, changed = services.feed, 0
    if feed is None:
        return 0
    with services.storage.read() as session:
        state = session.feed(OPERATIONS)
    seen = {state.cursor}
    for _page in range(MOST_PAGES):
        page = feed.operation_changes(state.cursor)
        if isinstance(page, CursorGone) and state.cursor:
            state = replace(state, cursor="")
            continue
        if not isinstance(page, OperationPage):
            break
        state = replace(state, cursor=page.next_cursor, ended_at=services.clock.now())
        with services.storage.write() as session:
            changed += sum(_hear(services, session, operation) for operation in page.items)
            session.put_feed(state)
        if not page.has_more or not page.items or page.next_cursor in seen or services.waiting.somebody:
            break
        seen.add(page.next_cursor)
    return changed


def _hear(services: Services, session: WriteSession, operation: Operation) -> bool:
    """Only a higher version moves anything. A word that contradicts a final state, be it of the same version, changes
    nothing: it stands beside ours."""
    entry = session.entry(operation.operation_id)
    if entry is None or operation.version < entry.version:
        return False
    now = services.clock.now()
    if not entry.state.final:
        if operation.version == entry.version and not operation.state.final:
            return False
        settlement = settle(entry, Answered(operation), now=now, jitter=services.jitter)
        settlement = deliver.on_our_clock(services, settlement)
        return deliver.conclude(session, entry, settlement, now, who="registry")
    withdrawn = entry.state in (OperationState.EXPIRED, OperationState.CANCELLED)
    if entry.kind is OperationKind.INQUIRY and withdrawn:
        return False  # nobody waits for its answer any more: it contradicts nothing
    told = operation.state
    if operation.problem is not None and operation.problem.code == ACTIVE_HERE:
        told = OperationState.SUCCEEDED
    found = conflict.with_operation(entry.device_key, entry.id, entry.state, told, now)
    return found is not None and session.add_conflict(found)
