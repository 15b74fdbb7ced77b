"""Tab goes in the order of the layouts, which is the order of work; Qt's own order is that of construction."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLayout, QScrollArea, QWidget


def step(ground: QWidget | None, home: QWidget, *, forward: bool) -> bool:
    """Moves the caret to the next stop under `ground`, round and round; False where there is none.

    A caret whose field has just gone (a step folded) comes `home`, if that is to be seen.
    """
    found = list(stops(ground))
    if not found:
        return False
    at = QApplication.focusWidget()
    if at in found:
        target = found[(found.index(at) + (1 if forward else -1)) % len(found)]
    else:
        target = home if home in found else found[0]
    bring(target, Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def bring(target: QWidget, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
    """The caret to a widget, and the widget before the eyes."""
    target.setFocus(reason)
    parent = target.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(target)
        parent = parent.parentWidget()


def stops(widget: QWidget | None) -> Iterator[QWidget]:
    """What Tab reaches inside a widget, in reading order."""
    if widget is None or not widget.isVisible() or not widget.isEnabled():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        if not _left_to_the_arrows(widget):
            yield widget
        return
    if isinstance(widget, QScrollArea):
        yield from stops(widget.widget())
    elif (layout := widget.layout()) is not None:
        yield from _inside(layout)


def _inside(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item else (None, None)
        if widget is not None:
            yield from stops(widget)
        elif inner is not None:
            yield from _inside(inner)


def _left_to_the_arrows(widget: QWidget) -> bool:
    """In a row of exclusive choices Tab stops once: at the chosen one, or at the first while none is."""
    if not isinstance(widget, QAbstractButton) or widget.isChecked():
        return False
    group = widget.group()
    if group is None or not group.exclusive():
        return False
    chosen = group.checkedButton()
    return chosen is not None or group.buttons()[0] is not widget
