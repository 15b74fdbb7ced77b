"""A table of rows that are known by a key: the selection stays on its row, whatever the list becomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.widgets.rows_model import Row, RowsModel

__all__ = ["Row", "Rows"]

MEASURED = 12  # of each column, those with the most letters: to measure every row costs more than to draw the page


class Rows(QTableView):
    """`chosen` carries the key of the row that a person turned to."""

    chosen = Signal(str)

    def __init__(self, headers: Sequence[str], *, stretch: tuple[int, ...], accessible: str) -> None:
        super().__init__()
        self.setObjectName("rows")
        self.setShowGrid(False)
        self.rows_model = RowsModel(headers, self)
        self._stretched = frozenset(stretch)
        self._showing = False
        self._headings: tuple[int, ...] = ()
        self.setModel(self.rows_model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(accessible)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        for place in range(len(headers)):
            fit = place not in self._stretched
            mode = QHeaderView.ResizeMode.Fixed if fit else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(place, mode)
        self.selectionModel().currentRowChanged.connect(self._turned)

    def _turned(self, current: QModelIndex, _before: QModelIndex) -> None:
        key = self.key_at(current.row())
        if key and not self._showing:
            self.chosen.emit(key)

    def key_at(self, at: int) -> str:
        """ "" for a heading, and beyond the list."""
        rows = self.rows_model.rows
        return rows[at].key if 0 <= at < len(rows) else ""

    def moveCursor(self, action: QAbstractItemView.CursorAction, keys: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End mean the list: a row is one thing, its columns are no places."""
        ends = (QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd)
        places = [at for at, row in enumerate(self.rows_model.rows) if row.key]
        if action not in ends or not places:
            return super().moveCursor(action, keys)
        return self.rows_model.index(places[0] if action is ends[0] else places[-1], 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())  # what is spoken of below stays in sight

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit(range(self.rows_model.columnCount()))

    def show_rows(self, rows: Iterable[Row], selected: str) -> None:
        """Drawn anew only where a word changed: a list that is read every few seconds must not flicker."""
        rows = tuple(rows)
        self._showing = True
        self._fit(self.rows_model.show(rows))
        self._span(tuple(at for at, row in enumerate(rows) if not row.key))
        here = next((at for at, row in enumerate(rows) if row.key and row.key == selected), -1)
        if here != self.currentIndex().row():
            self.setCurrentIndex(self.rows_model.index(here, 0) if here >= 0 else QModelIndex())
        self._showing = False

    def _span(self, headings: tuple[int, ...]) -> None:
        if headings == self._headings:
            return
        self._headings = headings
        self.clearSpans()
        for at in headings:
            self.setSpan(at, 0, 1, self.rows_model.columnCount())

    def _fit(self, places: Iterable[int]) -> None:
        """As wide as the heading and the longest words."""
        header = self.horizontalHeader()
        for place in places:
            if place in self._stretched:
                continue
            self.ensurePolished()
            longest = self.rows_model.longest(place, MEASURED)
            words = (self.sizeHintForIndex(self.rows_model.index(at, place)).width() for at in longest)
            width = max(header.sectionSizeHint(place), *words) if longest else header.sectionSizeHint(place)
            if width != header.sectionSize(place):
                header.resizeSection(place, width)
