"""Asking the registry at the counter: key written first, no transaction open during the call, then settled.

An operation that is still open is never sent anew under a new key: it is looked up, or repeated with its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pos_app.application import channels, codes, guide, hands, sell
from pos_app.application.deliver import as_found, command_of, conclude_call, talk
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import imei as imeis
from pos_app.domain.digits import fold
from pos_app.domain.errors import Finding, ShopError, StepRefusedError
from pos_app.domain.evidence import ActivationEvidence, AnswerEvidence, InquiryEvidence, TransferEvidence
from pos_app.domain.identifiers import check_activation_code, check_mobile, mobile_masked
from pos_app.domain.ids import new_id
from pos_app.domain.outbox import LEASE, OutboxEntry, Settlement, withdrawable
from pos_app.domain.registry import (
    Assurance,
    ByHand,
    Channel,
    OperationKind,
    OperationState,
    Reply,
    ScriptLine,
)
from pos_app.domain.rights import Right
from pos_app.domain.run import StepRecord, judge, may_record
from pos_app.domain.sale import Sale
from pos_app.domain.verdict import Gate, InquiryAnswer, Verdict
from pos_app.ports.storage import WriteSession

_BY_HAND_LEASE = LEASE * 120  # a person with a phone needs longer than a socket
_LEASES = {Channel.API: LEASE, Channel.MODEM: LEASE * 5}  # longer than any dialogue of a modem
ACTIVATION = "activation"  # the step in which the phone becomes its buyer's
#: What binds a phone to a person -> what is said while it is not known how it ended.
BINDING = {OperationKind.ACTIVATION: "activation-unsettled", OperationKind.TRANSFER: "transfer-unsettled"}
#: By hand: dialled, or dialled and the message awaited, or the other party's activation.
_BEGUN = (OperationState.SENDING, OperationState.ACCEPTED, OperationState.AWAITING_BUYER)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the screen gets back. `script` is filled for a channel that is a person."""

    entry_id: str
    state: OperationState
    problem: str = ""
    script: tuple[ScriptLine, ...] = ()
    attempts_left: int | None = None


@needs(Right.SELL)
def inquire(services: Services, sale_id: str, box: tuple[str, ...], channel: Channel) -> Asked:
    """Step 1. Refuses numbers that fail our own check before anybody is asked (StepRefusedError)."""
    numbers = tuple(imeis.normalise(value) for value in box if imeis.normalise(value))
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        trial = InquiryEvidence(box=numbers, answered=True)
        refuse_early(services, session, sale, "inquiry", trial, channel)
        payload = {"imei2": numbers[1] if len(numbers) > 1 else ""}
        entry = entry_for(services, session, sale, OperationKind.INQUIRY, channel, numbers[0], payload)
    asked, reply = call(services, entry)
    if isinstance(reply, ByHand):
        return asked
    with services.storage.write() as session:
        record(services, session, sell.load(session, sale_id), entry, asked)
    return asked


def _why(asked: Asked) -> str:
    """What kept the answer away: never an empty bracket in the sentence."""
    if asked.problem or asked.state is OperationState.SUCCEEDED:
        return asked.problem
    return "accepted" if asked.state in (OperationState.ACCEPTED, OperationState.AWAITING_BUYER) else "no-cause-said"


