"""Step 1: the IMEIs of the box, the way to ask, and by hand the script and the answer."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from pos_app.domain.registry import BY_PERSON, Channel, OperationKind
from pos_app.i18n import text as _
from ui import format as fmt
from ui import tab_order
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import WAY_FIELDS, State
from ui.view_models.notice import Notice
from ui.widgets.answer_fields import AnswerFields
from ui.widgets.basics import button, column, label, row
from ui.widgets.fields import ImeiField
from ui.widgets.flow import flowing
from ui.widgets.hand_part import HandPart
from ui.widgets.step_form import GoOn, StepForm, next_way_key, show_ways, way_choices

INQUIRY = OperationKind.INQUIRY


class InquiryForm(StepForm):
    def __init__(self, vm: CounterVM, step_id: str = "") -> None:
        super().__init__(vm, step_id)
        self.stale = label("", "warn", wrap=True)
        self.channel = way_choices()
        self._next_way = next_way_key(self.channel)
        self.channel.chosen.connect(self._choose)
        box = row(
            self.add("box1", ImeiField(_("IMEI 1 on the box"))), self.add("box2", ImeiField(_("IMEI 2 on the box")))
        )
        self.ask = button(_("ask the registry"), self.act, "act")
        self.hand = HandPart()
        self.card, self.evidence = self.hand.card, self.hand.evidence
        self.evidence.edited.connect(self._pasted)
        self.answer = AnswerFields(vm)
        self.confirm = button(_("this is the phone in my hand"), lambda: self._take(True), "act")
        self.differs = button(_("it is another phone"), lambda: self._take(False))
        self.silent = button(_("no message came"), vm.no_answer)
        self.go_on = GoOn(vm)
        layout = column(self, gap=8)
        layout.addWidget(self.stale)
        layout.addLayout(row(self.channel, self.ask))
        layout.addWidget(self.checking)
        layout.addLayout(box)
        layout.addWidget(self.hand)
        layout.addWidget(self.answer)
        layout.addWidget(flowing(self.confirm, self.differs, self.silent, self.go_on))

    def _choose(self, value: str) -> None:
        """Another way while a script lies open: that question is withdrawn, this one begins. A machine is only chosen
        by passing over it; `go_on` starts it."""
        self.vm.edit(WAY_FIELDS[INQUIRY], value)
        open_one = self.vm.state.by_hand
        if open_one is None or value == open_one.channel.value:
            return
        if Channel(value) in BY_PERSON:
            self.vm.inquire(Channel(value))
        else:
            self.vm.changed.emit()

    def _pasted(self, name: str, text: str) -> None:
        self.vm.edit(name, text)
        self.answer.suggest(self.vm.state)

    def act(self) -> None:
        state = self.vm.state
        if state.talking:
            return
        if state.by_hand is None:
            self._ask()
        elif not self.answer.chosen:
            self.vm.tell(Notice("verdict-not-chosen", field="verdict"))
            tab_order.bring(self.answer.entry("verdict"))
        else:
            tab_order.bring(self.confirm)  # that it is this phone is the seller's own word: the key only leads there

    def _ask(self) -> None:
        chosen = self.channel.value()
        if chosen:
            self.vm.inquire(Channel(chosen))

    def first_field(self) -> QWidget | None:
        if self.vm.state.talking:
            return None
        return self.evidence.first_field() if self.vm.state.by_hand is not None else super().first_field()

    def _take(self, matches: bool) -> None:
        self.vm.take_answer(matches=matches, picture=self.evidence.picture)

    def show_state(self, state: State) -> None:
        super().show_state(state)
        by_hand = HandPart.open_now(state)
        two = state.unit is None or len(state.unit.imeis) > 1
        boxed = state.unit is None or state.unit.boxed
        for name, on_box, on_phone in (
            ("box1", _("IMEI 1 on the box"), _("IMEI 1 of the device")),
            ("box2", _("IMEI 2 on the box"), _("IMEI 2 of the device")),
        ):
            self.fields[name].name(on_box if boxed else on_phone)
        self.stale.setText(stale_text(state))
        self.stale.setVisible(state.stale is not None)
        self.fields["box1"].setVisible(not by_hand)
        self.fields["box2"].setVisible(not by_hand and (two or bool(state.fields.get("box2"))))
        show_ways(self.channel, state, INQUIRY)
        self._next_way.setEnabled(not by_hand)
        self.show_checking(state)
        self.ask.setVisible(not by_hand)
        self.ask.setEnabled(not state.busy)
        self.ask.setText(_("asking …") if state.busy == "inquiry" else _("ask the registry"))
        self.hand.show_state(state)
        confirms = by_hand and not state.talking
        self.answer.setVisible(confirms)
        for part in (self.confirm, self.differs):
            part.setVisible(confirms)
        silence = not state.brought.text
        self.silent.setVisible(confirms and silence)
        self.go_on.show_state(state, wanted=by_hand and silence)
        if confirms:
            self.answer.suggest(state)
            self.answer.show_state(self.vm.state)


def stale_text(state: State) -> str:
    """How old the answer is that the sale stands on, and what is to be done; "" = it holds."""
    if state.stale is None:
        return ""
    if state.stale < timedelta(0):
        return _("The clock was set back since the registry answered. Ask again: nobody knows how old the answer is.")
    hours = fmt.digits(str(int(state.stale.total_seconds() // 3600)))
    said = _("The registry's answer is {n} hours old. Ask again: only on a fresh answer may the phone be sold.")
    return said.format(n=hours)
