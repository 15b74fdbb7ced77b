"""Who buys, and whether the invoice is to be in his name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from pos_app import i18n, jalali
from pos_app.domain import paying
from pos_app.domain.sale import Buyer, BuyerKind, CaseKind
from pos_app.i18n import text as _
from ui import words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.basics import column, label
from ui.widgets.fields import Field

_NAMES = ("name", "national_id", "mobile", "address", "postal_code", "economic_no")
_ID_CAPTIONS = {
    BuyerKind.LEGAL: lambda: _("company's national id"),
    BuyerKind.PARTNERSHIP: lambda: _("company's national id"),
    BuyerKind.FOREIGNER: lambda: _("foreigner's id"),
}


class BuyerBox(QWidget):
    """Folded to one line while it is filled and nobody edits it."""

    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._vm = vm
        self.fields = {
            "name": Field(_("name")),
            "mobile": Field(_("mobile"), ltr=True, placeholder="0912 345 6789"),
            "national_id": Field(_("national id"), ltr=True),
            "postal_code": Field(_("postal code"), ltr=True),
            "address": Field(_("address")),
            "economic_no": Field(_("economic number"), ltr=True),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        for half in range(2):
            grid.setColumnStretch(half, 1)
        for place, (name, field) in enumerate(self.fields.items()):
            if name == "economic_no":
                continue
            grid.addWidget(field, place // 2, place % 2, 1, 2 if name == "address" else 1)
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("invoice in the buyer's name"))
        self.kind.addItem(_("not asked for"), "")
        for kind, word in words.BUYER_KINDS.items():
            self.kind.addItem(i18n.text(word), kind.value)
        self.kind.activated.connect(lambda _index: self.commit())
        self._named = QWidget()
        self._named.setObjectName("plain")
        named = column(self._named, gap=3)
        named.addWidget(label(_("invoice in the buyer's name"), "small"))
        named.addWidget(self.kind)
        named.addStretch(1)
        grid.addWidget(self._named, 3, 0)
        grid.addWidget(self.fields["economic_no"], 3, 1)
        for name, field in self.fields.items():
            field.edited.connect(self._keeper(name))
            field.committed.connect(self.commit)
            field.edit.editingFinished.connect(self.commit)

    def _keeper(self, name: str) -> Callable[[str], None]:
        return lambda text: self._vm.edit(f"buyer_{name}", text)

    def commit(self) -> None:
        """On leaving a field or Enter: checked, saved; what is wrong stays as typed with its reason."""
        sale = self._vm.state.sale
        if sale is None:
            return
        given: dict[str, Any] = {name: self.fields[name].text().strip() for name in _NAMES}
        kind = str(self.kind.currentData())
        typed = replace(sale.buyer, kind=BuyerKind(kind) if kind else None, **given)
        if typed != sale.buyer:
            self._vm.set_buyer(typed)

    def show_state(self, state: State) -> None:
        self.setEnabled(state.sale is not None)
        buyer = state.sale.buyer if state.sale else Buyer()
        for name, field in self.fields.items():
            complaint = state.error(name)
            field.show_value(state.fields.get(f"buyer_{name}", getattr(buyer, name)))
            field.fail(complaint.code if complaint else "", complaint.detail if complaint else "")
        if not state.busy and not self._vm.awaits("buyer"):
            self.kind.setCurrentIndex(self.kind.findData(buyer.kind.value if buyer.kind else ""))
        self.kind.setItemText(0, _("for the credit: person") if _on_credit(state) else _("not asked for"))
        self._named.setVisible(state.kind is CaseKind.SALE)
        self.fields["economic_no"].setVisible(state.kind is CaseKind.SALE and self._may_have_number(state, buyer))
        self.fields["national_id"].name(_ID_CAPTIONS.get(buyer.kind, lambda: _("national id"))())  # type: ignore[arg-type]

    def _may_have_number(self, state: State, buyer: Buyer) -> bool:
        credit = any(code == "identity-missing" for code, _field in state.lacks)
        return buyer.kind is not None or bool(buyer.economic_no) or credit


def _on_credit(state: State) -> bool:
    """Instalments or a cheque of a later day: the invoice is in the buyer's name whether he asks for it or not."""
    if state.sale is None or state.now is None:
        return False
    return paying.owed(state.sale.payment, jalali.local(state.now).date()) > 0
