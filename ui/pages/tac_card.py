"""Settings: the table that tells which model an IMEI belongs to."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QFrame

from pos_app.application.tacs import Import
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices
from ui.view_models.tac import TacVM
from ui.widgets.basics import button, column, label, row
from ui.widgets.rows import Row, Rows


class TacCard(QFrame):
    def __init__(self, vm: TacVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self.vm = vm
        self.counts = label("", "soft", wrap=True)
        self.choose = button(_("choose a CSV file"), self._choose)
        self.take = button(_("import"), vm.take, "act", accessible=_("import the TAC table"))
        self.said = label("", "", wrap=True)
        self.problem = label("", "error", wrap=True)
        headers = [_("line"), _("why it is left out"), _("what stands there")]
        self.bad = Rows(headers, stretch=(2,), accessible=_("rows that are left out"))
        self.bad.setFixedHeight(150)
        layout = column(self, margin=14, gap=8)
        layout.addWidget(label(_("TAC table: which model an IMEI belongs to"), "heading"))
        layout.addWidget(self.counts)
        layout.addLayout(row(self.choose, self.take, None))
        for part in (self.said, self.problem, self.bad):
            layout.addWidget(part)
        vm.changed.connect(self.draw)
        self.draw()

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("choose a CSV file"), "", "CSV (*.csv *.txt *.tsv)")
        dialog.fileSelected.connect(self.vm.choose)
        dialog.open()

    def draw(self) -> None:
        state = self.vm.state
        imported, learned = (fmt.number(count) for count in (state.imported, state.learned))
        self.counts.setText(
            _(
                "Imported: {imported}, learned from own scans: {learned}. The file has the columns tac, brand, model;"
                " an imported row rules over a learned one."
            ).format(imported=imported, learned=learned)
        )
        preview, told = state.preview, state.notice
        self.take.setEnabled(preview is not None and preview.rows > 0 and not state.done and not state.busy)
        self.said.setText(_counts(state.name, preview, done=state.done) if preview else "")
        self.said.setVisible(preview is not None)
        self.problem.setText(notices.sentence(told.code, told.detail) if told else "")
        self.problem.setVisible(told is not None)
        bad = preview.bad if preview else ()
        self.bad.show_rows(
            [
                Row(str(one.line), (fmt.number(one.line), notices.sentence(one.reason), fmt.natural(one.text)))
                for one in bad
            ],
            "",
        )
        self.bad.setVisible(bool(bad))


def _counts(name: str, found: Import, *, done: bool) -> str:
    said = (
        _("{file} is imported — rows: {rows}, new: {new}, changed: {changed}, left out: {bad}")
        if done
        else _("{file} — rows: {rows}, new: {new}, changed: {changed}, left out: {bad}. Nothing is written yet.")
    )
    return said.format(
        file=fmt.ltr(name), rows=fmt.number(found.rows), new=fmt.number(found.new),
        changed=fmt.number(found.changed), bad=fmt.number(len(found.bad)),
    )  # fmt: skip
