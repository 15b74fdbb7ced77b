"""The checklist: done steps fold to one line, the open one is open, a stopped one says why and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from pos_app import i18n
from pos_app.domain.checklist import Checklist
from pos_app.domain.evidence import ActivationEvidence, AnswerEvidence, BoxMatchEvidence, EvidenceKind, InquiryEvidence
from pos_app.domain.registry import Channel
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.verdict import Gate
from pos_app.i18n import text as _
from ui import format as fmt
from ui import words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import REDO, State
from ui.widgets.activation_form import ActivationForm
from ui.widgets.basics import column, label, restyle, row
from ui.widgets.forms import AnswerForm, InvoiceForm, MatchForm, answer_text
from ui.widgets.inquiry_form import InquiryForm
from ui.widgets.review_form import ReviewForm
from ui.widgets.step_form import StepForm

_FORMS: dict[EvidenceKind, type[StepForm]] = {
    EvidenceKind.INQUIRY: InquiryForm,
    EvidenceKind.ANSWER: AnswerForm,
    EvidenceKind.BOX_MATCH: MatchForm,
    EvidenceKind.ACTIVATION: ActivationForm,
    EvidenceKind.INVOICE: InvoiceForm,
}
_BADGES = {
    StepState.DONE: ("badge_done", "✓"),
    StepState.DECIDED: ("badge_wait", "✓"),
    StepState.RELEASED: ("badge_wait", "✓"),
    StepState.DEFERRED: ("badge_wait", "…"),
    StepState.BLOCKED: ("badge_stop", "!"),
    StepState.REOPENED: ("badge_wait", "?"),
}


class _Row(QFrame):
    """One step: badge, title, one line of what is known, and room for the open form."""

    def __init__(self, place: int, title: str) -> None:
        super().__init__()
        self.setObjectName("step")
        self._number = fmt.digits(str(place))
        self.badge = label(self._number, "badge")
        self.badge.setFixedSize(26, 26)
        self.badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = label(title, "heading")
        self.summary = label("", "soft", wrap=True)
        self.summary.setContentsMargins(3, 0, 3, 0)  # the last letter of a Persian line reaches out of its own box
        self.body = column(gap=8)
        text = column(gap=6)
        head = row(self.title, self.summary, gap=12)
        head.setStretch(1, 1)
        text.addLayout(head)
        text.addLayout(self.body)
        layout = row(self.badge, text, gap=12)
        layout.setAlignment(self.badge, Qt.AlignmentFlag.AlignTop)
        layout.setStretch(1, 1)
        layout.setContentsMargins(14, 8, 14, 8)
        self.setLayout(layout)

    def show_record(self, record: StepRecord | None, *, current: bool) -> None:
        restyle(self, "step_current" if current else "step")
        name, mark = _BADGES[record.state] if record else ("badge", self._number)
        if record and on_word_alone(record):
            name = "badge_wait"
        if record and record.state is StepState.BLOCKED and record.gate is not Gate.STOP:
            name = "badge_wait"
        if current and (record is None or record.state is not StepState.BLOCKED):
            name, mark = "badge_now", self._number
        restyle(self.badge, name)
        self.badge.setText(mark)
        said = summary(record) if record and not current else ""
        restyle(self.summary, "warn" if record and on_word_alone(record) else "soft")
        self.summary.setText(said)
        self.summary.setVisible(bool(said))
        state = words.of(words.STEP_STATES, record.state) if record else ""  # type: ignore[arg-type]
        self.setAccessibleName(f"{self.title.text()} {state}")


class StepList(QFrame):
    """Forms are made once and stay, so that nothing typed and no focus is lost when the State changes."""

    def __init__(self, vm: CounterVM, checklist: Checklist) -> None:
        super().__init__()
        self.setObjectName("card")
        self._vm, self._checklist = vm, checklist
        self._heading = label(i18n.text(checklist.title), "title")
        self._place = label("", "soft")
        head = row(self._heading, None, self._place)
        head.setContentsMargins(14, 10, 14, 6)
        layout = column(self, gap=0)
        layout.addLayout(head)
        self._rows: dict[str, _Row] = {}
        self.forms: dict[str, StepForm] = {}
        self.review = ReviewForm(vm)
        self.review.setParent(self)  # it goes with this list, also if no step ever stopped
        self.review.hide()
        for place, step in enumerate(checklist.steps, 1):
            made = _Row(place, i18n.text(step.title))
            form = _FORMS[step.evidence](vm)
            form.hide()
            made.body.addWidget(form)
            self._rows[step.id], self.forms[step.id] = made, form
            layout.addWidget(made)
        self._opened = ""

    def open_form(self, state: State) -> StepForm | None:
        """The form in which the seller works now: the step's own, or the review of a stop."""
        if not state.step_id or state.sale is None or state.sale.run is None:
            return None
        last = state.sale.run.last(state.step_id)
        # A block is looked at only while it is the newest word: an earlier step recorded anew asks for a new one.
        newest = last is not None and last is state.sale.run.records[-1]
        stopped = newest and last is not None and last.state is StepState.BLOCKED
        if stopped and state.by_hand is None and not state.talking and state.fields.get(REDO) != state.step_id:
            return self.review
        return self.forms[state.step_id]

    def show_state(self, state: State) -> QWidget | None:
        """Draws; returns the widget that should get the caret when another form has opened, else None."""
        run = state.sale.run if state.sale else None
        self.setVisible(run is not None)
        if run is None:
            self._opened = ""
            return None
        ids = [step.id for step in self._checklist.steps]
        open_form = self.open_form(state)
        for step_id, line in self._rows.items():
            line.show_record(run.last(step_id), current=step_id == state.step_id)
        place = ids.index(state.step_id) + 1 if state.step_id else len(ids)
        self._place.setText(
            _("step {n} of {all}").format(n=fmt.digits(str(place)), all=fmt.digits(str(len(ids))))
        )  # fmt: skip
        if open_form is self.review and state.step_id:
            self._rows[state.step_id].body.addWidget(self.review)
        for form in (*self.forms.values(), self.review):
            form.setVisible(form is open_form)
        if open_form is None:
            return None
        open_form.show_state(state)
        sale_id = state.sale.id if state.sale else ""
        doing = state.by_hand is not None and not state.talking
        now_open = f"{sale_id}:{state.step_id}:{type(open_form).__name__}:{doing}"
        moved, self._opened = now_open != self._opened, now_open
        return open_form.first_field() if moved else None

    def act(self) -> None:
        form = self.open_form(self._vm.state)
        if form is not None:
            form.act()