@needs(Right.SELL)
def activate(
    services: Services, sale_id: str, channel: Channel, *, imei_used: str, sim: str, code: str,
    step_id: str = ACTIVATION,
) -> Asked:  # fmt: skip
    """Binds phone and SIM. Raises ShopError at the field that is wrong; a refusal there is a StepRefusedError."""
    sim_said, code_said = check_mobile(sim), check_activation_code(code)
    if not sim_said.ok:
        raise ShopError(sim_said.code, field="sim", detail=sim_said.value)
    if code and not code_said.ok:
        raise ShopError(code_said.code, field="code")
    number = imeis.normalise(imei_used)
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        trial = ActivationEvidence(imei=number, sim=mobile_masked(sim_said.value), state=OperationState.SUCCEEDED)
        refuse_early(services, session, sale, step_id, trial, channel)
        if step_id == ACTIVATION:
            hands.refuse_another_sim(session, sale, sim_said.value)
        done = _done_already(session, sale_id, number, sim_said.value, step_id)
        if done is not None:
            return take_up_entry(services, session, sale, done)
        if not code:  # of one that is done it is wiped, and not asked for again
            raise ShopError("activation-code-missing", field="code")
        sell.refuse_unsound(services, session, sale)
        payload = {"msisdn": sim_said.value, "activation_code": code_said.value}
        step = "" if step_id == ACTIVATION else step_id
        entry = entry_for(services, session, sale, OperationKind.ACTIVATION, channel, number, payload, step)
        kept = {sim_field(step_id): sim_said.value, codes.code_field(step_id): code_said.value}
        session.set_draft(sale_id, {**sale.draft, **kept})
    asked, reply = call(services, entry)
    if not isinstance(reply, ByHand):
        with services.storage.write() as session:
            record(services, session, sell.load(session, sale_id), entry, asked)
    return asked


def sim_field(step_id: str) -> str:
    """Where its SIM is kept while the step is open: a passenger phone has its holder's and its buyer's."""
    return "sim" if step_id == ACTIVATION else "holder_sim"


def _done_already(
    session: WriteSession, sale_id: str, number: str, sim: str, step_id: str
) -> OutboxEntry | None:  # fmt: skip
    """The activation that the background round, or a call before a crash, has brought to its end meanwhile. Asked for
    otherwise it is never sent anew: the device is active, and the registry would only refuse."""
    for entry in reversed(session.entries_of(sale_id)):
        if entry.kind is not OperationKind.ACTIVATION or entry.state is not OperationState.SUCCEEDED:
            continue
        if step_of(entry) != step_id:
            continue
        if entry.payload.get("msisdn") != sim:
            first = mobile_masked(entry.payload.get("msisdn", ""))
            raise ShopError("activated-on-first-sim", field="sim", detail=first)
        return entry if entry.device_key == number else None
    return None


def take_up_entry(services: Services, session: WriteSession, sale: Sale, entry: OutboxEntry) -> Asked:
    """The step learns how its operation ended."""
    asked = _as_ended(entry)
    record(services, session, sale, entry, asked)
    return asked


def _as_ended(entry: OutboxEntry) -> Asked:
    return Asked(entry.id, entry.state, entry.last_problem, attempts_left=entry.attempts_left)


def step_of(entry: OutboxEntry) -> str:
    """The step that an operation belongs to."""
    return entry.step or entry.kind.value


def record(services: Services, session: WriteSession, sale: Sale, entry: OutboxEntry, asked: Asked) -> None:
    if entry.kind is OperationKind.ACTIVATION:
        _record_activation(services, session, sale, entry, asked)
        return
    if entry.kind is OperationKind.TRANSFER:
        said = transfer_evidence(entry, asked.state, problem=asked.problem)
        guide.add(services, session, sale, step_of(entry), said, entry.channel)
        return
    evidence = InquiryEvidence(
        box=tuple(number for number in (entry.device_key, entry.payload.get("imei2", "")) if number),
        operation_id=entry.id, answered=asked.state is OperationState.SUCCEEDED, why=_why(asked),
    )  # fmt: skip
    guide.add(services, session, sale, "inquiry", evidence, entry.channel)


def take_up(services: Services, sale_id: str) -> Asked | None:
    """What the background has brought to its end since the open step asked, as that step's own record. Asks nobody.
    Raises StepRefusedError where the registry refused: that passes no step, so nothing is recorded."""
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        fallen = _fallen_transfer(services, session, sale)
        if fallen is not None:
            return take_up_entry(services, session, sale, fallen)
        step = sale.run.current(services.list_of(sale.run)) if sale.run else None
        last = sale.run.last(step.id) if sale.run and step else None
        entry = session.entry(getattr(last.evidence, "operation_id", "")) if last else None
        return take_up_entry(services, session, sale, entry) if entry and last and _ended_since(entry, last) else None


