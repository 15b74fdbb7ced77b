"""What comes back within a sale: each trade-in or exchange with its worth, one press away."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from pos_app.domain.sale import CaseKind
from pos_app.i18n import text as _
from ui import format as fmt
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import CreditLine, State
from ui.widgets.basics import button, column, empty, label, row

TOGETHER_KEY = "Ctrl+T"  # what is settled together: there and back


class CreditRows(QWidget):
    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._vm = vm
        self._rows = column(self, gap=4)
        self._drawn: tuple[CreditLine, ...] | None = None

    def show_state(self, state: State) -> None:
        self.setVisible(bool(state.credits))
        if state.credits == self._drawn:
            return
        self._drawn = state.credits
        empty(self._rows)
        for line in state.credits:
            said = _("in trade: {title}") if line.kind is CaseKind.BUY_IN else _("comes back: {title}")
            name = said.format(title=fmt.natural(line.title) or _("not read yet"))
            opened = button("✎", partial(self._vm.resume, line.case_id), "flat", accessible=name)
            opened.setToolTip(name)
            made = row(label(name, wrap=True), opened, label(fmt.number(-line.amount)))
            made.setStretch(0, 1)
            self._rows.addLayout(made)
