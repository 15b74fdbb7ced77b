"""The transfer of ownership at the counter: from its owner's SIM to the other party's. Opened here, complete when that
party has activated."""

from __future__ import annotations

from pos_app.application import ask, guide, sell
from pos_app.application import shop as shops
from pos_app.application.ask import Asked
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import imei
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.evidence import TransferEvidence
from pos_app.domain.guards_used import OPENED
from pos_app.domain.identifiers import check_mobile, mobile_masked
from pos_app.domain.outbox import OutboxEntry, Settlement
from pos_app.domain.registry import ByHand, Channel, OperationKind, OperationState, TransferReason
from pos_app.domain.rights import Right
from pos_app.domain.sale import CaseKind, Sale
from pos_app.ports.storage import ReadSession, WriteSession

STEP = "transfer"
_REASONS = {
    CaseKind.SALE: TransferReason.SALE,
    CaseKind.BUY_IN: TransferReason.BUY_IN,
    CaseKind.RETURN: TransferReason.RETURN,
}


def reason_of(kind: CaseKind) -> TransferReason:
    return _REASONS[kind]


def parties(from_sim: str, to_sim: str) -> tuple[str, str]:
    """Both numbers, canonical. Raises ShopError at the field that is wrong: a landline, or one number for both."""
    said = {"from_sim": check_mobile(from_sim), "to_sim": check_mobile(to_sim)}
    for field, check in said.items():
        if not check.ok:
            raise ShopError(check.code, field=field, detail=check.value)
    if said["from_sim"].value == said["to_sim"].value:
        raise ShopError("transfer-to-owner", field="to_sim", detail=mobile_masked(said["to_sim"].value))
    return said["from_sim"].value, said["to_sim"].value


@needs(Right.SELL)
def transfer(
    services: Services, sale_id: str, channel: Channel, *, imei_used: str, from_sim: str, to_sim: str
) -> Asked:
    """Opens the transfer, by API or by a script. Raises ShopError at the field; a refusal is a StepRefusedError."""
    owner, taker = parties(from_sim, to_sim)
    number = imei.normalise(imei_used)
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        trial = TransferEvidence(
            imei=number, from_sim=mobile_masked(owner), to_sim=mobile_masked(taker), state=OperationState.ACCEPTED
        )  # fmt: skip
        ask.refuse_early(services, session, sale, STEP, trial, channel)
        _refuse_a_strange_taker(session, sale, taker)
        opened = _opened_already(session, sale_id, number, taker)
        if opened is not None:
            return ask.take_up_entry(services, session, sale, opened)
        sell.refuse_unsound(services, session, sale)
        payload = {"from_msisdn": owner, "to_msisdn": taker, "reason": reason_of(sale.kind).value}
        entry = ask.entry_for(services, session, sale, OperationKind.TRANSFER, channel, number, payload)
        session.set_draft(sale_id, {**sale.draft, "from_sim": owner, "to_sim": taker})
    asked, reply = ask.call(services, entry)
    if not isinstance(reply, ByHand):
        with services.storage.write() as session:
            ask.record(services, session, sell.load(session, sale_id), entry, asked)
    return asked


def _refuse_a_strange_taker(session: ReadSession, sale: Sale, taker: str) -> None:
    """What the shop takes over goes to its own SIM, where it has said which that is."""
    own = shops.load(session).sim
    if sale.kind is not CaseKind.SALE and own and taker != own:
        raise ShopError("not-the-shops-sim", field="to_sim", detail=mobile_masked(taker))


def _opened_already(session: WriteSession, sale_id: str, number: str, taker: str) -> OutboxEntry | None:
    """The transfer that the background round, or a call before a crash, has opened meanwhile: it is never doubled."""
    for entry in reversed(session.entries_of(sale_id)):
        if entry.kind is not OperationKind.TRANSFER or entry.state not in OPENED:
            continue
        if entry.channel.assisted:
            continue  # what a person dialled, its own script tells of
        if entry.payload.get("to_msisdn") != taker:
            first = mobile_masked(entry.payload.get("to_msisdn", ""))
            raise ShopError("transfer-open-to-other", field="to_sim", detail=first)
        return entry if entry.device_key == number else None
    return None


