"""The open step, one form per kind of evidence. A form draws the State and forwards what the seller does.

`act` is the one thing that the step's main key (F6) does now.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pos_app.application.ask import unavailable
from pos_app.domain.guards import model_agrees
from pos_app.domain.registry import Channel, OperationState
from pos_app.domain.verdict import InquiryAnswer, Verdict
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.answer_fields import AnswerFields
from ui.widgets.basics import beside_fields, button, column, label, restyle, row
from ui.widgets.choices import Choices
from ui.widgets.evidence import EvidenceBox
from ui.widgets.fields import Field, ImeiField
from ui.widgets.script_card import ScriptCard


def channel_words(channels: tuple[Channel, ...]) -> list[tuple[str, str]]:
    return [(channel.value, words.CHANNELS[channel]) for channel in channels]


class StepForm(QWidget):
    """What every form shares: the way to the view model, and the reason beside each field."""

    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.vm = vm
        self.fields: dict[str, Field] = {}
        self.checking = label("", "warn", wrap=True)
        self.checking.setParent(self)
        self.checking.hide()

    def act(self) -> None: ...

    def show_state(self, state: State) -> None:
        for name, field in self.fields.items():
            field.show_value(state.fields.get(name, ""))
            complaint = state.error(name)
            field.fail(complaint.code if complaint else "", complaint.detail if complaint else "")

    def show_checking(self, state: State) -> None:
        """Neither success nor failure: the program is finding out what became of a question."""
        said = notices.sentence("checking-outcome") if state.checking and not state.busy else ""
        self.checking.setText(said)
        self.checking.setVisible(bool(said))

    def _show_channel(self, choices: Choices, state: State, name: str) -> None:
        """The way that is under way, else the one chosen here, else the first that this till has."""
        chosen = state.by_hand.channel.value if state.by_hand else state.fields.get(name, "")
        choices.show_value(chosen or next(iter(self.vm.services.gateways)).value)

    def first_field(self) -> QWidget | None:
        """Where the caret goes when the step opens."""
        return next((f.edit for f in self.fields.values() if f.isVisibleTo(self) and not f.text()), None)

    def add(self, name: str, field: Field, on_enter: Callable[[], None] | None = None) -> Field:
        """`on_enter`: where Enter in this field does not mean the form's main act."""
        self.fields[name] = field
        field.edited.connect(lambda text: self.vm.edit(name, text))
        field.committed.connect(on_enter or self.act)
        return field


class InquiryForm(StepForm):
    """Step 1: the IMEIs of the box, the channel, and by hand the script and the answer."""

    def __init__(self, vm: CounterVM) -> None:
        super().__init__(vm)
        channels = tuple(channel for channel in Channel if channel in vm.services.gateways)
        self.channel = Choices(channel_words(channels))
        self.channel.show_value(channels[0].value)
        self.channel.chosen.connect(self._choose)
        box = row(
            self.add("box1", ImeiField(_("IMEI 1 on the box"))), self.add("box2", ImeiField(_("IMEI 2 on the box")))
        )
        self.ask = button(_("ask the registry"), self.act, "act")
        self.card = ScriptCard()
        self.evidence = EvidenceBox()
        self.evidence.edited.connect(vm.edit)
        self.answer = AnswerFields(vm)
        self.confirm = button(_("this is the phone in my hand"), lambda: self._take(True), "act")
        self.differs = button(_("it is another phone"), lambda: self._take(False))
        self.silent = button(_("no message came"), vm.no_answer)
        self._hand = QWidget()
        self._hand.setObjectName("plain")
        hand = column(self._hand, gap=6)
        for part in (self.card, self.evidence, self.answer):
            hand.addWidget(part)
        hand.addLayout(row(self.confirm, self.differs, None, self.silent))
        layout = column(self, gap=8)
        layout.addLayout(row(self.channel, self.ask))
        layout.addWidget(self.checking)
        layout.addLayout(box)
        layout.addWidget(self._hand)

    def _choose(self, value: str) -> None:
        """Another way while a script lies open: that question is withdrawn, this one begins."""
        self.vm.edit("inquiry_channel", value)
        open_one = self.vm.state.by_hand
        if open_one is not None and value != open_one.channel.value:
            self.vm.inquire(Channel(value))

    def act(self) -> None:
        if self.vm.state.by_hand is not None:
            self._take(True)
        else:
            self.vm.inquire(Channel(self.channel.value()))

    def first_field(self) -> QWidget | None:
        return self.evidence.first_field() if self.vm.state.by_hand is not None else super().first_field()

    def _take(self, matches: bool) -> None:
        self.vm.take_answer(matches=matches, picture=self.evidence.picture)

    def show_state(self, state: State) -> None:
        super().show_state(state)
        by_hand = state.by_hand is not None
        two = state.unit is None or len(state.unit.imeis) > 1
        self.fields["box1"].setVisible(not by_hand)
        self.fields["box2"].setVisible(not by_hand and (two or bool(state.fields.get("box2"))))
        self._show_channel(self.channel, state, "inquiry_channel")
        self.show_checking(state)
        self.ask.setVisible(not by_hand)
        self.ask.setEnabled(not state.busy)
        self.ask.setText(_("asking …") if state.busy == "inquiry" else _("ask the registry"))
        self._hand.setVisible(by_hand)
        if by_hand:
            self.card.show_script(state.script)
            self.evidence.show_state(state)
            self.answer.show_state(state)
        else:
            self.evidence.forget_picture()