def on_word_alone(record: StepRecord) -> bool:
    """Passed by hand, and nothing that was seen lies with it."""
    shown = record.evidence
    if record.state is not StepState.DONE or record.channel in (None, Channel.API):
        return False
    if isinstance(shown, AnswerEvidence):
        return not shown.answer.raw_text.strip() and not shown.picture_sha256
    return isinstance(shown, ActivationEvidence) and not shown.raw_text.strip() and not shown.picture_sha256


def summary(record: StepRecord) -> str:
    """One line of evidence, channel and time."""
    evidence = record.evidence
    parts: list[str] = []
    if record.state is StepState.REOPENED:
        parts.append(_("to be controlled again, on the new answer"))
    elif isinstance(evidence, AnswerEvidence):
        parts.append(answer_text(evidence.answer))
    elif isinstance(evidence, BoxMatchEvidence):
        both = len(evidence.box) > 1
        parts.append(_("box and device agree in both slots") if both else _("box and device agree"))
    elif isinstance(evidence, ActivationEvidence):
        parts.append(_("SIM {sim}").format(sim=fmt.ltr(evidence.sim)))
    elif isinstance(evidence, InquiryEvidence) and not evidence.answered:
        parts.append(_("no answer came"))
    told_above = isinstance(evidence, AnswerEvidence) or record.state is StepState.REOPENED
    if record.channel is not None and not told_above:
        parts.append(words.of(words.CHANNELS, record.channel))  # type: ignore[arg-type]
    if on_word_alone(record):
        parts.append(_("on the seller's word — no text or picture"))
    if record.state in (StepState.DECIDED, StepState.RELEASED, StepState.DEFERRED):
        state = words.of(words.STEP_STATES, record.state)  # type: ignore[arg-type]
        parts.append(f"{state}: {record.reason} ({record.opened_by})")
    said = " — ".join(fmt.natural(part) for part in parts)
    at = fmt.ltr(fmt.clock(record.at))
    return f"{said}{fmt.NBSP}—{fmt.NBSP}{at}" if said else at  # the time never stands alone on a line
