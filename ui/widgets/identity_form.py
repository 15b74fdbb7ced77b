"""Who sells to the shop. The person is typed where a buyer would be; here, what was looked at."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.i18n import text as _
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.basics import button, column, label, row
from ui.widgets.picture_box import PictureBox
from ui.widgets.step_form import StepForm
from ui.widgets.tick import Tick


class IdentityForm(StepForm):
    def __init__(self, vm: CounterVM, step_id: str = "identity") -> None:
        super().__init__(vm, step_id)
        hint = label(
            _("Name, national id, mobile and address stand beside, under “seller of the phone” (F4). "
              "The SIM with which he transfers must be his own."),
            "soft", wrap=True,
        )  # fmt: skip
        self.seen = Tick(vm, "identity_seen", _("I have seen his identity document and it is he"))
        self.photo = PictureBox(_("photo of the document"), field="identity_picture")
        self.consent = Tick(vm, "identity_consent", _("he agrees that the shop keeps this, as the law asks"))
        self.go = button(_("identity is certain"), self.act, "act")
        layout = column(self, gap=8)
        for part in (hint, self.seen, self.photo, self.consent):
            layout.addWidget(part)
        layout.addLayout(row(self.go, None))

    def act(self) -> None:
        self.vm.identity(self.photo.picture)

    def first_field(self) -> QWidget | None:
        return self.seen.box

    def show_state(self, state: State) -> None:
        super().show_state(state)
        for part in (self.seen, self.photo, self.consent):
            part.show_state(state)
        self.go.setEnabled(not state.busy)
