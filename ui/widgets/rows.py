"""A table of rows that are known by a key: the selection stays on its row, whatever the list becomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem


@dataclass(frozen=True, slots=True)
class Row:
    """`soft`: done with, of second rank. A `key` "" makes it a heading over the rows below: its first text alone."""

    key: str
    texts: tuple[str, ...]
    soft: bool = False


class Rows(QTableWidget):
    """`chosen` carries the key of the row that a person turned to."""

    chosen = Signal(str)

    def __init__(self, headers: Sequence[str], *, stretch: tuple[int, ...], accessible: str) -> None:
        super().__init__(0, len(headers))
        self.setObjectName("rows")
        self.setShowGrid(False)
        self._drawn: tuple[Row, ...] = ()
        self.setHorizontalHeaderLabels(list(headers))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(accessible)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for place in stretch:
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.currentCellChanged.connect(lambda at, *_others: self._turned(at))

    def _turned(self, at: int) -> None:
        if key := self.key_at(at):
            self.chosen.emit(key)

    def key_at(self, at: int) -> str:
        """ "" for a heading, and beyond the list."""
        return self._drawn[at].key if 0 <= at < len(self._drawn) else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentRow() >= 0:
            self.scrollTo(self.currentIndex())  # what is spoken of below stays in sight

    def show_rows(self, rows: Iterable[Row], selected: str) -> None:
        """Drawn anew only where a word changed: a list that is read every few seconds must not flicker."""
        rows = tuple(rows)
        blocked = QSignalBlocker(self)
        if rows != self._drawn:
            self._drawn = rows
            self.clearSpans()
            self.setRowCount(len(rows))
            for at, row in enumerate(rows):
                self._draw(at, row)
        here = next((at for at, row in enumerate(rows) if row.key and row.key == selected), -1)
        if here < 0:
            self.setCurrentCell(-1, -1)
        elif here != self.currentRow():
            self.setCurrentCell(here, 0)  # selectRow finds no cell in a right-to-left table
        blocked.unblock()

    def _draw(self, at: int, row: Row) -> None:
        soft = QGuiApplication.palette().brush(QPalette.ColorRole.PlaceholderText)  # a sheet fades a widget's own
        for place, text in enumerate(row.texts):
            item = QTableWidgetItem(text)
            if row.soft:
                item.setForeground(soft)
            if not row.key:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.setItem(at, place, item)
        if not row.key:
            self.setSpan(at, 0, 1, self.columnCount())
