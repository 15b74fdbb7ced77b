"""What the machine can say of a message, beside it: in marks and words, never colour alone. The person decides."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app import i18n
from pos_app.application.ask import assurance_of
from pos_app.domain.evidence_checks import EvidenceChecks, Said, evidence_checks
from pos_app.domain.hamta import DialCode, dial_codes_in
from pos_app.domain.registry import Assurance
from pos_app.domain.stock import Unit
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import format as fmt
from ui.widgets.basics import Label, column, copy_button, empty, label, restyle, row
from ui.widgets.flow import FlowLayout

_LOOK = {Said.YES: ("chip_good", "✓"), Said.NO: ("chip_stop", "✗"), Said.NOT_SAID: ("chip", "–")}

_COUNTS = {
    Assurance.STAFF_WORD: mark("Proof: your word alone. Text or picture of the message counts more."),
    Assurance.EVIDENCE_TEXT: mark("Proof: the text of the message. A picture of it counts more."),
    Assurance.EVIDENCE_PICTURE: mark("Proof: a picture of the message."),
}


class ChecksRow(QWidget):
    """Judges anew whenever text, sender or picture change."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._unit: Unit | None = None
        self._typed = True
        self._seen = ""
        self._chips: dict[str, Label] = {name: label("", "chip") for name in ("imei", "model", "sender")}
        holder = self._holder = QWidget()
        holder.setObjectName("plain")
        flow = FlowLayout()
        holder.setLayout(flow)
        for chip in self._chips.values():
            flow.add(chip)
        self._codes = column(gap=2)
        self._coded: tuple[DialCode, ...] = ()
        self.grade = label("", "small", wrap=True)
        layout = column(self, gap=4)
        layout.addWidget(holder)
        layout.addLayout(self._codes)
        layout.addWidget(self.grade)

    def judge_for(self, unit: Unit | None, *, brought_from: str = "") -> None:
        """`brought_from`: the sender that a modem saw itself, "" = none; any other is only what a person typed."""
        self._unit, self._seen = unit, brought_from

    def judge(self, text: str, sender: str, picture: bytes | None) -> None:
        self._typed = sender.strip() != self._seen
        something = bool(text.strip() or sender.strip()) and self._unit is not None
        self._holder.setVisible(something)
        if self._unit is not None and something:
            self._show(evidence_checks(text, sender, self._unit))
        self._show_codes(tuple(code for code in dial_codes_in(text) if code.shown != code.means))
        counts = i18n.text(_COUNTS[assurance_of(text, picture)])
        decides = _("The program only compares; you decide.")
        self.grade.setText(f"{counts} {decides}" if something else counts)

    def said(self) -> dict[str, str]:
        """What each check says, by name; {} while there is nothing to check."""
        return {} if self._holder.isHidden() else {name: chip.text() for name, chip in self._chips.items()}

    def _show(self, checks: EvidenceChecks) -> None:
        genuine = _("the sender's name is Hamta's")
        if self._typed:
            genuine += " " + _("(as you say)")
        other = ", ".join(fmt.imei_text(number) for number in checks.other_imeis[:2])
        told = {
            "imei": (checks.imei, {
                Said.YES: _("names this phone's IMEI"), Said.NOT_SAID: _("names no IMEI"),
                Said.NO: _("names another IMEI: {imei}").format(imei=other),
            }),
            "model": (checks.model, {
                Said.YES: _("brand and model as in hand"), Said.NOT_SAID: _("names no model to compare"),
                Said.NO: _("another brand or model than in hand"),
            }),
            "sender": (checks.sender, {
                Said.YES: genuine, Said.NOT_SAID: _("no sender given"),
                Said.NO: _("not the registry's sender"),
            }),
        }  # fmt: skip
        for name, (said, sentences) in told.items():
            role, mark = _LOOK[said]
            restyle(self._chips[name], role)
            self._chips[name].setText(f"{mark} {sentences[said]}")

    def _show_codes(self, codes: tuple[DialCode, ...]) -> None:
        if codes == self._coded:
            return
        self._coded = codes
        empty(self._codes)
        for code in codes:
            guessed = _("the text writes {shown}, perhaps meant:") if code.code else _("the text writes {shown}; dial:")
            said = label(guessed.format(shown=fmt.ltr(code.shown)), "small")
            self._codes.addLayout(row(said, copy_button(code.means), None))
