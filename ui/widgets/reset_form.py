"""Factory reset: done before the eyes of the one who takes the phone over, and no old account asked for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.i18n import text as _
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.basics import button, column, label, row
from ui.widgets.picture_box import PictureBox
from ui.widgets.step_form import StepForm
from ui.widgets.tick import Tick


class ResetForm(StepForm):
    def __init__(self, vm: CounterVM, step_id: str = "reset") -> None:
        super().__init__(vm, step_id)
        hint = label(
            _("The owner signs out of his accounts on the phone, then it is reset. F1 shows how for each brand."),
            "soft", wrap=True,
        )  # fmt: skip
        self.done = Tick(vm, "reset_done", _("it is at its first-start screen, before the one who takes it"))
        self.unlocked = Tick(vm, "reset_unlocked", _("that screen asks for no account of the owner before"))
        self.dead = Tick(vm, "reset_impossible", _("it cannot be reset (does not start, dead screen)"))
        self.photo = PictureBox(_("photo of the first-start screen"))
        self.go = button(_("reset is done"), self.act, "act")
        layout = column(self, gap=8)
        for part in (hint, self.done, self.unlocked, self.dead, self.photo):
            layout.addWidget(part)
        layout.addLayout(row(self.go, None))

    def act(self) -> None:
        self.vm.reset(self.photo.picture)

    def first_field(self) -> QWidget | None:
        return self.done.box

    def show_state(self, state: State) -> None:
        super().show_state(state)
        for part in (self.done, self.unlocked, self.dead, self.photo):
            part.show_state(state)
        self.go.setEnabled(not state.busy)
