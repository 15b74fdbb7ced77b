"""Settings: where backups go by themselves, when the last one was made, and the recovery key."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame

from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices
from ui.view_models.keeping import Keeping, KeepingState
from ui.widgets.basics import button, column, label, restyle, row
from ui.widgets.fields import Field

_KEY_FILE = "pishkhan-recovery-key.pdf"


class BackupCard(QFrame):
    def __init__(self, vm: Keeping) -> None:
        super().__init__()
        self.setObjectName("card")
        self.vm = vm
        self.last = label("", "", wrap=True)
        self.folder = Field(_("folder of the backups: a USB stick or another disk"), ltr=True)
        self.choose = button(_("choose a folder"), self._choose)
        self.keep = Field(_("how many of the newest are kept"), ltr=True)
        self.keep.hint(_("Besides these: one of each day for a week, one of each week for a month."))
        self.save = button(_("save the backup settings"), self._save)
        self.now = button(_("back up now"), vm.back_up, "act")
        self.test = button(_("try the newest one"), vm.try_newest)
        self.key = button("", self._key)
        self.said = label("", "soft", wrap=True)
        self.problem = label("", "error", wrap=True)
        self.key_said = label("", "soft", wrap=True)
        layout = column(self, margin=14, gap=8)
        layout.addWidget(label(_("Backups"), "heading"))
        layout.addWidget(self.last)
        where = row(self.folder, self.keep)
        where.setStretch(0, 3)
        where.setStretch(1, 1)
        layout.addLayout(where)
        layout.addLayout(row(self.save, self.choose, None, self.test, self.now))
        layout.addWidget(self.said)
        layout.addWidget(self.problem)
        layout.addWidget(self.key_said)
        layout.addLayout(row(self.key, None))
        self._drawn: tuple[str, int] | None = None
        vm.told.connect(self.draw)
        self.draw(vm.state)

    def draw(self, state: KeepingState) -> None:
        kept = state.kept
        saved = (kept.folder, kept.keep)
        if saved != self._drawn:  # what is typed stays while nothing else was saved
            self._drawn = saved
            self.folder.show_value(kept.folder)
            self.keep.show_value(fmt.digits(str(kept.keep)))
        self.last.setText(last_text(state))
        restyle(self.last, "warn" if state.too_old else "soft")
        told = {notice.field: notice for notice in state.notices}
        for name, part in (("folder", self.folder), ("keep", self.keep)):
            if name in told:
                part.fail(told[name].code, told[name].detail)
            elif part.edit.property("wrong"):
                part.fail("")
                self.keep.hint(_("Besides these: one of each day for a week, one of each week for a month."))
        rest = [told[field] for field in told if field not in ("folder", "keep")]
        rest += [state.trouble] if state.trouble and not rest else []
        self.problem.setText(" ".join(notices.sentence(one.code, one.detail) for one in rest))
        self.problem.setVisible(bool(self.problem.text()))
        self.said.setText(_("A backup is under way…") if state.working else self._remark(state))
        self.said.setVisible(bool(self.said.text()))
        self.key.setText(_("make a new recovery key…") if kept.key_printed else _("print the recovery key…"))
        self.key.setAccessibleName(self.key.text())
        self.key_said.setText(
            _("The recovery key is on paper. If it is lost, make a new one: older backups go on needing the old paper.")
            if kept.key_printed
            else _("Without the recovery key on paper no backup opens on another computer. Print it now.")
        )  # fmt: skip
        restyle(self.key_said, "soft" if kept.key_printed else "warn")
        for press in (self.save, self.now, self.test, self.key):
            press.setEnabled(not state.working)
        self.now.setEnabled(not state.working and bool(kept.folder))
        self.test.setEnabled(not state.working and bool(kept.last_at))

    def _remark(self, state: KeepingState) -> str:
        return notices.sentence(state.remark, state.detail) if state.remark else ""

    def _save(self) -> None:
        self.vm.save(self.folder.text(), self.keep.text())

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("choose a folder"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.folder.show_value)
        dialog.open()

    def _key(self) -> None:
        dialog = QFileDialog(self, _("Where to write the paper of the recovery key"), _KEY_FILE, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        renew = self.vm.state.kept.key_printed
        dialog.fileSelected.connect(lambda name: self.vm.print_key(Path(name), renew=renew))
        dialog.open()


def last_text(state: KeepingState) -> str:
    """When the last good backup was made, and where it is; or that there is none."""
    kept = state.kept
    if kept.last_at is None:
        return _("There is no backup yet.")
    return _("The last good backup was made {ago} ({moment}): {file}").format(
        ago=fmt.ago(kept.last_at, state.at), moment=_moment(kept.last_at, state.at),
        file=fmt.ltr(Path(kept.last_file).name),
    )  # fmt: skip


def _moment(at: datetime, now: datetime) -> str:
    return fmt.moment(at, now)
