"""Payments in parts: a cheque, instalments, a second card; each a row with its amount and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app import i18n, jalali
from pos_app.domain.paying import lacks_identity
from pos_app.domain.sale import CaseKind, PaymentMethod
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import tab_order, words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.view_models.pay_rows import (
    CARD,
    CHEQUE,
    INSTALMENT,
    PAY_ROWS,
    PayRow,
    Unfinished,
    fields_of,
    payment_of,
    rows_of,
    typed,
    with_new,
)
from ui.widgets.basics import button, column, empty, label, row
from ui.widgets.fields import Field, MoneyField

NAMES = {**{way.value: word for way, word in words.PAYMENTS.items()}, INSTALMENT: mark("instalment")}
#: In the order of the buttons: what cannot be paid by the main way alone comes first.
KINDS = (CHEQUE, INSTALMENT, CARD, PaymentMethod.CASH.value, PaymentMethod.TRANSFER.value)
_REFERENCES = {CARD: mark("reference number of the card reader"), CHEQUE: mark("Sayad id (16 digits)")}


class PartRow(QWidget):
    """One part; it keeps nothing itself."""

    def __init__(self, made: PayRow, edited: Callable[[str, str], None], commit: Callable[[], object],
                 remove: Callable[[], None]) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("plain")
        self.fields: dict[str, Field] = {"amount": MoneyField(_("amount (rials)"), ltr=True)}
        if made.dated:
            self.fields["due"] = Field(_("falls due"), ltr=True, placeholder="1405/10/20")
        if made.referred:
            self.fields["reference"] = Field(i18n.text(_REFERENCES.get(made.kind, mark("reference number"))), ltr=True)
        name = i18n.text(NAMES[made.kind])
        out = button("✕", remove, "flat", accessible=_("take out: {name}").format(name=name))
        out.setToolTip(out.accessibleName())
        layout = column(self, gap=2)
        layout.addLayout(row(label(name, "soft"), None, out))
        layout.addLayout(row(*(self.fields[n] for n in ("amount", "due") if n in self.fields)))
        if "reference" in self.fields:
            layout.addWidget(self.fields["reference"])
        for field_name, field in self.fields.items():
            field.edited.connect(partial(edited, field_name))
            field.committed.connect(commit)
            field.edit.editingFinished.connect(commit)

    def show_row(self, made: PayRow) -> None:
        for name, field in self.fields.items():
            field.show_value(getattr(made, name))


class PaymentRows(QWidget):
    """Rows become the sale's payment as soon as all of them are whole; until then they are a draft."""

    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._vm = vm
        self._kinds: tuple[str, ...] = ()
        self.rows: list[PartRow] = []
        self._place = column(gap=6)
        self._waits_for_name = False  # refused because the buyer is not named: tried again once he is
        caption = _("in parts, by cheque or instalments")
        self.more = button(caption, self._open, "flat", accessible=caption)
        self.adders = {kind: button("+ " + i18n.text(NAMES[kind]), partial(self.add, kind), "flat") for kind in KINDS}
        self._offered = QWidget()
        self._offered.setObjectName("plain")
        offered = column(self._offered, gap=2)
        kinds = list(KINDS)
        for some in (kinds[:3], kinds[3:]):
            offered.addLayout(row(*(self.adders[kind] for kind in some), None, gap=2))
        self._offered.hide()
        layout = column(self, gap=4)
        layout.addLayout(self._place)
        layout.addLayout(row(self.more, None))
        layout.addWidget(self._offered)

    def _open(self) -> None:
        self._offered.show()
        self.more.hide()
        self.adders[KINDS[0]].setFocus(Qt.FocusReason.TabFocusReason)

    def add(self, kind: str) -> None:
        state = self._vm.state
        if state.sale is None or state.now is None:
            return
        self._keep(with_new(rows_of(state), kind, jalali.local(state.now).date()))
        self.show_state(self._vm.state)
        tab_order.bring(self.rows[-1].fields["amount"].edit)
        if self.rows[-1].fields["amount"].text():
            self.commit()

    def _remove(self, at: int) -> None:
        rows = rows_of(self._vm.state)
        self._keep(rows[:at] + rows[at + 1 :])
        self.show_state(self._vm.state)
        self.commit()

    def _edited(self, at: int, name: str, text: str) -> None:
        rows = rows_of(self._vm.state)
        self._keep((*rows[:at], replace(rows[at], **{name: text}), *rows[at + 1 :]))

    def _keep(self, rows: tuple[PayRow, ...]) -> None:
        self._vm.edit(PAY_ROWS, typed(rows))

    def commit(self, *, now: bool = False) -> bool:
        """`now`: what a row lacks is said; False where it does. Else it waits until it is typed."""
        state = self._vm.state
        if state.sale is None or not state.fields.get(PAY_ROWS):
            return True
        made = payment_of(rows_of(state), state.sale.payment, state.terminal)
        if isinstance(made, Unfinished):
            if now:
                field = self.rows[made.at].fields[made.name]
                field.fail(made.code)
                tab_order.bring(field.edit)
            return False
        if made == state.sale.payment:
            self._vm.edit(PAY_ROWS, "")
        else:
            self._vm.set_parts(made, forget=(PAY_ROWS,))
        return True

    def show_state(self, state: State) -> None:
        sale = state.sale
        self.setVisible(sale is not None and state.kind is CaseKind.SALE and not sale.within)
        rows = rows_of(state) if sale is not None else ()
        kinds = ((sale.id,) if sale else ()) + tuple(made.kind for made in rows)
        if kinds != self._kinds:
            self._draw(rows)
            self._kinds = kinds
        for made, shown, begins in zip(rows, self.rows, fields_of(rows), strict=True):
            shown.show_row(made)
            for name, field in shown.fields.items():
                complaint = state.error(f"{begins}_{name}")
                field.fail(complaint.code if complaint else "", complaint.detail if complaint else "")
        if any(notice.code == "identity-for-credit" for notice in state.notices):
            self._waits_for_name = True
        elif self._waits_for_name and sale is not None and not state.busy and not lacks_identity(sale.buyer):
            self._waits_for_name = False
            self.commit()

    def _draw(self, rows: tuple[PayRow, ...]) -> None:
        empty(self._place)
        self.rows = [
            PartRow(made, partial(self._edited, at), self.commit, partial(self._remove, at))
            for at, made in enumerate(rows)
        ]
        for shown in self.rows:
            self._place.addWidget(shown)
        self._offered.setVisible(bool(rows))
        self.more.setVisible(not rows)
