"""Before the counter, on a computer without a key store: the passphrase that opens the shop's keys, or a new one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from pos_app import i18n
from pos_app.domain.errors import ShopError
from pos_app.i18n import text as _
from ui.widgets.basics import button, column, label, row
from ui.widgets.fields import Field

_WIDTH = 560


class PassphraseDialog(QDialog):
    """Accepted once `take` has taken what was typed. `new`: it is chosen here, twice; `skipped` then says that the shop
    goes on with its keys in an open file."""

    def __init__(self, take: Callable[[str], None], *, new: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._take, self._new = take, new
        self.skipped = False
        self.setObjectName("ground")
        self.setWindowTitle(_("Pishkhan"))
        self.setMinimumWidth(_WIDTH)
        told = (
            _("This computer has no key store. A passphrase seals the keys of the shop: it is asked at every start, and"
              " nobody can bring it back. Write it down where the owner keeps his papers.")
            if new
            else _("The keys of this shop are sealed. Type its passphrase.")
        )  # fmt: skip
        self.passphrase = Field(_("passphrase"), ltr=True, secret=True)
        self.again = Field(_("the same again"), ltr=True, secret=True)
        self.again.setVisible(new)
        self.go_on = button(_("go on"), self._go_on, "act")
        self.go_on.setDefault(True)
        self.skip = button(_("without one: the keys lie open in a file"), self._skip, "flat")
        self.skip.setVisible(new)
        leave = button(_("Close the program"), self.reject, "flat")
        page = column(self, margin=20, gap=10)
        for part in (
            label(_("The keys of the shop"), "title"), label(told, wrap=True), self.passphrase, self.again
        ):  # fmt: skip
            page.addWidget(part)
        page.addLayout(row(self.go_on, self.skip, None, leave))
        self.passphrase.edit.setFocus()

    def _go_on(self) -> None:
        typed = self.passphrase.text()
        self.again.fail("")
        if self._new and typed != self.again.text():
            self.again.fail("passphrase-differs")
            return
        try:
            self._take(typed)
        except ShopError as error:
            self.passphrase.fail(error.code, error.detail)
            self.passphrase.edit.selectAll()
            self.passphrase.edit.setFocus()
            return
        self.accept()

    def _skip(self) -> None:
        self.skipped = True
        self.accept()


def ask(qt: QApplication, take: Callable[[str], None], *, new: bool) -> bool:
    """True once the keys are open, or are to lie open; False: the program is to end."""
    i18n.use(i18n.DEFAULT)
    dialog = PassphraseDialog(take, new=new)
    dialog.finished.connect(qt.quit)
    dialog.open()
    qt.exec()
    return dialog.result() == QDialog.DialogCode.Accepted
