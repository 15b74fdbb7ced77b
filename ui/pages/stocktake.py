"""Stocktake by scanner: a large word after every scan, what was counted, what is missing at the end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QLineEdit

from pos_app.application.stocktake import Heard, Standing, Word
from pos_app.i18n import mark, text
from pos_app.i18n import text as _
from pos_app.ports.sheets import Cell
from ui import format as fmt
from ui import notices, sentences
from ui.pages.room import Room
from ui.view_models.stocktake import StocktakeVM
from ui.widgets.basics import button, column, label, restyle, row
from ui.widgets.fields import Field
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.rows import Row, Rows

TABLES = "XLSX (*.xlsx);;CSV (*.csv)"
_WORDS = {
    Heard.COUNTED: mark("counted"), Heard.AGAIN: mark("counted before"), Heard.KEPT: mark("here, and kept back"),
    Heard.SOLD: mark("here, though it was sold"), Heard.GONE: mark("here, though it had left"),
    Heard.UNKNOWN: mark("unknown to the shop"), Heard.PIECE: mark("counted by pieces: {n}"),
}  # fmt: skip
_LOOKS = {Heard.COUNTED: "chip_good", Heard.PIECE: "chip_good", Heard.AGAIN: "chip"}
_FINDINGS = {
    "counted": mark("counted"), "kept": mark("kept back"), "sold": mark("sold, and here"),
    "gone": mark("left, and here"),
    "unknown": mark("unknown"), "missing": mark("missing"),
}  # fmt: skip


class StocktakePage(Room):
    def __init__(self, vm: StocktakeVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.quiet)
        self.begin = button(_("begin a stocktake"), vm.begin, "act")
        self.close_it = button(
            _("close it") + "   " + fmt.ltr("F9"), self.finish, "act", accessible=_("close the stocktake")
        )
        self.undo = button(_("that scan was none") + "   " + fmt.ltr("F7"), vm.take_back, accessible=_("take back"))
        self.table = button(_("as a table") + "   " + fmt.ltr("Ctrl+E"), self._save, accessible=_("as a table"))
        for keys, act in (("F7", self._take_back), ("Ctrl+E", self._save)):
            key = QShortcut(QKeySequence(keys), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(act)
        self.scan = QLineEdit()
        self.scan.setObjectName("scan")
        self.scan.setMaxLength(4096)
        self.scan.setPlaceholderText(_("scan every phone once: IMEI or serial; accessories by their barcode …"))
        self.scan.setAccessibleName(_("scan for the stocktake"))
        self.scan.returnPressed.connect(self._typed)
        self.word, self.what = label("", "chip"), label("", "title", wrap=True)
        self.counts = label("", "heading", wrap=True)
        self.rows = Rows([_("number"), _("goods"), _("what it was"), _("pieces"), _("time"), _("who")], stretch=(1,),
                         accessible=_("scans of the stocktake"))  # fmt: skip
        self.piles = Rows([_("goods by pieces"), _("counted"), _("should be"), _("difference")], stretch=(0,),
                          accessible=_("goods by pieces"))  # fmt: skip
        self.piles.setMaximumHeight(112)
        self.rows.setMinimumHeight(120)
        self.note = Field(_("a note to this stocktake"))
        self.closed = Rows([_("closed on"), _("by whom"), _("counted"), _("missing"), _("note")], stretch=(4,),
                           accessible=_("stocktakes before"))  # fmt: skip
        self.closed.setMaximumHeight(112)
        self.closed.chosen.connect(lambda key_: vm.look_at(int(key_)))
        self.empty = label(
            _("A stocktake finds what is missing and what is too much. It changes nothing by itself."),
            "soft",
            wrap=True,
        )
        card = QFrame()
        card.setObjectName("card")
        inside = column(card, margin=12, gap=8)
        inside.addWidget(self.scan)
        head = row(self.word, self.what, gap=12)
        head.setStretch(1, 1)
        inside.addLayout(head)
        inside.addWidget(self.counts)
        self.card = card
        layout = column(self, margin=18, gap=10)
        layout.addLayout(row(label(_("Stocktake"), "title"), None, self.table, self.undo, self.begin, self.close_it))
        layout.addWidget(self.notice)
        layout.addWidget(self.empty)
        layout.addWidget(self.card)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.piles)
        layout.addWidget(self.note)
        layout.addWidget(self.closed)
        layout.addStretch(0)
        vm.changed.connect(self.draw)
        vm.heard.connect(self._sound)
        self.draw()

    def enter(self, part: str = "") -> None:
        self.vm.load()
        (self.scan if self.vm.state.is_open else self.begin).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        self.vm.close(self.note.text())

    def back(self) -> bool:
        return self.vm.back()

    def scanned(self, text: str) -> bool:
        self.vm.scan(text)
        return True

    def _typed(self) -> None:
        if self.scan.text().strip():
            self.vm.scan(self.scan.text())
        self.scan.clear()

    def _take_back(self) -> None:
        if not self.scan.text() and self.vm.state.is_open:
            self.vm.take_back()

    def _save(self) -> None:
        shown = self.vm.state.looked_at or self.vm.state.standing
        if not shown.scans and not shown.piles:
            return
        dialog = QFileDialog(self, _("as a table"), "stocktake.xlsx", TABLES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda path: self.vm.save(path, _table))
        dialog.open()

    def _sound(self, good: bool) -> None:
        """A person with a scanner looks at the shelf: what is not as it should be is heard."""
        if not good:
            QApplication.beep()

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self.vm.state
        told = state.notice
        severity = notices.severity(told.code) if told else sentences.STOP
        self.notice.say(notices.sentence(told.code, told.detail) if told else "", severity)
        self.empty.setVisible(not state.is_open)
        was_open = not self.card.isHidden()
        self.card.setVisible(state.is_open)
        for part in (self.undo, self.close_it, self.note):
            part.setVisible(state.is_open)
        self.begin.setVisible(not state.is_open)
        if state.is_open != was_open and self.isVisible():
            (self.scan if state.is_open else self.begin).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._draw_word(state.word)
        shown = state.looked_at or state.standing
        self.counts.setText(_counts(state.standing) if state.is_open else "")
        self.rows.show_rows(
            [
                Row(
                    str(one.id),
                    (
                        fmt.ltr(one.code), fmt.natural(one.title), text(_FINDINGS[one.finding]),
                        fmt.number(one.quantity) if one.pile else "", fmt.clock(one.at), fmt.natural(one.who),
                    ),
                    marked=one.finding != "counted",
                )
                for one in shown.scans
            ],
            "",
        )  # fmt: skip
        self.rows.setVisible(bool(shown.scans) or state.is_open)
        self.table.setVisible(bool(shown.scans) or bool(shown.piles))
        self.piles.show_rows(
            [
                Row(
                    str(pile.product_id),
                    (
                        fmt.natural(pile.title), fmt.number(pile.counted), fmt.number(pile.should),
                        fmt.number(pile.counted - pile.should),
                    ),
                    marked=pile.counted != pile.should,
                )
                for pile in shown.piles
            ],
            "",
        )  # fmt: skip
        self.piles.setVisible(bool(shown.piles))
        looked = str(state.looked_at.stocktake.id) if state.looked_at and state.looked_at.stocktake else ""
        self.closed.show_rows(
            [
                Row(
                    str(one.id),
                    (
                        f"{fmt.date_short(one.closed_at)}  {fmt.clock(one.closed_at)}" if one.closed_at else "",
                        fmt.natural(one.closed_by), fmt.number(one.result.get("counted", 0)),
                        fmt.number(one.result.get("missing", 0)), fmt.natural(one.note),
                    ),
                )
                for one in state.closed
            ],
            looked,
        )  # fmt: skip
        self.closed.setVisible(bool(state.closed) and not state.is_open)

    def _draw_word(self, word: Word | None) -> None:
        self.word.setVisible(word is not None)
        if word is None:
            self.what.setText("")
            return
        self.word.setText(text(_WORDS[word.heard]).format(n=fmt.number(word.pieces)))
        restyle(self.word, _LOOKS.get(word.heard, "chip_stop"))
        name = fmt.natural(word.title)
        self.what.setText(f"{name}  {fmt.ltr(word.code)}" if name else fmt.ltr(word.code))


def _table(shown: Standing) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Phones, then goods by pieces with how many should be there."""
    headings = (_("number"), _("goods"), _("what it was"), _("counted"), _("should be"), _("who"))
    rows: list[tuple[Cell, ...]] = [
        (one.code, one.title, text(_FINDINGS[one.finding]), None, None, one.who) for one in shown.scans if not one.pile
    ]
    rows += [("", one.title, text(_FINDINGS["counted"]), one.counted, one.should, "") for one in shown.piles]
    return headings, rows


def _counts(standing: Standing) -> str:
    counts = standing.counts
    odd = sum(counts.get(name, 0) for name in ("sold", "gone", "unknown"))
    said = _("counted: {counted} of {expected} — still to find: {left} — not as it should be: {odd}")
    return said.format(
        counted=fmt.number(counts.get("counted", 0) + counts.get("kept", 0)),
        expected=fmt.number(counts.get("expected", 0)), left=fmt.number(standing.left), odd=fmt.number(odd),
    )  # fmt: skip
