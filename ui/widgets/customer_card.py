"""A customer: who he is, masked until somebody asks, what he bought and sold, and how he is erased."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from pos_app.application.guide_used import masked_id
from pos_app.domain.customer import Customer
from pos_app.domain.identifiers import mobile_masked
from pos_app.i18n import text as _
from ui import format as fmt
from ui import search_words
from ui.view_models.search import SearchVM
from ui.widgets.basics import button, column, label, row
from ui.widgets.fields import Field
from ui.widgets.rows import Row, Rows

SHOW_KEY = "F3"


class CustomerCard(QFrame):
    def __init__(self, vm: SearchVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self._vm = vm
        self._drawn: int = 0
        self.name, self.numbers = label("", "heading"), label("", wrap=True)
        self.show_it = button(_("show the numbers") + "   " + fmt.ltr(SHOW_KEY), vm.show_numbers)
        self.erase_it = button(_("erase …"), self._begin, accessible=_("erase this customer"))
        headers = [_("when"), _("what"), _("goods"), _("IMEI"), _("paper"), _("amount")]
        self.cases = Rows(headers, stretch=(2,), accessible=_("what this customer bought and sold"))
        self.cases.activated.connect(lambda index: vm.open_paper(self.cases.key_at(index.row())))
        self.panel = self._panel()
        layout = column(self, margin=14, gap=8)
        layout.addLayout(row(self.name, None, self.show_it, self.erase_it))
        layout.addWidget(self.numbers)
        layout.addWidget(self.panel)
        layout.addWidget(self.cases, 1)
        key = QShortcut(QKeySequence(SHOW_KEY), self)
        key.setContext(Qt.ShortcutContext.WindowShortcut)
        key.setAutoRepeat(False)
        key.activated.connect(vm.show_numbers)

    def _panel(self) -> QWidget:
        panel = QFrame()
        panel.setObjectName("plain")
        self.reason = Field(_("why he is erased"))
        self.pin = Field(_("manager's PIN"), ltr=True, secret=True)
        self.pin.setMaximumWidth(200)
        self.answers = QCheckBox(_("The shop answers for it that his invoices are younger than it has to keep them."))
        self.do_it = button(_("erase for good"), self._erase, "act")
        inside = column(panel, gap=6)
        inside.addWidget(
            label(_("Name, numbers, address, pictures and answers are gone for good, also for us. Numbers, goods and"
                    " sums of his papers stay."), "small", wrap=True)
        )  # fmt: skip
        inside.addWidget(self.reason)
        inside.addWidget(self.answers)
        inside.addLayout(row(self.pin, self.do_it, None))
        return panel

    def focus_first(self) -> None:
        self.cases.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _begin(self) -> None:
        self._vm.begin_erasing()
        if self._vm.state.erasing:
            self.reason.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _erase(self) -> None:
        pin, typed = self.pin.text(), self.reason.text()
        self.pin.show_value("")
        self._vm.erase(pin, typed, before_term=self.answers.isChecked())

    def draw(self) -> None:
        state = self._vm.state
        page = state.customer
        self.setVisible(page is not None)
        if page is None:
            self._drawn = 0
            return
        customer = page.customer
        if customer.id != self._drawn:
            self._drawn = customer.id
            self.reason.show_value("")
            self.answers.setChecked(False)
        erased = customer.erased_at is not None
        self.name.setText(_("erased") if erased else fmt.natural(customer.person.name))
        self.numbers.setText(_numbers(customer, shown=state.shown))
        self.numbers.setVisible(not erased)
        self.show_it.setVisible(not erased and not state.shown)
        self.erase_it.setVisible(not erased)
        self.panel.setVisible(state.erasing)
        told = state.notice
        for name, field in (("reason", self.reason), ("pin", self.pin)):
            here = told is not None and told.field == name
            field.fail(told.code if told and here else "", told.detail if told and here else "")
        rows = [
            Row(
                case.number,
                (
                    fmt.date_short(case.at), _(search_words.CASES[case.kind]), fmt.natural(case.title),
                    fmt.imei_text(case.imei) if case.imei else "", fmt.ltr(fmt.digits(case.number)),
                    search_words.money(case.total),
                ),
            )
            for case in page.cases
        ]  # fmt: skip
        self.cases.show_rows(rows, rows[0].key if rows else "")


def _numbers(customer: Customer, *, shown: bool) -> str:
    person = customer.person
    mobile = person.mobile if shown else mobile_masked(person.mobile) if person.mobile else ""
    national_id = person.national_id if shown else masked_id(person.national_id) if person.national_id else ""
    address = person.address if shown else ""
    parts = (
        (_("mobile"), fmt.ltr(fmt.digits(mobile)) if mobile else ""),
        (_("national id"), fmt.ltr(fmt.digits(national_id)) if national_id else ""),
        (_("address"), fmt.natural(address)),
        (_("since"), fmt.date_short(customer.first_at)),
    )
    return "     ".join(f"{word}: {value}" for word, value in parts if value)
