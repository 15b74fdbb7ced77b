"""Every page, in each language and light, at the sizes of shop screens: opened, looked over, saved as a picture.

The pictures lie in build/pictures for people; what a program can see of them is checked here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QToolButton,
    QWidget,
)

from pos_app.settings import ROOT
from tests.fakes.feed import FeedOf
from tests.ui.conftest import OpenCounter
from tests.ui.gallery import furnish, places
from tests.ui.gallery_used import used_places
from tests.ui.hands import Hands
from ui import tab_order

PICTURES = ROOT / "build" / "pictures"
#: Logical sizes: the common shop screen, the same at 125 %, a large one, and that at 150 %.
SIZES = (QSize(1366, 768), QSize(1093, 614), QSize(1920, 1080), QSize(1280, 720))
CONTROLS = (QLineEdit, QPlainTextEdit, QTextEdit, QPushButton, QToolButton, QComboBox, QCheckBox, QAbstractItemView)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page(open_counter: OpenCounter, language: str, theme: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    counter = open_counter(language=language, theme=theme, around=FeedOf)
    look_over(counter, places(counter, furnish(counter.services)), language, theme)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_way_a_phone_changes_hands(open_counter: OpenCounter, language: str, theme: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    counter = open_counter(language=language, theme=theme)
    look_over(counter, used_places(counter), language, theme)


def look_over(counter: Hands, shown: Iterator[str], language: str, theme: str) -> None:
    wrong: list[str] = []
    for place in shown:
        for size in SIZES if theme == "light" else SIZES[:2]:  # colours change no size
            counter.window.resize(size)
            counter.settle()
            where = f"{place}-{language}-{theme}-{size.width()}x{size.height()}"
            picture = counter.window.grab()
            assert picture.save(str(PICTURES / f"{where}.png"))
            assert counter.window.size() == size, f"{where}: the window does not become so small"
            wrong += [f"{where}: {what}" for what in (*cut(counter), *nameless(counter), *turned(counter, language))]
    assert not wrong, "\n".join(wrong)


def visible(counter: Hands) -> list[QWidget]:
    return [w for w in counter.window.findChildren(QWidget) if w.isVisible()]


def cut(counter: Hands) -> list[str]:
    """Texts that do not fit into their widget, and widgets that lie beyond their window or their scroll area."""
    found = []
    for widget in visible(counter):
        shown = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        if shown:
            wraps = isinstance(widget, QLabel) and widget.wordWrap()
            if not wraps and widget.width() < widget.sizeHint().width():
                found.append(f"cut: {shown!r} needs {widget.sizeHint().width()} and has {widget.width()}")
            if wraps and widget.height() < widget.heightForWidth(widget.width()):
                found.append(f"cut in height: {shown!r}")
        if isinstance(widget, CONTROLS) or shown:
            found += beyond(widget, counter)
    return found


def beyond(widget: QWidget, counter: Hands) -> list[str]:
    """Sideways nothing may lie outside; downwards only what scrolls."""
    frame: QWidget = counter.window
    area = widget.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea):
            frame = area.viewport()
            break
        area = area.parentWidget()
    left = widget.mapTo(frame, QPoint(0, 0)).x()
    if left < 0 or left + widget.width() > frame.width():
        return [f"beyond: {widget.accessibleName() or widget.metaObject().className()} at {left}+{widget.width()}"]
    return []


def nameless(counter: Hands) -> list[str]:
    """Controls that a screen reader could not call by a name."""
    found = []
    for widget in visible(counter):
        if isinstance(widget, CONTROLS) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            inside = widget.parentWidget()
            if not widget.accessibleName() and not isinstance(inside, QComboBox | QAbstractItemView):
                found.append(f"nameless: {widget.metaObject().className()} {widget.objectName()}")
    return found


def turned(counter: Hands, language: str) -> list[str]:
    rtl = language == "fa"
    wrong = counter.window.isRightToLeft() != rtl or counter.page.isRightToLeft() != rtl
    return ["layout direction"] if wrong else []


def test_the_order_of_tab_is_the_order_of_work(counter: Hands) -> None:
    """From the scan box through the step to the panel, round and back; no stop twice, nothing that traps."""
    tab_through(counter, places(counter, furnish(counter.services)))


def test_so_it_is_where_a_phone_changes_hands(counter: Hands) -> None:
    tab_through(counter, used_places(counter))


def tab_through(counter: Hands, shown: Iterator[str]) -> None:
    for place in shown:
        if counter.page.isVisible():
            counter.page.scan.setFocus()
        elif counter.focus() not in list(tab_order.stops(counter.window.centralWidget())):
            counter.window.focusNextPrevChild(True)  # it is on a choice that is not the chosen one
        start = counter.focus()
        passed: list[QWidget] = []
        while len(passed) < 90:
            counter.window.focusNextPrevChild(True)
            at = counter.focus()
            if at is start:
                break
            passed.append(at)
        assert counter.focus() is start, f"{place}: Tab never comes home"
        assert len({id(w) for w in passed}) == len(passed), f"{place}: a stop comes twice"
        assert all(isinstance(w, CONTROLS) for w in passed), [type(w).__name__ for w in passed]
        kinds = [
            "panel" if counter.page.side.isAncestorOf(w) else "work" for w in passed if counter.page.isAncestorOf(w)
        ]
        assert kinds == sorted(kinds, reverse=True), f"{place}: {kinds}"
