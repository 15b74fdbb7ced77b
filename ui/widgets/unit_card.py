"""The phone of this sale, and every code that was read, each with its name."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QFrame

from pos_app import i18n
from pos_app.application.scan import Named
from pos_app.domain import imei
from pos_app.domain.box_code import CodeKind
from pos_app.domain.evidence import AnswerEvidence
from pos_app.domain.registry import OperationKind
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.stock import Condition, Unit
from pos_app.domain.verdict import Gate, Verdict
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import DEVICE, REDO, State
from ui.widgets.basics import CopyButton, Label, button, column, label, restyle, row
from ui.widgets.flow import FlowLayout
from ui.widgets.sold_as import SOLD_AS, SoldAs, sold_as

MASK = "●●●●●●"
_STRANGE = frozenset({"imei-not-this-unit", "eid-not-this-unit", "serial-not-this-unit"})
_CHIPS = {Gate.PASS: "chip_good", Gate.DECISION: "chip_wait", Gate.STOP: "chip_stop", Gate.REFUSE: "chip_stop"}


@dataclass(frozen=True, slots=True)
class Chip:
    """`name` is its role in the style sheet."""

    text: str
    name: str = "chip"
    hint: str = ""


class UnitCard(QFrame):
    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("card")
        self.sold_as = SoldAs(vm)
        self._title = label("", "title", wrap=True)
        self._numbers, self._chips = FlowLayout(), FlowLayout()
        layout = column(self, margin=12, gap=7)
        layout.addWidget(self._title)
        layout.addLayout(self._numbers)
        layout.addLayout(self._chips)
        layout.addWidget(self.sold_as)
        self.put_right = button(_("it is another phone"), lambda: vm.begin_again(DEVICE), "flat")
        layout.addLayout(row(self.put_right, None))
        self._pairs: list[tuple[Label, CopyButton]] = []
        self._parts: list[Label] = []
        self._shown: object = None

    def show_state(self, state: State) -> None:
        unit = state.unit
        told = _told(state)
        chips = _facts(state)
        drawn = (unit, told, chips)
        if unit is not None and drawn != self._shown:
            self._show_unit(unit, chips, told)
            self._shown = drawn
        self.sold_as.show_state(state)
        self.put_right.setVisible(state.may_put_right and state.fields.get(REDO) != DEVICE)
        self.setVisible(unit is not None)  # last: each part put into a visible card would lay out the whole page

    def _show_unit(self, unit: Unit, chips: list[Chip], told: list[Named]) -> None:
        self._title.setText(fmt.natural(unit.product.title))
        several = len(unit.imeis) > 1
        numbers = [
            (_("IMEI {n}").format(n=fmt.digits(str(slot))) if several else _("IMEI"), number, imei.grouped(number))
            for slot, number in enumerate(unit.imeis, 1)
        ]
        if unit.serial:
            numbers.append((_("serial"), unit.serial, unit.serial))
        self._show_numbers(numbers)
        self._show_chips([*chips, *map(_code_chip, told)])

    def _show_numbers(self, numbers: list[tuple[str, str, str]]) -> None:
        """Name, value and how it is shown. Parts once made stay: making them anew took longer than the look-up."""
        while len(self._pairs) < len(numbers):
            pair = label("", "soft"), CopyButton()
            self._pairs.append(pair)
            for part in pair:
                self._numbers.add(part)
        for (name, copy), (said, value, shown) in zip(self._pairs, numbers, strict=False):
            name.setText(said)
            copy.show_value(value, shown)
        for place, pair in enumerate(self._pairs):
            for part in pair:
                part.setVisible(place < len(numbers))

    def _show_chips(self, chips: list[Chip]) -> None:
        while len(self._parts) < len(chips):
            self._parts.append(label())
            self._chips.add(self._parts[-1])
        for part, chip in zip(self._parts, chips, strict=False):
            restyle(part, chip.name)
            part.setText(chip.text)
            part.setToolTip(chip.hint)
        for place, part in enumerate(self._parts):
            part.setVisible(place < len(chips))


def _answer(state: State) -> StepRecord | None:
    run = state.sale.run if state.sale else None
    return run.last("answer_control") if run else None


def _facts(state: State) -> list[Chip]:
    unit = state.unit
    chips = _asked(state) if state.sale is not None else []  # one that was just scanned has not been looked up yet
    if unit is not None and unit.product.guarantee and unit.condition is Condition.SEALED:
        chips.append(Chip(fmt.natural(unit.product.guarantee)))
    if unit is not None:
        as_what = sold_as(unit)
        chips.append(Chip(i18n.text(SOLD_AS[as_what]), "chip" if as_what == Condition.SEALED.value else "chip_wait"))
        if unit.grade:
            chips.append(Chip(words.of(words.GRADES, unit.grade)))
    return chips


def _asked(state: State) -> list[Chip]:
    """What the registry last said of this phone, in any sale, and how long ago: never shown younger, nor green when
    it is too old to sell on."""
    record, last = _answer(state), state.last
    judged = record if record is not None and record.state is not StepState.REOPENED else None
    chips = []
    if judged is not None and isinstance(judged.evidence, AnswerEvidence):
        verdict = judged.evidence.answer.verdict
        if verdict is Verdict.UNAVAILABLE:
            chips.append(Chip(f"{words.of(words.VERDICTS, verdict)} — {fmt.clock(judged.at)}", "chip_wait"))  # type: ignore[arg-type]
    if last is None or state.now is None:
        out = state.checking or (state.by_hand is not None and state.by_hand.kind is OperationKind.INQUIRY)
        return chips or [Chip(_("asked, the answer is awaited") if out else _("not asked yet"), "chip_wait")]
    verdict = last.answer.verdict
    gate = max(verdict.gate, judged.gate) if judged is not None else verdict.gate  # legal, but of another model: red
    said = _("{verdict} — asked {age}").format(
        verdict=words.of(words.VERDICTS, verdict), age=fmt.ago(last.at, state.now)  # type: ignore[arg-type]
    )  # fmt: skip
    too_old = state.stale is not None and gate is Gate.PASS
    chips.append(Chip(said, "chip_wait" if too_old else _CHIPS[gate]))
    if last.answer.provisional:
        chips.append(Chip(_("provisional, it may still change"), "chip_wait"))
    return chips


def _told(state: State) -> list[Named]:
    """What the unit's own line does not show already, and what still has its use."""
    run = state.sale.run if state.sale else None
    active = run.last("activation") if run else None
    used = active is not None and active.state is StepState.DONE
    return [code for code in state.codes if not _shown_already(code, used=used)]


def _shown_already(code: Named, *, used: bool) -> bool:
    if code.kind is CodeKind.ACTIVATION_CODE:
        return used
    return bool(code.slot) if code.kind is CodeKind.IMEI else code.kind is CodeKind.SERIAL


def _code_chip(code: Named) -> Chip:
    name = i18n.text(words.KINDS[code.kind])
    value = MASK if code.kind is CodeKind.ACTIVATION_CODE else code.value
    said = f"{name} {fmt.ltr(value)}"
    if code.note in _STRANGE:
        said = _("read, not of this phone: {code}").format(code=said)
    return Chip(said, "chip_stop", notices.sentence(code.note, code.value)) if code.note else Chip(said)
