"""Where a person was, to be brought back there: the caret, what was marked, and by whose hand it came."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from ui.widgets.fields import Edit


class Whereabouts:
    def __init__(self) -> None:
        """Now."""
        self._at: QWidget | None = QApplication.focusWidget()
        line = self._at if isinstance(self._at, QLineEdit) else None
        self._marked = (line.selectionStart(), line.selectionLength()) if line and line.hasSelectedText() else None
        self._by_hand = isinstance(line, Edit) and line.by_hand

    def bring_back(self) -> bool:
        """False where that place is gone, or not to be seen any more."""
        at = self._at
        if at is None or not isValid(at) or not at.isVisible() or not at.isEnabled():
            return False
        at.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(at, QLineEdit) and self._marked:
            at.setSelection(*self._marked)
        if isinstance(at, Edit):
            at.by_hand = self._by_hand  # it was away for a moment only
        return True
