"""One box over everything the shop has ever seen. It answers as you type; Enter opens what is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from pos_app.application.search import LONGEST
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, search_words, sentences
from ui.pages.room import Room
from ui.view_models.search import SearchState, SearchVM, key_of
from ui.widgets.basics import column, label
from ui.widgets.customer_card import CustomerCard
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.rows import Row, Rows


class SearchPage(Room):
    def __init__(self, vm: SearchVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self.box = QLineEdit()
        self.box.setObjectName("scan")
        self.box.setMaxLength(LONGEST)
        self.box.setPlaceholderText(
            _("an IMEI or its last four digits, a serial, a paper's number, a name, a mobile, goods …")
        )
        self.box.setAccessibleName(_("search in everything"))
        self.box.textEdited.connect(vm.ask)
        self.box.returnPressed.connect(self._go_on)
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.quiet)
        headers = [_("what it is"), _("name"), _("number"), _("where it stands, or when"), _("amount")]
        self.table = Rows(headers, stretch=(1,), accessible=_("what was found"))
        self.table.setMinimumHeight(116)  # two rows, however much the card beneath needs
        self.table.chosen.connect(vm.select)
        self.table.activated.connect(lambda _index: self._open())
        self.empty = label("", "soft", wrap=True)
        self.card = CustomerCard(vm)
        layout = column(self, margin=18, gap=10)
        layout.addWidget(label(_("Search"), "title"))
        layout.addWidget(self.box)
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 5)
        layout.addWidget(self.empty)
        layout.addWidget(self.card, 6)
        layout.addStretch(0)
        vm.changed.connect(self.draw)
        self.draw()

    def enter(self, part: str = "") -> None:
        if part:
            self.box.setText(part)
            self.vm.ask(part)
        else:
            self.vm.refresh()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def scanned(self, text: str) -> bool:
        """Wherever the caret is on this page."""
        self.box.setText(" ".join(text.split())[:LONGEST])
        self.vm.ask(self.box.text())
        return True

    def back(self) -> bool:
        """Out of the card, then out of the list into the box; from there the window goes back to the counter."""
        if self.vm.state.erasing:
            self.vm.begin_erasing()
        elif self.box.hasFocus():
            return False
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _go_on(self) -> None:
        """One that was found is opened, of several one is chosen first."""
        if len(self.vm.state.hits) == 1:
            self._open()
        elif self.vm.state.hits:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open(self) -> None:
        if self.vm.state.customer is not None:
            self.card.focus_first()
        else:
            self.vm.open()

    def draw(self) -> None:
        state = self.vm.state
        told = state.notice
        self.notice.say(
            notices.sentence(told.code, told.detail) if told else "",
            notices.severity(told.code) if told else sentences.GOOD,
        )
        rows = [
            Row(
                key_of(hit),
                (
                    _(search_words.KINDS[hit.kind]), fmt.natural(hit.title), search_words.number(hit),
                    search_words.standing(hit), search_words.money(hit.total),
                ),
            )
            for hit in state.hits
        ]  # fmt: skip
        self.table.show_rows(rows, state.selected)
        self.table.setVisible(bool(rows))
        self.empty.setText(_nothing(state))
        self.empty.setVisible(not rows)
        self.card.draw()


def _nothing(state: SearchState) -> str:
    if not state.text.strip():
        return _("Whatever was ever here is found: phones sold long ago, papers, customers, goods.")
    return _("Nothing is found. Of an IMEI type at least the last four digits, of a name at least three letters.")
