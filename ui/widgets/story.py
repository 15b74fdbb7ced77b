"""The story of one operation: its turns from the first to the last, and what came with the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from pos_app import i18n
from pos_app.i18n import text as _
from pos_app.ports.operations import OperationEvent
from ui import format as fmt
from ui import notices, words
from ui.widgets.basics import column, label
from ui.widgets.raw_text import RawText

_RLM, _LRM = "\u200f", "\u200e"


class StoryView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._shown: tuple[OperationEvent, ...] = ()
        self.turns = QListWidget()
        self.turns.setWordWrap(True)
        self.turns.setAccessibleName(_("story of this operation"))
        self.turns.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.turns.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.turns.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.turns.setMinimumHeight(64)
        self.turns.currentRowChanged.connect(self._chosen)
        self.raw = RawText()
        layout = column(self, gap=4)
        layout.addWidget(label(_("story"), "heading"))
        layout.addWidget(self.turns, 1)
        layout.addWidget(self.raw)

    def show_story(self, story: tuple[OperationEvent, ...]) -> None:
        """The newest turn is chosen, unless a person reads an older one of the same story."""
        if story == self._shown:
            return
        at, before = self.turns.currentRow(), self._shown
        same = bool(before) and bool(story) and story[0].at == before[0].at and story[0].kind == before[0].kind
        reading = at if same and 0 <= at < len(before) - 1 else len(story) - 1
        self._shown = story
        blocked = QSignalBlocker(self.turns)
        self.turns.clear()
        for turn in story:
            self.turns.addItem(QListWidgetItem((_RLM if i18n.right_to_left() else _LRM) + told(turn)))
        self.turns.setCurrentRow(reading)
        blocked.unblock()
        self._chosen(reading)

    def _chosen(self, at: int) -> None:
        turn = self._shown[at] if 0 <= at < len(self._shown) else None
        self.raw.setVisible(bool(self._shown))
        self.raw.show_text(turn.text if turn else "", reason=turn is not None and turn.kind == "closed")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.turns.doItemsLayout()  # lines break anew where the width changed


def told(turn: OperationEvent) -> str:
    """When, what, in which state it left the operation, how often, by whom; below it why."""
    mark = _RLM if i18n.right_to_left() else _LRM
    when = f"{fmt.date_short(turn.at)}  {fmt.clock(turn.at)}"
    state = words.of(words.STATES, turn.state)  # type: ignore[arg-type]
    what = f"{words.of(words.TURNS, turn.kind)}: {state}"
    parts = [when, what]
    if turn.times > 1:
        parts.append("× " + fmt.digits(str(turn.times)))
    if turn.who:
        parts.append(fmt.natural(_who(turn.who)))
    first = "  ·  ".join(parts)
    if turn.kind == "closed" and turn.text.strip():
        return f"{first}\n{mark}{fmt.natural(turn.text.strip())}"  # a person's own words, not the refusal once more
    return f"{first}\n{mark}{notices.sentence(turn.problem)}" if turn.problem else first


def _who(name: str) -> str:
    """The background round and the registry itself sign with codes, a person with a name."""
    return words.of(words.ACTORS, name)
