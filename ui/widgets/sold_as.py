"""As what this phone is sold: sealed, used with or without its box, passenger. The checklist follows from it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.domain.stock import Condition, Unit
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui.once import once
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field

NO_BOX = "no_box"
SOLD_AS = {
    Condition.SEALED.value: mark("sealed"),
    Condition.USED.value: mark("used"),
    NO_BOX: mark("used, without its box"),
    Condition.PASSENGER.value: mark("passenger"),
}


def sold_as(unit: Unit) -> str:
    return NO_BOX if unit.condition is Condition.USED and not unit.boxed else unit.condition.value


class SoldAs(QWidget):
    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._vm = vm
        self.choices = Choices(list(SOLD_AS.items()))
        self.choices.chosen.connect(self._choose)
        self.reason = Field(_("why it counts as sealed"))
        self.reason.edited.connect(lambda text: vm.edit("list_reason", text))
        self.pin = Field(_("manager's PIN"), ltr=True, secret=True)
        self.reason.committed.connect(self._as_manager)
        self.pin.committed.connect(self._as_manager)
        self._manager = QWidget()
        self._manager.setObjectName("plain")
        inner = row(self.reason, self.pin, beside_fields(button(_("reopen as manager"), self._as_manager)))
        self._manager.setLayout(inner)
        self._manager.hide()
        self._asked_for = ""  # the sale whose phone is to count as sealed
        layout = column(self, gap=4)
        layout.addLayout(row(label(_("sold as"), "soft"), self.choices, None))
        layout.addWidget(self._manager)

    def _choose(self, value: str) -> None:
        unit = self._vm.state.unit
        if self._vm.state.busy and unit is not None:  # never shut: the arrows of a row that is shut lose their caret
            self.choices.show_value(sold_as(unit))
            return
        upwards = value == Condition.SEALED.value and unit is not None and unit.condition is not Condition.SEALED
        self._manager.setVisible(upwards)
        if upwards:
            self._asked_for = self._vm.state.sale.id if self._vm.state.sale else ""
            once(self, 0, self.reason.edit.setFocus)  # an arrow gives the caret to its button after this
        else:
            condition = Condition.USED if value == NO_BOX else Condition(value)
            self._vm.choose_list(condition, boxed=value != NO_BOX)

    def _as_manager(self) -> None:
        self._vm.choose_list(Condition.SEALED, boxed=True, pin=self.pin.text(), reason=self.reason.text())
        self.pin.edit.clear()

    def show_state(self, state: State) -> None:
        unit = state.unit
        self.setVisible(state.may_choose and unit is not None)
        if unit is None:
            return
        if self._asked_for != (state.sale.id if state.sale else ""):  # of another phone nothing was asked
            self._manager.hide()
            self.pin.edit.clear()
        asking = not self._manager.isHidden() and (state.error("pin") or state.error("reason") or state.busy)
        if not asking and unit.condition is Condition.SEALED:
            self._manager.hide()
        if self._manager.isHidden():
            self.choices.show_value(sold_as(unit))
        for name, field in (("pin", self.pin), ("reason", self.reason)):
            complaint = state.error(name) if not self._manager.isHidden() else None
            field.fail(complaint.code if complaint else "", complaint.detail if complaint else "")
