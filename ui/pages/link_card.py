"""Settings: how this till reaches the registry, and how old an answer may be when a phone is sold."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QGridLayout, QLineEdit, QWidget

from pos_app.application.link import Link
from pos_app.i18n import text as _
from ui import format as fmt
from ui.view_models.settings import SettingsState
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.fields import Field


class PathField(QWidget):
    """A path: typed, pasted or chosen."""

    def __init__(self, caption: str, dialog_title: str) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._title = dialog_title
        self.field = Field(caption, ltr=True)
        choose = button(_("choose …"), self._choose, accessible=f"{dialog_title}: {_('choose …')}")
        layout = row(self.field, beside_fields(choose), gap=6)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self._title, self.field.text(), _("certificates") + " (*.pem *.crt *.cer);;* (*)")
        dialog.fileSelected.connect(self.field.show_value)
        dialog.open()


class PortField(QWidget):
    """The modem's port: one of those plugged in, or any other that is typed."""

    committed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.combo = QComboBox()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setAccessibleName(_("modem's port"))
        edit = QLineEdit()
        edit.setAccessibleName(_("modem's port"))
        edit.setPlaceholderText(_("no modem"))
        edit.returnPressed.connect(self.committed)
        self.combo.setLineEdit(edit)
        self.combo.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # /dev/ttyUSB0, COM7
        self.combo.activated.connect(self._chosen)
        layout = column(self, gap=3)
        layout.addWidget(label(_("modem's port"), "small"))
        layout.addWidget(self.combo)
        layout.addStretch(1)

    def text(self) -> str:
        return self.combo.currentText().strip()

    def show_value(self, port: str) -> None:
        self.combo.setEditText(port)

    def show_ports(self, ports: tuple[tuple[str, str], ...]) -> None:
        """(device, what it calls itself); what stands in the field stays."""
        typed = self.combo.currentText()
        self.combo.clear()
        for device, description in ports:
            self.combo.addItem(f"{device}  {description}".strip() if description != device else device, device)
        self.combo.setCurrentIndex(-1)
        self.combo.setEditText(typed)

    def _chosen(self, index: int) -> None:
        self.combo.setEditText(str(self.combo.itemData(index)))


class LinkCard(QFrame):
    """`save` gets what is typed, by the names of `link.save`."""

    def __init__(self, save: Callable[[dict[str, str]], None]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._save = save
        self.given = label("", "warn", wrap=True)
        ca = PathField(_("certificate file of the authority, now"), _("certificate file"))
        next_ca = PathField(_("certificate file after a change"), _("certificate file"))
        self.port = PortField()
        self.fields = {
            "address": Field(_("address of the registry"), ltr=True, placeholder="https://"),
            "client_id": Field(_("this till's account"), ltr=True),
            "secret": Field(_("password (empty = as it was)"), ltr=True, secret=True),
            "ca_file": ca.field,
            "next_ca_file": next_ca.field,
            "hours": Field(_("an answer holds for … hours"), ltr=True),
        }
        for field in self.fields.values():
            field.committed.connect(self.save)
        self.port.committed.connect(self.save)
        layout = column(self, margin=14, gap=8)
        layout.addWidget(label(_("Registry link"), "heading"))
        layout.addWidget(self.given)
        grid = QGridLayout()
        places: tuple[tuple[QWidget, int, int], ...] = (
            (self.fields["address"], 0, 0), (self.fields["client_id"], 0, 1), (self.fields["secret"], 0, 2),
            (ca, 1, 0), (next_ca, 1, 1), (self.port, 2, 0), (self.fields["hours"], 2, 1),
        )  # fmt: skip
        for part, line, place in places:
            grid.addWidget(part, line, place)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        layout.addLayout(grid)
        hint = _("Without an address this till asks by phone and site. Without certificates the system's own count.")
        layout.addWidget(label(hint, "small", wrap=True))
        layout.addLayout(row(button(_("save"), self.save, "act"), None))

    def typed(self) -> tuple[str, ...]:
        return (*(field.text() for field in self.fields.values()), self.port.text())

    def save(self) -> None:
        self._save({name: field.text() for name, field in self.fields.items()} | {"modem": self.port.text()})

    def show_around(self, state: SettingsState) -> None:
        """What is never typed here: the ports that are there, and an address that rules over this one."""
        self.port.show_ports(state.ports)
        given = state.registry_given
        said = _("This is the practice shop: it asks the practice registry at {address}, whatever is written here.")
        self.given.setText(said.format(address=fmt.ltr(given)) if given else "")
        self.given.setVisible(bool(given))

    def show_link(self, link: Link) -> None:
        shown = {
            "address": link.address, "client_id": link.client_id, "secret": "", "ca_file": link.ca_file,
            "next_ca_file": link.next_ca_file, "hours": fmt.digits(str(link.hours)),
        }  # fmt: skip
        for name, field in self.fields.items():
            field.show_value(shown[name])
            field.fail("")
        self.port.show_value(link.modem)
