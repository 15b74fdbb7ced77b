"""The open step, one form per kind of evidence: the answer, box against device, the invoice. The two that ask the
registry have files of their own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.application.ask import unavailable
from pos_app.domain.sale import CaseKind
from pos_app.domain.same_model import model_agrees
from pos_app.domain.verdict import InquiryAnswer, Verdict
from pos_app.i18n import text as _
from ui import format as fmt
from ui import words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.basics import button, column, label, restyle, row
from ui.widgets.fields import ImeiField
from ui.widgets.lacks import lack_text
from ui.widgets.step_form import StepForm


class AnswerForm(StepForm):
    """Step 2: the six fields of the answer beside what the shelf says, and the seller's own look."""

    def __init__(self, vm: CounterVM, step_id: str = "") -> None:
        super().__init__(vm, step_id)
        self.facts = label("", "", wrap=True)
        self.compare = label("", "soft", wrap=True)
        self.match = button(_("this is the phone in my hand"), self.act, "act")
        self.differs = button(_("it is another phone"), lambda: vm.confirm_answer(matches=False))
        layout = column(self, gap=8)
        for part in (self.facts, self.compare):
            layout.addWidget(part)
        layout.addLayout(row(self.match, self.differs, None))

    def act(self) -> None:
        self.vm.confirm_answer(matches=True)

    def first_field(self) -> QWidget | None:
        return self.match

    def show_state(self, state: State) -> None:
        answer = state.answer or unavailable("")
        self.facts.setText(answer_text(answer))
        unit = state.unit
        if unit is None:
            return
        agrees = model_agrees(answer.brand, answer.model, unit)
        shelf = f"{unit.product.brand} {unit.product.model} ({unit.product.model_code})"
        sentence = {
            True: _("The shelf says the same: {shelf}. Is it the phone in your hand?"),
            False: _("The shelf says otherwise: {shelf}."),
            None: _("The answer names no model to compare; the shelf says: {shelf}."),
        }[agrees]
        unanswered = answer.verdict is Verdict.UNAVAILABLE
        self.compare.setText(
            _("No answer came; the sale goes on by decision and the question stays open.")
            if unanswered
            else sentence.format(shelf=fmt.ltr(shelf))
        )
        restyle(self.compare, "error" if agrees is False else "soft")
        self.match.setText(_("go on without an answer") if unanswered else _("this is the phone in my hand"))
        self.differs.setVisible(not unanswered)
        for part in (self.match, self.differs):
            part.setEnabled(not state.busy)


def answer_text(answer: InquiryAnswer) -> str:
    """The answer in one line: verdict, brand and model, importer, import type, currency, seen before."""
    seen = {True: _("switched on before"), False: _("never switched on before"), None: ""}
    parts = [words.of(words.VERDICTS, answer.verdict)]  # type: ignore[arg-type]
    if answer.brand or answer.model:
        parts.append(fmt.ltr(f"{answer.brand} {answer.model}".strip()))
    parts.append(_("importer: {name}").format(name=fmt.natural(answer.importer) or _("not said")))
    parts.append(_("import: {kind}").format(kind=words.of(words.IMPORT_TYPES, answer.import_type)))
    if answer.currency_type:
        parts.append(_("currency: {kind}").format(kind=answer.currency_type))
    parts.append(seen[answer.seen_on_network_before])
    return " · ".join(part for part in parts if part)


class MatchForm(StepForm):
    """Step 3: box against device, both slots, compared digit by digit."""

    def __init__(self, vm: CounterVM, step_id: str = "") -> None:
        super().__init__(vm, step_id)
        hint = label(_("Dial this on the phone and scan or type what it shows:"), "soft", wrap=True)
        from pos_app.domain.hamta import SHOW_IMEI_CODE
        from ui.widgets.basics import copy_button

        for name, caption in (
            ("box1", _("IMEI 1 on the box")), ("box2", _("IMEI 2 on the box")),
            ("device1", _("IMEI 1 of the device")), ("device2", _("IMEI 2 of the device")),
        ):  # fmt: skip
            self.add(name, ImeiField(caption))
        self.check = button(_("compare"), self.act, "act")
        layout = column(self, gap=8)
        head = row(hint, copy_button(SHOW_IMEI_CODE), self.check)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addLayout(row(self.fields["box1"], self.fields["device1"]))
        layout.addLayout(row(self.fields["box2"], self.fields["device2"]))

    def act(self) -> None:
        self.vm.compare()

    def show_state(self, state: State) -> None:
        super().show_state(state)
        two = state.unit is None or len(state.unit.imeis) > 1
        for slot in ("1", "2"):
            box, device = self.fields[f"box{slot}"], self.fields[f"device{slot}"]
            typed = bool(state.fields.get(f"box{slot}") or state.fields.get(f"device{slot}"))
            for field in (box, device):
                field.setVisible(slot == "1" or two or typed)
            if isinstance(device, ImeiField):
                device.compare_with(state.fields.get(f"box{slot}", ""))
        self.check.setEnabled(not state.busy)


class InvoiceForm(StepForm):
    """Step 5: all that is left is to issue."""

    def __init__(self, vm: CounterVM, step_id: str = "") -> None:
        super().__init__(vm, step_id)
        self.what = label("", "soft", wrap=True)
        column(self).addWidget(self.what)

    def act(self) -> None:
        self.vm.finish()

    def show_state(self, state: State) -> None:
        if state.lacks:
            self.what.setText(lack_text(state))
            restyle(self.what, "warn")
            return
        restyle(self.what, "soft")
        said = {
            CaseKind.SALE: _(
                "Everything holds. F9 issues the invoice with the IMEIs and the shop's stamp, and prints it."
            ),
            CaseKind.BUY_IN: _("Everything holds. F9 buys the phone and prints the paper that both sign."),
            CaseKind.RETURN: _("Everything holds. F9 takes the phone back and prints the paper of the return."),
        }
        within = state.sale is not None and bool(state.sale.within)
        self.what.setText(_("Everything holds. It is finished with its sale.") if within else said[state.kind])
