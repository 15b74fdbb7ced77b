"""The checklist: done steps fold to one line, the open one is open, a stopped one says why and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from pos_app import i18n
from pos_app.domain.checklist import Checklist
from pos_app.domain.evidence import EvidenceKind
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.verdict import Gate
from pos_app.domain.which_list import SEALED
from pos_app.i18n import text as _
from ui import format as fmt
from ui import words
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import REDO, State
from ui.widgets.activation_form import ActivationForm
from ui.widgets.basics import column, label, restyle, row
from ui.widgets.device_match_form import DeviceMatchForm
from ui.widgets.forms import AnswerForm, InvoiceForm, MatchForm
from ui.widgets.grade_form import GradeForm
from ui.widgets.identity_form import IdentityForm
from ui.widgets.inquiry_form import InquiryForm
from ui.widgets.permit_form import PermitForm
from ui.widgets.reset_form import ResetForm
from ui.widgets.review_form import ReviewForm
from ui.widgets.step_form import StepForm
from ui.widgets.step_summary import on_word_alone, summary
from ui.widgets.transfer_form import TransferForm

_FORMS: dict[EvidenceKind, type[StepForm]] = {
    EvidenceKind.INQUIRY: InquiryForm,
    EvidenceKind.ANSWER: AnswerForm,
    EvidenceKind.BOX_MATCH: MatchForm,
    EvidenceKind.ACTIVATION: ActivationForm,
    EvidenceKind.INVOICE: InvoiceForm,
    EvidenceKind.RESET: ResetForm,
    EvidenceKind.TRANSFER: TransferForm,
    EvidenceKind.PERMIT: PermitForm,
    EvidenceKind.IDENTITY: IdentityForm,
    EvidenceKind.GRADE: GradeForm,
    EvidenceKind.DEVICE_MATCH: DeviceMatchForm,
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

    def show_record(
        self, record: StepRecord | None, *, current: bool, place: int, now: datetime | None
    ) -> None:  # fmt: skip
        self._number = fmt.digits(str(place))
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
        said = summary(record, now) if record and not current else ""
        restyle(self.summary, "warn" if record and on_word_alone(record) else "soft")
        self.summary.setText(said)
        self.summary.setVisible(bool(said))
        state = words.of(words.STEP_STATES, record.state) if record else ""  # type: ignore[arg-type]
        self.setAccessibleName(f"{self.title.text()} {state}")


class _Rows(QWidget):
    """The rows and forms of one checklist. Forms are made once and stay, so that nothing typed and no focus is lost
    when the State changes."""

    def __init__(self, vm: CounterVM, checklist: Checklist) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.checklist = checklist
        layout = column(self, gap=0)
        self.rows: dict[str, _Row] = {}
        self.forms: dict[str, StepForm] = {}
        for place, step in enumerate(checklist.steps, 1):
            made = _Row(place, i18n.text(step.title))
            form = _FORMS[step.evidence](vm, step.id)
            form.hide()
            made.body.addWidget(form)
            self.rows[step.id], self.forms[step.id] = made, form
            layout.addWidget(made)


class StepList(QFrame):
    """The checklist that leads this case, and its open step."""

    def __init__(self, vm: CounterVM, checklists: Mapping[str, Checklist]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._vm, self._checklists = vm, checklists
        self._heading = label("", "title")
        self._place = label("", "soft")
        head = row(self._heading, None, self._place)
        head.setContentsMargins(14, 10, 14, 6)
        self._layout = column(self, gap=0)
        self._layout.addLayout(head)
        self.review = ReviewForm(vm)
        self.review.setParent(self)  # it goes with this list, also if no step ever stopped
        self.review.hide()
        self._made: dict[str, _Rows] = {}
        self._now = self._use(SEALED)
        self._opened = ""

    @property
    def forms(self) -> dict[str, StepForm]:
        """Of the checklist that is shown now."""
        return self._now.forms

    def _use(self, checklist_id: str) -> _Rows:
        """Made when a case first needs it: most counters sell sealed phones all day."""
        if checklist_id not in self._made:
            made = self._made[checklist_id] = _Rows(self._vm, self._checklists[checklist_id])
            self._layout.addWidget(made)
        for other, rows in self._made.items():
            rows.setVisible(other == checklist_id)
        self._heading.setText(i18n.text(self._checklists[checklist_id].title))
        return self._made[checklist_id]

    def open_row(self, state: State) -> QWidget | None:
        """The step that is open, as it stands in the list."""
        return self._now.rows.get(state.step_id) if state.sale is not None and state.sale.run is not None else None

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
        return self.forms.get(state.step_id)

    def show_state(self, state: State) -> QWidget | None:
        """Draws; returns the widget that should get the caret when another form has opened, else None."""
        run = state.sale.run if state.sale else None
        self.setVisible(run is not None)
        if run is None:
            self._opened = ""
            return None
        if run.checklist_id != self._now.checklist.id:
            self._now = self._use(run.checklist_id)
        ids = [step.id for step in run.steps(self._now.checklist)]
        open_form = self.open_form(state)
        for step_id, line in self._now.rows.items():
            line.setVisible(step_id in ids)
            if step_id in ids:
                line.show_record(
                    run.last(step_id), current=step_id == state.step_id, place=ids.index(step_id) + 1, now=state.now
                )
        place = ids.index(state.step_id) + 1 if state.step_id in ids else len(ids)
        self._place.setText(
            _("step {n} of {all}").format(n=fmt.digits(str(place)), all=fmt.digits(str(len(ids))))
        )  # fmt: skip
        if open_form is self.review and state.step_id:
            self._now.rows[state.step_id].body.addWidget(self.review)
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
