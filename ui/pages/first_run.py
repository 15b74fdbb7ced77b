"""The first start of a shop: seven short pages, Enter goes on, and each that can wait can be skipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app import i18n
from pos_app.application import picture_file
from pos_app.application.first_run import NEEDED, STEPS, Step
from pos_app.application.shop import MAX_SCAN_BYTES
from pos_app.i18n import mark
from pos_app.i18n import text as _
from pos_app.ports.hardware import UnreadableImageError
from ui import first_run_words, notices
from ui import format as fmt
from ui.decoding import STAMPS, decoded, on_paper
from ui.view_models.first_run import FirstRunVM
from ui.view_models.notice import Notice
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field
from ui.widgets.notice_bar import NoticeBar

WIDTH = 760  # pixels
HAND, SERVICE = "hand", "service"
_SHOP = (
    ("name", mark("shop's name"), False), ("phone", mark("telephone"), True),
    ("national_id", mark("national or company id"), True), ("economic_no", mark("economic number"), True),
    ("postal_code", mark("postal code"), True), ("licence_no", mark("trade licence number"), True),
    ("address", mark("address"), False),
)  # fmt: skip
_WAYS = ((HAND, mark("by phone and site")), (SERVICE, mark("by the service, with an account")))


class FirstRunPage(QWidget):
    def __init__(self, vm: FirstRunVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self.fields: dict[str, Field] = {}
        self.count, self.title = label("", "small"), label("", "title")
        self.why = label("", "soft", wrap=True)
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.tell)
        self.pages = QStackedWidget()
        self.pages.setObjectName("plain")
        builders: dict[Step, Callable[[QVBoxLayout], None]] = {
            Step.LANGUAGE: self._language, Step.SHOP: self._shop, Step.STAMP: self._stamp, Step.OWNER: self._owner,
            Step.TILL: self._till, Step.BACKUP: self._backup, Step.REGISTRY: self._registry,
        }  # fmt: skip
        for step in STEPS:
            page = QWidget()
            page.setObjectName("plain")
            builders[step](column(page, gap=8))
            self.pages.addWidget(page)
        self.back = button(_("one page back"), vm.back)
        self.skip = button(_("later"), vm.skip)
        self.go = button(_("go on"), self.next, "act")
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(WIDTH)
        inside = column(card, margin=24, gap=12)
        for part in (self.count, self.title, self.why, self.notice):
            inside.addWidget(part)
        inside.addWidget(self.pages)
        inside.addLayout(row(self.back, None, self.skip, self.go))
        layout = column(self, margin=18)
        layout.addStretch(1)
        across = row(None, card, None)
        across.setStretch(1, 20)
        layout.addLayout(across)
        layout.addStretch(2)
        vm.changed.connect(self.draw)
        vm.turned.connect(self.turn)
        self.draw()

    # -- building ----------------------------------------------------------------------------------

    def _field(self, name: str, caption: str, *, ltr: bool = False, secret: bool = False) -> Field:
        made = self.fields[name] = Field(caption, ltr=ltr, secret=secret)
        made.edited.connect(lambda text: self.vm.type(name, text))
        made.committed.connect(self.next)
        return made

    def _language(self, layout: QVBoxLayout) -> None:
        self.language = Choices(tuple(i18n.LANGUAGES.items()))
        self.language.show_value(i18n.language())
        layout.addWidget(self.language)
        layout.addStretch(1)

    def _shop(self, layout: QVBoxLayout) -> None:
        grid = QGridLayout()
        for at, (name, caption, ltr) in enumerate(_SHOP):
            across = 2 if name == "address" else 1
            grid.addWidget(self._field(f"shop.{name}", i18n.text(caption), ltr=ltr), at // 2, at % 2, 1, across)
        layout.addLayout(grid)
        self.registered = QCheckBox(_("called for VAT (otherwise the rate is 0)"))
        self.registered.setAccessibleName(self.registered.text())
        layout.addLayout(row(self.registered, None))
        layout.addStretch(1)

    def _stamp(self, layout: QVBoxLayout) -> None:
        self.stamp = label("")
        self.stamp.setAccessibleName(_("the shop's stamp"))
        self.choose = button(_("choose the stamp's picture"), self._choose_stamp)
        self.make = button(_("make one"), self.vm.make_stamp, accessible=_("make a stamp of name and licence number"))
        layout.addLayout(row(self.choose, self.make, None))
        layout.addWidget(self.stamp)
        layout.addStretch(1)

    def _owner(self, layout: QVBoxLayout) -> None:
        self.owner_known = label("", "heading", wrap=True)
        layout.addWidget(self.owner_known)
        layout.addWidget(self._field("owner.name", _("name")))
        pin = self._field("owner.pin", _("new PIN, four digits or more"), ltr=True, secret=True)
        again = self._field("owner.again", _("the same PIN again"), ltr=True, secret=True)
        layout.addLayout(row(pin, again))
        layout.addStretch(1)

    def _till(self, layout: QVBoxLayout) -> None:
        layout.addWidget(self._field("till.till", _("name of this till")))
        layout.addStretch(1)

    def _backup(self, layout: QVBoxLayout) -> None:
        choose = button(_("choose a folder"), self._choose_folder)
        folder = row(self._field("backup.folder", _("folder of the copies"), ltr=True), beside_fields(choose))
        folder.setStretch(0, 1)
        layout.addLayout(folder)
        layout.addStretch(1)

    def _registry(self, layout: QVBoxLayout) -> None:
        self.way = Choices(_WAYS)
        self.way.show_value(HAND)
        self.way.chosen.connect(lambda _value: self._show_way())
        layout.addWidget(self.way)
        self.account = QWidget()
        self.account.setObjectName("plain")
        inside = column(self.account)
        inside.addWidget(self._field("registry.address", _("address of the registry"), ltr=True))
        client = self._field("registry.client_id", _("this till's account"), ltr=True)
        secret = self._field("registry.secret", _("password"), ltr=True, secret=True)
        inside.addLayout(row(client, secret))
        layout.addWidget(self.account)
        layout.addStretch(1)

    # -- acts --------------------------------------------------------------------------------------

    def next(self) -> None:
        """Enter."""
        self.vm.next(
            language=self.language.value(), vat=self.registered.isChecked(), by_service=self.way.value() == SERVICE
        )

    def _show_way(self) -> None:
        self.account.setVisible(self.way.value() == SERVICE)

    def _choose_stamp(self) -> None:
        dialog = QFileDialog(self, _("the stamp's picture"), "", _("pictures") + " (*.png *.jpg *.jpeg)")
        dialog.fileSelected.connect(self.take_stamp)
        dialog.open()

    def take_stamp(self, path: str) -> None:
        try:
            data = picture_file.read(Path(path), MAX_SCAN_BYTES)
        except UnreadableImageError as error:
            self.vm.tell(Notice("stamp-too-large" if str(error) == "image-too-large" else "stamp-unreadable"))
            return
        self.vm.take_stamp(data)

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, _("folder of the copies"), self.fields["backup.folder"].text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._take_folder)
        dialog.open()

    def _take_folder(self, path: str) -> None:
        self.fields["backup.folder"].show_value(path)
        self.vm.type("backup.folder", path)

    def focus_first(self) -> None:
        step = self.vm.state.step
        firsts: dict[Step, QWidget] = {Step.LANGUAGE: self.language.stop(), Step.STAMP: self.go}
        if step is Step.REGISTRY:
            first: QWidget = self.way.stop()
        else:
            owned = step is Step.OWNER and self.owner_known.text()
            named = next((one.edit for name, one in self.fields.items() if name.startswith(f"{step.value}.")), self.go)
            first = self.go if owned else firsts.get(step, named)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- drawing -----------------------------------------------------------------------------------

    def turn(self) -> None:
        """Another page comes: its fields as they are kept."""
        state = self.vm.state
        if state.begun is not None:
            self.registered.setChecked(state.begun.shop.vat_registered)
            self.way.show_value(SERVICE if state.said("registry.address") else HAND)
        for name, field in self.fields.items():
            field.show_value(state.said(name))
        self._show_way()
        self.draw()
        self.focus_first()

    def draw(self) -> None:
        state = self.vm.state
        step, at = state.step, state.at + 1
        self.pages.setCurrentIndex(state.at)
        counted = _("page {n} of {all}").format(n=fmt.digits(str(at)), all=fmt.digits(str(len(STEPS))))
        self.count.setText(counted)
        self.title.setText(i18n.text(first_run_words.TITLES[step]))
        self.why.setText(i18n.text(first_run_words.WHY[step]))
        self.back.setVisible(at > 1)
        self.skip.setVisible(step not in NEEDED)
        self.go.setText(_("begin selling") if at == len(STEPS) else _("go on"))
        self.go.setAccessibleName(self.go.text())
        for part in (self.back, self.skip, self.go):
            part.setEnabled(not state.busy)
        begun = state.begun
        if begun is not None:
            self.stamp.setPixmap(on_paper(decoded(begun.stamp, STAMPS), 96))
            owner = begun.owner
            self.owner_known.setText(_("The owner is {name}.").format(name=fmt.natural(owner)) if owner else "")
            self.owner_known.setVisible(bool(owner))
            for name in ("owner.name", "owner.pin", "owner.again"):
                self.fields[name].setVisible(not owner)
        for name, field in self.fields.items():
            page, _dot, what = name.partition(".")
            wrong = next((told for told in state.notices if told.field == what and page == step.value), None)
            field.fail(wrong.code if wrong else "", wrong.detail if wrong else "")
        told = state.notices[0] if state.notices else None
        said = notices.sentence(told.code, told.detail) if told else ""
        self.notice.say(said, notices.severity(told.code) if told else "wait")
