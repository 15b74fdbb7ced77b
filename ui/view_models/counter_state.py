"""What the counter's page draws. No widget, no thread of its own; `reading` makes it from the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pos_app.application import channels, scan
from pos_app.application.modem import Brought
from pos_app.domain.duty import CodeAt, code_at
from pos_app.domain.money import NOTHING, LineAmounts, MoneyError
from pos_app.domain.outbox import OVER_THERE, OutboxEntry, withdrawable
from pos_app.domain.registry import Channel, OperationKind, OperationState, ScriptLine
from pos_app.domain.sale import CaseKind, Sale, SaleLine
from pos_app.domain.stock import Unit
from pos_app.domain.vat import Vat
from pos_app.domain.verdict import InquiryAnswer
from ui.view_models.notice import Notice, placed

BUYER_FIELDS = (
    "buyer_name", "buyer_national_id", "buyer_mobile", "buyer_address", "buyer_postal_code", "buyer_economic_no",
)  # fmt: skip
BASKET = ("buyer", "payment", "parts", "line", "goods")  # intents that wait for their turn instead of being dropped
STEP_KINDS = {
    "inquiry": OperationKind.INQUIRY,
    "activation": OperationKind.ACTIVATION,
    "holder_activation": OperationKind.ACTIVATION,
    "transfer": OperationKind.TRANSFER,
}
COMPARED = ("box1", "box2", "device1", "device2", "tray1", "tray2")  # what is held against each other
DEVICE = "device"  # opened anew: which phone a walk-in brings
REDO = "redo"  # a step that the seller opened anew, kept with what was typed
WAY_FIELDS = {
    OperationKind.INQUIRY: "inquiry_channel",
    OperationKind.ACTIVATION: "activation_channel",
    OperationKind.TRANSFER: "transfer_channel",
}
ANSWER_FIELDS = (
    "raw_text", "sender", "verdict", "brand", "model", "importer", "import_type", "currency_type", "seen",
    "inquiry_channel",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What the registry last said of this phone; `at` is never younger than the answer is."""

    answer: InquiryAnswer
    at: datetime


