"""How the counter's State is read back from the disk. Runs in a lane, touches no widget."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from pos_app.application import ask, channels, handover, in_currency, modem, sell, settlement
from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.domain.currency import Currency
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import AnswerEvidence, InquiryEvidence
from pos_app.domain.money import LineAmounts, MoneyError
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import Channel, OperationKind, OperationState, ScriptLine
from pos_app.domain.run import StepState, bound, may_record
from pos_app.domain.sale import CaseKind, Sale
from pos_app.domain.say import Say
from pos_app.domain.scripts import after_silence
from pos_app.domain.vat import NOT_CALLED, Vat
from pos_app.domain.verdict import InquiryAnswer
from pos_app.ports.storage import ReadSession
from ui import format as fmt
from ui.view_models.counter_state import (
    REDO,
    STEP_KINDS,
    WAY_FIELDS,
    CreditLine,
    LastAnswer,
    Parked,
    State,
)


def read(services: Services, sale_id: str, forget: tuple[str, ...] = ()) -> State:
    """The State of a sale as the disk has it."""
    with services.storage.read() as session:
        sale = session.sale(sale_id) if sale_id else None
        found = tuple(
            _parked(services, session, other)
            for other_id in session.open_sales(services.till_id)
            if other_id != sale_id and (other := session.sale(other_id)) is not None and not _beside(other, sale_id)
        )
        others = tuple(sorted(found, key=lambda parked: parked.since is None))  # what waits for an answer leads
        shop = shops.load(session)
        now = services.clock.now()
        if sale is None:
            return State(parked=others, terminal=shop.card_terminal, now=now)
        entries = session.entries_of(sale.id)
        lacks = sell.lacks(services, session, sale)
        try:
            vat = sell.vat_of(services, session, sale, shop)
        except ShopError as error:  # a day that the VAT table does not cover stops the invoice, not the counter
            vat = NOT_CALLED
            if sale.kind is CaseKind.SALE:  # a return pays back what its invoice took
                lacks = (*lacks, (error.code, error.detail))
        settled = _settled(session, sale, vat, sell.today(services))
        state = State(
            credits=settled[0], due=settled[1], shop_sim=shop.sim, parties=handover.usual_parties(sale, shop.sim),
            original=_original(session, sale), may_choose=_may_choose(services, sale),
            sale=sale, totals=_totals(sale, vat, shop.currency_on(sell.day_of(now))), vat=vat, lacks=lacks,
            entries=entries, parked=others, terminal=shop.card_terminal, now=now,
            fields={name: text for name, text in sale.draft.items() if name not in forget},
            last=_last(session, sale), stale=sell.stale(services, session, sale),
            ways={kind: channels.offered(services, session, kind) for kind in WAY_FIELDS},
        )  # fmt: skip
        return _with_step(services, session, state)


def _beside(case: Sale, sale_id: str) -> bool:
    """It is settled in the sale on screen, and stands there among the money."""
    return bool(sale_id) and case.within == sale_id


def _totals(sale: Sale, vat: Vat, currency: Currency) -> LineAmounts | None:
    """As the paper of a sale will say them, in rials; None where they make no sum, which is said by itself."""
    try:
        return in_currency.bill(sale, vat, currency) if sale.kind is CaseKind.SALE else sale.totals(vat)
    except MoneyError:
        return None


def _settled(session: ReadSession, sale: Sale, vat: Vat, today: date) -> tuple[tuple[CreditLine, ...], int | None]:
    """What comes back within this sale, and what is left to pay; of a buy-in or a return, what the shop owes."""
    if sale.kind is not CaseKind.SALE:
        return (), -settlement.owed_for(session, sale, today)
    try:
        found = settlement.of(session, sale, vat, today)
    except MoneyError:
        return (), None
    lines = tuple(
        CreditLine(credit.case.id, credit.case.kind, _name_of(credit.case), credit.amount) for credit in found.credits
    )
    return lines, found.due


def _original(session: ReadSession, sale: Sale) -> str:
    first = session.sale(sale.refers_to) if sale.refers_to else None
    return first.invoice_number if first else ""


def _may_choose(services: Services, sale: Sale) -> bool:
    run = sale.run
    return sale.kind is CaseKind.SALE and run is not None and not bound(services.list_of(run), run)


def _last(session: ReadSession, sale: Sale) -> LastAnswer | None:
    """What the registry last said of this phone, in whichever sale: as old as its oldest date."""
    entry = session.last_answer(sale.unit.imeis) if sale.unit else None
    if entry is None or entry.answer is None:
        return None
    dates = [at for at in (entry.answer.as_of, entry.settled_at) if at is not None]
    return LastAnswer(entry.answer, min(dates, default=entry.created_at))


def _parked(services: Services, session: ReadSession, sale: Sale) -> Parked:
    waiting = [e for e in session.entries_of(sale.id) if e.channel.assisted and not e.state.final and _begun(e)]
    if not waiting:
        step = sale.run.current(services.list_of(sale.run)) if sale.run else None
        return Parked(sale.id, _name_of(sale), step=step.id if step else "", kind=sale.kind)
    brought = modem.brought(session, waiting[-1].id)
    return Parked(sale.id, _name_of(sale), begun_at(waiting[-1], brought), here=bool(brought.text), kind=sale.kind)


def _begun(entry: OutboxEntry) -> bool:
    return entry.state is not OperationState.QUEUED


def begun_at(entry: OutboxEntry, brought: modem.Brought) -> datetime:
    """When somebody, or the modem, began to dial, send or type."""
    first = brought.exchanges[0].at if brought.exchanges else None
    return min((at for at in (entry.first_sent_at, first) if at is not None), default=entry.created_at)


def _name_of(sale: Sale) -> str:
    """Two waiting sales of one model are told apart by what sellers say aloud: the last five digits."""
    unit = sale.unit
    if unit is None:
        return ""
    name = f"{unit.product.brand} {unit.product.model}".strip() or unit.product.title
    return f"{fmt.ltr(name)}{fmt.NBSP}{fmt.ltr('…' + unit.imeis[0][-5:])}" if unit.imeis else name


def _with_step(services: Services, session: ReadSession, state: State) -> State:
    sale = state.sale
    if sale is None or sale.run is None:
        return state
    checklist = services.list_of(sale.run)
    step = sale.run.current(checklist)
    step_id = step.id if step else ""
    again = state.fields.get(REDO, "")
    if again and may_record(checklist, sale.run, again):
        step_id = again
    stale = state.stale if may_record(checklist, sale.run, "inquiry") else None
    if stale is not None:
        step_id = "inquiry"  # asked again before anything is done on the old word
    by_person = [e for e in state.entries if e.channel.assisted and not e.state.final and _begun(e)]
    asked = any(e.kind is OperationKind.INQUIRY for e in by_person)
    if asked and may_record(checklist, sale.run, "inquiry"):
        step_id = "inquiry"  # asked anew, also where the old answer still stands
    kind = STEP_KINDS.get(step_id)
    open_ones = [e for e in by_person if e.kind is kind]
    state = replace(state, step_id=step_id, stale=stale)
    answer, channel = _answer_for(sale, state.entries)
    state = replace(state, answer=answer, answer_channel=channel)
    if not open_ones:
        return state
    entry = open_ones[-1]
    brought = modem.brought(session, entry.id)
    script = _left_of(ask.script_of(services, entry), entry, brought)
    return replace(state, by_hand=entry, brought=brought, begun=begun_at(entry, brought), script=script)


_DONE_BY_MESSAGE = (Say.AWAIT_SMS, Say.PASTE_ANSWER, Say.CONFIRM_FIELDS)


def _left_of(
    script: tuple[ScriptLine, ...], entry: OutboxEntry, brought: modem.Brought
) -> tuple[ScriptLine, ...]:  # fmt: skip
    """What a modem has sent already is not dialled once more. A dialogue without an end is one that the program's own
    end broke off: nobody knows how far it came."""
    if entry.channel is not Channel.MODEM:
        return script
    if entry.state is OperationState.SENDING and (entry.last_problem or entry.kind is OperationKind.INQUIRY):
        return script
    if entry.state is not OperationState.ACCEPTED:
        return after_silence(entry.kind)
    last = max((place for place, line in enumerate(script) if line.value), default=-1)
    left = script[last + 1 :]
    return tuple(line for line in left if line.say not in _DONE_BY_MESSAGE) if brought.text else left


def _answer_for(sale: Sale, entries: tuple[OutboxEntry, ...]) -> tuple[InquiryAnswer | None, Channel | None]:
    """What step 2 has to judge: the registry's answer to the recorded question, or UNAVAILABLE by decision."""
    first = sale.run.last("inquiry") if sale.run else None
    if first is None or not isinstance(first.evidence, InquiryEvidence):
        return None, None
    judged = sale.run.last("answer_control") if sale.run else None
    given = judged is not None and judged.state is not StepState.REOPENED
    if judged is not None and given and isinstance(judged.evidence, AnswerEvidence) and judged.at >= first.at:
        return judged.evidence.answer, judged.channel
    if first.state is StepState.DECIDED:
        return ask.unavailable(first.evidence.box[0]), first.channel
    entry = next((e for e in entries if e.id == first.evidence.operation_id), None)
    return (entry.answer, entry.channel) if entry and entry.answer else (None, first.channel)
