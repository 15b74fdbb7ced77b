"""Where a person brings an answer from another screen: pasted text, the sender shown, a picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QSizePolicy, QWidget

from pos_app.application import picture_file
from pos_app.i18n import text as _
from pos_app.ports.hardware import UnreadableImageError
from ui import notices
from ui.decoding import decoded
from ui.view_models.counter_state import State
from ui.widgets.basics import beside_fields, button, column, label, restyle, row
from ui.widgets.fields import Field

MAX_PICTURE = 12_000_000  # bytes


class EvidenceBox(QWidget):
    """`edited` carries (field, text). The picture is held until the step is recorded."""

    edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.picture: bytes | None = None
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText(_("paste the answer here, exactly as it came"))
        self._text.setAccessibleName(_("answer as it came"))
        self._text.setFixedHeight(64)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._text_reason = label("", "error", wrap=True)
        self._sender = Field(_("sender shown"), placeholder="HAMTA")
        self._picture = button(_("add a picture"), self._choose)
        self._picture_name = label("", "small", wrap=True)
        layout = column(self, gap=4)
        layout.addWidget(self._text)
        layout.addWidget(self._text_reason)
        below = row(self._sender, beside_fields(self._picture), self._picture_name)
        below.setStretch(0, 1)
        below.setStretch(2, 1)  # a name, or why there is none, is as wide as the field
        layout.addLayout(below)
        self._text.textChanged.connect(lambda: self.edited.emit("raw_text", self._text.toPlainText()))
        self._sender.edited.connect(lambda text: self.edited.emit("sender", text))

    def first_field(self) -> QWidget:
        return self._text

    def sender_entry(self) -> QWidget:
        return self._sender.edit

    def paste(self, text: str) -> None:
        """The answer as it came, put where the caret would put it."""
        self._text.setPlainText(text)

    def show_state(self, state: State) -> None:
        text = state.fields.get("raw_text", "")
        if self._text.toPlainText() != text:
            self._text.blockSignals(True)
            self._text.setPlainText(text)
            self._text.blockSignals(False)
        self._sender.show_value(state.fields.get("sender", ""))
        complaint = state.error("sender")
        self._sender.fail(complaint.code if complaint else "", complaint.detail if complaint else "")
        about = state.error("raw_text")
        self._text_reason.setText(notices.sentence(about.code, about.detail) if about else "")
        self._text_reason.setVisible(about is not None)

    def take(self, picture: bytes, name: str) -> None:
        """A picture chosen, pasted or dropped. What is none is refused in words; the one before it stays."""
        if len(picture) > MAX_PICTURE:
            self._refuse("image-too-large")
        elif decoded(picture).isNull():
            self._refuse("image-not-a-picture")
        else:
            self.picture = picture
            self._say(name, "small")

    def take_file(self, path: str) -> None:
        try:
            self.take(picture_file.read(Path(path), MAX_PICTURE), Path(path).name)
        except UnreadableImageError as error:
            self._refuse(str(error))

    def _refuse(self, code: str) -> None:
        self._say(notices.sentence(code), "error")

    def _say(self, text: str, name: str) -> None:
        restyle(self._picture_name, name)
        self._picture_name.setText(text)

    def forget_picture(self) -> None:
        self.picture = None
        self._say("", "small")

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("picture of the answer"), "", _("pictures") + " (*.png *.jpg *.jpeg *.webp)")
        dialog.fileSelected.connect(self.take_file)
        dialog.open()
