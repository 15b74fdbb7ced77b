"""A row of exclusive choices, each a button that a key can reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from pos_app import i18n
from ui.widgets.basics import row


class Choices(QWidget):
    """`chosen` carries the value as text; `taken` follows where a person pressed it (Space, Enter, the pointer) and did
    not merely walk past it with the arrows. `words` maps value -> msgid, in order."""

    chosen = Signal(str)
    taken = Signal(str)

    def __init__(self, words: Iterable[tuple[str, str]], *, style: str = "choice", wide: bool = False) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = row(gap=6)
        self.setLayout(layout)
        for value, msgid in words:
            made = QPushButton(i18n.text(msgid))
            made.setObjectName(style)
            made.setCheckable(True)
            made.setAutoDefault(True)
            made.setAccessibleName(i18n.text(msgid))
            made.clicked.connect(self._teller(value, made))
            self._group.addButton(made)
            layout.addWidget(made)
            self._buttons[value] = made
        self._group.buttonToggled.connect(lambda *_told: self._mark_stop())
        self._mark_stop()
        if not wide:
            layout.addStretch(1)

    def _teller(self, value: str, made: QPushButton) -> Callable[[], None]:
        def tell() -> None:
            pressed = made.hasFocus()  # an arrow clicks the next one before the caret gets there
            self.chosen.emit(value)
            if pressed:
                self.taken.emit(value)

        return tell

    def stop(self) -> QPushButton:
        """Where Tab stops: at the chosen one, at the first while none is."""
        return next((made for made in self._buttons.values() if made.isChecked()), next(iter(self._buttons.values())))

    def _mark_stop(self) -> None:
        """Qt itself leaves it at the one last walked to."""
        stop = self.stop()
        for made in self._buttons.values():
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if made is stop else Qt.FocusPolicy.ClickFocus)

    def button(self, value: str) -> QPushButton:
        return self._buttons[value]

    def offer(self, values: Iterable[str]) -> None:
        """Leaves these to be chosen."""
        offered = set(values)
        for value, made in self._buttons.items():
            made.setVisible(value in offered)

    def next_one(self) -> None:
        """Chooses the next of those that are offered, round and round, as if it were pressed."""
        offered = [value for value, made in self._buttons.items() if not made.isHidden()]
        if len(offered) > 1 and self.isEnabled():
            at = offered.index(self.value()) if self.value() in offered else -1
            chosen = offered[(at + 1) % len(offered)]
            self.show_value(chosen)
            self.chosen.emit(chosen)

    def show_value(self, value: str) -> None:
        """ "" leaves none chosen."""
        if value in self._buttons:
            self._buttons[value].setChecked(True)
        else:
            self._group.setExclusive(False)
            for made in self._buttons.values():
                made.setChecked(False)
            self._group.setExclusive(True)
        self._mark_stop()

    def value(self) -> str:
        return next((value for value, made in self._buttons.items() if made.isChecked()), "")
