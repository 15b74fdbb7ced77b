"""Without a box: the phone's own screen, its slot tray, and what the shop knows of it."""

from __future__ import annotations

from pos_app.domain.hamta import SHOW_IMEI_CODE
from pos_app.domain.which_list import RETURN, RETURN_INACTIVE
from pos_app.i18n import text as _
from ui import format as fmt
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.view_models.hands import YES
from ui.widgets.basics import button, column, copy_button, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import ImeiField
from ui.widgets.picture_box import PictureBox
from ui.widgets.step_form import StepForm
from ui.widgets.tick import Tick


class DeviceMatchForm(StepForm):
    def __init__(self, vm: CounterVM, step_id: str = "device_match") -> None:
        super().__init__(vm, step_id)
        hint = label(_("Dial this on the phone and scan or type what it shows:"), "soft", wrap=True)
        for name, caption in (
            ("device1", _("IMEI 1 of the device")), ("device2", _("IMEI 2 of the device")),
            ("tray1", _("IMEI 1 on the slot tray")), ("tray2", _("IMEI 2 on the slot tray")),
        ):  # fmt: skip
            self.add(name, ImeiField(caption))
        self.known = label("", "soft", wrap=True)
        self.tray_label = label(_("no number read from the tray?"), "soft")
        self.tray_says = Choices([("none", _("none is printed there")), ("unreadable", _("it cannot be read"))])
        self.tray_says.chosen.connect(lambda value: vm.edit("tray_says", value))
        self.dead = Tick(vm, "device_dead", _("the phone shows nothing any more"))
        self.dead.box.clicked.connect(lambda _on: vm.changed.emit())  # then the tray is asked for
        self.photo = PictureBox(_("photo of the screen"))
        self.check = button(_("compare"), self.act, "act")
        layout = column(self, gap=8)
        head = row(hint, copy_button(SHOW_IMEI_CODE), self.check)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(self.known)
        layout.addLayout(row(self.fields["device1"], self.fields["tray1"]))
        layout.addLayout(row(self.fields["device2"], self.fields["tray2"]))
        layout.addLayout(row(self.tray_label, self.tray_says, None))
        layout.addWidget(self.dead)
        layout.addWidget(self.photo)

    def act(self) -> None:
        self.vm.match_device(self.photo.picture)

    def show_state(self, state: State) -> None:
        super().show_state(state)
        which = state.sale.run.checklist_id if state.sale and state.sale.run else ""
        back = which in (RETURN, RETURN_INACTIVE)
        dead = state.fields.get(self.dead.name) == YES
        two = state.unit is None or len(state.unit.imeis) > 1
        for side in ("device", "tray"):
            for slot in ("1", "2"):
                wanted = slot == "1" or two or bool(state.fields.get(f"{side}{slot}"))
                read = side == "device" or not back or dead  # of a dead phone the tray alone can tell
                self.fields[f"{side}{slot}"].setVisible(wanted and read)
        known = state.unit.imeis if state.unit else ()
        for place, number in enumerate(known[:2], 1):
            field = self.fields[f"device{place}"]
            if isinstance(field, ImeiField):
                field.compare_with(number)
        shown = " · ".join(fmt.imei_text(number) for number in known)
        self.known.setText(_("In our books: {numbers}").format(numbers=shown))
        for part in (self.tray_label, self.tray_says):
            part.setVisible(not back)
        self.tray_says.show_value(state.fields.get("tray_says", ""))
        self.dead.setVisible(back)
        self.dead.show_state(state)
        self.photo.show_state(state)
        self.check.setEnabled(not state.busy)
