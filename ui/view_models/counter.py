"""The counter without its window: a frozen State, one `changed` signal, and the seller's intents.

The truth is on disk: every intent goes through the database lane and the State is read back from there.
What is being typed lives in `fields` and follows to disk a moment later, so that nothing typed is lost.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from pos_app.application import ask, guide, invoicing, scan, sell
from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.domain import imei
from pos_app.domain.errors import Finding, ShopError, StepRefusedError
from pos_app.domain.evidence import AnswerEvidence, InquiryEvidence
from pos_app.domain.money import LineAmounts
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import Channel, OperationKind, ScriptLine
from pos_app.domain.run import StepState, may_record
from pos_app.domain.sale import Buyer, Payment, Sale, missing
from pos_app.domain.stock import Unit
from pos_app.domain.vat import Vat
from pos_app.domain.verdict import InquiryAnswer, Verdict
from ui.jobs import Jobs

log = logging.getLogger(__name__)
DRAFT_DELAY_MS = 250
_AFTER_PAINT = -10  # lower than the priority of Qt's own paint events
BUYER_FIELDS = ("buyer_name", "buyer_national_id", "buyer_mobile", "buyer_address", "buyer_postal_code")
BASKET = ("buyer", "payment", "line")  # intents that wait for their turn instead of being dropped
REDO = "redo"  # a step that the seller opened anew, kept with what was typed
ANSWER_FIELDS = (
    "raw_text", "sender", "verdict", "brand", "model", "importer", "import_type", "currency_type", "seen"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell: `code` for `ui.notices`, `field` where it belongs ("" = the bar)."""

    code: str
    detail: str = ""
    field: str = ""


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
    def saving_basket(self) -> bool:
        """Buyer, payment or price are on their way to the disk: done in a moment, whatever the registry does."""
        return self.busy in BASKET

    @property
    def unit(self) -> Unit | None:
        return (self.sale.unit if self.sale else None) or self.found

    def error(self, name: str) -> Notice | None:
        return next((notice for notice in self.notices if notice.field == name), None)


