"""Transfers and activations owed by cases that are complete: how what waits or was refused comes to its end.

The case's checklist is closed with its invoice, so an end found here stands on the operation and in the audit.
"""

from __future__ import annotations

from dataclasses import replace

from pos_app.application import ask, handover, hands
from pos_app.application.ask import BINDING, Asked, assurance_of, call, withdraw
from pos_app.application.deliver import conclude
from pos_app.application.guide import MAX_TEXT
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.hamta import sender_problem
from pos_app.domain.identifiers import check_activation_code
from pos_app.domain.ids import new_id
from pos_app.domain.outbox import OutboxEntry, Settlement, withdrawable
from pos_app.domain.registry import BY_MESSAGE, Channel, OperationKind, OperationState
from pos_app.domain.rights import Right
from pos_app.ports.storage import WriteSession


@needs(Right.REGISTRY)
def try_again(services: Services, entry_id: str, code: str) -> str:
    """A new operation by API with the code as corrected; the next round sends it. Returns its id.

    Raises ShopError at field `code`, `activation-unsettled`, `no-credentials`, `operation-closed`."""
    if not code:
        raise ShopError("activation-code-missing", field="code")
    right = _checked(code)
    if Channel.API not in services.gateways:
        raise ShopError("no-credentials")
    with services.storage.write() as session:
        return _instead(services, session, _owed(session, entry_id), Channel.API, right).id


@needs(Right.REGISTRY)
def by_hand(services: Services, entry_id: str, channel: Channel | None = None, code: str = "") -> Asked:
    """The script for a person with a phone; `channel` None = the way it is on already, else the dial code. An open
    operation by hand that was begun goes on with its own; one by API that the registry may have is never doubled
    (`activation-unsettled`)."""
    right = _checked(code) if code else ""
    with services.storage.write() as session:
        entry = _owed(session, entry_id)
        way = channel or (entry.channel if entry.channel.assisted else Channel.USSD)
        corrected = right not in ("", _code(entry)) or way is not entry.channel
        if entry.kind is OperationKind.ACTIVATION and hands.transfer_is_due(session, entry.sale_id):
            raise ShopError("transfer-first")
        if not entry.channel.assisted or entry.state.final or (corrected and entry.state is OperationState.QUEUED):
            entry = _instead(services, session, entry, way, right or _code(entry))
    return call(services, entry)[0]


@needs(Right.REGISTRY)
def told(
    services: Services, entry_id: str, *, succeeded: bool | None, raw_text: str, sender: str,
    picture: bytes | None = None,
) -> None:  # fmt: skip
    """What the phone showed; None = the dialogue broke off, so ask first and never repeat. A transfer is only open
    with that: the other party's activation, a duty of its own, completes it."""
    now = services.clock.now()
    with services.storage.write() as session:
        entry = _owed(session, entry_id)
        if entry.state.final or not entry.channel.assisted:
            raise ShopError("operation-closed", detail=entry_id)
        transfer = entry.kind is OperationKind.TRANSFER
        if succeeded and not transfer and hands.transfer_is_due(session, entry.sale_id):
            raise ShopError("transfer-first")
        state, problem = (handover if transfer else ask).outcome_by_hand(succeeded)
        # The end text of a transfer stands on the owner's screen, without a sender.
        if entry.channel in BY_MESSAGE and (raw_text.strip() or picture) and (sender or not transfer):
            _refuse_strangers(fold(sender))
        sha256 = session.put_picture(picture) if picture else ""
        settlement = Settlement(
            state, problem, assurance=assurance_of(raw_text, picture), raw=raw_text[:MAX_TEXT]
        )  # fmt: skip
        if not conclude(session, entry, settlement, now, who=services.person):
            raise ShopError("operation-closed", detail=entry_id)
        data: dict[str, object] = {
            "operation": entry_id, "state": settlement.state.value, "sender": fold(sender), "picture": sha256
        }  # fmt: skip
        session.audit(services.till_id, now, services.person, f"owed-{entry.kind.value}-told", entry.sale_id, data)


def _checked(code: str) -> str:
    said = check_activation_code(code)
    if not said.ok:
        raise ShopError(said.code, field="code")
    return said.value


def _code(entry: OutboxEntry) -> str:
    return entry.payload.get("activation_code", "")


def _refuse_strangers(sender: str) -> None:
    code = sender_problem(sender)
    if code:
        raise ShopError(code, field="sender", detail=sender)


def _owed(session: WriteSession, entry_id: str) -> OutboxEntry:
    """Fresh from disk: the background may have brought it to its end since it was shown."""
    entry = next((row.entry for row in session.owed() if row.entry.id == entry_id), None)
    if entry is None:
        raise ShopError("operation-closed", detail=entry_id)
    return entry


def _instead(
    services: Services, session: WriteSession, old: OutboxEntry, channel: Channel, code: str
) -> OutboxEntry:  # fmt: skip
    """A new key for the same duty, once nothing of the old one can be, or become, an activation. The registry has
    never heard of the new key, whatever it said of the old one."""
    now = services.clock.now()
    if not old.state.final:
        if not withdrawable(old):
            raise ShopError(BINDING[old.kind])
        withdraw(session, old, "asked-otherwise", now)
    session.forget_code(old.id)
    said = {"activation_code": code} if old.kind is OperationKind.ACTIVATION else {}
    entry = replace(
        old, id=new_id(now), channel=channel, state=OperationState.QUEUED, till_id=services.till_id,
        local_seq=session.next_local_seq(services.till_id), created_at=now, next_at=now, attempts=0,
        payload={**old.payload, **said, "shop": services.shop_id}, last_problem="",
        attempts_left=None, answer=None, assurance=None, raw="", settled_at=None, replaces=old.id, unreadable=0,
        first_sent_at=None, version=0, deadline=None,
    )  # fmt: skip
    session.add_entry(entry)
    data: dict[str, object] = {"operation": entry.id, "instead_of": old.id, "channel": channel.value}
    session.audit(services.till_id, now, services.person, f"owed-{old.kind.value}-again", old.sale_id, data)
    return entry
