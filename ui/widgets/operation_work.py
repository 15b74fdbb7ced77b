"""What a person may do about one operation now; what may not be done is not there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.application.outbox import Act, Line
from pos_app.domain.registry import BY_PERSON, Channel, OperationKind, OperationState
from pos_app.i18n import text as _
from ui import words
from ui.view_models.counter_state import State
from ui.view_models.registry_queue import QueueState, QueueVM
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.evidence import EvidenceBox
from ui.widgets.fields import Field
from ui.widgets.script_card import ScriptCard


class OperationWork(QWidget):
    """What is typed here belongs to one phone: it goes when another is turned to, and when its act is done."""

    def __init__(self, vm: QueueVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._vm = vm
        self._typed: dict[str, str] = {}
        self._card_open = False
        self.busy = label(_("working …"), "small")
        layout = column(self, gap=6)
        for part in (self._asking(), self._mending(), self._closing(), self._telling(), self.busy):
            layout.addWidget(part)
        vm.turned.connect(self._forget_all)
        vm.accepted.connect(self._forget)

    # -- building ----------------------------------------------------------------------------------

    def _asking(self) -> QWidget:
        self.ask = button(_("ask again"), self._vm.ask_now, "act")
        self.send = button(_("send now"), self._vm.ask_now, "act")
        self.counter = button(_("go to the counter"), self._vm.to_the_counter, "act")
        self.asking = _plain()
        self.asking.setLayout(row(self.ask, self.send, self.counter, None))
        return self.asking

    def _mending(self) -> QWidget:
        self.code = Field(_("activation code, if it was wrong"), ltr=True)
        self.code.edit.setMaxLength(20)
        self.code.committed.connect(self._correct)
        self.again = button(_("try again with this code"), self._correct)
        self.beside_code = _plain()
        self.beside_code.setLayout(beside_fields(self.again))
        self.ways = Choices([(way.value, words.CHANNELS[way]) for way in BY_PERSON])
        self.hand = button(_("do it by hand"), self._by_hand)
        self.mending = _plain()
        layout = column(self.mending, gap=6)
        layout.addLayout(row(self.code, self.beside_code))
        layout.addLayout(row(self.ways, self.hand, None))
        return self.mending

    def _closing(self) -> QWidget:
        self.reason = Field(_("why it is closed without success"))
        self.reason.committed.connect(self._close)
        self.shut = button(_("close with this reason"), self._close)
        self.closing = _plain()
        self.closing.setLayout(row(self.reason, beside_fields(self.shut)))
        return self.closing

    def _telling(self) -> QWidget:
        self.script = ScriptCard()
        self.evidence = EvidenceBox()
        self.evidence.edited.connect(self._typed.__setitem__)
        self.done = button(_("it says: activated"), lambda: self._told(True), "act")
        self.refused = button(_("it says: refused"), lambda: self._told(False))
        self.broke_off = button(_("it broke off"), lambda: self._told(None))
        self.aside = button(_("not now"), self._vm.put_aside, "flat")
        self.proof = button(_("add this proof"), self._proof, "act")
        self.card = _plain()
        layout = column(self.card, gap=6)
        layout.addWidget(self.script)
        layout.addWidget(self.evidence)
        layout.addLayout(row(self.done, self.refused, self.broke_off, self.aside, self.proof, None))
        return self.card

    # -- acting ------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """One key to the work: a transfer that waits is begun at once, as nothing has to be typed for it."""
        line = self._vm.state.row
        begins = line is not None and line.kind is OperationKind.TRANSFER and Act.BY_HAND in line.acts
        if begins and not self._vm.state.script and not line.acts & {Act.ASK, Act.SEND}:  # type: ignore[union-attr]
            self._by_hand()
        else:
            self.enter()

    def close(self) -> bool:
        """The caret to the reason; False where nothing may be closed now."""
        if self.closing.isVisible():
            self.reason.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return self.closing.isVisible()

    def enter(self) -> None:
        """From the list to the first thing that may be done."""
        first: tuple[QWidget, ...] = (
            self.counter, self.ask, self.send, self.code.edit, self.hand, self.evidence.first_field(), self.reason.edit
        )  # fmt: skip
        target = next((part for part in first if part.isVisible()), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _correct(self) -> None:
        self._vm.try_again(self.code.text())

    def _by_hand(self) -> None:
        chosen = self.ways.value() if self.ways.isVisible() else ""
        self._vm.by_hand(Channel(chosen) if chosen else None, self.code.text())

    def _close(self) -> None:
        self._vm.close(self.reason.text())

    def _told(self, succeeded: bool | None) -> None:
        self._vm.told(succeeded, *self._shown_to_us())

    def _proof(self) -> None:
        self._vm.add_proof(*self._shown_to_us())

    def _shown_to_us(self) -> tuple[str, str, bytes | None]:
        return self._typed.get("raw_text", ""), self._typed.get("sender", ""), self.evidence.picture

    def _forget(self, name: str) -> None:
        if name == "code":
            self.code.show_value("")
        elif name == "reason":
            self.reason.show_value("")
        elif name == "evidence":
            self._typed.clear()
            self.evidence.forget_picture()

    def _forget_all(self) -> None:
        for name in ("code", "reason", "evidence"):
            self._forget(name)
        self.ways.show_value("")

    # -- drawing -----------------------------------------------------------------------------------

    def show_state(self, state: QueueState) -> bool:
        """True where a card was opened just now: the caret is in it."""
        line = state.row
        acts: frozenset[Act] = line.acts if line else frozenset()
        for part, act in ((self.ask, Act.ASK), (self.send, Act.SEND), (self.counter, Act.COUNTER)):
            part.setVisible(act in acts)
        alone = bool(state.script)  # while it is being done by hand, nothing else is asked
        self.asking.setVisible(bool(acts & {Act.ASK, Act.SEND, Act.COUNTER}) and not alone)
        self.mending.setVisible(bool(acts & {Act.CORRECT, Act.BY_HAND}) and not alone)
        self.beside_code.setVisible(Act.CORRECT in acts)
        self.hand.setVisible(Act.BY_HAND in acts)
        transfer = line is not None and line.kind is OperationKind.TRANSFER  # it has no code: that comes with its end
        self.code.setVisible((Act.CORRECT in acts or _may_change(line)) and not transfer)
        refused = line is not None and line.state.final
        self.code.name(
            _("activation code, if it was wrong") if refused else _("activation code, if it is known by now")
        )
        self.again.setText(_("try again with this code") if refused else _("activate with this code"))
        self.again.setAccessibleName(self.again.text())
        self.done.setText(_("it says: transferred") if transfer else _("it says: activated"))
        self.done.setAccessibleName(self.done.text())
        self._show_ways(state)
        self.closing.setVisible(Act.CLOSE in acts and not alone)
        self._show_errors(state)
        self.busy.setVisible(bool(state.busy))
        return self._show_card(state, proof=Act.PROOF in acts)

    def _show_ways(self, state: QueueState) -> None:
        """One that was begun by hand goes on with its own way."""
        line = state.row
        self.ways.setVisible(line is not None and Act.BY_HAND in line.acts and _may_change(line))
        for way in BY_PERSON:
            self.ways.button(way.value).setVisible(way in state.ways)
        if line is not None and not self.ways.value() and state.ways:
            own = line.channel if line.channel in state.ways else state.ways[0]
            self.ways.show_value(own.value)

    def _show_errors(self, state: QueueState) -> None:
        told = state.notice
        for field, name in ((self.code, "code"), (self.reason, "reason")):
            here = told is not None and told.field == name
            field.fail(told.code if told and here else "", told.detail if told and here else "")
        self.evidence.show_state(State(fields=dict(self._typed), notices=(told,) if told else ()))

    def _show_card(self, state: QueueState, *, proof: bool) -> bool:
        by_hand = bool(state.script)
        opened = by_hand and not self._card_open
        self._card_open = by_hand
        self.script.show_script(state.script)
        self.card.setVisible(by_hand or proof)
        for part in (self.done, self.refused, self.broke_off, self.aside):
            part.setVisible(by_hand)
        self.proof.setVisible(proof and not by_hand)
        if opened:
            self.evidence.first_field().setFocus()
        return opened


def _may_change(line: Line | None) -> bool:
    """Nothing of it was begun yet, or it came to its end: another way, or another code, takes its place."""
    return line is not None and (line.state.final or line.state is OperationState.QUEUED)


def _plain() -> QWidget:
    made = QWidget()
    made.setObjectName("plain")
    return made
