"""What came, exactly as it came: plain, from left to right, to be read and copied, never to be changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from pos_app.i18n import text as _
from ui.widgets.basics import button, column, label, restyle, row

HEIGHT = 104  # it scrolls inside


class RawText(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.box = QPlainTextEdit()
        self.box.setObjectName("raw")
        self.box.setReadOnly(True)
        self.box.setTabChangesFocus(True)
        self.box.setAccessibleName(_("answer as it came"))
        self.box.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.box.setFixedHeight(HEIGHT)
        self.copy = button(_("copy"), self._copy, "flat", accessible=_("copy the answer as it came"))
        self._caption = label("", "small")
        layout = column(self, gap=2)
        layout.addLayout(row(self._caption, None, self.copy))
        layout.addWidget(self.box)

    def show_text(self, text: str, *, reason: bool = False) -> None:
        """ "" says that nothing came. `reason`: a person's own words, shown as such and in their own direction."""
        came = _("your reason") if reason else _("as it came")
        self._caption.setText(came if text else _("no text came with this turn"))
        restyle(self.box, "reason" if reason else "raw")
        self.box.setAccessibleName(came)
        self.box.document().setDefaultTextOption(_own() if reason else _plain())
        self.copy.setVisible(bool(text))
        self.box.setVisible(bool(text))
        if self.box.toPlainText() != text:
            self.box.setPlainText(text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.box.toPlainText())


def _plain() -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _own() -> QTextOption:
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
