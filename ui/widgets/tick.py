"""A yes that is kept with what was typed: pressed by Space, and it says what it means when it is wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from ui import notices
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.view_models.hands import YES
from ui.widgets.basics import column, label


class Tick(QWidget):
    """`name` is its field among what was typed."""

    def __init__(self, vm: CounterVM, name: str, text: str) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._vm, self.name = vm, name
        self.box = QCheckBox(text)
        self.box.setAccessibleName(text)
        self.box.clicked.connect(lambda on: vm.edit(name, YES if on else ""))
        self._reason = label("", "error", wrap=True)
        self._reason.setContentsMargins(4, 0, 4, 0)  # the last letter of a Persian line reaches out of its own box
        self._reason.hide()
        layout = column(self, gap=2)
        layout.addWidget(self.box)
        layout.addWidget(self._reason)

    @property
    def on(self) -> bool:
        return self.box.isChecked()

    def show_state(self, state: State) -> None:
        self.box.setChecked(state.fields.get(self.name) == YES)
        complaint = state.error(self.name)
        self._reason.setText(notices.sentence(complaint.code, complaint.detail) if complaint else "")
        self._reason.setVisible(complaint is not None)
