"""Chips in lines that break where the width ends, in reading order of the layout direction."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem


class FlowLayout(QLayout):
    def __init__(self, gap: int = 6) -> None:
        super().__init__()
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self._smallest: QSize | None = None  # Qt asks a hundred times for one arrangement; kept until `invalidate`
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def add(self, widget: QWidget) -> None:
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def invalidate(self) -> None:
        self._smallest = None
        self._heights.clear()
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        if self._smallest is None:
            size = QSize()
            for item in self._items:
                if not item.isEmpty():
                    size = size.expandedTo(item.minimumSize())
            self._smallest = size
        return self._smallest

    def _place(self, rect: QRect, *, move: bool) -> int:
        parent = self.parentWidget()
        rtl = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        y = 0
        for line in self._lines(rect.width()):
            height = max(item.sizeHint().height() for item in line)
            x = 0
            for item in line:
                size = item.sizeHint()
                if move:
                    left = rect.right() + 1 - x - size.width() if rtl else rect.left() + x
                    top = rect.top() + y + (height - size.height()) // 2
                    item.setGeometry(QRect(QPoint(left, top), size))
                x += size.width() + self._gap
            y += height + self._gap
        return max(0, y - self._gap)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():  # a widget that is hidden
                continue
            wide = item.sizeHint().width()
            if not lines or used + wide > width:
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += wide + self._gap
        return lines


def flowing(*parts: QWidget, gap: int = 6) -> QWidget:
    """Beside each other, in as many lines as the place is narrow."""
    holder = QWidget()
    holder.setObjectName("plain")
    layout = FlowLayout(gap)
    holder.setLayout(layout)
    for part in parts:
        layout.add(part)
    return holder
