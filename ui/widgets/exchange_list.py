"""What a modem sent and heard, turn by turn, as it happened. What was sent is a left-to-right island."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from pos_app import i18n
from pos_app.i18n import text as _
from pos_app.ports.operations import OperationEvent
from ui import format as fmt
from ui.widgets.basics import column, empty, label


class ExchangeList(QFrame):
    """Rebuilt only when a turn came."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("log")
        self._shown: tuple[OperationEvent, ...] = ()
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(12)
        self._lines.setVerticalSpacing(2)
        self._lines.setColumnStretch(2, 1)
        layout = column(self, gap=4)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addWidget(label(_("what the modem sent and what the network said"), "small"))
        layout.addLayout(self._lines)
        self.hide()

    def show_turns(self, turns: tuple[OperationEvent, ...]) -> None:
        self.setVisible(bool(turns))
        if turns == self._shown:
            return
        self._shown = turns
        empty(self._lines)
        self.setAccessibleName(_("what the modem sent and what the network said"))
        on = "←" if i18n.right_to_left() else "→"  # on to what came back
        for place, turn in enumerate(turns):
            sent, received = sides(turn.text)
            times = f" ×{turn.times}" if turn.times > 1 else ""
            parts = (
                label(fmt.clock(turn.at), "small"),
                label(f"{fmt.ltr(f'{sent}{times}')} {on}"),
                label("\n".join(fmt.natural(line) for line in received.splitlines()), "soft", wrap=True),
            )
            for at, part in enumerate(parts):
                self._lines.addWidget(part, place, at, Qt.AlignmentFlag.AlignTop)


def sides(text: str) -> tuple[str, str]:
    """What was sent and what came back, of a turn as it is kept."""
    sent, _gap, received = text.partition("\n< ")
    return sent.removeprefix("> "), received
