"""One line above the work: what is wrong, where, and what to do next. It never blocks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from pos_app.i18n import text as _
from ui import sentences
from ui.widgets.basics import button, label, restyle, row

_MARKS = {sentences.STOP: "✕", sentences.WAIT: "!", sentences.GOOD: "✓"}


class NoticeBar(QFrame):
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mark, self._text = label("", ""), label("", "", wrap=True)
        self._close = button(_("close"), self.dismissed.emit, "flat")
        layout = row(self._mark, self._text, self._close)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.hide()

    def say(self, sentence: str, severity: str) -> None:
        """ "" hides it. The mark says the severity without colour."""
        restyle(self, f"notice_{severity}")
        for part in (self._mark, self._text):
            part.style().unpolish(part)
            part.style().polish(part)
        self._mark.setText(_MARKS.get(severity, ""))
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def text(self) -> str:
        return "" if self.isHidden() else self._text.text()
