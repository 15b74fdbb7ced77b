"""Settings: what every invoice says of the shop, the dated VAT table, the stamp, language and light."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from pos_app import i18n
from pos_app.application import picture_file
from pos_app.application.printers import PrintSetup
from pos_app.application.shop import MAX_SCAN_BYTES
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.i18n import mark
from pos_app.i18n import text as _
from pos_app.ports.hardware import UnreadableImageError
from ui import notices, sentences
from ui.days import day, day_text
from ui.decoding import STAMPS, decoded, on_paper
from ui.pages.backup_card import BackupCard
from ui.pages.link_card import LinkCard
from ui.pages.options_card import OptionsCard
from ui.pages.printer_card import PrinterCard
from ui.pages.room import Room
from ui.pages.scripts_card import ScriptsCard
from ui.pages.support_card import SupportCard
from ui.pages.tac_card import TacCard
from ui.pages.tax_card import TaxCard
from ui.pages.vat_rows import rate_texts
from ui.view_models.keeping import Keeping
from ui.view_models.settings import SettingsState, SettingsVM
from ui.view_models.tac import TacVM
from ui.widgets.basics import button, column, label, row, scrolling
from ui.widgets.choices import Choices
from ui.widgets.fields import Field
from ui.widgets.notice_bar import NoticeBar

_THEMES = (("light", mark("light")), ("dark", mark("dark")))
_CARDS = {
    "shop": mark("The shop, as every invoice names it"), "stamp": mark("the shop's stamp"),
    "rates": mark("VAT table"),
    "link": mark("Registry link"), "scripts": mark("Scripts of the public channels"),
    "printing": mark("Paper and printers"),
}  # fmt: skip
_NUMBERS = ("tax_serial_above", "send_term_days", "currency_rials")
_MANY = 15  # digits: no number of these fields has as many
_TYPED = ("shop", "rates", "link", "printing")
_FIELDS = (
    ("name", mark("shop's name"), False), ("branch", mark("branch"), False),
    ("national_id", mark("national or company id"), True), ("economic_no", mark("economic number"), True),
    ("registration_no", mark("registration number"), True), ("phone", mark("telephone"), True),
    ("postal_code", mark("postal code"), True), ("licence_no", mark("trade licence number"), True),
    ("sim", mark("SIM in the shop's name (Hamta)"), True),
    ("card_terminal", mark("card reader's terminal number"), True), ("address", mark("address"), False),
    ("notes", mark("terms, printed at the foot"), False),
    ("tax_memory", mark("tax memory id (none: no tax id)"), True),
    ("tax_serial_above", mark("last serial used elsewhere"), True),
    ("send_term_days", mark("term for sending, in days"), True),
    ("currency", mark("money after a change (none: rial; QRN: qeran; IRN: new rial)"), True),
    ("currency_rials", mark("its value in present rials"), True),
    ("currency_from", mark("day of the change"), True),
)  # fmt: skip


class SettingsPage(Room):
    entered = Signal()
    people_wanted = Signal()

    def __init__(self, vm: SettingsVM, theme: str, tac_vm: TacVM, keeping: Keeping) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vm, self._theme = vm, theme
        self.notice = NoticeBar()
        self.notice.dismissed.connect(lambda: self.notice.say("", sentences.GOOD))  # what is typed stays
        inner = QWidget()
        inner.setObjectName("page")
        cards = column(inner, gap=12)
        cards.addWidget(self._look_card())
        self.options = OptionsCard(vm.options)
        cards.addWidget(self._shop_card())
        self.printer = PrinterCard(self._save_printing, vm.try_printing)
        cards.addWidget(self.printer)
        self.link = LinkCard(self._save_link)
        self.scripts = ScriptsCard(vm.edit_scripts, vm.read_scripts)
        cards.addWidget(self.link)
        cards.addWidget(self.scripts)
        cards.addWidget(self._people_card())
        self.tax = TaxCard(vm.tax)
        cards.addWidget(self.tax)
        cards.addWidget(self._vat_card())
        self.tac = TacCard(tac_vm)
        cards.addWidget(self.tac)
        cards.addWidget(self.options)
        self.backup = BackupCard(keeping)
        cards.addWidget(self.backup)
        self.support = SupportCard(keeping.support)
        cards.addWidget(self.support)
        if not keeping.possible:
            self.backup.hide()
        if not keeping.support.possible:
            self.support.hide()
        cards.addStretch(1)
        area = self.area = scrolling(inner, sideways=True)
        layout = column(self, margin=18, gap=10)
        layout.addWidget(label(_("Settings"), "title"))
        layout.addWidget(self.notice)
        layout.addWidget(area, 1)
        self._drawn = {card: self._typed(card) for card in _TYPED}
        self._sent: dict[str, object] = {}
        vm.changed.connect(self.draw)
        vm.to_edit.connect(lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))

    def enter(self, part: str = "") -> None:
        self.entered.emit()
        self._vm.load()
        self.tac.vm.load()
        if self.backup.vm.possible:
            self.backup.vm.load()
        self.focus_first()
        if part == "backup":
            self.area.ensureWidgetVisible(self.backup)
            self.backup.folder.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_first(self) -> None:
        self.language.button(i18n.language()).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _card(self, title: str) -> tuple[QFrame, QGridLayout]:
        card = QFrame()
        card.setObjectName("card")
        layout = column(card, margin=14, gap=8)
        layout.addWidget(label(title, "heading"))
        grid = QGridLayout()
        layout.addLayout(grid)
        return card, grid

    def _look_card(self) -> QFrame:
        card, grid = self._card(_("Language and light"))
        self.language = Choices(tuple(i18n.LANGUAGES.items()))
        self.language.show_value(i18n.language())
        self.light = Choices(_THEMES)
        self.light.show_value(self._theme)
        for choices in (self.language, self.light):
            choices.chosen.connect(lambda _value: self._set_look())
        grid.addWidget(self.language, 0, 0)
        grid.addWidget(self.light, 0, 1)
        return card

    def _shop_card(self) -> QFrame:
        card, grid = self._card(_("The shop, as every invoice names it"))
        self.fields = {name: Field(i18n.text(caption), ltr=ltr) for name, caption, ltr in _FIELDS}
        for at, field in enumerate(self.fields.values()):
            grid.addWidget(field, at // 3, at % 3)
            field.committed.connect(self._save_shop)
        self.registered = QCheckBox(_("called for VAT (otherwise the rate is 0)"))
        self.registered.setAccessibleName(self.registered.text())
        self.stamp = label("")
        self.stamp.setAccessibleName(_("the shop's stamp"))
        last = len(_FIELDS) // 3 + 1
        grid.addWidget(self.registered, last, 0)
        choose = button(_("choose the stamp's picture"), self._choose_stamp)
        make = button(_("make one"), self._vm.make_stamp, accessible=_("make a stamp of name and licence number"))
        make.setToolTip(make.accessibleName())
        grid.addLayout(row(choose, make, self.stamp, None), last, 1, 1, 2)
        grid.addLayout(row(button(_("save"), self._save_shop, "act"), None), last + 1, 0)
        return card

    def _people_card(self) -> QFrame:
        card, grid = self._card(_("People and what they may"))
        grid.addLayout(row(button(_("open the page of people (F11)"), self.people_wanted.emit), None), 0, 0)
        return card

    def _vat_card(self) -> QFrame:
        card, grid = self._card(_("VAT by date; the invoice's day chooses the row"))
        self.rates = QTableWidget(0, 4)
        self.rates.setHorizontalHeaderLabels([_("from"), _("to"), _("percent"), _("on whose word")])
        self.rates.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.rates.setAccessibleName(_("VAT table"))
        self.rates.setTabKeyNavigation(False)  # the arrows move inside it; Tab goes on
        self.rates.setMinimumHeight(170)
        self.rates.verticalHeader().hide()
        grid.addWidget(self.rates, 0, 0, 1, 3)
        add = button(_("add a row"), lambda: self.rates.setRowCount(self.rates.rowCount() + 1))
        take = button(_("remove the row"), lambda: self.rates.removeRow(self.rates.currentRow()))
        grid.addLayout(row(add, take, None, button(_("save"), self._save_rates, "act")), 1, 0, 1, 3)
        return card

    # -- what is typed ---------------------------------------------------------------------------

    def _typed(self, card: str) -> object:
        """Everything a person can change in a card, to compare."""
        if card == "rates":
            return self._rows()
        if card == "link":
            return self.link.typed()
        if card == "printing":
            return self.printer.typed()
        return tuple(field.text() for field in self.fields.values()), self.registered.isChecked()

    def _rows(self) -> list[tuple[str, ...]]:
        table = self.rates
        cells = [[table.item(at, place) for place in range(4)] for at in range(table.rowCount())]
        return [tuple(cell.text() if cell else "" for cell in line) for line in cells]

    def _may_draw(self, card: str) -> bool:
        """Only over what nobody has changed since it was drawn, or since it was sent to be saved."""
        if self._vm.state.saved == card:
            self._drawn[card] = self._sent.pop(card, self._drawn[card])
        return self._typed(card) == self._drawn[card]

    # -- forwarding ------------------------------------------------------------------------------

    def _set_look(self) -> None:
        """The window is built anew for it: nothing that is typed may be lost with the old one."""
        if self.tax.unsaved() or any(self._typed(card) != self._drawn[card] for card in _TYPED):
            self.language.show_value(i18n.language())
            self.light.show_value(self._theme)
            self._vm.tell("settings-not-saved")
            return
        self._vm.set_look(self.language.value(), self.light.value())

    def _save_shop(self) -> None:
        self._sent["shop"] = self._typed("shop")
        typed: dict[str, Any] = {name: field.text().strip() for name, field in self.fields.items()}
        for name in ("national_id", "economic_no", "registration_no", "postal_code", "licence_no", "card_terminal"):
            typed[name] = fold(typed[name])
        typed.update({name: _number(typed[name]) for name in _NUMBERS})
        changed = day(typed["currency_from"])
        typed["currency_from"] = changed.isoformat() if changed else typed["currency_from"]
        typed["currency"] = fold(typed["currency"]).upper()
        self._vm.save_shop(replace(self._vm.state.shop, **typed, vat_registered=self.registered.isChecked()))

    def _save_link(self, typed: dict[str, str]) -> None:
        self._sent["link"] = self._typed("link")
        self._vm.save_link(typed)

    def _save_printing(self, setup: PrintSetup) -> None:
        self._sent["printing"] = self._typed("printing")
        self._vm.save_printing(setup)

    def _choose_stamp(self) -> None:
        dialog = QFileDialog(self, _("the stamp's picture"), "", _("pictures") + " (*.png *.jpg *.jpeg)")
        dialog.fileSelected.connect(self.take_stamp)
        dialog.open()

    def take_stamp(self, path: str) -> None:
        try:
            data = picture_file.read(Path(path), MAX_SCAN_BYTES)
        except UnreadableImageError as error:
            self._vm.tell("stamp-too-large" if str(error) == "image-too-large" else "stamp-unreadable")
            return
        if decoded(data, STAMPS).isNull():
            self._vm.tell("stamp-unreadable")
            return
        self._vm.save_stamp(data)

    def _save_rates(self) -> None:
        self._sent["rates"] = self._typed("rates")
        rows = []
        for texts in self._rows():
            if not any(texts):
                continue
            begin, end = day(texts[0]), day(texts[1])
            percent = fold(texts[2]).replace("٪", "").replace("%", "").replace("٫", ".")
            if begin is None or end is None:
                self._vm.tell("date-unreadable", texts[0] if begin is None else texts[1])
                return
            if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", percent):
                self._vm.tell("vat-rate-out-of-range", texts[2])
                return
            rows.append((begin, end, round(float(percent) * 100), texts[3]))
        self._vm.save_rates(tuple(rows))

    # -- drawing ---------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self._vm.state
        if state.notice is not None:
            self.notice.say(notices.sentence(state.notice.code, state.notice.detail), sentences.STOP)
            for name, field in (self.fields | self.link.fields | self.printer.fields).items():
                wrong = next((told for told in state.notices if told.field == name), None)
                field.fail(wrong.code if wrong else "", wrong.detail if wrong else "")
            return  # nothing typed is lost: the fields stay as they are
        saved = _("saved: {card}").format(card=i18n.text(_CARDS[state.saved])) if state.saved else ""
        if state.saved == "scripts":
            saved = _("The scripts are read anew.")
        said = notices.sentence(state.remark) if state.remark else saved
        self.notice.say(said, notices.severity(state.remark) if state.remark else sentences.GOOD)
        self.link.show_around(state)
        self.printer.show_papers(state.papers, state.label_papers)
        self.scripts.show_state(state)
        draws = {
            "shop": self._draw_shop, "rates": self._draw_rates, "link": self._draw_link,
            "printing": self._draw_printing,
        }  # fmt: skip
        for card, draw in draws.items():
            if self._may_draw(card):
                draw(state)
                self._drawn[card] = self._typed(card)
        self.stamp.setPixmap(on_paper(decoded(state.stamp, STAMPS), 56))

    def _draw_shop(self, state: SettingsState) -> None:
        for name, field in self.fields.items():
            said = getattr(state.shop, name)
            if name == "currency_from" and said:
                said = day_text(date.fromisoformat(said))
            field.show_value(str(said or "") if name in _NUMBERS else said)
            field.fail("")
        self.registered.setChecked(state.shop.vat_registered)

    def _draw_link(self, state: SettingsState) -> None:
        self.link.show_link(state.link)

    def _draw_printing(self, state: SettingsState) -> None:
        self.printer.show_setup(state.printing)

    def _draw_rates(self, state: SettingsState) -> None:
        rows = [rate_texts(rate) for rate in state.rates]
        if rows == self._rows():
            return  # the place in the table stays
        self.rates.setRowCount(len(rows))
        for at, texts in enumerate(rows):
            for place, text in enumerate(texts):
                self.rates.setItem(at, place, QTableWidgetItem(text))


def _number(typed: str) -> int:
    """0 = nothing is typed; what is no number is out of every range."""
    plain = fold(typed)
    return int(plain) if all_latin_digits(plain) and len(plain) <= _MANY else -1 if plain else 0