def _fallen_transfer(services: Services, session: WriteSession, sale: Sale) -> OutboxEntry | None:
    """A transfer that was open when its step passed, and has run out or was called off since: the code is worth nothing
    any more, so its step stands open again."""
    record = sale.run.last(OperationKind.TRANSFER.value) if sale.run else None
    if (
        sale.run is None
        or record is None
        or not record.state.passed
        or not isinstance(record.evidence, TransferEvidence)
    ):
        return None
    entry = session.entry(record.evidence.operation_id)
    in_vain = (OperationState.EXPIRED, OperationState.CANCELLED)
    open_to_record = may_record(services.list_of(sale.run), sale.run, record.step_id)
    return entry if entry is not None and entry.state in in_vain and open_to_record else None


def _ended_since(entry: OutboxEntry, last: StepRecord) -> bool:
    """True if the registry has had its word on what the record still calls open. A question that was given up says
    nothing new."""
    told = [OperationState.SUCCEEDED, OperationState.REJECTED]
    if entry.kind is OperationKind.TRANSFER:
        told += [OperationState.ACCEPTED, OperationState.AWAITING_BUYER]
    if entry.state not in told:
        return False
    if isinstance(last.evidence, InquiryEvidence):
        return not last.evidence.answered and last.evidence.why != _why(_as_ended(entry))
    shown = last.evidence
    return isinstance(shown, ActivationEvidence | TransferEvidence) and shown.state is not entry.state


@needs(Right.SELL)
def ask_again(services: Services, sale_id: str) -> Asked:
    """The last open operation of this sale, once more: looked up if its outcome is unknown, else repeated.
    One that was settled in the background meanwhile is taken up as it ended."""
    with services.storage.read() as session:
        waiting = [
            e for e in session.entries_of(sale_id)
            if e.channel is Channel.API and not e.state.final and e.kind is not OperationKind.TRANSFER_CANCEL
        ]  # fmt: skip
    if not waiting:
        settled = take_up(services, sale_id)
        if settled is None:
            raise ShopError("nothing-to-ask")
        return settled
    asked, _ = call(services, waiting[-1])
    with services.storage.write() as session:
        record(services, session, sell.load(session, sale_id), waiting[-1], asked)
    return asked


def script_of(services: Services, entry: OutboxEntry) -> tuple[ScriptLine, ...]:
    """The card of an assisted operation, the same after every restart: it is a function of the row. What a modem had
    begun that is there no more, a person dials."""
    gateway = services.gateways.get(entry.channel) or services.gateways[Channel.USSD]
    return gateway.script(command_of(entry))


@needs(Right.SELL)
def take_answer(
    services: Services, sale_id: str, entry_id: str, answer: InquiryAnswer, *,
    sender: str, matches_hand: bool | None, picture: bytes | None = None,
) -> None:  # fmt: skip
    """The seller brings the answer of an assisted inquiry: steps 1 and 2 in one transaction, the raw text kept."""
    now = services.clock.now()
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        entry = open_by_hand(session, sale_id, entry_id)
        sha256 = session.put_picture(picture) if picture else ""
        box = tuple(n for n in (entry.device_key, entry.payload.get("imei2", "")) if n)
        first = InquiryEvidence(box=box, operation_id=entry.id, answered=True)
        run = guide.add(services, session, sale, "inquiry", first, entry.channel)
        evidence = AnswerEvidence(answer=answer, matches_hand=matches_hand, sender=fold(sender), picture_sha256=sha256)
        guide.add(services, session, replace(sale, run=run), "answer_control", evidence, entry.channel)
        settlement = Settlement(
            OperationState.SUCCEEDED, answer=answer, assurance=assurance_of(answer.raw_text, picture),
            raw=answer.raw_text,
        )  # fmt: skip
        session.settle(entry_id, settlement, now)


