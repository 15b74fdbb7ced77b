"""An issued invoice is put right by another one: prices and quantities of its rows, why, and a manager's PIN."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from pos_app.application.correcting import Correctable
from pos_app.domain.correction import RowChange
from pos_app.domain.invoice import InvoiceLine
from pos_app.domain.sale import PaymentMethod
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, tab_order, words
from ui.view_models.invoices import InvoicesState, InvoicesVM
from ui.view_models.notice import Notice
from ui.widgets.basics import button, column, empty, label, row
from ui.widgets.choices import Choices
from ui.widgets.fields import Field, MoneyField


class CorrectionRow(QWidget):
    def __init__(self, line: InvoiceLine) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.line = line
        self.fields = {
            "fee": MoneyField(_("price (rials)"), ltr=True),
            "discount": MoneyField(_("discount (rials)"), ltr=True),
            "quantity": MoneyField(_("quantity"), ltr=True),
        }
        self.fields["fee"].show_amount(line.fee)
        self.fields["discount"].show_amount(line.dis)
        self.fields["quantity"].show_value(fmt.digits(line.quantity))
        self.fields["quantity"].setMaximumWidth(90)
        self.fields["quantity"].setEnabled(not line.imeis and line.quantity.isdigit())
        layout = column(self, gap=2)
        layout.addWidget(label(fmt.natural(line.description), wrap=True))
        layout.addLayout(row(*self.fields.values()))

    def change(self) -> RowChange | None:
        """None where what is typed is no amount, which is said."""
        amounts = {name: field.amount() for name, field in self.fields.items()}
        for field in self.fields.values():
            field.fail(field.why())
        fee, discount, quantity = amounts["fee"], amounts["discount"], amounts["quantity"]
        if fee is None or discount is None or (quantity is None and self.line.quantity.isdigit()):
            return None
        return RowChange(fee, discount, quantity or 1)

    def complain(self, told: Notice | None) -> None:
        for name, field in self.fields.items():
            here = told is not None and told.field == f"row_{self.line.row_no}_{name}"
            field.fail(told.code if told and here else "", told.detail if told and here else "")


class CorrectionCard(QFrame):
    """What is typed belongs to one invoice; the PIN goes with each press."""

    def __init__(self, vm: InvoicesVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self._vm = vm
        self._drawn: Correctable | None = None
        self.rows: list[CorrectionRow] = []
        self._heading = label("", "heading")
        self._place = column(gap=6)
        methods = [(m.value, w) for m, w in words.PAYMENTS.items() if m is not PaymentMethod.CHEQUE]
        self.method = Choices(methods)
        self.error = label("", "error", wrap=True)
        self.reason = Field(_("reason"))
        self.pin = Field(_("manager's PIN"), ltr=True, secret=True)
        self.pin.setMaximumWidth(200)
        self.issue = button(_("issue the corrective invoice"), self._correct, "act")
        self.void = button(_("void it"), self._void)
        self.close_it = button(_("close"), vm.leave, "flat")
        layout = column(self, margin=12, gap=8)
        layout.addLayout(row(self._heading, None, self.close_it))
        layout.addLayout(self._place)
        layout.addWidget(label(_("by which the difference is paid or given back"), "small", wrap=True))
        layout.addWidget(self.method)
        layout.addWidget(self.error)
        fields = row(self.reason, self.pin)
        fields.setStretch(0, 1)
        layout.addLayout(fields)
        layout.addLayout(row(self.issue, self.void, None))
        hint = label("", "small", wrap=True)
        hint.setText(_("The first one stays as it is. Another buyer, goods id or tax rate: void, then issue anew."))
        layout.addWidget(hint)
        self.hide()

    def focus_first(self) -> None:
        if self.rows:
            tab_order.bring(self.rows[0].fields["fee"].edit)

    def _correct(self) -> None:
        changes = {shown.line.row_no: shown.change() for shown in self.rows}
        whole = {row_no: change for row_no, change in changes.items() if change is not None}
        if len(whole) == len(changes):
            self._vm.correct(whole, reason=self.reason.text(), pin=self.pin.text(), method=self.method.value())
            self.pin.edit.clear()

    def _void(self) -> None:
        self._vm.void(reason=self.reason.text(), pin=self.pin.text(), method=self.method.value())
        self.pin.edit.clear()

    def show_state(self, state: InvoicesState) -> None:
        found = state.correcting
        if found is not self._drawn:
            self._draw(found)
        self._drawn = found
        self.setVisible(found is not None)
        told = state.notice if found is not None else None
        for shown in self.rows:
            shown.complain(told)
        for field, name in ((self.reason, "reason"), (self.pin, "pin")):
            here = told is not None and told.field == name
            field.fail(told.code if told and here else "", told.detail if told and here else "")
        here = told is not None and told.field == "method"
        self.error.setText(notices.sentence(told.code) if told and here else "")
        self.error.setVisible(here)

    def _draw(self, found: Correctable | None) -> None:
        empty(self._place)
        self.rows = [CorrectionRow(line) for line in found.document.lines] if found is not None else []
        for shown in self.rows:
            self._place.addWidget(shown)
        self.reason.show_value("")
        self.pin.edit.clear()
        self.method.show_value("")
        if found is not None:
            number = fmt.ltr(fmt.digits(found.document.number))
            self._heading.setText(_("Correct invoice {number}").format(number=number))
            self.void.setVisible(found.void_here)
