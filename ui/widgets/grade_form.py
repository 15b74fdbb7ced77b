"""Condition of a used phone: one of four grades, and the flaws that a buyer will ask about."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from pos_app import i18n
from pos_app.domain.buy_in_document import FLAWS
from pos_app.i18n import text as _
from ui import notices, words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.basics import button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field
from ui.widgets.flow import flowing
from ui.widgets.picture_box import PictureBox
from ui.widgets.step_form import StepForm


class GradeForm(StepForm):
    def __init__(self, vm: CounterVM, step_id: str = "condition") -> None:
        super().__init__(vm, step_id)
        self.grade = Choices(list(words.GRADES.items()))
        self.grade.chosen.connect(lambda value: vm.edit("grade", value))
        self.why = label("", "error", wrap=True)
        self.flaws = {flaw: QCheckBox(i18n.text(words.FLAWS[flaw])) for flaw in FLAWS}
        for box in self.flaws.values():
            box.setAccessibleName(box.text())
            box.clicked.connect(self._ticked)
        note = self.add("grade_note", Field(_("what else a buyer should know")))
        self.photos = PictureBox(_("photos of the phone"), most=8, field="grade_pictures")
        self.go = button(_("this is its condition"), self.act, "act")
        layout = column(self, gap=8)
        for part in (self.grade, self.why, flowing(*self.flaws.values()), note, self.photos):
            layout.addWidget(part)
        layout.addLayout(row(self.go, None))

    def _ticked(self) -> None:
        self.vm.edit("flaws", " ".join(flaw for flaw, box in self.flaws.items() if box.isChecked()))

    def act(self) -> None:
        self.vm.grade(self.photos.pictures)

    def first_field(self) -> QWidget | None:
        return self.grade.stop()

    def place_of(self, name: str) -> QWidget | None:
        return self.grade.stop() if name in ("grade", "flaws") else super().place_of(name)

    def show_state(self, state: State) -> None:
        super().show_state(state)
        self.grade.show_value(state.fields.get("grade", ""))
        ticked = state.fields.get("flaws", "").split()
        for flaw, box in self.flaws.items():
            box.setChecked(flaw in ticked)
        complaint = state.error("grade") or state.error("flaws")
        self.why.setText(notices.sentence(complaint.code, complaint.detail) if complaint else "")
        self.why.setVisible(complaint is not None)
        self.photos.show_state(state)
        self.go.setEnabled(not state.busy)