@needs(Right.SELL)
def no_answer(services: Services, sale_id: str, entry_id: str, why: str) -> None:
    """Nothing came back by hand: step 1 waits for a decision, the operation is closed as expired."""
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        entry = open_by_hand(session, sale_id, entry_id)
        box = tuple(n for n in (entry.device_key, entry.payload.get("imei2", "")) if n)
        evidence = InquiryEvidence(box=box, operation_id=entry.id, answered=False, why=why)
        guide.add(services, session, sale, "inquiry", evidence, entry.channel)
        session.settle(entry_id, Settlement(OperationState.EXPIRED, why), services.clock.now())


@needs(Right.SELL)
def take_activation(
    services: Services, sale_id: str, entry_id: str, *, succeeded: bool | None, raw_text: str, sender: str,
    picture: bytes | None = None,
) -> None:  # fmt: skip
    """What the phone showed. `succeeded` None = the dialogue broke off: unknown, so ask first, never repeat."""
    state, problem = outcome_by_hand(succeeded)
    refused: StepRefusedError | None = None
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        entry = open_by_hand(session, sale_id, entry_id)
        sha256 = session.put_picture(picture) if picture else ""
        evidence = ActivationEvidence(
            imei=entry.device_key, sim=mobile_masked(entry.payload.get("msisdn", "")), state=state, problem=problem,
            operation_id=entry.id, raw_text=raw_text[: guide.MAX_TEXT], sender=fold(sender), picture_sha256=sha256,
        )  # fmt: skip
        try:
            guide.add(services, session, sale, step_of(entry), evidence, entry.channel)
        except StepRefusedError as error:
            if succeeded is not False:
                raise  # the evidence itself is wrong, e.g. a strange sender: nothing is settled
            refused = error
        settlement = Settlement(state, problem, assurance=assurance_of(raw_text, picture), raw=raw_text)
        now = services.clock.now()
        session.settle(entry_id, settlement, now)
        if state is OperationState.SUCCEEDED:
            codes.forget(session, entry)
            hands.activated(session, entry, now, who=services.person)
    if refused:
        raise refused


def transfer_evidence(entry: OutboxEntry, state: OperationState, **told: Any) -> TransferEvidence:
    """What the step records of this operation; both numbers masked."""
    said = entry.payload
    return TransferEvidence(
        imei=entry.device_key, from_sim=mobile_masked(said.get("from_msisdn", "")),
        to_sim=mobile_masked(said.get("to_msisdn", "")), state=state, operation_id=entry.id, deadline=entry.deadline,
        **told,
    )  # fmt: skip


def outcome_by_hand(succeeded: bool | None) -> tuple[OperationState, str]:
    """State and problem code for what a person saw at the end of an activation; None = the dialogue broke off."""
    if succeeded is None:
        return OperationState.OUTCOME_UNKNOWN, "dialogue-broke-off"
    return (OperationState.SUCCEEDED, "") if succeeded else (OperationState.REJECTED, "activation-refused")


def assurance_of(raw_text: str, picture: bytes | None) -> Assurance:
    """How sure a person's word is, by what was shown with it."""
    if picture:
        return Assurance.EVIDENCE_PICTURE
    return Assurance.EVIDENCE_TEXT if raw_text.strip() else Assurance.STAFF_WORD


def open_by_hand(session: WriteSession, sale_id: str, entry_id: str) -> OutboxEntry:
    entry = session.entry(entry_id)
    if entry is None or entry.sale_id != sale_id or entry.state.final or not entry.channel.assisted:
        raise ShopError("operation-closed", detail=entry_id)
    return entry


def refuse_early(
    services: Services, session: WriteSession, sale: Sale, step_id: str,
    trial: InquiryEvidence | ActivationEvidence | TransferEvidence, channel: Channel,
) -> None:  # fmt: skip
    """Our own check, before the registry hears of it."""
    facts = guide.facts_for(session, sale, channel, getattr(trial, "box", ()))
    if sale.run is None or not may_record(services.list_of(sale.run), sale.run, step_id):
        raise ShopError("step-out-of-order", detail=step_id)
    checklist = services.list_of(sale.run)
    findings: tuple[Finding, ...] = judge(checklist.step(step_id), trial, facts)
    refused = tuple(finding for finding in findings if finding.gate is Gate.REFUSE)
    if refused:
        raise StepRefusedError(refused)


