"""Settings: which paper an invoice is drawn on, which printer takes it, and a page to try it with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QVBoxLayout

from pos_app import i18n
from pos_app.application.printers import FILE, NETWORK, SYSTEM, USB, PrintSetup
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import format as fmt
from ui.widgets.basics import button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field
from ui.widgets.paper_words import in_order, label_paper_name, paper_name

_WAYS: Final = (
    (SYSTEM, mark("system's printer")), (USB, mark("USB")), (NETWORK, mark("network")), (FILE, mark("device file")),
)  # fmt: skip
#: What an address looks like, and what is said below its field.
_FORMS: Final = {
    USB: ("04b8:0e15", mark("vendor and product in hex; empty = the first printer that is found")),
    NETWORK: ("192.168.1.50:9100", mark("address of the printer; the port is 9100 where none is written")),
    FILE: ("/dev/usb/lp0", mark("the path of the printer's device, on Windows LPT1 or a share")),
}


class PrinterCard(QFrame):
    """`save` and `try_it` get what is chosen."""

    def __init__(self, save: Callable[[PrintSetup], None], try_it: Callable[[PrintSetup], None]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._save, self._try = save, try_it
        self.paper = _combo(_("paper of invoices"))
        self.system = _combo(_("printer of sheets"))
        self.label_paper = _combo(_("paper of labels"))
        self.label_printer = _combo(_("printer of labels"))
        self.slips = Choices(_WAYS)
        self.slips.setAccessibleName(_("printer of slips"))
        self.slips.chosen.connect(lambda _way: self._follow())
        self.address = Field(_("address of the slip printer"), ltr=True)
        self.address.committed.connect(self.save)
        self.fields = {"printer_address": self.address}
        self.cut = _box(_("cut the paper after a slip"))
        self.drawer = _box(_("open the drawer with the first print of what is paid in cash"))
        layout = column(self, margin=14, gap=8)
        layout.addWidget(label(_("Paper and printers"), "heading"))
        grid = QGridLayout()
        grid.addLayout(_named(_("paper of invoices"), self.paper), 0, 0)
        grid.addLayout(_named(_("printer of sheets"), self.system), 0, 1)
        grid.addLayout(_named(_("printer of slips"), self.slips), 1, 0)
        grid.addWidget(self.address, 1, 1)
        grid.addLayout(_named(_("paper of labels"), self.label_paper), 0, 2)
        grid.addLayout(_named(_("printer of labels"), self.label_printer), 1, 2)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        layout.addLayout(grid)
        layout.addLayout(row(self.cut, self.drawer, None, gap=18))
        trial = button(_("print a test page"), self.try_it)
        layout.addLayout(row(button(_("save"), self.save, "act"), trial, None))
        self.show_setup(PrintSetup())

    def chosen(self) -> PrintSetup:
        return PrintSetup(
            paper=self.paper.currentData() or PrintSetup().paper, system_printer=self.system.currentData() or "",
            slips=self.slips.value() or SYSTEM, address=self.address.text(), cut=self.cut.isChecked(),
            drawer=self.drawer.isChecked(), label_paper=self.label_paper.currentData() or PrintSetup().label_paper,
            label_printer=self.label_printer.currentData() or "",
        )  # fmt: skip

    def typed(self) -> PrintSetup:
        return self.chosen()

    def save(self) -> None:
        self._save(self.chosen())

    def try_it(self) -> None:
        self._try(self.chosen())

    def show_setup(self, setup: PrintSetup) -> None:
        _choose(self.paper, setup.paper, paper_name(setup.paper))
        _choose(self.system, setup.system_printer, setup.system_printer or _("the system's default"))
        _choose(self.label_paper, setup.label_paper, label_paper_name(setup.label_paper))
        _choose(self.label_printer, setup.label_printer, setup.label_printer or _("the system's default"))
        self.slips.show_value(setup.slips)
        self.address.show_value(setup.address)
        self.address.fail("")
        self.cut.setChecked(setup.cut)
        self.drawer.setChecked(setup.drawer)
        self._follow()

    def show_papers(self, papers: tuple[str, ...], labels: tuple[str, ...]) -> None:
        _offer(self.paper, [(name, paper_name(name)) for name in in_order(papers)])
        _offer(self.label_paper, [(name, label_paper_name(name)) for name in labels])

    def show_printers(self, names: tuple[str, ...]) -> None:
        for combo in (self.system, self.label_printer):
            _offer(combo, [("", _("the system's default")), *((name, name) for name in names)])

    def _follow(self) -> None:
        """What belongs to a receipt printer alone is shown for one."""
        way = self.slips.value() or SYSTEM
        own = way != SYSTEM
        for part in (self.address, self.cut, self.drawer):
            part.setVisible(own)
        if own:
            example, said = _FORMS[way]
            self.address.edit.setPlaceholderText(fmt.ltr(example))
            self.address.hint(i18n.text(said))


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    return made


def _box(text: str) -> QCheckBox:
    made = QCheckBox(text)
    made.setAccessibleName(text)
    return made


def _named(caption: str, part: QComboBox | Choices) -> QVBoxLayout:
    made = column(gap=3)
    made.addWidget(label(caption, "small"))
    made.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
    made.addStretch(1)
    return made


def _choose(combo: QComboBox, value: str, shown: str) -> None:
    """Something that is kept and not offered now, such as a printer that is unplugged, stands in the list too."""
    at = combo.findData(value)
    if at < 0:
        combo.addItem(shown, value)
        at = combo.findData(value)
    combo.setCurrentIndex(at)


def _offer(combo: QComboBox, entries: list[tuple[str, str]]) -> None:
    """These, with what is chosen; nothing moves where they are the same."""
    kept, shown = combo.currentData(), combo.currentText()
    if [(combo.itemData(at), combo.itemText(at)) for at in range(combo.count())] == entries:
        return
    combo.clear()
    for value, text in entries:
        combo.addItem(text, value)
    if kept is not None:
        _choose(combo, kept, shown)
