"""Activations that sold phones still owe, oldest first, and the ways to end each."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QScrollArea, QTableWidget, QTableWidgetItem, QWidget

from pos_app.application.owed import GRACE_HINT_DAYS, Owed
from pos_app.domain.registry import OperationState
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, sentences, words
from ui.view_models.counter_state import State
from ui.view_models.owed import OwedState, OwedVM
from ui.widgets.basics import beside_fields, button, column, label, row
from ui.widgets.evidence import EvidenceBox
from ui.widgets.fields import Field
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.script_card import ScriptCard


class OwedPage(QWidget):
    def __init__(self, vm: OwedVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vm = vm
        self._typed: dict[str, str] = {}
        self._shown = ""  # id of the row whose fields are on screen
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.load)
        self.table = self._table()
        self.why = label("", "warn", wrap=True)
        self.deadline = label("", "small", wrap=True)
        layout = column(self, margin=18, gap=10)
        layout.addWidget(label(_("Activations owed"), "title"))
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 2)
        layout.addWidget(self._details(), 3)
        vm.changed.connect(self.draw)

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- building ----------------------------------------------------------------------------------

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, 6)
        table.setHorizontalHeaderLabels(
            [_("phone"), _("IMEI"), _("invoice"), _("way"), _("state"), _("since")]
        )  # fmt: skip
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(_("activations owed"))
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.currentCellChanged.connect(lambda at, *_others: self._chosen(at))
        table.activated.connect(lambda _index: self.code.edit.setFocus())
        return table

    def _details(self) -> QScrollArea:
        """Of the selected row; a script is taller than what a small screen leaves beside the list."""
        inner = QWidget()
        inner.setObjectName("page")
        details = column(inner, gap=10)
        for part in (self.why, self.deadline, self._ways(), self._card()):
            details.addWidget(part)
        details.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls with what has the caret
        area.setWidget(inner)
        return area

    def _ways(self) -> QWidget:
        self.code = Field(_("activation code, if it was wrong"), ltr=True)
        self.code.edit.setMaxLength(20)
        self.again = button(_("try again with this code"), self._try_again, "act")
        self.hand = button(_("do it now by hand"), lambda: self._vm.by_hand(self.code.text()))
        self.reason = Field(_("why it is closed without activation"))
        self.shut = button(_("close with this reason"), lambda: self._vm.close(self.reason.text()))
        self.code.committed.connect(self._try_again)
        self.ways = QWidget()
        self.ways.setObjectName("plain")
        layout = column(self.ways, gap=6)
        layout.addLayout(row(self.code, beside_fields(self.again), beside_fields(self.hand)))
        layout.addLayout(row(self.reason, beside_fields(self.shut)))
        return self.ways

    def _card(self) -> QWidget:
        self.script = ScriptCard()
        self.evidence = EvidenceBox()
        self.evidence.edited.connect(self._typed.__setitem__)
        self.done = button(_("it says: activated"), lambda: self._told(True), "act")
        self.refused = button(_("it says: refused"), lambda: self._told(False))
        self.broke_off = button(_("it broke off"), lambda: self._told(None))
        self.card = QWidget()
        self.card.setObjectName("plain")
        layout = column(self.card, gap=6)
        layout.addWidget(self.script)
        layout.addWidget(self.evidence)
        layout.addLayout(row(self.done, self.refused, self.broke_off, None))
        return self.card

    # -- acting ------------------------------------------------------------------------------------

    def _chosen(self, at: int) -> None:
        if 0 <= at < len(self._vm.state.rows):
            self._vm.select(self._vm.state.rows[at].entry_id)

    def _try_again(self) -> None:
        self._vm.try_again(self.code.text())

    def _told(self, succeeded: bool | None) -> None:
        text, sender = self._typed.get("raw_text", ""), self._typed.get("sender", "")
        self._vm.told(succeeded, text, sender, self.evidence.picture)

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self._vm.state
        if state.selected != self._shown:
            self._forget_typed(state.selected)
        told = state.notice
        at_field = told.field if told else ""
        in_bar = told if told and at_field not in ("code", "reason", "sender") else None
        severity = notices.severity(in_bar.code) if in_bar else sentences.STOP
        self.notice.say(notices.sentence(in_bar.code, in_bar.detail) if in_bar else "", severity)
        for field, name in ((self.code, "code"), (self.reason, "reason")):
            field.fail(told.code if told and at_field == name else "", told.detail if told else "")
        self._fill(state)
        self._explain(state)
        for act in (self.again, self.hand, self.shut, self.done, self.refused, self.broke_off):
            act.setEnabled(not state.busy)
        opened = self.card.isHidden() and bool(state.script)
        self.script.show_script(state.script)
        self.evidence.show_state(State(fields=dict(self._typed), notices=(told,) if told else ()))
        self.card.setVisible(bool(state.script))
        if opened:
            self.evidence.first_field().setFocus()

    def _forget_typed(self, selected: str) -> None:
        """A code or a message belongs to one phone only; a card just opened keeps the reason that is typed."""
        self._shown = selected
        self._typed.clear()
        self.evidence.forget_picture()
        self.code.show_value("")
        self.reason.show_value("")

    def _fill(self, state: OwedState) -> None:
        blocked = QSignalBlocker(self.table)
        self.table.setRowCount(len(state.rows))
        for at, owed in enumerate(state.rows):
            since = fmt.ago(owed.since, state.now) if state.now else ""
            texts = (
                fmt.natural(owed.title), fmt.imei_text(owed.imei), fmt.ltr(fmt.digits(owed.invoice_number)),
                words.of(words.CHANNELS, owed.channel), state_words(owed), since,  # type: ignore[arg-type]
            )  # fmt: skip
            for place, text in enumerate(texts):
                self.table.setItem(at, place, QTableWidgetItem(text))
            if owed.entry_id == state.selected:
                self.table.setCurrentCell(at, 0)
        blocked.unblock()

    def _explain(self, state: OwedState) -> None:
        owed = state.row
        self.ways.setVisible(owed is not None)
        self.deadline.setVisible(owed is not None)
        if owed is None:
            self.why.setText(_("Nothing is owed: every phone sold is activated."))
            return
        left = "" if owed.attempts_left is None else fmt.digits(str(owed.attempts_left))
        self.why.setText(notices.sentence(owed.problem, left) if owed.problem else state_words(owed))
        self.deadline.setText(
            _("SIM {sim}. About {days} days after the sale, until {date}; the SMS states the real deadline.").format(
                sim=fmt.ltr(owed.sim), days=fmt.digits(str(GRACE_HINT_DAYS)), date=fmt.date_short(owed.deadline_hint)
            )
        )


def state_words(owed: Owed) -> str:
    """Nothing sends an operation by hand: it waits for a person."""
    if owed.channel.assisted and owed.state in (OperationState.QUEUED, OperationState.SENDING):
        return _("to be done by hand")
    return words.of(words.STATES, owed.state)  # type: ignore[arg-type]
