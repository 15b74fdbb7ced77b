"""What came, exactly as it came: plain, from left to right, to be read and copied, never to be changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from pos_app.i18n import text as _
from ui.widgets.basics import button, column, label, row

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
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.box.document().setDefaultTextOption(option)
        self.box.setFixedHeight(HEIGHT)
        self.copy = button(_("copy"), self._copy, "flat", accessible=_("copy the answer as it came"))
        self._caption = label("", "small")
        layout = column(self, gap=2)
        layout.addLayout(row(self._caption, None, self.copy))
        layout.addWidget(self.box)

    def show_text(self, text: str) -> None:
        """ "" says that nothing came."""
        self._caption.setText(_("as it came") if text else _("no text came with this turn"))
        self.copy.setVisible(bool(text))
        self.box.setVisible(bool(text))
        if self.box.toPlainText() != text:
            self.box.setPlainText(text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.box.toPlainText())