class AnswerForm(StepForm):
    """Step 2: the six fields of the answer beside what the shelf says, and the seller's own look."""

    def __init__(self, vm: CounterVM) -> None:
        super().__init__(vm)
        self.facts = label("", "", wrap=True)
        self.compare = label("", "soft", wrap=True)
        self.match = button(_("this is the phone in my hand"), self.act, "act")
        self.differs = button(_("it is another phone"), lambda: vm.confirm_answer(matches=False))
        layout = column(self, gap=8)
        for part in (self.facts, self.compare):
            layout.addWidget(part)
        layout.addLayout(row(self.match, self.differs, None))

    def act(self) -> None:
        self.vm.confirm_answer(matches=True)

    def first_field(self) -> QWidget | None:
        return self.match

    def show_state(self, state: State) -> None:
        answer = state.answer or unavailable("")
        self.facts.setText(answer_text(answer))
        unit = state.unit
        if unit is None:
            return
        agrees = model_agrees(answer.brand, answer.model, unit)
        shelf = f"{unit.product.brand} {unit.product.model} ({unit.product.model_code})"
        sentence = {
            True: _("The shelf says the same: {shelf}. Is it the phone in your hand?"),
            False: _("The shelf says otherwise: {shelf}."),
            None: _("The answer names no model; the shelf says: {shelf}."),
        }[agrees]
        unanswered = answer.verdict is Verdict.UNAVAILABLE
        self.compare.setText(
            _("No answer came; the sale goes on by decision and the question stays open.")
            if unanswered
            else sentence.format(shelf=fmt.ltr(shelf))
        )
        restyle(self.compare, "error" if agrees is False else "soft")
        self.match.setText(_("go on without an answer") if unanswered else _("this is the phone in my hand"))
        self.differs.setVisible(not unanswered)
        for part in (self.match, self.differs):
            part.setEnabled(not state.busy)


def answer_text(answer: InquiryAnswer) -> str:
    """The answer in one line: verdict, brand and model, importer, import type, currency, seen before."""
    seen = {True: _("switched on before"), False: _("never switched on before"), None: ""}
    parts = [words.of(words.VERDICTS, answer.verdict)]  # type: ignore[arg-type]
    if answer.brand or answer.model:
        parts.append(fmt.ltr(f"{answer.brand} {answer.model}".strip()))
    parts.append(_("importer: {name}").format(name=fmt.natural(answer.importer) or _("not said")))
    parts.append(_("import: {kind}").format(kind=words.of(words.IMPORT_TYPES, answer.import_type)))
    if answer.currency_type:
        parts.append(_("currency: {kind}").format(kind=answer.currency_type))
    parts.append(seen[answer.seen_on_network_before])
    return " · ".join(part for part in parts if part)


class MatchForm(StepForm):
    """Step 3: box against device, both slots, compared digit by digit."""

    def __init__(self, vm: CounterVM) -> None:
        super().__init__(vm)
        hint = label(_("Dial this on the phone and scan or type what it shows:"), "soft", wrap=True)
        from pos_app.domain.hamta import SHOW_IMEI_CODE
        from ui.widgets.basics import copy_button

        for name, caption in (
            ("box1", _("IMEI 1 on the box")), ("box2", _("IMEI 2 on the box")),
            ("device1", _("IMEI 1 of the device")), ("device2", _("IMEI 2 of the device")),
        ):  # fmt: skip
            self.add(name, ImeiField(caption))
        self.check = button(_("compare"), self.act, "act")
        layout = column(self, gap=8)
        head = row(hint, copy_button(SHOW_IMEI_CODE), self.check)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addLayout(row(self.fields["box1"], self.fields["device1"]))
        layout.addLayout(row(self.fields["box2"], self.fields["device2"]))

    def act(self) -> None:
        self.vm.compare()

    def show_state(self, state: State) -> None:
        super().show_state(state)
        two = state.unit is None or len(state.unit.imeis) > 1
        for slot in ("1", "2"):
            box, device = self.fields[f"box{slot}"], self.fields[f"device{slot}"]
            typed = bool(state.fields.get(f"box{slot}") or state.fields.get(f"device{slot}"))
            for field in (box, device):
                field.setVisible(slot == "1" or two or typed)
            if isinstance(device, ImeiField):
                device.compare_with(state.fields.get(f"box{slot}", ""))
        self.check.setEnabled(not state.busy)


