"""The keys of the duties board: those that do something for the chosen row now, and nothing else."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app import i18n
from pos_app.domain.duty import Duty, DutyAct
from ui.duty_words import NEXT
from ui.widgets.basics import Label, key, label, row
from ui.widgets.flow import FlowLayout

ENTER, END, REMIND = "Enter", "Del", "Ctrl+M"
_ENDS = (DutyAct.SETTLE, DutyAct.CLOSE)  # what the same key does: the phone before its operation


class DutyKeys(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        keys = FlowLayout(gap=4)
        self._pairs: dict[str, tuple[QWidget, Label]] = {}
        for name in (ENTER, END, REMIND):
            pair = QWidget()
            pair.setObjectName("plain")
            said = label("")
            inside = row(key(name), said, gap=6)
            inside.setContentsMargins(0, 0, 12, 0)
            pair.setLayout(inside)
            keys.add(pair)
            self._pairs[name] = (pair, said)
        self.setLayout(keys)

    def show_duty(self, duty: Duty | None) -> None:
        acts = duty.acts if duty is not None else frozenset()
        told = {
            ENTER: duty.next if duty is not None else None,
            END: next((act for act in _ENDS if act in acts), None),
            REMIND: DutyAct.REMIND if DutyAct.REMIND in acts else None,
        }
        for name, act in told.items():
            pair, said = self._pairs[name]
            said.setText(i18n.text(NEXT[act]) if act else "")
            pair.setVisible(act is not None)

    def shown(self) -> dict[str, str]:
        """Key -> what it does now."""
        return {name: said.text() for name, (pair, said) in self._pairs.items() if not pair.isHidden()}
