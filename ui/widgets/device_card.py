"""Which phone a walk-in brings: its model and its numbers, by scan or by hand, before anything is asked of anybody."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from pos_app.domain.hamta import SHOW_IMEI_CODE
from pos_app.domain.sale import CaseKind
from pos_app.i18n import text as _
from ui import leading
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import DEVICE, REDO, State
from ui.widgets.basics import button, column, copy_button, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field, ImeiField


class DeviceCard(QFrame):
    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self.vm = vm
        self.fields: dict[str, Field] = {
            "imei1": ImeiField(_("IMEI 1")),
            "imei2": ImeiField(_("IMEI 2")),
            "brand": Field(_("brand"), ltr=True, placeholder="Samsung"),
            "model": Field(_("model"), ltr=True, placeholder="Galaxy A55"),
            "model_code": Field(_("model code, as the registry writes it"), ltr=True, placeholder="SM-A556E"),
            "serial": Field(_("serial"), ltr=True),
        }
        for name, field in self.fields.items():
            field.edited.connect(lambda text, name=name: vm.edit(name, text))
            field.committed.connect(self.act)
        self.boxed = Choices([("yes", _("with its box")), ("no", _("without a box"))])
        self.boxed.chosen.connect(lambda value: vm.edit("boxed", value))
        self.go = button(_("this is the phone"), self.act, "act")
        hint = label(_("Scan its box, or dial this on the phone and scan or type what it shows:"), "soft", wrap=True)
        layout = column(self, margin=14, gap=8)
        self._title = label(_("Which phone is it?"), "title")
        head = row(hint, copy_button(SHOW_IMEI_CODE))
        head.setStretch(0, 1)
        layout.addWidget(self._title)
        layout.addLayout(head)
        layout.addLayout(row(self.fields["imei1"], self.fields["imei2"]))
        layout.addLayout(row(self.fields["brand"], self.fields["model"]))
        layout.addLayout(row(self.fields["model_code"], self.fields["serial"]))
        layout.addLayout(row(self.boxed, None, self.go))

    def open_for(self, state: State) -> bool:
        """Until it was read; and again where the seller puts it right."""
        again = state.fields.get(REDO) == DEVICE
        return state.kind is CaseKind.BUY_IN and state.sale is not None and (state.unit is None or again)

    def act(self) -> None:
        self.vm.put_device()

    def first_field(self) -> QWidget | None:
        """Many phones have one number only: with the first read, its name is asked for next."""
        asked = (field.edit for name, field in self.fields.items() if name != "imei2" and not field.text())
        return next(asked, None)

    def after_scan(self) -> QWidget | None:
        """Where the caret goes on to, if what it stands at has been read meanwhile."""
        at = next((field for name, field in self.fields.items() if field.edit.hasFocus()), None)
        return self.first_field() if at is not None and at.text() and not at.edit.isModified() else None

    def place_of(self, name: str) -> QWidget | None:
        return leading.place_of(self, self.fields, name)

    def show_state(self, state: State) -> bool:
        """Draws; True if this is where the seller works now."""
        open_now = self.open_for(state)
        self.setVisible(open_now)
        if not open_now:
            return False
        for name, field in self.fields.items():
            field.show_value(state.fields.get(name, ""))
            complaint = state.error(name)
            field.fail(complaint.code if complaint else "", complaint.detail if complaint else "")
        self.boxed.show_value(state.fields.get("boxed", "") or "yes")
        self.go.setEnabled(not state.busy)
        return True
