"""A phone that was scanned and is sold already: what may be done with it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.i18n import text as _
from ui import format as fmt
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.basics import button, row

BACK_KEY = "Ctrl+R"


class OfferRow(QWidget):
    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        said = _("it comes back: take it back")
        self._back = button(said, lambda: vm.take_back(vm.state.sold_code))
        self._back.setText(said + "   " + fmt.ltr(BACK_KEY))
        self.setLayout(row(self._back, None))
        self.hide()

    def show_state(self, state: State) -> None:
        self.setVisible(bool(state.sold_code))
