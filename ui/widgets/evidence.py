"""Where a person brings an answer from another screen: pasted text, the sender shown, a picture."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QImage, QTextOption
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QSizePolicy, QWidget

from pos_app.application import picture_file
from pos_app.domain.outbox import OutboxEntry
from pos_app.i18n import text as _
from pos_app.ports.hardware import UnreadableImageError
from ui import notices
from ui.decoding import decoded, png
from ui.view_models.counter_state import State
from ui.widgets.basics import beside_fields, button, column, label, restyle, row
from ui.widgets.checks_row import ChecksRow
from ui.widgets.fields import Field

MAX_PICTURE = 12_000_000  # bytes
WITHDRAWN = "asked-otherwise"  # the question went on by another way: its picture goes with it


@dataclass(frozen=True, slots=True)
class _Held:
    """A picture until its step is recorded; `entry_id` is the question it answers."""

    picture: bytes = field(repr=False)
    name: str
    entry_id: str


class _Answer(QPlainTextEdit):
    """A picture that is pasted into the text goes to where pictures are kept."""

    pasted = Signal(QImage)

    def __init__(self) -> None:
        super().__init__()
        own = QTextOption()
        own.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each paragraph by its own letters
        own.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(own)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        image = QImage(source.imageData()) if source.hasImage() and not source.hasText() else QImage()
        if image.isNull():
            super().insertFromMimeData(source)
        else:
            self.pasted.emit(image)


class EvidenceBox(QWidget):
    """`edited` carries (field, text). A picture is held for its sale, through a change of way and of customer."""

    edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._pictures: dict[str, _Held] = {}  # by sale
        self._sale_id = self._entry_id = ""
        self._text = _Answer()
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText(_("paste the answer here, exactly as it came"))
        self._text.setAccessibleName(_("answer as it came"))
        self._text.setFixedHeight(64)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._text_reason = label("", "error", wrap=True)
        self._sender = Field(_("sender shown"), placeholder="HAMTA")
        self._picture = button(_("add a picture"), self._choose)
        self._picture_name = label("", "small", wrap=True)
        self.checks = ChecksRow()
        layout = column(self, gap=4)
        layout.addWidget(self._text)
        layout.addWidget(self._text_reason)
        layout.addWidget(self.checks)
        below = row(self._sender, beside_fields(self._picture), self._picture_name)
        below.setStretch(0, 1)
        below.setStretch(2, 1)  # a name, or why there is none, is as wide as the field
        layout.addLayout(below)
        self._text.pasted.connect(lambda image: self.take(png(image), _("from the clipboard")))
        self._text.textChanged.connect(lambda: self._changed("raw_text", self._text.toPlainText()))
        self._sender.edited.connect(lambda text: self._changed("sender", text))

    @property
    def picture(self) -> bytes | None:
        held = self._pictures.get(self._sale_id)
        return held.picture if held else None

    def first_field(self) -> QWidget:
        return self._text

    def sender_entry(self) -> QWidget:
        return self._sender.edit

    def paste(self, text: str) -> None:
        """The answer as it came, put where the caret would put it."""
        self._text.setPlainText(text)

    def show_state(self, state: State) -> None:
        self.follow(state)
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
        self.checks.judge_for(state.unit, brought_from=state.brought.sender)
        self._judge()

    def follow(self, state: State) -> None:
        """Whose picture this is now: it stays with its sale while the question goes by another way, and goes when the
        question has been answered."""
        sale_id = state.sale.id if state.sale else ""
        if state.sale is not None:
            known = {sale_id, *(parked.id for parked in state.parked)}
            self._pictures = {of: held for of, held in self._pictures.items() if of in known}
        moved, self._sale_id = sale_id != self._sale_id, sale_id
        self._entry_id = state.by_hand.id if state.by_hand else ""
        held = self._pictures.get(sale_id)
        if held is not None and held.entry_id != self._entry_id:
            if _answered(state.entries, held.entry_id):
                self.forget_picture()
            elif self._entry_id:
                self._pictures[sale_id] = replace(held, entry_id=self._entry_id)
        if moved:
            held = self._pictures.get(sale_id)
            self._say(held.name if held else "", "small")

    def take(self, picture: bytes, name: str) -> None:
        """A picture chosen, pasted or dropped. What is none is refused in words; the one before it stays."""
        if len(picture) > MAX_PICTURE:
            self._refuse("image-too-large")
        elif decoded(picture).isNull():
            self._refuse("image-not-a-picture")
        else:
            self._pictures[self._sale_id] = _Held(picture, name, self._entry_id)
            self._say(name, "small")
            self._judge()

    def take_file(self, path: str) -> None:
        try:
            self.take(picture_file.read(Path(path), MAX_PICTURE), Path(path).name)
        except UnreadableImageError as error:
            self._refuse(str(error))

    def forget_picture(self) -> None:
        self._pictures.pop(self._sale_id, None)
        self._say("", "small")
        self._judge()

    def _changed(self, name: str, text: str) -> None:
        self.edited.emit(name, text)
        self._judge()

    def _judge(self) -> None:
        self.checks.judge(self._text.toPlainText(), self._sender.text(), self.picture)

    def _refuse(self, code: str) -> None:
        self._say(notices.sentence(code), "error")

    def _say(self, text: str, name: str) -> None:
        restyle(self._picture_name, name)
        self._picture_name.setText(text)

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("picture of the answer"), "", _("pictures") + " (*.png *.jpg *.jpeg *.webp)")
        dialog.fileSelected.connect(self.take_file)
        dialog.open()


def _answered(entries: tuple[OutboxEntry, ...], entry_id: str) -> bool:
    """It has come to an end of its own: recorded, or given up; not only asked by another way."""
    entry = next((entry for entry in entries if entry.id == entry_id), None)
    return entry is not None and entry.state.final and entry.last_problem != WITHDRAWN
