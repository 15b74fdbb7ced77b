"""The phone of this sale, and every code that was read, each with its name."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel

from pos_app import i18n
from pos_app.application.scan import Named
from pos_app.domain import imei
from pos_app.domain.box_code import CodeKind
from pos_app.domain.evidence import AnswerEvidence
from pos_app.domain.run import StepRecord
from pos_app.domain.stock import Unit
from pos_app.domain.verdict import Gate
from pos_app.i18n import text as _
from ui import format as fmt
from ui import words
from ui.view_models.counter import State
from ui.widgets.basics import column, copy_button, empty, label
from ui.widgets.flow import FlowLayout

MASK = "●●●●●●"
_CHIPS = {Gate.PASS: "chip_good", Gate.DECISION: "chip_wait", Gate.STOP: "chip_stop", Gate.REFUSE: "chip_stop"}


class UnitCard(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._title = label("", "title", wrap=True)
        self._numbers, self._chips = FlowLayout(), FlowLayout()
        layout = column(self, margin=12, gap=7)
        layout.addWidget(self._title)
        layout.addLayout(self._numbers)
        layout.addLayout(self._chips)
        self._shown: object = None

    def show_state(self, state: State) -> None:
        unit = state.unit
        told = _told(state.codes)
        drawn = (unit, told, _answer(state))
        if unit is not None and drawn != self._shown:
            self._show_unit(state, unit, told)
            self._shown = drawn
        self.setVisible(unit is not None)  # last: each part put into a visible card would lay out the whole page

    def _show_unit(self, state: State, unit: Unit, told: list[Named]) -> None:
        self._title.setText(unit.product.title)
        empty(self._numbers)
        for slot, number in enumerate(unit.imeis, 1):
            name = _("IMEI {n}").format(n=fmt.digits(str(slot))) if len(unit.imeis) > 1 else _("IMEI")
            self._numbers.add(label(name, "soft"))
            self._numbers.add(copy_button(number, imei.grouped(number)))
        if unit.serial:
            self._numbers.add(label(_("serial"), "soft"))
            self._numbers.add(copy_button(unit.serial))
        empty(self._chips)
        for chip in (*_facts(state), *map(_code_chip, told)):
            self._chips.add(chip)


def _answer(state: State) -> StepRecord | None:
    run = state.sale.run if state.sale else None
    return run.last("answer_control") if run else None


def _facts(state: State) -> list[QLabel]:
    unit, record = state.unit, _answer(state)
    chips: list[QLabel] = []
    if record is not None and isinstance(record.evidence, AnswerEvidence):
        answer = record.evidence.answer
        said = f"{words.of(words.VERDICTS, answer.verdict)} — {fmt.clock(record.at)}"  # type: ignore[arg-type]
        chips.append(label(said, _CHIPS[answer.verdict.gate]))
    else:
        chips.append(label(_("not asked yet"), "chip_wait"))
    if unit is not None and unit.product.guarantee:
        chips.append(label(unit.product.guarantee, "chip"))
    chips.append(label(_("sealed"), "chip"))
    return chips


def _told(codes: tuple[Named, ...]) -> list[Named]:
    """What the unit's own line does not show already."""
    return [
        code for code in codes if not (code.kind is CodeKind.IMEI and code.slot) and code.kind is not CodeKind.SERIAL
    ]


def _code_chip(code: Named) -> QLabel:
    name = i18n.text(words.KINDS[code.kind])
    value = MASK if code.kind is CodeKind.ACTIVATION_CODE else code.value
    chip = label(f"{name} {fmt.ltr(value)}", "chip_stop" if code.note else "chip")
    if code.note:
        from ui import notices

        chip.setToolTip(notices.sentence(code.note, code.value))
    return chip