@dataclass(frozen=True, slots=True)
class Parked:
    """A sale that waits at this till. `since`: its question is out since then, None = nothing is; `here`: a modem has
    brought the message; `step`: where it stands, "" = at the invoice."""

    id: str
    title: str
    since: datetime | None = None
    here: bool = False
    step: str = ""
    kind: CaseKind = CaseKind.SALE


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What comes back within this sale: a phone in trade or in exchange; `amount` in rials."""

    case_id: str
    kind: CaseKind
    title: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that the page draws. `busy` names the intent that is running, "" = none; `now` is when it was read.
    `stale`: how old the answer is that must be asked for again; `dialling`: sales for which the modem talks now, and
    of what."""

    sale: Sale | None = None
    found: Unit | None = None  # scanned, and its sale not yet on disk
    totals: LineAmounts | None = None
    vat: Vat | None = None
    lacks: tuple[tuple[str, str], ...] = ()
    step_id: str = ""
    by_hand: OutboxEntry | None = None
    script: tuple[ScriptLine, ...] = ()
    brought: Brought = field(default_factory=Brought)
    begun: datetime | None = None  # of `by_hand`
    answer: InquiryAnswer | None = None
    answer_channel: Channel | None = None
    last: LastAnswer | None = None
    stale: timedelta | None = None
    ways: Mapping[OperationKind, tuple[Channel, ...]] = field(default_factory=dict)
    entries: tuple[OutboxEntry, ...] = ()
    parked: tuple[Parked, ...] = ()
    dialling: Mapping[str, OperationKind] = field(default_factory=dict)
    codes: tuple[scan.Named, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    busy: str = ""
    finished: str = ""  # number of the invoice that was just issued
    finished_kind: CaseKind = CaseKind.SALE
    terminal: str = ""
    now: datetime | None = None
    silent: bool = False  # the registry did not answer the last round
    credits: tuple[CreditLine, ...] = ()
    due: int | None = None  # rials left to pay, below 0 = the shop pays it out; None = not known
    shop_sim: str = ""
    parties: tuple[str, str] = ("", "")  # who usually gives and takes in the transfer
    original: str = ""  # number of the invoice that a return undoes
    may_choose: bool = False  # nothing binding is done: it may still be sold as something else

    def _asked_by_api(self) -> tuple[OutboxEntry, ...]:
        kind = STEP_KINDS.get(self.step_id)
        return tuple(e for e in self.entries if e.kind is kind and e.channel is Channel.API)

    @property
    def over_there(self) -> bool:
        """A question of the open step is with the registry: a look-up may tell what became of it."""
        return any(e.state in OVER_THERE or e.state is OperationState.SENDING for e in self._asked_by_api())

    @property
    def checking(self) -> bool:
        """One is with the registry, or may be and is to be repeated: what never left the shop is merely waiting."""
        return self.over_there or any(
            e.state is OperationState.QUEUED and e.first_sent_at is not None for e in self._asked_by_api()
        )

    @property
    def saving_basket(self) -> bool:
        """Buyer, payment or price are on their way to the disk: done in a moment, whatever the registry does."""
        return self.busy in BASKET

    @property
    def unit(self) -> Unit | None:
        return (self.sale.unit if self.sale else None) or self.found

    @property
    def on_the_line(self) -> bool:
        """The modem talks for this sale now."""
        return self.sale is not None and self.sale.id in self.dialling

    @property
    def talking(self) -> bool:
        """It talks of the open step, and no other way has been taken meanwhile."""
        kind = self.dialling.get(self.sale.id) if self.sale else None
        other = self.by_hand is not None and self.by_hand.channel is not Channel.MODEM
        return kind is not None and kind is STEP_KINDS.get(self.step_id) and not other

    @property
    def unsettled(self) -> bool:
        """The transfer or activation of the open step may be with the registry: it is asked about, and goes out by no
        other way."""
        kind = STEP_KINDS.get(self.step_id)
        return kind is not OperationKind.INQUIRY and any(
            e.kind is kind and not e.state.final and not withdrawable(e) for e in self.entries
        )

    @property
    def kind(self) -> CaseKind:
        return self.sale.kind if self.sale else CaseKind.SALE

    @property
    def sold_code(self) -> str:
        """The scanned phone that is sold already, and may be taken back; "" = none was."""
        said = next((notice.detail for notice in self.notices if notice.code == "unit-already-sold"), "")
        return said.split()[0] if said else ""

    @property
    def may_put_right(self) -> bool:
        """Which phone it is was said, and nobody was asked about it yet."""
        run = self.sale.run if self.sale else None
        return self.kind is CaseKind.BUY_IN and run is not None and not run.passed("inquiry")

    @property
    def usual_sim(self) -> str:
        """For whose SIM the open activation most likely is."""
        if self.step_id == "holder_activation" or self.sale is None:
            return ""
        return self.sale.buyer.mobile if self.kind is CaseKind.SALE else self.shop_sim

    def ways_for(self, kind: OperationKind) -> tuple[Channel, ...]:
        return self.ways.get(kind, ())

    def way(self, kind: OperationKind) -> Channel | None:
        """The way for the next question: chosen by the seller, else under way, else the first that is offered; while
        the registry is silent, the first that does without it."""
        ways, chosen = self.ways_for(kind), self.fields.get(WAY_FIELDS[kind], "")
        if chosen in ways:
            return Channel(chosen)
        if self.by_hand is not None and self.by_hand.channel in ways:
            return self.by_hand.channel
        at_hand = [way for way in ways if way is not Channel.API] if self.silent else ()
        return next(iter(at_hand or ways), None)

    @property
    def go_on_by(self) -> Channel | None:
        """The way to offer where the one that was tried does not answer; None = there is none, or none may be taken."""
        kind = STEP_KINDS.get(self.step_id)
        tried = [entry for entry in self.entries if entry.kind is kind]
        if kind is None or not tried or (kind is not OperationKind.INQUIRY and self.unsettled):
            return None
        if self.by_hand is None and tried[-1].state is OperationState.REJECTED:
            return None  # it has answered: what it refused is put right, not asked elsewhere
        chosen = self.way(kind)
        ways, failed = self.ways_for(kind), tried[-1].channel
        if self.by_hand is not None and chosen is not None and chosen is not failed:
            return chosen
        return channels.next_after(ways, failed)

    @property
    def code_at(self) -> CodeAt:
        """Where the code of the open activation lies."""
        run = self.sale.run if self.sale else None
        return code_at(run.checklist_id if run else "", self.step_id)

    def error(self, name: str) -> Notice | None:
        found = next((notice for notice in self.notices if notice.field == name), None)
        return self.placed(found) if found is not None else None

    def placed(self, notice: Notice) -> Notice:
        return placed(notice, self.code_at, self.kind)


def amounts_of(line: SaleLine, vat: Vat) -> LineAmounts:
    """Nothing, while the price is still to be typed, or makes no sum."""
    try:
        return line.amounts(vat) if line.fee > 0 else NOTHING
    except MoneyError:
        return NOTHING


def same_sale(one: State, other: State) -> bool:
    return one.sale is not None and other.sale is not None and one.sale.id == other.sale.id
