"""Settings: what somebody who helps needs, without anybody's data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame

from pos_app.i18n import text as _
from ui import notices
from ui.view_models.notice import Notice
from ui.view_models.support import SupportVM
from ui.widgets.basics import button, column, label, row

_FILE = "pishkhan-support.zip"


class SupportCard(QFrame):
    def __init__(self, vm: SupportVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self.vm = vm
        self.said = label("", "soft", wrap=True)
        self.make = button(_("make a support bundle…"), self._make)
        self.log = button(_("open the log"), vm.read_log)
        layout = column(self, margin=14, gap=8)
        layout.addWidget(label(_("When somebody helps"), "heading"))
        about = _("Versions, counts and the end of the log; no name, number, price or code of anybody.")
        layout.addWidget(label(about, "soft", wrap=True))
        layout.addLayout(row(self.make, self.log, None))
        layout.addWidget(self.said)
        self.said.hide()
        vm.told.connect(self._say)
        vm.to_read.connect(lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))

    def _say(self, notice: Notice) -> None:
        self.said.setText(notices.sentence(notice.code, notice.detail))
        self.said.show()

    def _make(self) -> None:
        dialog = QFileDialog(self, _("Where to write the support bundle"), _FILE, "ZIP (*.zip)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.fileSelected.connect(lambda name: self.vm.make(Path(name)))
        dialog.open()
