"""What the counter's page draws, and how it is read back from the disk. No widget, no thread of its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pos_app.application import ask, scan, sell
from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import AnswerEvidence, InquiryEvidence
from pos_app.domain.money import LineAmounts
from pos_app.domain.outbox import OVER_THERE, OutboxEntry
from pos_app.domain.registry import Channel, OperationKind, OperationState, ScriptLine
from pos_app.domain.run import StepState, may_record
from pos_app.domain.sale import Sale
from pos_app.domain.stock import Unit
from pos_app.domain.vat import NOT_CALLED, Vat
from pos_app.domain.verdict import InquiryAnswer
from ui import format as fmt
from ui.view_models.notice import Notice

BUYER_FIELDS = ("buyer_name", "buyer_national_id", "buyer_mobile", "buyer_address", "buyer_postal_code")
BASKET = ("buyer", "payment", "line")  # intents that wait for their turn instead of being dropped
STEP_KINDS = {"inquiry": OperationKind.INQUIRY, "activation": OperationKind.ACTIVATION}
REDO = "redo"  # a step that the seller opened anew, kept with what was typed
ANSWER_FIELDS = (
    "raw_text", "sender", "verdict", "brand", "model", "importer", "import_type", "currency_type", "seen"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that the page draws. `busy` names the intent that is running, "" = none."""

    sale: Sale | None = None
    found: Unit | None = None  # scanned, and its sale not yet on disk
    totals: LineAmounts | None = None
    vat: Vat | None = None
    lacks: tuple[tuple[str, str], ...] = ()
    step_id: str = ""
    by_hand: OutboxEntry | None = None
    script: tuple[ScriptLine, ...] = ()
    answer: InquiryAnswer | None = None
    answer_channel: Channel | None = None
    entries: tuple[OutboxEntry, ...] = ()
    parked: tuple[tuple[str, str], ...] = ()
    codes: tuple[scan.Named, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    busy: str = ""
    finished: str = ""  # number of the invoice that was just issued
    terminal: str = ""

    @property
    def checking(self) -> bool:
        """A question of the open step went out by API and its outcome is not known yet."""
        kind = STEP_KINDS.get(self.step_id)
        return any(
            e.kind is kind and e.channel is Channel.API and (e.state in OVER_THERE or e.state is OperationState.SENDING)
            for e in self.entries
        )  # fmt: skip

    @property
    def saving_basket(self) -> bool:
        """Buyer, payment or price are on their way to the disk: done in a moment, whatever the registry does."""
        return self.busy in BASKET

    @property
    def unit(self) -> Unit | None:
        return (self.sale.unit if self.sale else None) or self.found

    def error(self, name: str) -> Notice | None:
        return next((notice for notice in self.notices if notice.field == name), None)


def read(services: Services, sale_id: str, forget: tuple[str, ...] = ()) -> State:
    """The State of a sale as the disk has it. Runs in a lane, touches no widget."""
    with services.storage.read() as session:
        sale = session.sale(sale_id) if sale_id else None
        others = tuple(
            (other.id, _name_of(other))
            for other_id in session.open_sales(services.till_id)
            if other_id != sale_id and (other := session.sale(other_id)) is not None
        )
        shop = shops.load(session)
        if sale is None:
            return State(parked=others, terminal=shop.card_terminal)
        entries = session.entries_of(sale.id)
        lacks = sell.lacks(services, session, sale)
        try:
            vat = sell.vat_now(services, session, shop)
        except ShopError as error:  # a day that the VAT table does not cover stops the invoice, not the counter
            vat, lacks = NOT_CALLED, (*lacks, (error.code, error.detail))
    state = State(
        sale=sale, totals=sale.totals(vat), vat=vat, lacks=lacks, entries=entries,
        parked=others, terminal=shop.card_terminal,
        fields={name: text for name, text in sale.draft.items() if name not in forget},
    )  # fmt: skip
    return _with_step(services, state)


def _name_of(sale: Sale) -> str:
    """Two waiting sales of one model are told apart by what sellers say aloud: the last five digits."""
    unit = sale.unit
    if unit is None:
        return ""
    name = f"{unit.product.brand} {unit.product.model}".strip() or unit.product.title
    return f"{fmt.ltr(name)} {fmt.ltr('…' + unit.imeis[0][-5:])}" if unit.imeis else name


def _with_step(services: Services, state: State) -> State:
    sale = state.sale
    if sale is None or sale.run is None:
        return state
    step = sale.run.current(services.checklist)
    step_id = step.id if step else ""
    again = state.fields.get(REDO, "")
    if again and may_record(services.checklist, sale.run, again):
        step_id = again
    kind = STEP_KINDS.get(step_id)
    open_ones = [e for e in state.entries if e.kind is kind and e.channel.assisted and not e.state.final]
    by_hand = open_ones[-1] if open_ones else None
    script = ask.script_of(services, by_hand) if by_hand else ()
    answer, channel = _answer_for(sale, state.entries)
    return replace(
        state, step_id=step_id, by_hand=by_hand, script=script, answer=answer, answer_channel=channel
    )  # fmt: skip


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


def same_sale(one: State, other: State) -> bool:
    return one.sale is not None and other.sale is not None and one.sale.id == other.sale.id
