"""A reminder ready to be copied, or read by the camera of a phone that sends it on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from pos_app.i18n import text as _
from ui.widgets.basics import button, column, in_own_direction, label, row
from ui.widgets.script_card import qr_of_text

SIDE = 260  # pixels at most, unless the text is so long that its squares would become too small


class ReminderCard(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("script")
        self._shown = ""
        self.words = label("", "", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = button(_("copy the text"), self._copy, "act")
        self.copied = label("", "small")
        self.qr = label()
        caption = label("", "small", wrap=True)
        caption.setText(_("or by the camera of your own phone"))
        caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        beside = column(gap=8)
        beside.addWidget(label(_("A reminder to send on; nothing private is in it"), "small"))
        beside.addWidget(self.words)
        beside.addLayout(row(self.copy, self.copied, None))
        beside.addStretch(1)
        side = column(gap=2)
        side.addWidget(self.qr, alignment=Qt.AlignmentFlag.AlignHCenter)
        side.addWidget(caption)
        side.addStretch(1)
        layout = row(beside, side, gap=14)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 10, 12, 10)
        self.setLayout(layout)
        self.hide()

    def show_text(self, text: str) -> None:
        """ "" hides it. Drawn anew only where a word changed, so that the caret stays."""
        self.setVisible(bool(text))
        if text == self._shown:
            return
        self._shown = text
        self.words.setText("\n".join(in_own_direction(line) for line in text.splitlines()))
        self.copied.setText("")
        if text:
            picture = qr_of_text(text, SIDE)
            self.qr.setPixmap(picture)
            self.qr.setFixedSize(picture.size())
            self.qr.setAccessibleName(_("QR code of the reminder"))

    def focus_first(self) -> None:
        self.copy.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._shown)
        self.copied.setText(_("copied"))
