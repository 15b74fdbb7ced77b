"""Help: the topics, the text of one of them, and the shop's own notes below it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QListWidget, QWidget

from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, sentences
from ui.pages.room import Room
from ui.view_models.help import HelpState, HelpVM
from ui.widgets.basics import button, column, key, label, row, scrolling
from ui.widgets.help_view import WIDEST, HelpView
from ui.widgets.note_card import NoteCard
from ui.widgets.notice_bar import NoticeBar

_LIST = 232  # pixels: the longest title


class HelpPage(Room):
    def __init__(self, vm: HelpVM, theme: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.dismiss)
        self.list = QListWidget()
        self.list.setAccessibleName(_("help topics"))
        self.list.setFixedWidth(_LIST)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems([topic.title for topic in vm.state.topics])
        self.view = HelpView(theme)
        self.cards: dict[str, NoteCard] = {}
        self.caption = label(_("What nobody publishes, as this shop found out"), "heading", wrap=True)
        self._notes = QWidget()
        self._notes.setObjectName("page")
        self._stack = column(self._notes, gap=6)
        self._area = scrolling(self._notes)
        reading = QWidget()
        reading.setObjectName("page")
        reading.setMaximumWidth(WIDEST)
        self._beside = column(reading, gap=8)
        self._beside.addWidget(self.view, 2)
        self._beside.addWidget(self.caption)
        self._beside.addWidget(self._area, 1)
        work = row(self.list, reading, None, gap=14)
        work.setStretch(1, 100)
        layout = column(self, margin=18, gap=10)
        self.make_page = button(_("make the verification page") + "   " + fmt.ltr("F9"), vm.make_page, "act")
        layout.addLayout(
            row(
                label(_("Help"), "title"), None, self.make_page, label(_("back to where you were"), "small"), key("Esc")
            )
        )
        layout.addWidget(self.notice)
        layout.addLayout(work, 1)
        self.list.currentRowChanged.connect(lambda at: vm.turn_to(vm.state.topics[at].id))
        self.list.itemActivated.connect(lambda _item: self.focus_text())
        save = QShortcut(QKeySequence("Ctrl+S"), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self._save)
        vm.changed.connect(self.draw)
        self.draw()

    def focus_first(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        """F9, for the topic that has something to make."""
        if self.make_page.isVisible():
            self.vm.make_page()

    def focus_text(self) -> None:
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _save(self) -> None:
        """The note that has the caret; else the only one that is being written."""
        writing = [card for name, card in self.cards.items() if name in self.vm.state.names and card.writing]
        chosen = [card for card in writing if card.has_caret] or (writing if len(writing) == 1 else [])
        for card in chosen:
            self.vm.save(card.name)

    # -- drawing ---------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self.vm.state
        self._draw_notice(state)
        here = next(at for at, topic in enumerate(state.topics) if topic.id == state.topic_id)
        if self.list.currentRow() != here:
            self.list.setCurrentRow(here)
        self.make_page.setVisible(state.topic_id == "verify")
        self.view.show_topic(state.topic.title, state.topic.text)
        for name in state.names:
            if name not in self.cards:
                self._stack.addWidget(self._card(name))
        for name, card in self.cards.items():
            card.setVisible(name in state.names)
            card.draw(state)
        for part in (self.caption, self._area):
            part.setVisible(bool(state.names))
        self._fit()

    def _draw_notice(self, state: HelpState) -> None:
        told = state.notice if not state.about else None
        if told is not None:
            self.notice.say(notices.sentence(told.code, told.detail), notices.severity(told.code))
        elif state.saved in state.names:
            self.notice.say(_("The note is saved."), sentences.GOOD)
        else:
            self.notice.say("", sentences.GOOD)

    def _card(self, name: str) -> NoteCard:
        card = self.cards[name] = NoteCard(name)
        card.wanted.connect(partial(self.vm.write, name))
        card.typed.connect(partial(self.vm.typing, name))
        card.saved.connect(partial(self.vm.save, name))
        card.given_up.connect(partial(self.vm.give_up, name))
        return card

    def _fit(self) -> None:
        """The notes take no more room than they need, so that the text has the rest."""
        width = self._area.viewport().width()
        self._area.setMaximumHeight(max(60, self._stack.heightForWidth(width) + 4))
        self._beside.setStretch(0, 1 if any(card.writing for card in self.cards.values() if card.isVisible()) else 2)
