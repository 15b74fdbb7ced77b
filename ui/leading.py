"""Leads the eyes: the open step is in view, and after a refusal the caret stands at what is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.once import once
from ui.widgets.fields import Field
from ui.widgets.picture_box import PictureBox
from ui.widgets.tick import Tick

ROOM = 10  # pixels left free above and below what is shown
_FURTHER = 60  # the same for the caret of a step that is taller than the page


def place_of(form: QWidget, fields: Mapping[str, Field], name: str) -> QWidget | None:
    """Where the caret can go to put this field right; None = it is not to be seen here."""
    found: QWidget | None = fields[name].edit if name in fields else None
    if found is None:
        found = next((tick.box for tick in form.findChildren(Tick) if tick.name == name), None)
    if found is None:
        found = next((box.choose for box in form.findChildren(PictureBox) if box.field == name), None)
    return found if found is not None and found.isVisible() else None


def into_view(area: QScrollArea, shown: QWidget, caret: QWidget | None) -> None:
    """All of `shown` if the page is high enough, else its top, else at least the caret. Once what has just been shown
    is laid out, and again when its lines have found their breadth: before that nobody knows how tall it is."""

    def scroll(*, again: bool = True) -> None:
        if again:
            once(area, 0, lambda: scroll(again=False))
        inner, bar = area.widget(), area.verticalScrollBar()
        if inner is None or not shown.isVisible() or not inner.isAncestorOf(shown):
            return
        top = shown.mapTo(inner, QPoint(0, 0)).y()
        value = max(bar.value(), top + shown.height() + ROOM - area.viewport().height())
        bar.setValue(min(value, top - ROOM))
        if caret is not None and caret.isVisible() and inner.isAncestorOf(caret):
            area.ensureWidgetVisible(caret, 0, _FURTHER)

    once(area, 0, scroll)
