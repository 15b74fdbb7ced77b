"""Every operation with the registry: what waits first, each with its story, and the ways to its end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from pos_app.application.outbox import Line
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, sentences, words
from ui import operation_words as say
from ui.view_models.registry_queue import FIELDS, QueueState, QueueVM
from ui.widgets.basics import column, label, row, scrolling
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.operation_work import OperationWork
from ui.widgets.rows import Row, Rows
from ui.widgets.story import StoryView

LOW, HIGH = 104, 16_777_215  # pixels; the latter is Qt's own "as high as it likes"


class QueuePart(QWidget):
    """Only what may be done with the chosen operation is there to be pressed."""

    def __init__(self, vm: QueueVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.vm = vm
        self._said: dict[str, tuple[Line, tuple[str, ...]]] = {}
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.load)
        headers = [
            _("kind"), _("phone"), _("IMEI"), _("invoice"), _("way"), _("state"), _("tries"), _("since")
        ]  # fmt: skip
        self.table = Rows(headers, stretch=(1,), accessible=_("operations with the registry"))
        self.table.setMinimumHeight(96)
        self.empty = label(_("Nothing waits: everything asked of the registry has come to its end."), "soft", wrap=True)
        self.why = label("", "warn", wrap=True)
        self.next, self.deadline, self.instead = (label("", "small", wrap=True) for _n in range(3))
        self.work = OperationWork(vm)
        self.story = StoryView()
        layout = column(self, gap=10)
        for part, stretch in ((self.notice, 0), (self.table, 4), (self.empty, 0), (self._details(), 6)):
            layout.addWidget(part, stretch)
        self.table.chosen.connect(vm.select)
        self.table.activated.connect(lambda _index: self.work.enter())
        vm.changed.connect(self.draw)

    def _details(self) -> QWidget:
        """Of the selected row: what is to be done leads, its story stands beside it."""
        inner = QWidget()
        inner.setObjectName("page")
        work = column(inner, gap=6)
        for part in (self.why, self.next, self.deadline, self.instead, self.work):
            work.addWidget(part)
        work.addStretch(1)
        area = scrolling(inner)
        self.details = QFrame()
        self.details.setObjectName("plain")
        beside = row(area, self.story, gap=18)
        beside.setStretch(0, 5)
        beside.setStretch(1, 4)
        self.details.setLayout(beside)
        return self.details

    def focus_first(self) -> bool:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        state = self.vm.state
        caret = QApplication.focusWidget()
        inside = caret is not None and self.details.isAncestorOf(caret)
        told = state.notice
        in_bar = told if told and told.field not in FIELDS else None
        severity = notices.severity(in_bar.code) if in_bar else sentences.STOP
        self.notice.say(notices.sentence(in_bar.code, in_bar.detail) if in_bar else "", severity)
        self.table.show_rows(self._rows(state), state.selected)
        line = state.row
        self.empty.setVisible(not any(row.waits for row in state.rows))
        self.details.setVisible(line is not None)
        if line is not None and state.now is not None:
            self.why.setText(say.why(line, state.story))
            self.why.setObjectName("warn" if line.waits else "soft")
            self.why.style().polish(self.why)
            for part, text in (
                (self.next, say.next_try(line, state.now)), (self.deadline, say.deadline(line)),
                (self.instead, say.in_place_of(line)),
            ):  # fmt: skip
                part.setText(text)
                part.setVisible(bool(text))
        opened = self.work.show_state(state)
        self.story.show_story(state.story)
        self.story.setVisible(not state.script)  # one thing at a time, and a script needs the room
        self.table.setMaximumHeight(LOW if state.script else HIGH)
        if inside and not opened and caret is not None and not caret.isVisible():
            self.focus_first()  # what was pressed is gone with the state that allowed it

    def _rows(self, state: QueueState) -> list[Row]:
        """Only the age of a row that stayed as it was is said anew: the words of hundreds take longer than to draw."""
        before, self._said = self._said, {}
        shown: list[Row] = []
        closed: list[Row] = []
        for line in state.rows:
            known = before.get(line.entry_id)
            texts = known[1] if known and known[0] == line else _texts(line)
            self._said[line.entry_id] = (line, texts)
            since = line.since if line.waits else line.settled_at or line.since
            age = fmt.ago(since, state.now) if state.now else ""
            (shown if line.waits else closed).append(Row(line.entry_id, (*texts, age), soft=not line.waits))
        if state.more:
            told = _("and {n} younger ones").format(n=fmt.digits(str(state.more)))
            shown.append(Row("", (told,), soft=True))
        if closed:
            shown.append(Row("", (_("lately closed"),), soft=True))
        return shown + closed


def _texts(line: Line) -> tuple[str, ...]:
    """All but the last column, its age."""
    return (
        words.of(words.OPERATIONS, line.kind), fmt.natural(line.title), fmt.imei_text(line.imei),  # type: ignore[arg-type]
        fmt.ltr(fmt.digits(line.invoice_number)), words.of(words.CHANNELS, line.channel),  # type: ignore[arg-type]
        say.in_the_list(line), fmt.digits(str(line.attempts)),
    )  # fmt: skip
