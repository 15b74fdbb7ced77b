"""The drawer is counted: pieces of each note and coin, the sum as one types, what stays, and the end of the shift."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout

from pos_app.domain.denominations import DENOMINATIONS, LOOSE, worth
from pos_app.domain.errors import ShopError
from pos_app.i18n import text as _
from ui import drawer_words
from ui import format as fmt
from ui.view_models.drawer import DrawerState, DrawerVM
from ui.widgets.basics import button, column, label, restyle, row
from ui.widgets.fields import Field, MoneyField

ACROSS = 6


class CountForm(QFrame):
    closed = Signal()

    def __init__(self, vm: DrawerVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self._vm = vm
        self._expected = 0
        self.pieces = {one.key: MoneyField(drawer_words.piece(one), ltr=True) for one in DENOMINATIONS}
        self.pieces[LOOSE] = MoneyField(_("other money, in rials"), ltr=True)
        self.left = MoneyField(_("stays in the drawer (rials)"), ltr=True)
        self.remark = Field(_("remark"))
        self.pin = Field(_("PIN of a manager or the owner"), ltr=True, secret=True)
        self.sum, self.difference = label("", "heading"), label("", "heading")
        self.go = button(_("close the shift and print"), self.close_shift, "act")
        grid = QGridLayout()
        for at, field in enumerate(self.pieces.values()):
            grid.addWidget(field, at // ACROSS, at % ACROSS)
            field.edited.connect(lambda _text: self._sum_up())
        layout = column(self, margin=14, gap=8)
        layout.addWidget(label(_("Count and close"), "heading"))
        layout.addLayout(grid)
        layout.addLayout(row(self.sum, self.difference, None, gap=24))
        last = row(self.left, self.remark, self.pin)
        last.setStretch(1, 1)
        layout.addLayout(last)
        layout.addLayout(row(self.go, None))
        for one in (self.left, self.remark, self.pin):
            one.committed.connect(self.close_shift)

    def counted(self) -> dict[str, int] | None:
        """Pieces by denomination; None where something typed is no number, which is said."""
        found = {key: field.amount() for key, field in self.pieces.items()}
        for field in self.pieces.values():
            field.fail(field.why())
        whole = {key: pieces for key, pieces in found.items() if pieces is not None}
        return whole if len(whole) == len(found) else None

    def close_shift(self) -> None:
        counted, left = self.counted(), self.left.amount()
        self.left.fail(self.left.why())
        if counted is None or left is None:
            return
        pin = self.pin.text()
        self.pin.show_value("")
        self._vm.close(counted, left, self.remark.text(), pin)

    def _sum_up(self) -> None:
        found = {key: field.amount() or 0 for key, field in self.pieces.items()}
        try:
            there = worth(found)
        except ShopError:
            there = 0  # said when it is closed
        self.sum.setText(_("counted: {sum} rials").format(sum=fmt.number(there)))
        apart = there - self._expected
        if not any(found.values()):
            said, name = "", "heading"
        elif apart == 0:
            said, name = _("it fits to the rial"), "chip_good"
        else:
            told = _("{sum} rials too much") if apart > 0 else _("{sum} rials too little")
            said, name = told.format(sum=fmt.number(abs(apart))), "chip_wait"
        restyle(self.difference, name)
        self.difference.setText(said)

    def show_state(self, state: DrawerState) -> None:
        self._expected = state.drawer.sums.expected
        self.setVisible(state.shift is not None)
        self.pin.setVisible(state.pin)
        self.go.setEnabled(not state.busy)
        if state.done == "close":
            for field in (*self.pieces.values(), self.left, self.remark, self.pin):
                field.show_value("")
        for name, field in (*self.pieces.items(), ("left", self.left), ("pin", self.pin)):
            wrong = next((told for told in state.notices if told.field == name), None)
            field.fail(wrong.code if wrong else "", wrong.detail if wrong else "")
        self._sum_up()