class CounterVM(QObject):
    """One till's counter."""

    changed = Signal()
    invoice_wanted = Signal(str)
    printed = Signal(str)

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self.services = services
        self._jobs = jobs
        self.state = State()
        self._dirty: set[str] = set()  # typed since the last write
        self._later: dict[str, Callable[[], None]] = {}  # basket intents that came while another was under way
        self._scans: deque[tuple[str, str]] = deque()  # sale on screen and text, found and not yet taken
        self._saver = QTimer(self)
        self._saver.setSingleShot(True)
        self._saver.setInterval(DRAFT_DELAY_MS)
        self._saver.timeout.connect(self.flush)

    # -- the screen's own steps ------------------------------------------------------------------

    def start(self) -> None:
        """Back to the same step of the same sale, whatever ended the program."""

        def latest() -> State:
            with self.services.storage.write() as session:
                session.recover_crashed(self.services.clock.now())
                open_sales = session.open_sales(self.services.till_id)
            return self._read(open_sales[0] if open_sales else "")

        self._run("start", latest)

    def edit(self, name: str, text: str) -> None:
        """Typed: kept at once here, on disk a moment later. An old complaint about the field is dropped."""
        if self.state.fields.get(name, "") == text:
            return
        complaint = self.state.error(name) is not None
        self.state = replace(
            self.state, fields={**self.state.fields, name: text},
            notices=tuple(notice for notice in self.state.notices if notice.field != name),
        )  # fmt: skip
        self._dirty.add(name)
        self._saver.start()
        if complaint:
            self.changed.emit()

    @property
    def saving(self) -> bool:
        """Something typed is still on its way to the disk."""
        return self._saver.isActive() or bool(self._dirty)

    def flush(self) -> None:
        """Writes what was typed now."""
        self._saver.stop()
        sale = self.state.sale
        if sale is None:
            return
        if self._dirty:
            changes = {name: self.state.fields.get(name, "") for name in self._dirty}
            self._dirty.clear()
            self._jobs.db(
                lambda: sell.save_draft(self.services, sale.id, changes), lambda _none: None, self._failed
            )  # fmt: skip

    def dismiss(self) -> None:
        self.state = replace(self.state, notices=(), finished="")
        self.changed.emit()

    # -- scanning --------------------------------------------------------------------------------

    def scanned(self, text: str) -> None:
        """Any code of the box, typed or scanned. A unit is on the screen once it is found; then its sale is written."""
        sale_id = self.state.sale.id if self.state.sale else ""
        self._save_now()
        self.state = replace(self.state, busy="scan", notices=(), finished="")

        def found(unit: Unit | None) -> None:
            self.state = replace(self.state, found=unit)
            self.changed.emit()  # the first draw of this scan: one before it would only hold up the unit
            self._scans.append((sale_id, text))
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _AFTER_PAINT)

        if self.state.unit is None:
            self._jobs.db(lambda: scan.identify(self.services, text), found, self._failed)
        else:
            found(None)

    def customEvent(self, _event: QEvent) -> None:
        """What was found is painted: now the sale, in the order of the scans."""
        self._take(*self._scans.popleft())

    def _take(self, sale_id: str, text: str) -> None:
        def take() -> State:
            result = scan.take(self.services, sale_id, text)
            if result.invoice:
                return replace(self.state, finished=result.invoice, notices=(), busy="")
            return replace(self._read(result.sale_id), codes=result.codes)

        def shown(state: State) -> None:
            self._arrive(state)
            if state.finished:
                self.invoice_wanted.emit(state.finished)

        self._jobs.db(take, shown, self._failed)

    def picture(self, data: bytes) -> None:
        """A photo, the clipboard or a webcam frame: every code of it, as if scanned together."""
        services = self.services
        self._begin("picture")
        self._jobs.net(
            lambda: scan.as_text(scan.read_picture(services, data)), self.scanned, self._failed
        )  # fmt: skip

    def look_for_codes(self, data: bytes, found: Callable[[str], None]) -> None:
        """A webcam frame: silent until it holds a code."""
        services = self.services

        def seen(text: str) -> None:
            if text:
                found(text)

        def look() -> str:
            try:
                return scan.as_text(scan.read_picture(services, data))
            except ShopError:
                return ""

        self._jobs.net(look, seen, self._failed)

    # -- the checklist ---------------------------------------------------------------------------

    def inquire(self, channel: Channel) -> None:
        box = self._numbers("box")
        self._on_sale("inquiry", lambda sale_id: ask.inquire(self.services, sale_id, box, channel), network=True)

    def ask_again(self) -> None:
        self._on_sale("inquiry", lambda sale_id: ask.ask_again(self.services, sale_id), network=True)

    def begin_again(self, step_id: str) -> None:
        """Opens a recorded step anew; its record stays, the next one counts."""
        sale = self.state.sale
        if sale is not None:
            self.state = replace(self.state, fields={**self.state.fields, REDO: step_id})
            self._dirty.add(REDO)
            self._save_now()
            self._run("redo", lambda: self._read(sale.id))

    def confirm_answer(self, *, matches: bool) -> None:
        """Step 2 of an answer that came by API, or that a decision stands in for."""
        answer, channel = self.state.answer, self.state.answer_channel
        if answer is None or channel is None:
            return
        self._on_sale(
            "answer",
            lambda sale_id: guide.confirm_answer(
                self.services, sale_id, answer, channel, matches_hand=matches, sender=""
            ),
        )  # fmt: skip

    def take_answer(self, *, matches: bool | None, picture: bytes | None = None) -> None:
        """Steps 1 and 2 of an answer that the seller brings from another screen."""
        entry, fields = self.state.by_hand, self.state.fields
        if entry is None:
            return
        try:
            verdict = Verdict(fields.get("verdict", ""))
        except ValueError:
            self._tell(Notice("verdict-not-chosen", field="verdict"))
            return
        answer = InquiryAnswer(
            verdict=verdict, imei=entry.device_key, brand=fields.get("brand", ""), model=fields.get("model", ""),
            importer=fields.get("importer", ""), import_type=fields.get("import_type", ""),
            currency_type=fields.get("currency_type", ""), raw_text=fields.get("raw_text", "")[: guide.MAX_TEXT],
            seen_on_network_before={"yes": True, "no": False}.get(fields.get("seen", "")),
        )  # fmt: skip
        sender = fields.get("sender", "")
        self._on_sale(
            "answer",
            lambda sale_id: ask.take_answer(
                self.services, sale_id, entry.id, answer, sender=sender, matches_hand=matches, picture=picture
            ),
            forget=ANSWER_FIELDS,
        )  # fmt: skip

    def no_answer(self) -> None:
        entry = self.state.by_hand
        if entry is not None:
            self._on_sale(
                "answer", lambda sale_id: ask.no_answer(self.services, sale_id, entry.id, "no-answer-by-hand")
            )  # fmt: skip

    def compare(self) -> None:
        box, device = self._numbers("box"), self._numbers("device")
        self._on_sale("compare", lambda sale_id: guide.compare(self.services, sale_id, box, device))

    def activate(self, channel: Channel) -> None:
        used, sim, code = self._activation_fields()
        self._on_sale(
            "activate",
            lambda sale_id: ask.activate(self.services, sale_id, channel, imei_used=used, sim=sim, code=code),
            network=True,
        )  # fmt: skip

    def take_activation(self, *, succeeded: bool | None, picture: bytes | None = None) -> None:
        entry, fields = self.state.by_hand, self.state.fields
        if entry is None:
            return
        self._on_sale(
            "activate",
            lambda sale_id: ask.take_activation(
                self.services, sale_id, entry.id, succeeded=succeeded, raw_text=fields.get("raw_text", ""),
                sender=fields.get("sender", ""), picture=picture,
            ),
            forget=("raw_text", "sender"),
        )  # fmt: skip

    def defer_activation(self, channel: Channel, reason: str) -> None:
        used, sim, code = self._activation_fields()
        self._on_sale(
            "activate",
            lambda sale_id: guide.defer_activation(
                self.services, sale_id, channel, imei_used=used, sim=sim, code=code, reason=reason
            ),
            forget=("reason",),
        )  # fmt: skip

    def decide(self, reason: str) -> None:
        step_id = self.state.step_id
        self._on_sale(
            "decide", lambda sale_id: guide.decide(self.services, sale_id, step_id, reason), forget=("reason",)
        )

    def release(self, pin: str, reason: str) -> None:
        step_id = self.state.step_id
        self._on_sale(
            "decide",
            lambda sale_id: guide.release(self.services, sale_id, step_id, pin=pin, reason=reason),
            forget=("reason",),
        )  # fmt: skip

    def _activation_fields(self) -> tuple[str, str, str]:
        fields, unit = self.state.fields, self.state.unit
        first = unit.imeis[0] if unit and unit.imeis else ""
        sim = fields.get("sim") or (self.state.sale.buyer.mobile if self.state.sale else "")
        return fields.get("imei_used") or first, sim, fields.get("code", "")

    def _numbers(self, side: str) -> tuple[str, ...]:
        return (self.state.fields.get(f"{side}1", ""), self.state.fields.get(f"{side}2", ""))

    # -- basket, buyer, money ----------------------------------------------------------------------

    def set_buyer(self, buyer: Buyer) -> None:
        self._basket(
            "buyer", lambda sale_id: sell.set_buyer(self.services, sale_id, buyer), forget=BUYER_FIELDS
        )  # fmt: skip

    def set_payment(self, payment: Payment) -> None:
        self._basket("payment", lambda sale_id: sell.set_payment(self.services, sale_id, payment))

    def change_line(self, line_id: str, *, fee: int, discount: int, quantity: int) -> None:
        self._basket(
            "line",
            lambda sale_id: sell.change_line(
                self.services, sale_id, line_id, fee=fee, discount=discount, quantity=quantity
            ),
            forget=(f"fee_{line_id}", f"discount_{line_id}"),
        )  # fmt: skip

    def remove_line(self, line_id: str) -> None:
        self._basket("line", lambda sale_id: sell.remove_line(self.services, sale_id, line_id))

    def _basket(self, name: str, work: Callable[[str], object], forget: tuple[str, ...] = ()) -> None:
        """Buyer, payment, price: what the seller fills in while the registry thinks is done right after."""
        sale = self.state.sale
        if sale is None:
            return
        if not self.state.busy:
            self._on_sale(name, work, forget=forget)
            return

        def again() -> None:
            if self.state.sale is not None and self.state.sale.id == sale.id:
                self._on_sale(name, work, forget=forget, keep=self.state.notices)

        self._later[name] = again  # the newest of its kind counts

    def _do_later(self) -> None:
        while self._later and not self.state.busy:
            self._later.pop(next(iter(self._later)))()

    def park(self) -> None:
        """The sale stays on disk; the counter is free for the next customer."""
        self.flush()
        self._run("park", lambda: self._read(""))

    def resume(self, sale_id: str) -> None:
        self.flush()

        def bring() -> State:
            with self.services.storage.write() as session:
                session.touch_sale(sale_id, self.services.clock.now())
            return self._read(sale_id)

        self._run("resume", bring)

    def abandon(self) -> None:
        sale = self.state.sale
        if sale is None:
            return

        def give_up() -> State:
            sell.abandon(self.services, sale.id)
            return self._read("")

        self._saver.stop()
        self._run("abandon", give_up)

    def finish(self) -> None:
        """Sale on disk first, then paper: a printer that fails never costs an invoice."""
        sale = self.state.sale
        if sale is None:
            return
        if self.state.saving_basket:
            self._later["finish"] = self._finish_if_kept
            return
        if self.state.busy or self.state.lacks:
            return
        self._save_now()

        def issue() -> State:
            invoice = sell.complete(self.services, sale.id)
            return replace(self._read(""), finished=invoice.number)

        def issued(state: State) -> None:
            self._arrive(state)
            self.print_invoice(state.finished)

        self._run("finish", issue, issued)

    def _finish_if_kept(self) -> None:
        if not self.state.notices:  # what the seller filled in last was refused: first that
            self.finish()

    def print_invoice(self, number: str) -> None:
        self._jobs.db(
            lambda: str(invoicing.paper(self.services, number)), self.printed.emit, self._failed
        )  # fmt: skip

    # -- the way to the lanes and back -------------------------------------------------------------

    def _on_sale(
        self, name: str, work: Callable[[str], object], *, network: bool = False, forget: tuple[str, ...] = (),
        keep: tuple[Notice, ...] = (),
    ) -> None:  # fmt: skip
        """`keep`: complaints that stay, because this was only waiting for its turn."""
        sale = self.state.sale
        if sale is None or self.state.busy:
            return
        self._save_now()

        done_with = forget if name in BASKET else (*forget, REDO)

        def act() -> State:
            work(sale.id)
            return replace(self._read(sale.id, done_with), codes=self.state.codes, notices=keep)

        self._run(name, act, network=network)

    def _save_now(self) -> None:
        """Typed text reaches the database before the intent that may use it: one lane keeps the order."""
        if self.state.sale is not None:
            self.flush()

    def _begin(self, name: str) -> None:
        self.state = replace(self.state, busy=name, notices=(), finished="")
        self.changed.emit()

    def _run(
        self, name: str, work: Callable[[], State], done: Callable[[State], None] | None = None, *,
        network: bool = False,
    ) -> None:  # fmt: skip
        self._begin(name)
        lane = self._jobs.net if network else self._jobs.db
        lane(work, done or self._arrive, self._failed)

    def _arrive(self, state: State) -> None:
        fields = dict(state.fields)
        if _same_sale(state, self.state):  # keys pressed while the answer was on its way win
            for name in self._dirty:
                fields.pop(name, None)
            fields |= {name: self.state.fields[name] for name in self._dirty if name in self.state.fields}
        else:
            self._dirty.clear()
        if state.sale is not None:  # what a recorded step no longer needs goes from the disk as well
            gone = {name for name, text in state.sale.draft.items() if text and not fields.get(name)}
            if gone:
                self._dirty |= gone
                self._saver.start()
        self.state = replace(state, fields=fields, busy="")
        self.changed.emit()
        self._do_later()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, StepRefusedError):
            notices = tuple(_notice(finding) for finding in error.findings)
        elif isinstance(error, ShopError):
            notices = (Notice(error.code, error.detail, error.field),)
        else:
            log.error("fault of ours", exc_info=error)
            notices = (Notice("internal-fault", type(error).__name__),)
        self._tell(*notices)

    def tell(self, notice: Notice) -> None:
        """Something the page itself noticed."""
        self._tell(notice)

    def _tell(self, *notices: Notice) -> None:
        self.state = replace(self.state, notices=notices, busy="", found=None)
        self.changed.emit()
        if self._later:
            self._do_later()
        if self.state.sale is not None and not self.state.busy:
            self._refresh(self.state.sale.id, notices)

    def _refresh(self, sale_id: str, notices: tuple[Notice, ...]) -> None:
        """After a refusal the disk may still have moved (an operation settled): show it, keep the complaint."""
        codes = self.state.codes

        def seen(state: State) -> None:
            if self.state.sale is not None and self.state.sale.id == sale_id and not self.state.busy:
                self.state = replace(state, notices=notices, fields=self.state.fields, codes=codes)
                self.changed.emit()

        self._jobs.db(lambda: self._read(sale_id), seen, lambda error: log.warning("not re-read: %s", error))

    def _read(self, sale_id: str, forget: tuple[str, ...] = ()) -> State:
        """The State of a sale as the disk has it. Runs in a lane, touches no widget."""
        services = self.services
        with services.storage.read() as session:
            sale = session.sale(sale_id) if sale_id else None
            others = tuple(
                (other.id, other.unit.product.title if other.unit else "")
                for other_id in session.open_sales(services.till_id)
                if other_id != sale_id and (other := session.sale(other_id)) is not None
            )
            shop = shops.load(session)
            if sale is None:
                return State(parked=others, terminal=shop.card_terminal)
            entries = session.entries_of(sale.id)
            vat = sell.vat_now(services, session)
        state = State(
            sale=sale, totals=sale.totals(vat), vat=vat, lacks=missing(sale, services.checklist), entries=entries,
            parked=others, terminal=shop.card_terminal,
            fields={name: text for name, text in sale.draft.items() if name not in forget},
        )  # fmt: skip
        return self._with_step(state)

    def _with_step(self, state: State) -> State:
        sale = state.sale
        if sale is None or sale.run is None:
            return state
        step = sale.run.current(self.services.checklist)
        step_id = step.id if step else ""
        again = state.fields.get(REDO, "")
        if again and may_record(self.services.checklist, sale.run, again):
            step_id = again
        kind = {"inquiry": OperationKind.INQUIRY, "activation": OperationKind.ACTIVATION}.get(step_id)
        open_ones = [e for e in state.entries if e.kind is kind and e.channel.assisted and not e.state.final]
        by_hand = open_ones[-1] if open_ones else None
        script = ask.script_of(self.services, by_hand) if by_hand else ()
        answer, channel = _answer_for(sale, state.entries)
        return replace(
            state, step_id=step_id, by_hand=by_hand, script=script, answer=answer, answer_channel=channel
        )  # fmt: skip


