"""The page before the counter: the database is damaged (or there is none yet), and a backup is at hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from pos_app.application.rescue import Offer
from pos_app.domain import series
from pos_app.domain.backup_rotation import SUFFIX
from pos_app.i18n import text as _
from pos_app.ports.backups import RestoreDesk
from ui import format as fmt
from ui import notices
from ui.jobs import Jobs
from ui.view_models.rescue import RescueState, RescueVM
from ui.widgets.basics import button, column, label, row, rule
from ui.widgets.fields import Field

_WIDTH = 640


class RescueDialog(QDialog):
    """Accepted once the shop is back. `why` is what is wrong, as a whole sentence; "" = nothing is, the folder is
    empty."""

    def __init__(self, vm: RescueVM, now: datetime, why: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm, self._now = vm, now
        self.setObjectName("ground")
        self.setWindowTitle(_("Pishkhan"))
        self.setMinimumWidth(_WIDTH)
        self._title = label(_("Bring the shop back from a backup"), "title")
        self._why = label(why, "error", wrap=True)
        self._why.setVisible(bool(why))
        self._offer = label("", "", wrap=True)
        self._file = label("", "small")
        self._lacks = label("", "warn", wrap=True)
        self._passed = label("", "small", wrap=True)
        self.key = Field(_("Recovery key, from its paper"), ltr=True, placeholder="XXXX-XXXX-XXXX-…")
        self.last = Field(_("Number of the newest invoice on paper"), ltr=True, placeholder="1405-1-000418")
        self.last.hint(
            _("Leave it empty when nobody knows: numbers then go on after a visible gap, so that none is given twice.")
        )
        self._told = label("", "error", wrap=True)
        self.restore = button(_("Restore this backup"), self._restore, "primary")
        self.other = button(_("Another file…"), self._choose)
        self.leave = button(_("Close the program"), self.reject, "flat")
        page = column(self, margin=20, gap=10)
        for part in (
            self._title, self._why, rule(), self._offer, self._file, self._lacks, self._passed, self.key, self.last,
            self._told,
        ):  # fmt: skip
            page.addWidget(part)
        page.addLayout(row(self.restore, self.other, None, self.leave))
        vm.changed.connect(self._draw)
        self._draw(vm.state)

    def _draw(self, state: RescueState) -> None:
        offer = state.offer
        if state.done is not None:
            self.accept()
            return
        if state.working:
            said = _("It is being restored. If it is cut off, it goes on at the next start.")
        elif state.searching:
            said = _("Looking for the newest good backup…")
        elif offer is None:
            said = _("No good backup was found. Plug in the stick that holds them, then choose the file.")
        else:
            said = _("The newest good backup is of {moment}:").format(
                moment=fmt.moment(offer.manifest.made_at, self._now)
            )
        self._offer.setText(said)
        self._file.setText(fmt.ltr(offer.file.name) if offer and not state.working else "")
        self._lacks.setText(lacks_text(offer) if offer and not state.working else "")
        self._lacks.setVisible(bool(self._lacks.text()))
        passed = offer.passed_over if offer else ()
        skipped = _("Newer ones are damaged and were passed over: {count}").format(count=fmt.number(len(passed)))
        self._passed.setText(skipped if passed else "")
        self._passed.setVisible(bool(passed))
        self.key.setVisible(bool(offer and offer.needs_key))
        self.last.setVisible(bool(offer and not offer.numbers_known))
        self._tell(state)
        for widget in (self.restore, self.key, self.last):
            widget.setEnabled(offer is not None and not state.busy)
        self.other.setEnabled(not state.busy)
        self.leave.setEnabled(not state.working)
        if offer is not None and not state.busy:
            self.restore.setDefault(True)
            (self.key.edit if offer.needs_key else self.restore).setFocus()

    def _tell(self, state: RescueState) -> None:
        fields = {"recovery_key": self.key, "last_invoice": self.last}
        told = {notice.field: notice for notice in state.notices}
        key = told.get("recovery_key")
        self.key.fail(key.code if key else "", key.detail if key else "")
        if "last_invoice" in told:
            self.last.fail(told["last_invoice"].code, told["last_invoice"].detail)
        rest = [notices.sentence(one.code, one.detail) for field, one in told.items() if field not in fields]
        self._told.setText(" ".join(rest))
        self._told.setVisible(bool(rest))

    def _restore(self) -> None:
        self._vm.restore(self.key.text(), self.last.text().strip() or series.UNKNOWN)

    def _choose(self) -> None:
        pattern = _("Backups (*{suffix})").format(suffix=SUFFIX)
        name, _filter = QFileDialog.getOpenFileName(self, _("Choose a backup"), "", pattern)
        if name:
            self._vm.choose(Path(name))

    def reject(self) -> None:
        if not self._vm.state.working:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._vm.state.working:
            event.ignore()
        else:
            super().closeEvent(event)


def lacks_text(offer: Offer) -> str:
    """What is lost with it, as far as anybody can say."""
    lacks = offer.lacks
    if lacks.sales is None:
        return _("What was done after that time is not in it. How much that is, nobody can say any more.")
    if not (lacks.sales or lacks.invoices or lacks.events):
        return _("It lacks nothing.")
    return _("It lacks what was done after that time: sales {sales}, invoices {invoices}, events {events}.").format(
        sales=fmt.number(lacks.sales), invoices=fmt.number(lacks.invoices or 0), events=fmt.number(lacks.events or 0)
    )


def ask(qt: QApplication, desk: RestoreDesk, why: str) -> bool:
    """True once the shop is back."""
    jobs = Jobs()
    vm = RescueVM(desk, jobs)
    page = RescueDialog(vm, desk.now(), why)
    vm.search()
    page.finished.connect(qt.quit)
    page.open()
    qt.exec()
    jobs.close()
    return page.result() == QDialog.DialogCode.Accepted
