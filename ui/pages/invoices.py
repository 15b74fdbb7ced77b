"""Every invoice of this shop, and its copy on paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QScrollArea, QTableWidget, QTableWidgetItem

from pos_app.application.queue import Status
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, print_words, sending_words, sentences
from ui.pages.room import Room
from ui.view_models.invoices import MONEY, PAGE, InvoicesVM
from ui.view_models.notice import Notice
from ui.widgets.basics import button, column, label, row
from ui.widgets.correction_card import CorrectionCard
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.sending_card import SendingCard

MAX_CARD = 460  # pixels; what is more is scrolled


class InvoicesPage(Room):
    preview_wanted = Signal(str)  # number

    def __init__(self, vm: InvoicesVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vm = vm
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.load)
        self.table = QTableWidget(0, 7)
        self.table.setHorizontalHeaderLabels(
            [_("number"), _("date"), _("goods"), _("total (rials)"), _("prints"), _("last print"), _("tax office")]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(_("invoices"))
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.activated.connect(lambda _index: self.reprint())
        self.table.currentCellChanged.connect(lambda *_at: self._name_print())
        self.table.currentCellChanged.connect(lambda *_at: vm.sending.choose(self.chosen()))
        self.copy = button(_("print a copy") + "   " + fmt.ltr("F9"), self.reprint, "act")
        self.put_right = button(_("put right …"), self._put_right, accessible=_("correct or void the chosen invoice"))
        self.card = CorrectionCard(vm)
        self._shown = False  # the card, when it was last drawn
        self.look = button(_("look at it") + "   " + fmt.ltr("F7"), self.preview_it, accessible=_("look at the page"))
        key = QShortcut(QKeySequence("F7"), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.preview_it)
        self.more = button(_("older ones"), vm.more)
        layout = column(self, margin=18, gap=10)
        layout.addLayout(row(label(_("Invoices"), "title"), None, self.more, self.put_right, self.look, self.copy))
        layout.addWidget(self.notice)
        layout.addWidget(self._room_for(self.card))
        layout.addWidget(self.table, 1)
        self.sending = SendingCard(vm.sending)
        layout.addWidget(self.sending)
        vm.changed.connect(self.draw)
        vm.sending.changed.connect(self._draw_sending)
        self._draw_sending()

    def chosen(self) -> str:
        """The number of the row that is chosen, "" = none."""
        at = self.table.currentRow()
        return self._vm.state.rows[at].number if 0 <= at < len(self._vm.state.rows) else ""

    def _room_for(self, card: CorrectionCard) -> QScrollArea:
        """An invoice of many rows is scrolled, not squeezed."""
        self._area = QScrollArea()
        self._area.setWidget(card)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.hide()
        return self._area

    def _put_right(self) -> None:
        if number := self.chosen():
            self._vm.begin(number)

    def back(self) -> bool:
        """Esc: out of the card; False where it is not open."""
        if self._vm.state.correcting is None:
            return False
        self._vm.leave()
        self.focus_first()
        return True

    def _name_print(self) -> None:
        """What F9 makes of the chosen one: a print that is still to come, or a copy."""
        at = self.table.currentRow()
        rows = self._vm.state.rows
        copy = 0 <= at < len(rows) and print_words.next_is_copy(rows[at])
        said = _("print a copy") if copy else _("print")
        self.copy.setText(said + "   " + fmt.ltr("F9"))
        self.copy.setAccessibleName(said)

    def preview_it(self) -> None:
        if number := self.chosen():
            self.preview_wanted.emit(number)

    def reprint(self) -> None:
        if number := self.chosen():
            self._vm.reprint(number)

    def enter(self, part: str = "") -> None:
        self._vm.load(part)
        self.focus_first()

    def finish(self) -> None:
        self.reprint()

    def returning(self) -> str:
        return self.chosen()

    def print_told(self, notice: Notice) -> bool:
        self._vm.tell(notice)
        return True

    def print_ended(self, number: str) -> None:
        self._vm.refresh(number)

    def heard(self, status: Status) -> None:
        if status.tax is not None and status.tax.on:
            self._vm.sending.refresh()

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def draw(self) -> None:
        state = self._vm.state
        told = state.notice
        if told:
            detail = fmt.number(int(told.detail)) if told.code in MONEY else told.detail
            self.notice.say(notices.sentence(told.code, detail), notices.severity(told.code))
        else:
            self.notice.say("", sentences.STOP)
        self.table.setRowCount(len(state.rows))
        for at, line in enumerate(state.rows):
            when = f"{fmt.date_short(line.issued_at)}  {fmt.clock(line.issued_at)}"
            texts = (
                fmt.ltr(fmt.digits(line.number)), when, fmt.natural(line.title), fmt.number(line.total),
                fmt.digits(str(line.prints)), print_words.of(line),
            )  # fmt: skip
            for place, text in enumerate(texts):
                self.table.setItem(at, place, QTableWidgetItem(text))
            if line.number == state.selected:
                self.table.setCurrentCell(at, 0)  # selectRow finds no cell in a right-to-left table
        if state.rows and self.table.currentRow() < 0:
            self.table.setCurrentCell(0, 0)
        self._vm.sending.list(tuple(line.number for line in state.rows))
        self._draw_sending()
        self.more.setVisible(len(state.rows) >= PAGE)
        self.copy.setEnabled(bool(state.rows))
        self.put_right.setEnabled(bool(state.rows))
        self._area.setVisible(state.correcting is not None)
        self.card.show_state(state)
        self._area.setFixedHeight(min(self.card.sizeHint().height() + 4, MAX_CARD))
        if self.card.rows and not self._shown:
            self.card.focus_first()
        self._shown = bool(self.card.rows)
        self.look.setEnabled(bool(state.rows))
        self._name_print()

    def _draw_sending(self) -> None:
        """The last column: where each of them stands at the tax office."""
        sending, last = self._vm.sending.state, self.table.columnCount() - 1
        self.table.setColumnHidden(last, not sending.shown)
        for at, line in enumerate(self._vm.state.rows):
            self.table.setItem(at, last, QTableWidgetItem(sending_words.state_of(sending.entries.get(line.number))))
