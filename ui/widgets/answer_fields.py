"""The six official fields and the result, picked and typed by the seller from the answer on another screen."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from pos_app import i18n
from pos_app.domain.evidence_checks import Said, evidence_checks
from pos_app.domain.verdict import Verdict
from pos_app.i18n import text as _
from ui import notices, words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.basics import label
from ui.widgets.fields import Field

#: What the six fields can say. The SIM-bound results need other evidence, and own rows below.
_PICKS = (
    Verdict.LEGAL_NOT_ACTIVATED, Verdict.LEGAL_PASSENGER, Verdict.LEGAL_ACTIVE_OTHER_SIM, Verdict.LEGAL_ACTIVE_THIS_SIM,
    Verdict.PRE_REGISTRY_OWNED, Verdict.NOT_REGISTERED, Verdict.BLOCKED_OR_STOLEN, Verdict.DUPLICATE_IMEI,
    Verdict.INVALID_IMEI, Verdict.OTHER, Verdict.UNAVAILABLE,
)  # fmt: skip


class AnswerFields(QWidget):
    def __init__(self, vm: CounterVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._vm = vm
        self._combos: dict[str, QComboBox] = {}
        self._fields: dict[str, Field] = {}
        self._reason = label("", "error", wrap=True)
        self._looked_at = ("", "")  # question and text that a suggestion was looked for in
        self._suggested: dict[str, str] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for place in range(4):
            grid.setColumnStretch(place, 1)
        verdicts = [("", _("choose …")), *((v.value, i18n.text(words.VERDICTS[v])) for v in _PICKS)]
        self._combo(grid, 0, 0, "verdict", _("result"), verdicts)
        self._line(grid, 0, 1, "brand", _("brand"))
        self._line(grid, 0, 2, "model", _("model"))
        self._line(grid, 1, 0, "importer", _("importing company"))
        kinds = [(value, i18n.text(word)) for value, word in words.IMPORT_TYPES.items()]
        self._combo(grid, 1, 1, "import_type", _("kind of import"), kinds)
        self._line(grid, 1, 2, "currency_type", _("kind of currency"))
        seen = [(value, i18n.text(word)) for value, word in words.SEEN.items()]
        self._combo(grid, 1, 3, "seen", _("switched on in the past"), seen)
        grid.addWidget(self._reason, 0, 3)

    def _line(self, grid: QGridLayout, place: int, at: int, name: str, caption: str) -> None:
        field = Field(caption)
        field.edited.connect(lambda text: self._typed(name, text))
        self._fields[name] = field
        grid.addWidget(field, place, at)

    def _typed(self, name: str, text: str) -> None:
        self._vm.edit(name, text)
        self._show_fields(self._vm.state)

    def _combo(
        self, grid: QGridLayout, place: int, at: int, name: str, caption: str, options: list[tuple[str, str]]
    ) -> None:
        combo = QComboBox()
        combo.setAccessibleName(caption)
        for value, shown in options:
            combo.addItem(shown, value)
        combo.activated.connect(lambda _index: self._vm.edit(name, str(combo.currentData())))
        self._combos[name] = combo
        holder = QWidget()
        holder.setObjectName("plain")
        from ui.widgets.basics import column

        layout = column(holder, gap=3)
        layout.addWidget(label(caption, "small", wrap=True))
        layout.addWidget(combo)
        layout.addStretch(1)
        grid.addWidget(holder, place, at)

    def entry(self, name: str) -> QWidget:
        """Where a field of the answer is typed or chosen."""
        return self._combos[name] if name in self._combos else self._fields[name].edit

    def suggest(self, state: State) -> None:
        """Brand and model, where the text names the phone in hand and nothing is written there yet: looked for once in
        each text, so that what the seller takes out stays out. What an earlier text suggested goes with it."""
        text = state.fields.get("raw_text", "")
        at = (state.by_hand.id if state.by_hand else "", text)
        if state.unit is None or at == self._looked_at:
            return
        self._looked_at = at
        written = {name: state.fields.get(name, "") for name in ("brand", "model")}
        if any(written.values()) and written != self._suggested:
            self._suggested = {}
            return
        product = state.unit.product
        named = evidence_checks(text, "", state.unit).model is Said.YES
        self._suggested = {"brand": product.brand, "model": product.model_code or product.model} if named else {}
        for name in written:
            self._vm.edit(name, self._suggested.get(name, ""))
        self._show_fields(self._vm.state)

    def _show_fields(self, state: State) -> None:
        for name, field in self._fields.items():
            text = state.fields.get(name, "")
            field.show_value(text)
            offered = bool(text) and text == self._suggested.get(name)
            field.hint(_("from the text; change it if it is wrong") if offered else "")

    @property
    def chosen(self) -> bool:
        """A result is."""
        return bool(self._combos["verdict"].currentData())

    def show_state(self, state: State) -> None:
        self._show_fields(state)
        for name, combo in self._combos.items():
            place = combo.findData(state.fields.get(name, ""))
            if place >= 0 and combo.currentIndex() != place:
                combo.setCurrentIndex(place)
        complaint = state.error("verdict") or state.error("matches_hand")
        self._reason.setText(notices.sentence(complaint.code, complaint.detail) if complaint else "")
