"""A step that was recorded and does not hold: why, and what opens it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.domain.registry import Channel, OperationKind
from pos_app.domain.run import StepState
from pos_app.domain.verdict import Gate
from pos_app.i18n import text as _
from ui import notices
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import STEP_KINDS, State
from ui.view_models.notice import Notice, placed
from ui.widgets.basics import beside_fields, button, column, label, restyle, row
from ui.widgets.fields import Field
from ui.widgets.flow import flowing
from ui.widgets.step_form import GoOn, StepForm

BINDING = frozenset(step for step, kind in STEP_KINDS.items() if kind is not OperationKind.INQUIRY)


class ReviewForm(StepForm):
    """A step that was recorded and does not hold: a seller's decision, or a manager's PIN, each with a reason."""

    def __init__(self, vm: CounterVM) -> None:
        super().__init__(vm)
        self.why = label("", "error", wrap=True)
        self.reason = self.add("reason", Field(_("reason")))
        self.pin = Field(_("manager's PIN"), ltr=True, secret=True)
        self.pin.committed.connect(self.act)
        self.open = button("", self.act, "act")
        self.again = button(_("ask again"), self._again)
        self.other = button(_("by another way"), lambda: vm.begin_again(vm.state.step_id))
        self.go_on = GoOn(vm)
        layout = column(self, gap=8)
        layout.addWidget(self.why)
        layout.addLayout(row(self.reason, self.pin, beside_fields(self.open)))
        layout.addWidget(flowing(self.go_on, self.again, self.other))

    def first_field(self) -> QWidget | None:
        """Not the reason while it is being found out what became of an activation: there is nothing to give one for."""
        state = self.vm.state
        if state.step_id in BINDING and (state.unsettled or state.checking):
            return self.again
        return super().first_field()

    def place_of(self, name: str) -> QWidget | None:
        return self.pin.edit if name == "pin" and self.pin.isVisible() else super().place_of(name)

    def act(self) -> None:
        if self.pin.isVisibleTo(self):
            self.vm.release(self.pin.text(), self.reason.text())
            self.pin.edit.clear()
        else:
            self.vm.decide(self.reason.text())

    def _again(self) -> None:
        """The same question by API where one is open, by the modem where that one failed, else the step begins anew
        under its own form."""
        state = self.vm.state
        step_id, open_ones = state.step_id, [e for e in state.entries if not e.state.final]
        if any(e.channel is Channel.API for e in open_ones):
            self.vm.ask_again()
        elif open_ones and open_ones[-1].channel is Channel.MODEM and open_ones[-1].kind is STEP_KINDS.get(step_id):
            again = {"inquiry": self.vm.inquire, "transfer": self.vm.transfer}.get(step_id, self.vm.activate)
            again(Channel.MODEM)
        else:
            self.vm.begin_again("inquiry" if step_id == "answer_control" else step_id)

    def show_state(self, state: State) -> None:
        super().show_state(state)
        record = state.sale.run.last(state.step_id) if state.sale and state.sale.run else None
        if record is None or record.state is not StepState.BLOCKED:
            return
        stop = record.gate is Gate.STOP
        worst = [finding for finding in record.findings if finding.gate is record.gate]
        said = [placed(Notice(f.code, f.detail, f.field), state.code_at, state.kind) for f in worst]
        self.why.setText("\n".join(dict.fromkeys(_told(one.code, one.detail) for one in said)))
        restyle(self.why, "error" if stop else "warn")
        self.pin.setVisible(stop)
        complaint = state.error("pin")
        self.pin.fail(complaint.code if complaint else "", complaint.detail if complaint else "")
        self.open.setText(_("reopen as manager") if stop else _("go on with this reason"))
        self.open.setAccessibleName(self.open.text())
        self.open.setEnabled(not state.busy)
        again = {
            "box_match": _("compare again"), "device_match": _("compare again"), "answer_control": _("inquire again"),
            **dict.fromkeys(STEP_KINDS, _("ask again")),
        }  # fmt: skip
        self.again.setText(again.get(state.step_id, _("do it again")))
        self.again.setEnabled(not state.busy)
        unsettled = state.step_id in BINDING and state.unsettled  # by no other way before it is known
        self.other.setVisible(state.step_id in STEP_KINDS and not unsettled)
        self.go_on.show_state(state)
        self.other.setEnabled(not state.busy)


def _told(code: str, detail: str) -> str:
    """Why a step does not hold, and what to do next."""
    return notices.verdict_sentence(detail) if code == "verdict-gate" else notices.sentence(code, detail)
