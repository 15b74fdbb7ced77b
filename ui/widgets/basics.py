"""Small pieces that know no page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pos_app import i18n
from pos_app.i18n import text as _
from ui import format as fmt

_LRM, _RLM = "\u200e", "\u200f"


def in_own_direction(line: str) -> str:
    """In the direction of the language, whatever its first letter; "" stays so."""
    return (_RLM if i18n.right_to_left() else _LRM) + line if line else ""


class Label(QLabel):
    """Plain text in the direction of the language, whatever its first letter; never squeezed below its lines."""

    def __init__(self, text: str, *, wrap: bool) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(in_own_direction(text))
        self._keep_height()

    def text(self) -> str:
        """What was set, without the mark of direction."""
        return super().text().removeprefix(_RLM).removeprefix(_LRM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        if self.wordWrap():
            self.setMinimumHeight(0)  # Qt counts the old minimum in, so that a text grown short would stay tall
            self.setMinimumHeight(self.heightForWidth(self.width()) if self.text() else 0)


def label(text: str = "", name: str = "", *, wrap: bool = False) -> Label:
    made = Label(text, wrap=wrap)
    made.setObjectName(name)
    return made


def restyle(widget: QWidget, name: str) -> None:
    """Another role of the style sheet for a widget that is already shown."""
    if widget.objectName() != name:
        widget.setObjectName(name)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def key(text: str) -> QLabel:
    """The name of a key, as small as a key."""
    made = label(fmt.ltr(text), "key")
    made.setFixedHeight(20)
    return made


def button(text: str, act: Callable[[], object], name: str = "", *, accessible: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(True)  # Enter presses the button that has the focus
    made.setAccessibleName(accessible or text)
    made.clicked.connect(lambda *_args: act())
    return made


class CopyButton(QPushButton):
    """A value as a left-to-right island; one press copies it, without blanks."""

    def __init__(self) -> None:
        super().__init__()
        self._value = ""
        self.setObjectName("copy")
        self.setAutoDefault(True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._copy)

    def show_value(self, value: str, shown: str = "") -> None:
        self._value = value
        self.setText(fmt.ltr(shown or value))
        self.setAccessibleName(_("copy {value}").format(value=value))
        self.setToolTip(_("copy"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._value)
        self.setToolTip(_("copied"))


def copy_button(value: str, shown: str = "") -> CopyButton:
    made = CopyButton()
    made.show_value(value, shown)
    return made


def beside_fields(widget: QWidget) -> QVBoxLayout:
    """A button at the height of the edits in a row of captioned fields."""
    made = column(gap=3)
    made.addWidget(label("\u00a0", "small"))
    made.addWidget(widget)
    made.addStretch(1)
    return made


def rule(name: str = "rule", thickness: int = 1) -> QFrame:
    line = QFrame()
    line.setObjectName(name)
    line.setFixedHeight(thickness)
    return line


def column(parent: QWidget | None = None, *, margin: int = 0, gap: int = 8) -> QVBoxLayout:
    made = QVBoxLayout(parent) if parent else QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    return made


def row(*parts: QWidget | QLayout | None, gap: int = 8) -> QHBoxLayout:
    """Widgets in reading order; None = the free space."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    fill(made, *parts)
    return made


def scrolling(inner: QWidget, *, sideways: bool = False) -> QScrollArea:
    """It scrolls with what has the caret, and is itself no stop of Tab. `sideways`: it may also scroll to the side."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if not sideways:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area


def fill(layout: QBoxLayout, *parts: QWidget | QLayout | None) -> None:
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


def empty(layout: QLayout) -> None:
    """Takes everything out and lets it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)
