"""One note of the shop: what it answers, what was found out, on whose word and when; written in place."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QWidget

from pos_app import i18n
from pos_app.application.help import MAX_SOURCE
from pos_app.domain.digits import fold
from pos_app.i18n import text as _
from pos_app.ports.notes import Note
from ui import format as fmt
from ui import notices, tab_order
from ui.note_words import NOTES
from ui.view_models.help import HelpState
from ui.widgets.basics import button, column, label, row
from ui.widgets.fields import Field

_DIALLED = re.compile(r"\*#?[0-9۰-۹]{2,8}#")
_HEIGHT = 66  # three lines; it scrolls inside


class NoteCard(QFrame):
    """`typed` carries text and source."""

    wanted = Signal()
    typed = Signal(str, str)
    saved = Signal()
    given_up = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.name = name
        asks = i18n.text(NOTES[name])
        self._said, self._whose = label("", "", wrap=True), label("", "small", wrap=True)
        self.write = button("", self.wanted.emit, "flat")
        head = row(label(asks, "soft", wrap=True), self.write)
        head.setStretch(0, 1)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(asks)
        self.text.setPlaceholderText(_("what you found out"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_HEIGHT)
        own = QTextOption()
        own.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        own.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.document().setDefaultTextOption(own)
        self._wrong = label("", "error", wrap=True)
        self.source = Field(_("source: who said it, or where it stands"))
        self.source.edit.setMaxLength(MAX_SOURCE)
        keep = button(_("save") + "   " + fmt.ltr("Ctrl+S"), self.saved.emit, "act", accessible=_("save the note"))
        drop = button(_("do not save"), self.given_up.emit)
        self._form = QWidget()
        self._form.setObjectName("plain")
        inside = column(self._form, gap=6)
        inside.addWidget(self.text)
        inside.addWidget(self._wrong)
        inside.addWidget(self.source)
        inside.addLayout(row(keep, drop, None))
        layout = column(self, gap=4)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addLayout(head)
        for part in (self._said, self._whose, self._form):
            layout.addWidget(part)
        self._writing = False
        self.text.textChanged.connect(self._tell)
        self.source.edited.connect(lambda _text: self._tell())
        self.source.committed.connect(self.saved)

    @property
    def writing(self) -> bool:
        return self._writing

    @property
    def has_caret(self) -> bool:
        at = QApplication.focusWidget()
        return at is not None and self.isAncestorOf(at)

    def _tell(self) -> None:
        if self._writing:
            self.typed.emit(self.text.toPlainText(), self.source.text())

    def draw(self, state: HelpState) -> None:
        note, typed = state.notes.get(self.name), state.typed.get(self.name)
        opens, self._writing = typed is not None and not self._writing, False
        caret = self.has_caret
        closes = typed is None and not self._form.isHidden()
        if typed is not None:
            if self.text.toPlainText() != typed.text:
                self.text.setPlainText(typed.text)
            self.source.show_value(typed.source)
        self._writing = typed is not None
        self._form.setVisible(self._writing)
        self.write.setVisible(not self._writing)
        self.write.setText(_("change") if note else _("write it down"))
        self.write.setAccessibleName(f"{self.write.text()}: {i18n.text(NOTES[self.name])}")
        self._said.setText(_in_islands(note.text) if note else "")
        self._whose.setText(_whose(note) if note else "")
        self._said.setVisible(not self._writing and note is not None)
        self._whose.setVisible(not self._writing and note is not None)
        told = state.notice if state.about == self.name else None
        at_text = told is not None and told.field != "source"
        self._wrong.setText(notices.sentence(told.code, told.detail) if told and at_text else "")
        self._wrong.setVisible(at_text)
        self.source.fail(told.code if told and not at_text else "", told.detail if told else "")
        if caret and opens:
            tab_order.bring(self.text)
        elif caret and closes:
            tab_order.bring(self.write)


def _in_islands(text: str) -> str:
    """Each line in its own direction, its dial codes from left to right."""
    lines = (_DIALLED.sub(lambda found: fmt.ltr(fold(found[0])), line) for line in text.split("\n"))
    return "\n".join(fmt.natural(line) for line in lines)


def _whose(note: Note) -> str:
    source = _("source: {source}").format(source=fmt.natural(note.source))
    return f"{source}  ·  {fmt.date_long(note.written_at)}  ·  {fmt.natural(note.author)}"
