"""Step 4: SIM, code and IMEI; by API, or by a script and what the phone showed; or owed, with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.i18n import text as _
from ui import tab_order
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import WAY_FIELDS, State
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.fields import Field, ImeiField
from ui.widgets.flow import flowing
from ui.widgets.hand_part import HandPart
from ui.widgets.step_form import StepForm, next_way_key, show_ways, way_choices

ACTIVATION = OperationKind.ACTIVATION


class ActivationForm(StepForm):
    def __init__(self, vm: CounterVM) -> None:
        super().__init__(vm)
        self.channel = way_choices()
        self._next_way = next_way_key(self.channel)
        self.channel.chosen.connect(lambda value: vm.edit(WAY_FIELDS[ACTIVATION], value))
        sim = self.add("sim", Field(_("buyer's SIM"), ltr=True, placeholder="0912 345 6789"))
        code = self.add("code", Field(_("activation code (on the box)"), ltr=True, secret=True))
        used = self.add("imei_used", ImeiField(_("IMEI")))
        self.go = button(_("activate"), self.act, "act")
        free = label(
            _("Six digits, the first not 0. The code is free and handing it over is the seller's duty."), "small"
        )
        free.setWordWrap(True)
        self.hand = HandPart()
        self.card, self.evidence = self.hand.card, self.hand.evidence
        self.evidence.edited.connect(vm.edit)
        self.succeeded = button(_("it says: activated"), lambda: self._take(True), "act")
        self.refused = button(_("it says: refused"), lambda: self._take(False))
        self.broke = button(_("the dialogue broke off"), lambda: self._take(None))
        self.ask_first = button(_("ask what became of it"), lambda: vm.begin_again("inquiry"))
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
        layout.addWidget(self.hand)
        layout.addWidget(flowing(self.succeeded, self.refused, self.broke, self.ask_first))
        layout.addLayout(row(self.reason, beside_fields(self.later)))

    def act(self) -> None:
        if self.vm.state.talking:
            return
        if self.vm.state.by_hand is not None:
            tab_order.bring(self.succeeded)  # what came of it is the seller's own word: the key only leads there
        elif self.reason.edit.hasFocus() and self.reason.text().strip():
            self._defer()  # F6 where a reason was just written
        elif self.channel.value():
            self.vm.activate(Channel(self.channel.value()))

    def first_field(self) -> QWidget | None:
        """Never the reason: activating is the way, putting it off the exception."""
        if self.vm.state.talking:
            return None
        if self.vm.state.by_hand is not None:
            return self.evidence.first_field()
        inputs = (self.fields[name].edit for name in ("sim", "code", "imei_used"))
        return next((edit for edit in inputs if edit.isVisibleTo(self) and not edit.text()), None)

    def _take(self, succeeded: bool | None) -> None:
        self.vm.take_activation(succeeded=succeeded, picture=self.evidence.picture)

    def _defer(self) -> None:
        if self.channel.value():
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
        by_hand = HandPart.open_now(state)
        show_ways(self.channel, state, ACTIVATION)
        self.channel.setEnabled(not by_hand and not state.unsettled)  # never two activations under way for one phone
        self._next_way.setEnabled(not by_hand and not state.unsettled)
        self.show_checking(state)
        self._inputs.setVisible(not by_hand)
        self.go.setEnabled(not state.busy)
        self.go.setText(_("activating …") if state.busy == "activate" else _("activate"))
        self.hand.show_state(state)
        for part in (self.succeeded, self.refused, self.broke):
            part.setVisible(by_hand and not state.talking)
        unsure = state.by_hand is not None and state.by_hand.state is OperationState.OUTCOME_UNKNOWN
        self.ask_first.setVisible(unsure and not state.talking)
        may_defer = (not by_hand or unsure) and not state.talking
        self.reason.setVisible(may_defer)
        self.later.setVisible(may_defer)