class ActivationForm(StepForm):
    """Step 4: SIM, code and IMEI; by API, or by a script and what the phone showed; or owed, with a reason."""

    def __init__(self, vm: CounterVM) -> None:
        super().__init__(vm)
        channels = tuple(c for c in Channel if c in vm.services.gateways and c is not Channel.SMS)
        self.channel = Choices(channel_words(channels))
        self.channel.show_value(channels[0].value)
        self.channel.chosen.connect(lambda value: vm.edit("activation_channel", value))
        sim = self.add("sim", Field(_("buyer's SIM"), ltr=True, placeholder="0912 345 6789"))
        code = self.add("code", Field(_("activation code (on the box)"), ltr=True, secret=True))
        used = self.add("imei_used", ImeiField(_("IMEI")))
        self.go = button(_("activate"), self.act, "act")
        free = label(
            _("Six digits, the first not 0. The code is free and handing it over is the seller's duty."), "small"
        )
        free.setWordWrap(True)
        self.card = ScriptCard()
        self.evidence = EvidenceBox()
        self.evidence.edited.connect(vm.edit)
        self._hand = QWidget()
        self._hand.setObjectName("plain")
        hand = column(self._hand, gap=6)
        hand.addWidget(self.card)
        hand.addWidget(self.evidence)
        self.succeeded = button(_("it says: activated"), lambda: self._take(True), "act")
        refused = button(_("it says: refused"), lambda: self._take(False))
        broke = button(_("the dialogue broke off"), lambda: self._take(None))
        hand.addLayout(row(self.succeeded, refused, broke, None))
        self.reason = Field(_("or later: why"), placeholder=_("for example: the registry is down"))
        self.add("reason", self.reason, self._defer)
        self.later = button(_("activate later"), self._defer)
        layout = column(self, gap=8)
        layout.addWidget(self.channel)
        layout.addWidget(self.checking)
        self._inputs = QWidget()
        self._inputs.setObjectName("plain")
        inputs = column(self._inputs, gap=6)
        inputs.addLayout(row(sim, code, used, beside_fields(self.go)))
        inputs.addWidget(free)
        layout.addWidget(self._inputs)
        layout.addWidget(self._hand)
        layout.addLayout(row(self.reason, beside_fields(self.later)))

    def act(self) -> None:
        if self.vm.state.by_hand is not None:
            self._take(True)
        elif self.reason.edit.hasFocus() and self.reason.text().strip():
            self._defer()  # F6 where a reason was just written
        else:
            self.vm.activate(Channel(self.channel.value()))

    def first_field(self) -> QWidget | None:
        """Never the reason: activating is the way, putting it off the exception."""
        if self.vm.state.by_hand is not None:
            return self.evidence.first_field()
        inputs = (self.fields[name].edit for name in ("sim", "code", "imei_used"))
        return next((edit for edit in inputs if edit.isVisibleTo(self) and not edit.text()), None)

    def _take(self, succeeded: bool | None) -> None:
        self.vm.take_activation(succeeded=succeeded, picture=self.evidence.picture)

    def _defer(self) -> None:
        self.vm.defer_activation(Channel(self.channel.value()), self.reason.text())

    def show_state(self, state: State) -> None:
        super().show_state(state)
        unit, sale = state.unit, state.sale
        if unit and not state.fields.get("imei_used"):
            self.fields["imei_used"].show_value(unit.imeis[0])
        if sale and sale.buyer.mobile and not state.fields.get("sim"):
            self.fields["sim"].show_value(sale.buyer.mobile)
        complaint = state.error("imei")
        if complaint:
            self.fields["imei_used"].fail(complaint.code, complaint.detail)
        by_hand = state.by_hand is not None
        self._show_channel(self.channel, state, "activation_channel")
        self.channel.setEnabled(not by_hand)  # never two activations under way for one phone
        self.show_checking(state)
        self._inputs.setVisible(not by_hand)
        self.go.setEnabled(not state.busy)
        self.go.setText(_("activating …") if state.busy == "activate" else _("activate"))
        self._hand.setVisible(by_hand)
        unsure = state.by_hand is not None and state.by_hand.state is OperationState.OUTCOME_UNKNOWN
        self.reason.setVisible(not by_hand or unsure)
        self.later.setVisible(not by_hand or unsure)
        if by_hand:
            self.card.show_script(state.script)
            self.evidence.show_state(state)
        else:
            self.evidence.forget_picture()


class InvoiceForm(StepForm):
    """Step 5: all that is left is to issue."""

    def __init__(self, vm: CounterVM) -> None:
        super().__init__(vm)
        self.what = label("", "soft", wrap=True)
        column(self).addWidget(self.what)

    def act(self) -> None:
        self.vm.finish()

    def show_state(self, state: State) -> None:
        self.what.setText(
            _("Everything holds. F9 issues the invoice with the IMEIs and the shop's stamp, and prints it.")
        )
