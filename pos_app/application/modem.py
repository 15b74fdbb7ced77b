"""What a modem brought for an operation: every exchange, and the message, for a person to read and confirm."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pos_app.application.services import Services
from pos_app.domain.covered import covered
from pos_app.domain.hamta import imeis_in, sender_is_genuine
from pos_app.domain.outbox import SMS_AWAITED, OutboxEntry, Settlement
from pos_app.domain.registry import ByHand, Channel, Exchange, OperationKind, OperationState
from pos_app.ports.operations import OperationEvent
from pos_app.ports.registry import MessageInbox, ReceivedMessage
from pos_app.ports.storage import ReadSession, Storage, WriteSession

EXCHANGE, HEARD = "exchange", "heard"  # kinds of turns in an operation's story
_EARLIER = timedelta(minutes=10)  # the message centre's clock is not ours


@dataclass(frozen=True, slots=True)
class Brought:
    """`text` and `sender` of the newest message, "" = none yet. In the exchanges the activation code and every mobile
    number are covered."""

    exchanges: tuple[OperationEvent, ...] = ()
    text: str = field(default="", repr=False)
    sender: str = ""


def brought(session: ReadSession, entry_id: str) -> Brought:
    story = session.story(entry_id)
    message = next((turn for turn in reversed(story) if turn.kind == HEARD), None)
    entry = session.entry(entry_id)
    code = entry.payload.get("activation_code", "") if entry else ""
    transfer = entry is not None and entry.kind is OperationKind.TRANSFER
    exchanges = tuple(
        replace(turn, text=covered(turn.text, code, any_code=transfer)) for turn in story if turn.kind == EXCHANGE
    )  # fmt: skip
    return Brought(exchanges, message.text, message.who) if message else Brought(exchanges)


def keep_exchange(storage: Storage, entry_id: str, exchange: Exchange) -> None:
    """On disk as it happens, so that the screen and the record have it whatever ends the dialogue."""
    with storage.write() as session:
        session.note(entry_id, EXCHANGE, exchange.at, who="modem", text=f"> {exchange.sent}\n< {exchange.received}")


def keep_message(session: WriteSession, entry_id: str, text: str, sender: str, at: datetime) -> None:
    if text:
        session.note(entry_id, HEARD, at, who=sender, text=text)


def late_messages(services: Services) -> int:
    """Looks for the messages that walked dialogues still wait for; how many came. Nothing is concluded from them."""
    gateway = services.gateways.get(Channel.MODEM)
    if gateway is None:
        return 0
    with services.storage.write() as session:
        session.recover_crashed(services.clock.now())
        waiting = [entry for entry in session.modem_waits() if entry.last_problem == SMS_AWAITED]
    came = 0
    for entry in waiting:
        reply = gateway.look_up(entry.id, entry.kind)
        heard = reply.heard if isinstance(reply, ByHand) else None
        if heard is not None and heard.text:
            came += _take(services, entry, heard.text, heard.sender)
        elif isinstance(gateway, MessageInbox):  # started anew: the modem's own memory of what was asked is gone
            found = _about(gateway, entry)
            came += _take(services, entry, found.text, found.sender) if found is not None else 0
    return came


def _about(inbox: MessageInbox, entry: OutboxEntry) -> ReceivedMessage | None:
    """The newest genuine message since the question that names this phone."""
    since = (entry.first_sent_at or entry.created_at) - _EARLIER
    messages = inbox.inbox(since)
    if not isinstance(messages, tuple):
        return None
    mine = {number[:14] for number in (entry.device_key, entry.payload.get("imei2", "")) if number}
    named = [
        message for message in messages
        if sender_is_genuine(message.sender) and any(number[:14] in mine for number in imeis_in(message.text))
    ]  # fmt: skip
    return named[-1] if named else None


def _take(services: Services, entry: OutboxEntry, text: str, sender: str) -> bool:
    now = services.clock.now()
    here = Settlement(OperationState.ACCEPTED, "", timedelta(0), raw=text, arrived=True)
    with services.storage.write() as session:
        moved = session.settle(entry.id, here, now, who="modem")
        if moved:
            keep_message(session, entry.id, text, sender, now)
    return moved
