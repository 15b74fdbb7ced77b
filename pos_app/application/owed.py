"""Activations owed by sales that are complete: what waits, what was refused, and how each comes to its end.

The sale's checklist is closed with its invoice, so an end found here stands on the operation and in the audit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pos_app.application.ask import Asked, assurance_of, call, outcome_by_hand, withdraw
from pos_app.application.deliver import conclude
from pos_app.application.guide import MAX_TEXT
from pos_app.application.services import Services
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.hamta import sender_problem
from pos_app.domain.identifiers import check_activation_code, mobile_masked
from pos_app.domain.ids import new_id
from pos_app.domain.outbox import CLOSED_BY_PERSON, OutboxEntry, Settlement, withdrawable
from pos_app.domain.registry import BY_MESSAGE, Channel, OperationState
from pos_app.domain.run import MIN_REASON
from pos_app.ports.operations import OwedRow
from pos_app.ports.storage import WriteSession

#: Days until the antenna is cut, as in circulation for Hamta; the SMS to the buyer states the real deadline.
GRACE_HINT_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One duty as the screen shows it. `sim` is masked; `deadline_hint` is only about right."""

    entry_id: str
    title: str
    imei: str
    sim: str
    invoice_number: str
    channel: Channel
    state: OperationState
    problem: str
    attempts_left: int | None
    since: datetime
    deadline_hint: datetime


@dataclass(frozen=True, slots=True)
class OwedList:
    rows: tuple[Owed, ...]
    now: datetime


def listed(services: Services) -> OwedList:
    """Oldest first."""
    with services.storage.read() as session:
        return OwedList(tuple(_shown(row) for row in session.owed()), services.clock.now())


def _shown(row: OwedRow) -> Owed:
    entry = row.entry
    return Owed(
        entry_id=entry.id, title=row.title, imei=entry.device_key, sim=mobile_masked(entry.payload.get("msisdn", "")),
        invoice_number=row.invoice_number, channel=entry.channel, state=entry.state, problem=entry.last_problem,
        attempts_left=entry.attempts_left, since=entry.created_at,
        deadline_hint=row.sold_at + timedelta(days=GRACE_HINT_DAYS),
    )  # fmt: skip


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


def by_hand(services: Services, entry_id: str, channel: Channel = Channel.USSD, code: str = "") -> Asked:
    """The script for a person with a phone. An open operation by hand goes on with its own; one by API that the
    registry may have is never doubled (`activation-unsettled`)."""
    right = _checked(code) if code else ""
    with services.storage.write() as session:
        entry = _owed(session, entry_id)
        corrected = entry.state is OperationState.QUEUED and right not in ("", _code(entry))
        if not entry.channel.assisted or entry.state.final or corrected:
            entry = _instead(services, session, entry, channel, right or _code(entry))
    return call(services, entry)[0]


def told(
    services: Services, entry_id: str, *, succeeded: bool | None, raw_text: str, sender: str,
    picture: bytes | None = None,
) -> None:  # fmt: skip
    """What the phone showed at the end; None = the dialogue broke off, so ask first and never repeat."""
    state, problem = outcome_by_hand(succeeded)
    now = services.clock.now()
    with services.storage.write() as session:
        entry = _owed(session, entry_id)
        if entry.state.final or not entry.channel.assisted:
            raise ShopError("operation-closed", detail=entry_id)
        if entry.channel in BY_MESSAGE and (raw_text.strip() or picture):
            _refuse_strangers(fold(sender))
        sha256 = session.put_picture(picture) if picture else ""
        settlement = Settlement(
            state, problem, assurance=assurance_of(raw_text, picture), raw=raw_text[:MAX_TEXT]
        )  # fmt: skip
        if not conclude(session, entry, settlement, now):
            raise ShopError("operation-closed", detail=entry_id)
        data: dict[str, object] = {
            "operation": entry_id, "state": settlement.state.value, "sender": fold(sender), "picture": sha256
        }  # fmt: skip
        session.audit(services.till_id, now, services.person, "owed-activation-told", entry.sale_id, data)


def close(services: Services, entry_id: str, reason: str) -> None:
    """A person ends the duty: name, reason and what was known stay in the audit, the code is wiped."""
    if len(reason.strip()) < MIN_REASON:
        raise ShopError("reason-missing", field="reason")
    now = services.clock.now()
    with services.storage.write() as session:
        entry = _owed(session, entry_id)
        if entry.state.final:
            session.close_refused(entry_id)
        else:
            _end(session, entry, CLOSED_BY_PERSON, now)
        session.forget_code(entry_id)
        data: dict[str, object] = {
            "operation": entry_id, "state": entry.state.value, "problem": entry.last_problem,
            "reason": reason.strip()[:MAX_TEXT],
        }  # fmt: skip
        session.audit(services.till_id, now, services.person, "owed-activation-closed", entry.sale_id, data)


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


def _end(session: WriteSession, entry: OutboxEntry, problem: str, now: datetime) -> None:
    """Raises `operation-busy` while a call to the registry is on its way."""
    if entry.state is OperationState.SENDING and not entry.channel.assisted:
        raise ShopError("operation-busy")
    withdraw(session, entry, problem, now)


def _instead(
    services: Services, session: WriteSession, old: OutboxEntry, channel: Channel, code: str
) -> OutboxEntry:  # fmt: skip
    """A new key for the same duty, once nothing of the old one can be, or become, an activation."""
    now = services.clock.now()
    if not old.state.final:
        if not withdrawable(old):
            raise ShopError("activation-unsettled")
        _end(session, old, "asked-otherwise", now)
    session.forget_code(old.id)
    entry = replace(
        old, id=new_id(now), channel=channel, state=OperationState.QUEUED, till_id=services.till_id,
        local_seq=session.next_local_seq(services.till_id), created_at=now, next_at=now, attempts=0,
        payload={**old.payload, "activation_code": code, "shop": services.shop_id}, last_problem="",
        attempts_left=None, answer=None, assurance=None, raw="", settled_at=None,
    )  # fmt: skip
    session.add_entry(entry)
    data: dict[str, object] = {"operation": entry.id, "instead_of": old.id, "channel": channel.value}
    session.audit(services.till_id, now, services.person, "owed-activation-again", old.sale_id, data)
    return entry