def _same_sale(one: State, other: State) -> bool:
    return one.sale is not None and other.sale is not None and one.sale.id == other.sale.id


def _answer_for(sale: Sale, entries: tuple[OutboxEntry, ...]) -> tuple[InquiryAnswer | None, Channel | None]:
    """What step 2 has to judge: the registry's answer to the recorded question, or UNAVAILABLE by decision."""
    first = sale.run.last("inquiry") if sale.run else None
    if first is None or not isinstance(first.evidence, InquiryEvidence):
        return None, None
    judged = sale.run.last("answer_control") if sale.run else None
    if judged is not None and isinstance(judged.evidence, AnswerEvidence) and judged.at >= first.at:
        return judged.evidence.answer, judged.channel
    if first.state is StepState.DECIDED:
        return ask.unavailable(first.evidence.box[0]), first.channel
    entry = next((e for e in entries if e.id == first.evidence.operation_id), None)
    return (entry.answer, entry.channel) if entry and entry.answer else (None, first.channel)


def _notice(finding: Finding) -> Notice:
    return Notice(finding.code, finding.detail, finding.field)


def same_digits(one: str, other: str) -> bool:
    """True while two typed numbers agree as far as both go."""
    a, b = imei.normalise(one), imei.normalise(other)
    return not imei.differing_places(a[: len(b)], b[: len(a)])