def entry_for(
    services: Services, session: WriteSession, sale: Sale, kind: OperationKind, channel: Channel, number: str,
    payload: dict[str, str], step: str = "",
) -> OutboxEntry:  # fmt: skip
    """The open entry that already says this, or a new one whose key is on disk before anything is sent."""
    for entry in session.entries_of(sale.id):
        if entry.kind is not kind or entry.step != step or entry.state.final:
            continue
        if entry.channel is channel and entry.device_key == number and _same(entry.payload, payload):
            return entry
        if kind in BINDING and not withdrawable(entry):
            raise ShopError(BINDING[kind])  # never two for one device: first learn what became of it
        withdraw(session, entry, "asked-otherwise", services.clock.now())
    now = services.clock.now()
    payload = {**payload, "shop": services.shop_id}
    entry = OutboxEntry(
        id=new_id(now), sale_id=sale.id, device_key=number, kind=kind, channel=channel, state=OperationState.QUEUED,
        till_id=services.till_id, local_seq=session.next_local_seq(services.till_id), created_at=now, next_at=now,
        payload=payload, step=step,
    )  # fmt: skip
    session.add_entry(entry)
    return entry


def _same(kept: dict[str, str], asked: dict[str, str]) -> bool:
    return {name: text for name, text in kept.items() if name != "shop"} == asked


def withdraw(session: WriteSession, entry: OutboxEntry, problem: str, now: datetime) -> None:
    """A question nobody waits for any more is closed, and stays on record: unsent ones as cancelled."""
    state = OperationState.CANCELLED if entry.state is OperationState.QUEUED else OperationState.EXPIRED
    session.settle(entry.id, Settlement(state, problem), now)
    session.forget_code(entry.id)


def call(services: Services, entry: OutboxEntry) -> tuple[Asked, Reply]:
    """Claim (short transaction), talk (none open), settle (short transaction). The background makes way meanwhile."""
    if entry.channel.assisted and entry.state in _BEGUN:
        return Asked(entry.id, entry.state, script=script_of(services, entry)), ByHand(entry.channel, ())
    now = services.clock.now()
    lease = now + _LEASES.get(entry.channel, _BY_HAND_LEASE)
    with services.storage.write() as session:
        if not session.claim(entry.id, services.person, now, lease):
            raise ShopError("operation-busy")
        kept = channels.key_kept(session)
    with services.waiting.person():
        reply, known = talk(services.gateways[entry.channel], as_found(entry, now), now, kept)
    if isinstance(reply, ByHand) and reply.heard is None:
        return Asked(entry.id, OperationState.SENDING, script=reply.script), reply
    settlement = conclude_call(services, known, reply, lease=lease, kept=kept, who=services.person)
    script = reply.script if isinstance(reply, ByHand) else ()
    return Asked(entry.id, _told(known, settlement), settlement.problem, script, settlement.attempts_left), reply


def _told(entry: OutboxEntry, settlement: Settlement) -> OperationState:
    """What waits here to be repeated and may be over there as well is "not known" to the seller, never "not sent"."""
    perhaps = settlement.arrived or (settlement.arrived is None and entry.first_sent_at is not None)
    return OperationState.OUTCOME_UNKNOWN if settlement.state is OperationState.QUEUED and perhaps else settlement.state


def _record_activation(
    services: Services, session: WriteSession, sale: Sale, entry: OutboxEntry, asked: Asked
) -> None:  # fmt: skip
    evidence = ActivationEvidence(
        imei=entry.device_key, sim=mobile_masked(entry.payload.get("msisdn", "")), state=asked.state,
        operation_id=entry.id, problem=asked.problem, attempts_left=asked.attempts_left,
    )  # fmt: skip
    guide.add(services, session, sale, step_of(entry), evidence, entry.channel)
    if asked.state is OperationState.SUCCEEDED:
        codes.forget(session, entry)


def unavailable(number: str) -> InquiryAnswer:
    """What step 2 holds when a decision carried step 1 on without an answer."""
    return InquiryAnswer(verdict=Verdict.UNAVAILABLE, imei=number)
