"""A manager's word about a phone that is kept back: what becomes of it, why, and the PIN."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from pos_app.domain.stock import UnitState
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import notices
from ui.view_models.duties import DutiesState, DutiesVM, Panel
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field

_ENDS = (
    (UnitState.IN_STOCK.value, mark("for sale all the same")),
    (UnitState.LEFT.value, mark("gone: given back, or written off")),
)


class SettleForm(QFrame):
    """What is typed belongs to one phone; the PIN goes with each press."""

    def __init__(self, vm: DutiesVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self._vm = vm
        self.becomes = Choices(_ENDS)
        self.error = label("", "error", wrap=True)
        self.reason = Field(_("reason"))
        self.pin = Field(_("manager's PIN"), ltr=True, secret=True)
        self.pin.setMaximumWidth(200)
        self.act = button(_("settle it"), self._settle, "act")
        self.reason.committed.connect(self._settle)
        self.pin.committed.connect(self._settle)
        layout = column(self, margin=12, gap=8)
        layout.addWidget(label(_("A manager says what becomes of this phone"), "heading"))
        layout.addWidget(self.becomes)
        layout.addWidget(self.error)
        fields = row(self.reason, self.pin, beside_fields(self.act))
        fields.setStretch(0, 1)
        layout.addLayout(fields)
        hint = label("", "small", wrap=True)
        hint.setText(_("What is still owed of it is closed with the same reason; all of it stays on record."))
        layout.addWidget(hint)
        vm.turned.connect(self._forget)
        vm.accepted.connect(self._forget)

    def focus_first(self) -> None:
        chosen = self.becomes.value() or _ENDS[0][0]
        self.becomes.button(chosen).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _settle(self) -> None:
        self._vm.settle(self.becomes.value(), self.pin.text(), self.reason.text())
        self.pin.edit.clear()

    def _forget(self) -> None:
        self.becomes.show_value("")
        self.reason.show_value("")
        self.pin.edit.clear()

    def show_state(self, state: DutiesState) -> None:
        self.setVisible(state.panel is Panel.SETTLE)
        told = state.notice
        for field, name in ((self.reason, "reason"), (self.pin, "pin")):
            here = told is not None and told.field == name
            field.fail(told.code if told and here else "", told.detail if told and here else "")
        missing = told is not None and told.field == "becomes"
        self.error.setText(notices.sentence(told.code) if told and missing else "")
        self.error.setVisible(missing)