@needs(Right.SELL)
def cancel(services: Services, sale_id: str) -> None:
    """Calls an open transfer off, by the service only: whether Hamta itself can is not known, so no other way offers
    it. The step stands open again once the registry says that it is off. Raises ShopError `nothing-to-cancel`."""
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        opened = open_by_service(session.entries_of(sale_id))
        if opened is None:
            raise ShopError("nothing-to-cancel")
        said = {"transfer_id": opened.id}
        kind = OperationKind.TRANSFER_CANCEL
        off = ask.entry_for(services, session, sale, kind, Channel.API, opened.device_key, said)
    ask.call(services, off)
    ask.call(services, opened)  # looked up: only its own word ends it
    ask.take_up(services, sale_id)


def open_by_service(entries: tuple[OutboxEntry, ...]) -> OutboxEntry | None:
    """The transfer that the service has opened and whose code nobody has used."""
    found = [e for e in entries if e.kind is OperationKind.TRANSFER and e.channel is Channel.API]
    return found[-1] if found and not found[-1].state.final and found[-1].state in OPENED else None


@needs(Right.SELL)
def take_transfer(
    services: Services, sale_id: str, entry_id: str, *, succeeded: bool | None, raw_text: str, sender: str,
    picture: bytes | None = None,
) -> None:  # fmt: skip
    """What the owner's phone showed at the end. `succeeded` None = the dialogue broke off: ask first, never repeat."""
    state, problem = outcome_by_hand(succeeded)
    refused: StepRefusedError | None = None
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        entry = ask.open_by_hand(session, sale_id, entry_id)
        if succeeded is False and entry.state is OperationState.AWAITING_BUYER:
            state = OperationState.EXPIRED  # it was open, and came to nothing: the step stands open again
        sha256 = session.put_picture(picture) if picture else ""
        evidence = ask.transfer_evidence(
            entry, state, problem=problem, raw_text=raw_text[: guide.MAX_TEXT], sender=fold(sender),
            picture_sha256=sha256,
        )  # fmt: skip
        try:
            guide.add(services, session, sale, STEP, evidence, entry.channel)
        except StepRefusedError as error:
            if succeeded is not False:
                raise  # the evidence itself is wrong: nothing is settled
            refused = error
        settlement = Settlement(state, problem, assurance=ask.assurance_of(raw_text, picture), raw=raw_text)
        session.settle(entry_id, settlement, services.clock.now(), who=services.person)
    if refused:
        raise refused


def outcome_by_hand(succeeded: bool | None) -> tuple[OperationState, str]:
    """State and problem code for what a person saw; a transfer's own end is the other party's activation."""
    if succeeded is None:
        return OperationState.OUTCOME_UNKNOWN, "dialogue-broke-off"
    return (OperationState.AWAITING_BUYER, "") if succeeded else (OperationState.REJECTED, "transfer-refused")


@needs(Right.SELL)
def defer_transfer(
    services: Services, sale_id: str, channel: Channel, *, imei_used: str, from_sim: str, to_sim: str, reason: str
) -> None:
    """The transfer waits: a duty with its own deadline. Only where the owner is at hand later, which is the shop."""
    owner, taker = parties(from_sim, to_sim)
    evidence = TransferEvidence(
        imei=imei.normalise(imei_used), from_sim=mobile_masked(owner), to_sim=mobile_masked(taker),
        state=OperationState.QUEUED, deferred=True,
    )  # fmt: skip
    with services.storage.write() as session:
        sale = sell.load(session, sale_id)
        sell.refuse_unsound(services, session, sale)
        _refuse_a_strange_taker(session, sale, taker)
        own = shops.load(session).sim
        if sale.kind is CaseKind.SALE and own and owner != own:  # whoever else owns it may not come back for it
            raise ShopError("seller-must-stay", field="from_sim", detail=mobile_masked(owner))
        guide.put_off(services, session, sale, STEP, evidence, channel, reason)
        session.set_draft(sale_id, {**sale.draft, "from_sim": owner, "to_sim": taker})


def usual_parties(sale: Sale, shop_sim: str) -> tuple[str, str]:
    """Who gives and who takes, before anybody typed: (from, to), "" = not known."""
    other = sale.buyer.mobile
    if sale.kind is not CaseKind.SALE:
        return other, shop_sim
    holder = sale.draft.get("holder_sim", "") if sale.run and sale.run.checklist_id == "passenger" else shop_sim
    return holder, other
