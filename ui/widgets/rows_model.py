"""The rows of a table as Qt reads them: only cells whose word changed are told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QPalette

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_TEXT, _COLOUR = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ForegroundRole
_FONT = Qt.ItemDataRole.FontRole
_ENABLED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


@dataclass(frozen=True, slots=True)
class Row:
    """`soft`: done with, of second rank; `marked`: wants a person, stands out in bold. A `key` "" makes it a heading
    over the rows below: its first text alone."""

    key: str
    texts: tuple[str, ...]
    soft: bool = False
    marked: bool = False


class RowsModel(QAbstractTableModel):
    def __init__(self, headers: Sequence[str], owner: QObject) -> None:
        """It goes with its `owner`, in the window's thread, whenever Python comes to collect it."""
        super().__init__(owner)
        self._headers = tuple(headers)
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: tuple[Row, ...]) -> frozenset[int]:
        """The columns in which a word changed. A list that became longer or shorter does so at its end, so that what
        a person looks at does not jump."""
        before = self.rows
        if rows == before:
            return frozenset()
        had, has = len(before), len(rows)
        if has > had:
            self.beginInsertRows(NOWHERE, had, has - 1)
            self.rows = rows
            self.endInsertRows()
        elif has < had:
            self.beginRemoveRows(NOWHERE, has, had - 1)
            self.rows = rows
            self.endRemoveRows()
        else:
            self.rows = rows
        changed = self._changed(before)
        for place, (first, last) in changed.items():
            self.dataChanged.emit(self.index(first, place), self.index(last, place), [])
        return frozenset(range(len(self._headers))) if has != had else frozenset(changed)

    def _changed(self, before: tuple[Row, ...]) -> dict[int, tuple[int, int]]:
        """First and last row of what differs, for each column that does."""
        found: dict[int, tuple[int, int]] = {}
        columns = range(len(self._headers))
        for at, (old, new) in enumerate(zip(before, self.rows, strict=False)):
            if old == new:
                continue
            look = (old.soft, old.marked) != (new.soft, new.marked) or bool(old.key) != bool(new.key)
            for place in columns:
                if look or _text(old, place) != _text(new, place):
                    found[place] = (found[place][0] if place in found else at, at)
        return found

    def longest(self, place: int, most: int) -> list[int]:
        """Rows whose words in this column have the most letters."""
        named = (at for at, row in enumerate(self.rows) if row.key)
        return nlargest(most, named, key=lambda at: len(_text(self.rows[at], place)))

    # -- as Qt asks --------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = _TEXT) -> Any:
        if role == _TEXT:
            return _text(self.rows[index.row()], index.column())
        if role == _COLOUR and self.rows[index.row()].soft:
            return QGuiApplication.palette().brush(QPalette.ColorRole.PlaceholderText)  # a sheet fades a widget's own
        if role == _FONT and self.rows[index.row()].marked:
            font = QGuiApplication.font()
            font.setBold(True)
            return font
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _TEXT) -> Any:
        if role == _TEXT and orientation == Qt.Orientation.Horizontal:
            return self._headers[section]
        return super().headerData(section, orientation, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        here = index.isValid() and bool(self.rows[index.row()].key)
        return _ENABLED if here else Qt.ItemFlag.NoItemFlags


def _text(row: Row, place: int) -> str:
    return row.texts[place] if place < len(row.texts) else ""
