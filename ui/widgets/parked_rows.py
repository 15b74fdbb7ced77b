"""What waits at this till: one line for each case, one press brings it back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from pos_app import i18n
from pos_app.domain.sale import INVOICE_STEP, CaseKind
from pos_app.i18n import text as _
from ui import format as fmt
from ui import words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import Parked, State
from ui.widgets.basics import button, column, empty


class ParkedRows(QWidget):
    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._vm = vm
        self._rows = column(self, gap=4)
        self._drawn: object = None
        self.buttons: dict[str, QPushButton] = {}  # by case

    def show_state(self, state: State) -> None:
        texts = tuple((parked.id, parked_text(parked, state)) for parked in state.parked)
        if texts == self._drawn:
            return
        at = QApplication.focusWidget()
        kept = next((sale_id for sale_id, made in self.buttons.items() if made is at), "")
        self._drawn = texts
        empty(self._rows)
        self.buttons = {sale_id: button(text, partial(self._vm.resume, sale_id), "flat") for sale_id, text in texts}
        for made in self.buttons.values():
            self._rows.addWidget(made)
        if kept in self.buttons:
            self.buttons[kept].setFocus(Qt.FocusReason.OtherFocusReason)


def parked_text(parked: Parked, state: State) -> str:
    """Which sale, and what it waits for since when."""
    title = fmt.natural(parked.title) or (_("accessories") if parked.kind is CaseKind.SALE else _("not read yet"))
    said = {
        CaseKind.SALE: _("waiting sale: {title}"),
        CaseKind.BUY_IN: _("waiting purchase: {title}"),
        CaseKind.RETURN: _("waiting return: {title}"),
    }[parked.kind].format(title=title)
    waits = ""
    if parked.id in state.dialling:
        waits = _("the modem is dialling …")
    elif parked.here:
        waits = _("the message is here")
    elif parked.since is not None and state.now is not None:
        waits = _("waits for its answer, asked {age}").format(age=fmt.ago(parked.since, state.now))
    if waits:
        return f"● {said} — {waits}"
    paper = parked.step == INVOICE_STEP and parked.kind is not CaseKind.SALE
    step = i18n.text(words.PAPER_STEP if paper else words.SHORT_STEPS.get(parked.step, ""))
    return f"{said} — " + _("step: {name}").format(name=step) if step else said
