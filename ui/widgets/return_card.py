"""A phone that comes back: of which invoice, what of it, why, and where the phone goes."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from pos_app.application.settlement import DEVICE, WHOLE
from pos_app.domain.sale import CaseKind
from pos_app.domain.which_list import RETURN_INACTIVE
from pos_app.i18n import text as _
from ui import format as fmt
from ui import leading
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.choices import Choices
from ui.widgets.credit_rows import TOGETHER_KEY
from ui.widgets.fields import Field
from ui.widgets.tick import Tick


class ReturnCard(QFrame):
    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self.vm = vm
        self.what = label("", "title", wrap=True)
        self.subject = Choices([(DEVICE, _("only the phone comes back")), (WHOLE, _("the whole invoice is void"))])
        self.subject.chosen.connect(lambda value: self._choose("subject", value))
        self.last = label("", "small", wrap=True)
        self.last.setText(_(
            "After this the other lines of the invoice can be neither corrected, voided nor taken back. Correct it "
            "first, or void it whole."
        ))  # fmt: skip
        self.reason = Field(_("why it comes back"), placeholder=_("for example: the screen flickers"))
        self.reason.edited.connect(lambda text: vm.edit("return_reason", text))
        self.reason.committed.connect(self.keep)
        self.reason.edit.editingFinished.connect(self._keep_typed)
        self.sealed = Tick(vm, "still_sealed", _("its seal is unbroken"))
        self.guarantor = Tick(vm, "to_guarantor", _("it goes to the guarantor, not on the shelf"))
        for tick in (self.sealed, self.guarantor):
            tick.box.clicked.connect(lambda _on: self._keep_typed())
        self.swap = button(_("exchange: settle it in a new sale") + "   " + fmt.ltr(TOGETHER_KEY), vm.exchange)
        layout = column(self, margin=14, gap=8)
        layout.addWidget(self.what)
        layout.addLayout(row(self.subject, None))
        layout.addWidget(self.last)
        layout.addLayout(row(self.reason, beside_fields(self.swap)))
        layout.addLayout(row(self.sealed, self.guarantor, None))

    def _choose(self, name: str, value: str) -> None:
        self.vm.edit(name, value)
        self._show_last(self.vm.state)
        self._keep_typed()

    def _show_last(self, state: State) -> None:
        """An invoice is undone once: what a return of the phone alone leaves of it stays as it is."""
        others = state.sale is not None and len(state.sale.lines) > 1
        self.last.setVisible(others and self.subject.value() == DEVICE)

    def keep(self) -> None:
        self.vm.choose_return()

    def _keep_typed(self) -> None:
        """On leaving the field: what is too short is asked for at the end, not at each step."""
        if len(self.reason.text().strip()) > 2 and not self.vm.state.busy:
            self.keep()

    def place_of(self, name: str) -> QWidget | None:
        return leading.place_of(self, {"return_reason": self.reason}, name)

    def show_state(self, state: State) -> None:
        back = state.kind is CaseKind.RETURN and state.sale is not None
        self.setVisible(back)
        if not back or state.sale is None:
            return
        self.what.setText(_("Return to invoice {number}").format(number=fmt.ltr(fmt.digits(state.original))))
        self.subject.show_value(state.fields.get("subject", "") or DEVICE)
        self._show_last(state)
        self.reason.show_value(state.fields.get("return_reason", ""))
        complaint = state.error("return_reason")
        self.reason.fail(complaint.code if complaint else "")
        inactive = state.sale.run is not None and state.sale.run.checklist_id == RETURN_INACTIVE
        self.sealed.setVisible(inactive)
        for tick in (self.sealed, self.guarantor):
            tick.show_state(state)
        self.swap.setVisible(not state.sale.within)
        self.swap.setEnabled(not state.busy)
