"""What transfer and activation share: the way, by hand a script and what the phone showed; or later, with a reason.

Neither is ever begun twice: while one may be with the registry it is asked about.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtWidgets import QLayout, QWidget

from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.i18n import text as _
from ui import tab_order
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import WAY_FIELDS, State
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.fields import Field
from ui.widgets.flow import flowing
from ui.widgets.hand_part import HandPart
from ui.widgets.step_form import StepForm, next_way_key, show_ways, way_choices


class BindingForm(StepForm):
    KIND: OperationKind
    GO: Callable[[], str]  # what its buttons say, in the language of this start
    DONE: Callable[[], str]
    LATER: Callable[[], str]

    def __init__(self, vm: CounterVM, step_id: str = "") -> None:
        super().__init__(vm, step_id)
        self.channel = way_choices()
        self._next_way = next_way_key(self.channel)
        self.channel.chosen.connect(lambda value: vm.edit(WAY_FIELDS[self.KIND], value))
        self.go = button(self.GO(), self.act, "act")
        self.about = label("", "small", wrap=True)
        self.hand = HandPart()
        self.card, self.evidence = self.hand.card, self.hand.evidence
        self.evidence.edited.connect(vm.edit)
        self.succeeded = button(self.DONE(), lambda: self.take(True), "act")
        self.refused = button(_("it says: refused"), lambda: self.take(False))
        self.broke = button(_("the dialogue broke off"), lambda: self.take(None))
        self.ask_first = button(_("ask what became of it"), lambda: vm.begin_again("inquiry"))
        self.reason = Field(_("or later: why"), placeholder=_("for example: the registry is down"))
        self.later = button(self.LATER(), self._defer)
        layout = column(self, gap=8)
        layout.addWidget(self.channel)
        layout.addWidget(self.checking)
        self._inputs = QWidget()
        self._inputs.setObjectName("plain")
        inputs = column(self._inputs, gap=6)
        inputs.addLayout(self.inputs())
        inputs.addWidget(self.about)
        layout.addWidget(self._inputs)
        layout.addWidget(self.hand)
        layout.addWidget(flowing(self.succeeded, self.refused, self.broke, self.ask_first))
        self.add("reason", self.reason, self._defer)
        layout.addLayout(row(self.reason, beside_fields(self.later)))

    # -- what differs ----------------------------------------------------------------------------

    @abstractmethod
    def inputs(self) -> QLayout:
        """The fields, and `go` beside them."""

    @abstractmethod
    def begin(self, channel: Channel) -> None: ...

    @abstractmethod
    def take(self, succeeded: bool | None) -> None: ...

    @abstractmethod
    def defer(self, channel: Channel, reason: str) -> None: ...

    def may_wait(self, state: State) -> bool:
        return True

    # -- what they share -------------------------------------------------------------------------

    def act(self) -> None:
        if self.vm.state.talking:
            return
        if self.vm.state.by_hand is not None:
            tab_order.bring(self.succeeded)  # what came of it is the seller's own word: the key only leads there
        elif self.reason.edit.hasFocus() and self.reason.text().strip():
            self._defer()  # F6 where a reason was just written
        elif self.channel.value():
            self.begin(Channel(self.channel.value()))

    def first_field(self) -> QWidget | None:
        """Never the reason: doing it is the way, putting it off the exception."""
        if self.vm.state.talking:
            return None
        if self.vm.state.by_hand is not None:
            return self.evidence.first_field()
        inputs = (field.edit for name, field in self.fields.items() if name != "reason")
        return next((edit for edit in inputs if edit.isVisibleTo(self) and not edit.text()), None)

    def _defer(self) -> None:
        if self.channel.value():
            self.defer(Channel(self.channel.value()), self.reason.text())

    def show_state(self, state: State) -> None:
        super().show_state(state)
        by_hand = HandPart.open_now(state)
        show_ways(self.channel, state, self.KIND)
        self.channel.setEnabled(not by_hand and not state.unsettled)  # never two under way for one phone
        self._next_way.setEnabled(not by_hand and not state.unsettled)
        self.show_checking(state)
        self._inputs.setVisible(not by_hand)
        self.go.setEnabled(not state.busy)
        self.hand.show_state(state)
        for part in (self.succeeded, self.refused, self.broke):
            part.setVisible(by_hand and not state.talking)
        unsure = state.by_hand is not None and state.by_hand.state is OperationState.OUTCOME_UNKNOWN
        self.ask_first.setVisible(unsure and not state.talking)
        may_defer = self.may_wait(state) and (not by_hand or unsure) and not state.talking
        self.reason.setVisible(may_defer)
        self.later.setVisible(may_defer)
