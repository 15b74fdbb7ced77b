"""Settings: sending invoices to the taxpayers' system; off until somebody turns it on."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QGridLayout, QWidget

from pos_app.application.tax_link import DEFAULT_ADDRESS
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices
from ui.view_models.tax_link import TaxLinkVM
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.fields import Field


class KeyFile(QWidget):
    """The path of a key or a certificate: typed, pasted or chosen."""

    def __init__(self, caption: str, kinds: str) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._caption, self._kinds = caption, kinds
        self.field = Field(caption, ltr=True)
        choose = button(_("choose …"), self._choose, accessible=f"{caption}: {_('choose …')}")
        layout = row(self.field, beside_fields(choose), gap=6)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self._caption, self.field.text(), f"{self._caption} ({self._kinds});;* (*)")
        dialog.fileSelected.connect(self.field.show_value)
        dialog.open()


class TaxCard(QFrame):
    def __init__(self, vm: TaxLinkVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self._vm = vm
        self.on = QCheckBox(_("send each invoice to the taxpayers' system by itself"))
        self.on.setAccessibleName(self.on.text())
        key = KeyFile(_("key or token file"), "*.p12 *.pfx *.pem *.key")
        certificate = KeyFile(_("certificate (empty: it is in the token file)"), "*.pem *.crt *.cer")
        self.fields = {
            "address": Field(_("address of the taxpayers' system"), ltr=True, placeholder=DEFAULT_ADDRESS),
            "password": Field(_("password of the key (empty = as it was)"), ltr=True, secret=True),
            "key_file": key.field,
            "certificate_file": certificate.field,
        }
        for field in self.fields.values():
            field.committed.connect(self.save)
        self.memory, self.kept = label("", "small", wrap=True), label("", "small", wrap=True)
        self.problem = label("", "error", wrap=True)
        self.said = label("", "", wrap=True)
        layout = column(self, margin=14, gap=8)
        layout.addWidget(label(_("Sending to the taxpayers' system"), "heading"))
        layout.addWidget(self.on)
        grid = QGridLayout()
        places: tuple[tuple[QWidget, int, int], ...] = (
            (self.fields["address"], 0, 0), (self.fields["password"], 0, 1), (key, 1, 0), (certificate, 1, 1),
        )  # fmt: skip
        for part, line, place in places:
            grid.addWidget(part, line, place)
        for place in range(2):
            grid.setColumnStretch(place, 1)
        layout.addLayout(grid)
        for part in (self.memory, self.kept, self.problem, self.said):
            layout.addWidget(part)
        self.keep = button(_("move the key into this computer's key store"), vm.keep_key)
        save = button(_("save"), self.save, "act", accessible=_("save the sending"))
        layout.addLayout(row(save, self.keep, None))
        self._drawn = self._typed()
        self._sent: tuple[object, ...] = ()
        vm.changed.connect(self.draw)

    def _typed(self) -> tuple[object, ...]:
        return (self.on.isChecked(), *(field.text() for field in self.fields.values()))

    def unsaved(self) -> bool:
        return self._typed() != self._drawn

    def save(self) -> None:
        self._sent = self._typed()
        self._vm.save(on=self.on.isChecked(), **{name: field.text() for name, field in self.fields.items()})

    def draw(self) -> None:
        state = self._vm.state
        for name, field in self.fields.items():
            wrong = next((told for told in state.notices if told.field == name), None)
            field.fail(wrong.code if wrong else "", wrong.detail if wrong else "")
        elsewhere = next((told for told in state.notices if told.field not in self.fields), None)
        self.problem.setText(notices.sentence(elsewhere.code, elsewhere.detail) if elsewhere else "")
        self.problem.setVisible(elsewhere is not None)
        said = notices.sentence(state.remark) if state.remark else _("Saved.") if state.saved else ""
        self.said.setText(said)
        self.said.setVisible(bool(said))
        memory = _("Tax memory id: {memory}").format(memory=fmt.ltr(state.memory))
        self.memory.setText(memory if state.memory else _("The tax memory id is typed above, in the shop's own data."))
        self.keep.setVisible(bool(state.link.key_file))
        in_store = state.link.kept and not state.link.key_file
        self.kept.setText(_("The key lies in this computer's key store. A file named above takes its place."))
        self.kept.setVisible(bool(in_store))
        if state.saved:
            self._drawn, self._sent = self._sent or self._drawn, ()
        if not state.notices and not self.unsaved():
            self._show_link()

    def _show_link(self) -> None:
        """Only over what nobody has changed since it was drawn, or since it was sent to be saved."""
        link = self._vm.state.link
        shown = {
            "address": "" if link.address == DEFAULT_ADDRESS else link.address, "password": "",
            "key_file": link.key_file, "certificate_file": link.certificate_file,
        }  # fmt: skip
        self.on.setChecked(link.on)
        for name, field in self.fields.items():
            field.show_value(shown[name])
        self._drawn = self._typed()
