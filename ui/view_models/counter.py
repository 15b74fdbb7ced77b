"""The counter without its window: a frozen State, one `changed` signal, and the seller's intents.

The truth is on disk: every intent goes through the database lane and the State is read back from there.
What is being typed lives in `fields` and follows to disk a moment later, so that nothing typed is lost.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from PySide6.QtCore import Signal

from pos_app.application import ask, completing, guide, printing, products, proforma, sell
from pos_app.application.codes import code_field
from pos_app.application.queue import Link
from pos_app.application.services import Services
from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.sale import Buyer, Payment, SaleLine
from pos_app.domain.verdict import InquiryAnswer, Verdict
from ui.jobs import Jobs
from ui.view_models.counter_state import (
    ANSWER_FIELDS,
    BUYER_FIELDS,
    REDO,
    STEP_KINDS,
    WAY_FIELDS,
    State,
)
from ui.view_models.hands import Hands
from ui.view_models.notice import Notice, notices_of

log = logging.getLogger(__name__)
LOOK_BACK = 20  # newest invoices that are looked at for a missing paper


class CounterVM(Hands):
    """One till's counter."""

    printed = Signal(object)  # a ReadyPrint: what goes to the printer now
    offered = Signal(str)  # path of an offer, which nobody counts

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__(services, jobs)
        self._said_of: set[str] = set()  # operations whose refusal came from behind and has been said
        self._silent = False

    # -- the screen's own steps ------------------------------------------------------------------

    def start(self) -> None:
        """Back to the same step of the same sale, whatever ended the program."""

        def latest() -> State:
            with self.services.storage.write() as session:
                session.recover_crashed(self.services.clock.now())
                open_sales = session.open_sales(self.services.till_id)
                unprinted = [row.number for row in session.invoices(LOOK_BACK) if row.prints == 0]
            state = self._read(open_sales[0] if open_sales else "")
            if unclear := printing.recover(self.services):  # ended while a paper was on its way
                return replace(state, notices=(Notice("crashed-while-printing", unclear[0].number),))
            if unprinted:  # ended between the sale and its paper
                return replace(state, notices=(Notice("invoice-not-printed", unprinted[0]),))
            return state

        self._run("start", latest)

    def catch_up(self) -> None:
        """After a background round: ages are shown as old as they are now, and what the round brought to its end is
        taken up by the step that asked. Only what may be over there is asked about anew."""
        sale = self.state.sale
        if self.state.busy:
            return
        if sale is None:
            self._refresh()
            return
        if not self.state.over_there:
            asked_last = self.state.entries[-1].id if self.state.entries else ""
            self._jobs.db(
                lambda: ask.take_up(self.services, sale.id), lambda _asked: self._refresh(),
                lambda error: self._ended_badly(asked_last, error),
            )  # fmt: skip
            return

        def ask_again() -> State:
            try:
                ask.ask_again(self.services, sale.id)
            except StepRefusedError:
                raise
            except ShopError as error:
                log.info("still open: %s", error.code)
            return replace(self._read(sale.id), codes=self.state.codes)

        self._save_now()
        self._run("inquiry", ask_again, network=True)

    def _ended_badly(self, operation_id: str, error: BaseException) -> None:
        """A refusal that the background heard is said once: the seller may be at work on what it asks for."""
        said = notices_of(error)
        if isinstance(error, StepRefusedError) and operation_id not in self._said_of:
            self._said_of.add(operation_id)
            self._say(*said)
        self._refresh()

    def heard_of(self, link: Link) -> None:
        """What the last round found: it only changes which way is offered first."""
        silent = link is Link.SILENT
        if silent != self._silent:
            self._silent = silent
            self.state = replace(self.state, silent=silent)
            self.changed.emit()

    def _live(self, state: State) -> State:
        return replace(super()._live(state), silent=self._silent)

    # -- the checklist ---------------------------------------------------------------------------

    def inquire(self, channel: Channel) -> None:
        box = self._numbers("box")
        self.edit(WAY_FIELDS[OperationKind.INQUIRY], channel.value)

        def ask_it(sale_id: str) -> object:
            return ask.inquire(self.services, sale_id, box, channel)

        if channel is Channel.MODEM:
            self._dial(OperationKind.INQUIRY, ask_it)
        else:
            self._on_sale("inquiry", ask_it, network=True)

    def go_on(self) -> None:
        """The same question by the next way; nothing that was typed is lost."""
        kind, channel = STEP_KINDS.get(self.state.step_id), self.state.go_on_by
        if channel is None:
            return
        if kind is OperationKind.INQUIRY:
            self.inquire(channel)
        elif kind is OperationKind.TRANSFER:
            self.transfer(channel)
        else:
            self.activate(channel)

    def ask_again(self) -> None:
        """By the seller's key: also a question that changed nothing is answered with a word."""
        sale, kind = self.state.sale, STEP_KINDS.get(self.state.step_id)
        if sale is None or self.state.busy:
            return
        before = _open_ones(self.state)

        def ask_it() -> State:
            ask.ask_again(self.services, sale.id)
            state = replace(self._read(sale.id, (REDO,)), codes=self.state.codes)
            same = kind is not None and bool(before) and _open_ones(state) == before
            return replace(state, notices=(Notice("still-unknown"),)) if same else state

        self._save_now()
        self._run("inquiry", ask_it, network=True)

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
            forget=(WAY_FIELDS[OperationKind.INQUIRY],),
        )  # fmt: skip

    def take_answer(self, *, matches: bool | None, picture: bytes | None = None) -> None:
        """Steps 1 and 2 of an answer that the seller brings from another screen."""
        entry, fields = self.state.by_hand, self.state.fields
        if entry is None:
            return
        try:
            verdict = Verdict(fields.get("verdict", ""))
        except ValueError:
            self.tell(Notice("verdict-not-chosen", field="verdict"))
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
        self.edit(WAY_FIELDS[OperationKind.ACTIVATION], channel.value)

        step_id = self.state.step_id

        def activate(sale_id: str) -> object:
            return ask.activate(
                self.services, sale_id, channel, imei_used=used, sim=sim, code=code, step_id=step_id
            )  # fmt: skip

        if channel is Channel.MODEM:
            self._dial(OperationKind.ACTIVATION, activate)
        else:
            self._on_sale("activate", activate, network=True)

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
        step_id = self.state.step_id
        self._on_sale(
            "activate",
            lambda sale_id: guide.defer_activation(
                self.services, sale_id, channel, imei_used=used, sim=sim, code=code, reason=reason, step_id=step_id
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
        sim = fields.get(ask.sim_field(self.state.step_id)) or self.state.usual_sim
        return fields.get("imei_used") or first, sim, fields.get(code_field(self.state.step_id), "")

    def _numbers(self, side: str) -> tuple[str, ...]:
        return (self.state.fields.get(f"{side}1", ""), self.state.fields.get(f"{side}2", ""))

    # -- basket, buyer, money ----------------------------------------------------------------------

    def set_buyer(self, buyer: Buyer) -> None:
        self._basket(
            "buyer", lambda sale_id: sell.set_buyer(self.services, sale_id, buyer), forget=BUYER_FIELDS
        )  # fmt: skip

    def set_payment(self, payment: Payment) -> None:
        """How the rest is paid."""
        self._basket("payment", lambda sale_id: sell.set_way(self.services, sale_id, payment))

    def set_parts(self, payment: Payment, forget: tuple[str, ...]) -> None:
        """`forget`: where they were typed."""
        self._basket("parts", lambda sale_id: sell.set_parts(self.services, sale_id, payment), forget)

    def change_line(self, line_id: str, *, fee: int, discount: int, quantity: int) -> None:
        self._basket(
            "line",
            lambda sale_id: sell.change_line(
                self.services, sale_id, line_id, fee=fee, discount=discount, quantity=quantity
            ),
            forget=(f"fee_{line_id}", f"discount_{line_id}"),
        )  # fmt: skip

    def describe_goods(self, line: SaleLine, *, goods_id: str, unit_code: int) -> None:
        """Of the product, in whichever sale it stands."""
        self._basket(
            "goods",
            lambda _sale_id: products.describe(
                self.services, line.product.id, goods_id=goods_id, unit_code=unit_code
            ),
            forget=(f"goods_id_{line.id}",),
        )  # fmt: skip

    def remove_line(self, line_id: str) -> None:
        self._basket("line", lambda sale_id: sell.remove_line(self.services, sale_id, line_id))

    def park(self) -> None:
        """The sale stays on disk; the counter is free for the next customer."""
        if not self._after("park", self.park):
            self.flush()
            self._run("park", lambda: self._read(""))

    def resume(self, sale_id: str) -> None:
        if self._after("resume", lambda: self.resume(sale_id)):
            return
        self.flush()

        def bring() -> State:
            with self.services.storage.write() as session:
                session.touch_sale(sale_id, self.services.clock.now())
            return self._read(sale_id)

        self._run("resume", bring)

    def abandon(self) -> None:
        """What was settled within a sale leaves that sale before the seller."""
        sale = self.state.sale
        if sale is None:
            return
        if self.state.on_the_line:
            self.tell(Notice("modem-dialling"))
            return

        def give_up() -> State:
            sell.abandon(self.services, sale.id)
            return self._read(sale.within)

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
        if sale.within:  # its money and its paper come with that sale
            self.resume(sale.within)
            return
        right = any(notice.code == "clock-set-back" for notice in self.state.notices)  # told, and pressed again
        self._save_now()

        def issue() -> State:
            invoice = completing.complete(self.services, sale.id, clock_right=right)
            papers.extend(completing.papers(self.services, sale.id))
            return replace(self._read(""), finished=invoice.number, finished_kind=sale.kind)

        papers: list[str] = []

        def issued(state: State) -> None:
            self._arrive(state)
            for number in papers:
                self.print_invoice(number)

        self._run("finish", issue, issued)

    def _finish_if_kept(self) -> None:
        if not self.state.notices:  # what the seller filled in last was refused: first that
            self.finish()

    def offer(self) -> None:
        """A proforma of what lies here; the sale goes on."""
        sale = self.state.sale
        if sale is None or self.state.busy:
            return
        self._save_now()

        def made(path: str) -> None:
            self.offered.emit(path)
            self.tell(Notice("proforma-made", path.rsplit("/", 1)[-1].removesuffix(".pdf")))

        self._jobs.db(
            lambda: proforma.paper(self.services, sale.id).as_posix(), made,
            lambda error: self._say(*notices_of(error)),
        )  # fmt: skip

    def print_invoice(self, number: str) -> None:
        self._jobs.db(
            lambda: printing.prepare(self.services, number), self.printed.emit,
            lambda error: self._say(*notices_of(error)),
        )  # fmt: skip


def _open_ones(state: State) -> dict[str, OperationState]:
    return {entry.id: entry.state for entry in state.entries if not entry.state.final}
