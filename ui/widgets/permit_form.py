"""The customs permit of a passenger phone: its fields, which way the duty was paid, and for whom the phone is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.i18n import text as _
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.basics import button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field, ImeiField
from ui.widgets.flow import flowing
from ui.widgets.picture_box import PictureBox
from ui.widgets.step_form import StepForm
from ui.widgets.tick import Tick


class PermitForm(StepForm):
    def __init__(self, vm: CounterVM, step_id: str = "permit") -> None:
        super().__init__(vm, step_id)
        made = {
            "holder": Field(_("holder (traveller)")), "passport_no": Field(_("passport number"), ltr=True),
            "brand": Field(_("brand on the permit"), ltr=True), "model": Field(_("model on the permit"), ltr=True),
            "imei1": ImeiField(_("IMEI on the permit")), "imei2": ImeiField(_("second IMEI on the permit")),
            "particulars": Field(_("other particulars")),
        }  # fmt: skip
        for name, field in made.items():
            self.add(f"permit_{name}", field)
        self.way = Choices([("customs", _("paid at a customs office")), ("online", _("paid online"))])
        self.way.chosen.connect(lambda value: vm.edit("permit_way", value))
        self.whom = Choices([("other", _("the buyer is somebody else")), ("holder", _("the holder takes it himself"))])
        self.whom.chosen.connect(lambda value: vm.edit("permit_for", value))
        self.kept = Tick(vm, "permit_kept", _("the permit stays here until the phone is active"))
        self.photo = PictureBox(_("photo of the permit"))
        self.go = button(_("the permit is for this phone"), self.act, "act")
        hint = label(
            _("The SIM that is activated first must be in the holder's name. F1 explains the two ways of paying."),
            "soft", wrap=True,
        )  # fmt: skip
        layout = column(self, gap=8)
        head = row(hint, self.go)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addLayout(row(made["holder"], made["passport_no"]))
        layout.addLayout(row(made["brand"], made["model"], made["particulars"]))
        layout.addLayout(row(made["imei1"], made["imei2"]))
        layout.addWidget(flowing(self.way, self.whom, gap=18))
        layout.addWidget(self.kept)
        layout.addWidget(self.photo)

    def act(self) -> None:
        self.vm.permit(self.photo.picture)

    def first_field(self) -> QWidget | None:
        return super().first_field() or self.kept.box

    def show_state(self, state: State) -> None:
        super().show_state(state)
        self.fields["permit_imei2"].setVisible(
            state.unit is None or len(state.unit.imeis) > 1 or bool(state.fields.get("permit_imei2"))
        )
        self.way.show_value(state.fields.get("permit_way", ""))
        self.whom.show_value(state.fields.get("permit_for", "") or "other")
        self.kept.show_state(state)
        self.photo.show_state(state)
        self.go.setEnabled(not state.busy)
