"""All that is owed on one screen: the oldest first, one key for each, and below it the work itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from pos_app import i18n
from pos_app.application.queue import Status
from pos_app.domain.duty import Duty, DutyAct, Group
from pos_app.i18n import mark
from pos_app.i18n import text as _
from ui import duty_words, notices, reminder, sentences
from ui import format as fmt
from ui import operation_words as say
from ui.pages.room import Room
from ui.view_models.duties import FIELDS, DutiesState, DutiesVM, Panel
from ui.view_models.notice import Notice
from ui.view_models.registry_queue import FIELDS as WORK_FIELDS
from ui.widgets.basics import column, label, row, scrolling
from ui.widgets.choices import Choices
from ui.widgets.duty_keys import REMIND, DutyKeys
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.operation_work import OperationWork
from ui.widgets.reminder_card import ReminderCard
from ui.widgets.rows import Row, Rows
from ui.widgets.settle_form import SettleForm

ALL = "all"
LOW, HIGH = 134, 16_777_215  # pixels; the latter is Qt's own "as high as it likes"
CRAMPED = 560  # pixels of the page below which a QR code and the list do not fit together


class DutiesPage(Room):
    def __init__(self, vm: DutiesVM) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vm = vm
        self.notice = NoticeBar()
        self.notice.dismissed.connect(self._dismiss)
        self.groups = Choices([(ALL, mark("all")), *((group.value, duty_words.GROUPS[group]) for group in Group)])
        self.groups.show_value(ALL)
        self.groups.chosen.connect(lambda name: vm.narrow(None if name == ALL else Group(name)))
        headers = [_("what is owed"), _("phone"), _("IMEI"), _("with whom"), _("since"), _("until"), _("till")]
        self.table = Rows(headers, stretch=(1,), accessible=_("open duties"))
        self.table.setMinimumHeight(96)
        self.empty = label("", "soft", wrap=True)
        self.keys = DutyKeys()
        layout = column(self, margin=18, gap=10)
        layout.addWidget(label(_("Open duties"), "title"))
        layout.addWidget(self.groups)
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 5)
        layout.addWidget(self.empty)
        layout.addWidget(self._details(), 5)
        layout.addStretch(0)
        layout.addWidget(self.keys)
        self.table.chosen.connect(vm.select)
        self.table.activated.connect(lambda _index: self.go_on())
        self._shortcut(QKeySequence(Qt.Key.Key_Delete), self.table, Qt.ShortcutContext.WidgetShortcut, self.end)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        self._shortcut(QKeySequence(REMIND), self, inside, self.remind)
        vm.changed.connect(self.draw)
        vm.work.changed.connect(self.draw)
        self.draw()

    def _shortcut(self, keys: QKeySequence, owner: QWidget, context: Qt.ShortcutContext, act: object) -> None:
        made = QShortcut(keys, owner)
        made.setContext(context)
        made.setAutoRepeat(False)
        made.activated.connect(act)

    def _details(self) -> QWidget:
        self.what = label("", "heading", wrap=True)
        self.whose = label("", "soft", wrap=True)
        self.deadline, self.also, self.why, self.elsewhere = (label("", "warn", wrap=True) for _n in range(4))
        self.work = OperationWork(self.vm.work)
        self.settle = SettleForm(self.vm)
        self.reminder = ReminderCard()
        inner = QWidget()
        inner.setObjectName("page")
        layout = column(inner, gap=6)
        for part in (
            self.what, self.whose, self.deadline, self.also, self.why, self.elsewhere, self.reminder, self.settle,
            self.work,
        ):  # fmt: skip
            layout.addWidget(part)
        layout.addStretch(1)
        self.area = scrolling(inner)
        self.inner = inner
        self.details = QFrame()
        self.details.setObjectName("plain")
        beside = row(self.area)
        self.details.setLayout(beside)
        return self.details

    # -- keys --------------------------------------------------------------------------------------

    def enter(self, part: str = "") -> None:
        self.vm.load()
        self.focus_first()

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_on(self) -> None:
        """Enter: the next thing to do about the chosen duty."""
        duty = self.vm.state.duty
        acts = {
            DutyAct.COUNTER: self.vm.to_the_counter, DutyAct.WORK: self.work.go_on, DutyAct.PRINT: self.vm.print_it,
            DutyAct.DIFFERENCES: self.vm.to_the_difference, DutyAct.SETTLE: self.end,
        }  # fmt: skip
        if duty is not None and duty.next is not None:
            acts[duty.next]()

    def finish(self) -> None:
        self.vm.print_it()

    def end(self) -> None:
        """Del: to its end without success, which costs a reason."""
        if self.vm.may(DutyAct.SETTLE):
            self.vm.open_panel(Panel.SETTLE)
            self.settle.focus_first()
        else:
            self.work.close()

    def remind(self) -> None:
        self.vm.open_panel(Panel.REMIND)
        if self.reminder.isVisible():
            self.reminder.focus_first()

    def back(self) -> bool:
        """Esc: one step back inside the page; False where there is none."""
        if self.vm.state.panel is not Panel.NONE:
            self.vm.open_panel(Panel.NONE)
        elif self.vm.work.state.script:
            self.vm.work.put_aside()
        elif self.table.hasFocus():
            return False
        self.focus_first()
        return True

    def print_told(self, notice: Notice) -> bool:
        self.vm.tell(notice)
        return True

    def print_ended(self, number: str) -> None:
        self.refresh()

    def heard(self, status: Status) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Nothing typed, chosen or opened is lost by it."""
        self.vm.refresh()
        self.vm.work.refresh()

    def _dismiss(self) -> None:
        self.vm.load()
        self.vm.work.load()

    # -- drawing -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.vm.state.panel is Panel.REMIND:
            QTimer.singleShot(0, self, self.draw)  # a layout that is under way is not changed from within

    def _measure(self) -> None:
        """Where the list gave its room away, Qt leaves a scroll bar standing that has nothing to scroll any more."""
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def draw(self) -> None:
        state = self.vm.state
        caret = QApplication.focusWidget()
        inside = caret is not None and self.details.isAncestorOf(caret)
        self._draw_notice(state)
        self._draw_groups(state)
        self.table.show_rows(_rows(state), state.selected)
        reminding = state.panel is Panel.REMIND
        self.table.setVisible(bool(state.rows) and not (reminding and self.height() < CRAMPED))
        self.empty.setText(_empty(state))
        self.empty.setVisible(bool(self.empty.text()))
        duty = state.duty
        self.details.setVisible(duty is not None)
        self.keys.show_duty(duty)
        opened = self._draw_duty(duty) if duty is not None else False
        tall = bool(self.vm.work.state.script) or state.panel is not Panel.NONE
        self.table.setMaximumHeight(LOW if tall else HIGH)  # what is being done needs the room
        idle = not tall and self.work.isHidden()
        self.details.setMaximumHeight(self.inner.sizeHint().height() if idle else HIGH)  # else the list does
        if reminding:
            QTimer.singleShot(0, self, self._measure)
        if inside and not opened and caret is not None and not caret.isVisible():
            self.focus_first()  # what was pressed is gone with the state that allowed it

    def _draw_notice(self, state: DutiesState) -> None:
        told = state.notice if state.notice and state.notice.field not in FIELDS else None
        work = self.vm.work.state.notice
        if told is None and work is not None and work.field not in WORK_FIELDS:
            told = work
        severity = notices.severity(told.code) if told else sentences.STOP
        self.notice.say(notices.sentence(told.code, told.detail) if told else "", severity)

    def _draw_groups(self, state: DutiesState) -> None:
        board = state.board
        if board is None:
            return
        self.groups.show_value(state.group.value if state.group else ALL)
        counts = {ALL: board.total, **{group.value: n for group, n in board.counts.items()}}
        msgids = {ALL: "all", **{group.value: msgid for group, msgid in duty_words.GROUPS.items()}}
        for name, n in counts.items():
            text = f"{i18n.text(msgids[name])} {fmt.digits(str(n))}"
            press = self.groups.button(name)
            press.setText(text)
            press.setAccessibleName(text)
        here = state.group.value if state.group else ALL
        self.groups.offer(name for name, n in counts.items() if n or name in (ALL, here))

    def _draw_duty(self, duty: Duty) -> bool:
        """True where a card was opened just now: the caret is in it."""
        state, work = self.vm.state, self.vm.work.state
        board = state.board
        if board is None:
            return False
        title = "  ·  ".join(part for part in (fmt.natural(duty.title), fmt.imei_text(duty.imei)) if part)
        line = work.row
        texts = (
            (self.what, f"{duty_words.what(duty)} — {title}" if title else duty_words.what(duty)),
            (self.whose, duty_words.whose(duty)),
            (self.deadline, duty_words.deadline(duty, board.now)),
            (self.also, duty_words.also(duty)),
            (self.why, say.why(line, work.story) if line is not None and line.problem else ""),
            (self.elsewhere, duty_words.elsewhere(duty)),
        )
        panel = state.panel
        for part, text in texts:
            part.setText(text)
            part.setVisible(bool(text) and (part is self.what or panel is not Panel.REMIND))  # all of it is in there
        self.settle.show_state(state)
        self.reminder.show_text(reminder.text(duty, board.shop, board.now) if panel is Panel.REMIND else "")
        opened = self.work.show_state(work)
        if DutyAct.CLOSE not in duty.acts:
            self.work.closing.hide()  # a phone that is held would stay so, and nothing would be owed of it any more
        self.work.setVisible(line is not None and panel is Panel.NONE)
        return opened


def _rows(state: DutiesState) -> list[Row]:
    board = state.board
    if board is None:
        return []
    rows = [
        Row(
            duty.key,
            (
                duty_words.what(duty), fmt.natural(duty.title), duty_words.last_digits(duty), fmt.natural(duty.party),
                fmt.ago(duty.since, board.now), duty_words.until(duty, board.now), fmt.digits(str(duty.till_id or "")),
            ),
            marked=duty.overdue(board.now),
        )
        for duty in board.rows
    ]  # fmt: skip
    if board.more:
        rows.append(Row("", (_("and {n} younger ones").format(n=fmt.digits(str(board.more))),), soft=True))
    return rows


def _empty(state: DutiesState) -> str:
    if state.board is None or state.rows:
        return ""
    if state.group is not None:
        return _("Nothing of this kind is owed.")
    return _("Nothing is left behind. What is open right now stands at the counter (Ctrl+1).")
