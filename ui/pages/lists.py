"""A list of phones from a file: what would come in, every row that would not and why, then the taking in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QProgressBar

from pos_app import i18n
from pos_app.application.importing import BadRow, Imported
from pos_app.domain.import_columns import RIAL, TOMAN
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import export_words, notices, sentences
from ui import format as fmt
from ui.pages.room import Room
from ui.view_models.lists import ListState, ListVM
from ui.widgets.basics import button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.rows import Row, Rows

_MONEY = ((RIAL, mark("rials")), (TOMAN, mark("tomans")))
TABLES = "CSV, XLSX (*.csv *.txt *.tsv *.xlsx)"


class ListsPage(Room):
    def __init__(self, vm: ListVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.quiet)
        self.choose = button(
            _("choose a file") + "   " + fmt.ltr("Ctrl+O"), self._choose, accessible=_("choose a file")
        )
        key = QShortcut(QKeySequence("Ctrl+O"), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._choose)
        self.take = button(_("take in") + "   " + fmt.ltr("F9"), vm.take, "act", accessible=_("take the list in"))
        self.file = label("", "heading", wrap=True)
        self.money = Choices(_MONEY)
        self.money.show_value(RIAL)
        self.money.chosen.connect(lambda unit: vm.set(money=unit))
        self.supplier = Field(_("supplier, where the list names none"))
        self.supplier.edited.connect(lambda text: vm.set(supplier=text))
        self.whole = QCheckBox(_("nothing comes in while a row is bad"))
        self.whole.setAccessibleName(_("nothing comes in while a row is bad"))
        self.whole.toggled.connect(lambda on: vm.set(whole=on))
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(_("how far the list is read"))
        self.stop = button(_("stop"), vm.stop, accessible=_("stop reading"))
        self.counts = label("", "", wrap=True)
        self.columns = label("", "soft", wrap=True)
        self.bad = Rows([_("line"), _("column"), _("what is wrong"), _("what stands there")], stretch=(2, 3),
                        accessible=_("rows that do not come in"))  # fmt: skip
        self.saved = button("", self._open_bad, accessible=_("open the file of bad rows"))
        self.hint = label(
            _(
                "The first row names the columns, in Persian or English: IMEI, IMEI 2, serial, brand, model,"
                " model code, storage, colour, barcode, goods id, price, bought at, supplier, date, condition,"
                " guarantee. Only the IMEI must be there."
            ),
            "soft", wrap=True,
        )  # fmt: skip
        layout = column(self, margin=18, gap=10)
        layout.addLayout(row(label(_("List from a file"), "title"), None, self.choose, self.take))
        layout.addWidget(self.notice)
        layout.addWidget(self.file)
        layout.addWidget(self.hint)
        asked = label(_("sums that do not say their unit are"), "small")
        layout.addLayout(row(asked, self.money, self.whole, None))
        layout.addWidget(self.supplier)
        layout.addLayout(row(self.bar, self.stop))
        layout.addWidget(self.counts)
        layout.addWidget(self.columns)
        layout.addWidget(self.bad, 1)
        layout.addLayout(row(self.saved, None))
        layout.addStretch(0)
        vm.changed.connect(self.draw)
        self.draw()

    def enter(self, part: str = "") -> None:
        self.choose.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish(self) -> None:
        self.vm.take()

    def back(self) -> bool:
        return self.vm.stop()

    def scanned(self, text: str) -> bool:
        """Nothing here is scanned; a stray scan must not begin a sale behind this page."""
        return True

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("choose a file"), "", TABLES)
        dialog.fileSelected.connect(self.vm.choose)
        dialog.open()

    def _open_bad(self) -> None:
        told = self.vm.state.told
        if told is not None and told.bad_file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(told.bad_file)))

    def draw(self) -> None:
        state = self.vm.state
        told, said = state.told, state.notice
        severity = notices.severity(said.code) if said else sentences.STOP
        self.notice.say(notices.sentence(said.code, fmt.digits(said.detail)) if said else "", severity)
        self.file.setText(fmt.ltr(Path(state.path).name))
        self.file.setVisible(bool(state.path))
        self.hint.setVisible(told is None and not state.busy)
        self.money.show_value(state.money)
        self.bar.setVisible(state.busy)
        self.bar.setValue(max(state.part, 0))
        self.stop.setVisible(state.busy)
        for part in (self.choose, self.money, self.whole):
            part.setEnabled(not state.busy)
        ready = told is not None and told.good > 0 and not state.done and not state.busy
        self.take.setEnabled(ready and not (state.whole and told is not None and told.bad > told.known))
        self.counts.setText(_counts(state, told) if told else "")
        self.counts.setVisible(told is not None)
        self.columns.setText(_columns(told) if told else "")
        self.columns.setVisible(told is not None)
        self.bad.show_rows([_row(one) for one in told.first] if told else [], "")
        self.bad.setVisible(told is not None and bool(told.first))
        bad_file = told.bad_file if told else None
        self.saved.setText(_("all {n} of them: {file}").format(n=fmt.number(told.bad), file=fmt.ltr(bad_file.name))
                           if told and bad_file else "")  # fmt: skip
        self.saved.setVisible(bad_file is not None)
        caret = QApplication.focusWidget()
        if self.isVisible() and not state.busy and (caret is None or not self.isAncestorOf(caret)):
            (self.take if self.take.isEnabled() else self.choose).setFocus(Qt.FocusReason.OtherFocusReason)


def _counts(state: ListState, told: Imported) -> str:
    said = (
        _("Taken in: {taken}. Left out: {bad}, of them in stock already: {known}.")
        if state.done
        else _("Rows: {rows}. Would come in: {good}. Left out: {bad}, of them in stock already: {known}. New products: "
               "{products}.")
    )  # fmt: skip
    return said.format(
        rows=fmt.number(told.rows), good=fmt.number(told.good), bad=fmt.number(told.bad), known=fmt.number(told.known),
        taken=fmt.number(told.taken), products=fmt.number(told.products),
    )  # fmt: skip


def _columns(told: Imported) -> str:
    """How the columns were understood: a price in the wrong place must be seen before it is taken."""
    if told.columns is None:
        return ""
    read = _comma().join(export_words.heading(_AS.get(name, name)) for name in told.columns.places)
    said = _("columns that were read: {names}").format(names=read)
    if told.columns.unread:
        left = _comma().join(fmt.natural(name) for name in told.columns.unread)
        said += " — " + _("left alone: {names}").format(names=left)
    return said


_AS = {"bought_on": "bought"}


def _comma() -> str:
    return "، " if i18n.right_to_left() else ", "


def _row(bad: BadRow) -> Row:
    reasons = " ".join(notices.sentence(reason.code, reason.detail) for reason in bad.reasons)
    fields = [reason.field for reason in bad.reasons if reason.field]
    column_ = export_words.heading(_AS.get(fields[0], fields[0])) if fields else ""
    shown = " | ".join(cell for cell in bad.cells if cell)[:120]
    return Row(f"{bad.line}", (fmt.number(bad.line), column_, reasons, fmt.ltr(shown)), soft=bad.known)
