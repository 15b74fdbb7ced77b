"""The stock as the registry counts it: how far its list was read, and reading on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from pos_app.domain.feed import Allocation
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices, sentences
from ui.view_models.registry_stock import StockState, StockVM
from ui.widgets.basics import button, column, label, restyle, row
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.rows import Row, Rows


class StockPart(QWidget):
    def __init__(self, vm: StockVM) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.vm = vm
        self.notice = NoticeBar()
        self.notice.dismissed.connect(vm.load)
        self.count = label("", "total")
        self.said = label("", "soft", wrap=True)
        self.trouble = label("", "warn", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(_("the list is being read"))
        self.read = button(_("read the list now"), vm.pull, "act")
        self.stop = button(_("stop"), vm.stop)
        card = QFrame()
        card.setObjectName("card")
        inside = column(card, margin=18, gap=10)
        for part in (label(_("phones that the registry counts to this shop"), "small"), self.count, self.said):
            inside.addWidget(part)
        inside.addWidget(self.bar)
        inside.addWidget(self.trouble)
        inside.addLayout(row(self.read, self.stop, None))
        self.arrival = label("", "small", wrap=True)
        self.arrival.setText(_("A phone of this list joins the stock when its IMEI is first scanned at the counter."))
        self.hint = label("", "small", wrap=True)
        self.hint.setText(_("The list is read on by itself every five minutes while the registry is within reach."))
        self.missing = label("", "heading", wrap=True)
        headers = [_("phone"), _("serial"), _("IMEI")]
        self.table = Rows(headers, stretch=(0,), accessible=_("phones that have not arrived yet"))
        self.table.setMinimumHeight(96)
        layout = column(self, gap=12)
        layout.addWidget(self.notice)
        layout.addWidget(card)
        layout.addWidget(self.arrival)
        layout.addWidget(self.hint)
        layout.addWidget(self.missing)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)
        vm.changed.connect(self.draw)
        self.draw()

    def focus_first(self) -> bool:
        """False where there is nothing to press."""
        target = self.stop if self.vm.state.running else self.read
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return target.isEnabled()

    def draw(self) -> None:
        state = self.vm.state
        told = state.notice
        severity = notices.severity(told.code) if told else sentences.STOP
        self.notice.say(notices.sentence(told.code, told.detail) if told else "", severity)
        self.count.setText(fmt.number(state.allocated))
        self.said.setText(said(state))
        problem = state.feed.problem if not state.running else ""
        self.trouble.setText(notices.sentence(problem) if problem else "")
        self.trouble.setVisible(bool(problem))
        if problem:
            restyle(self.trouble, "error" if notices.severity(problem) == sentences.STOP else "warn")
        self.bar.setVisible(state.running)
        caret_here = self.read.hasFocus() or self.stop.hasFocus()
        self.stop.setVisible(state.running)
        self.stop.setText(_("stopping …") if state.stopping else _("stop"))
        self.read.setVisible(not state.running)
        self.read.setEnabled(state.access)
        self._draw_missing(state)
        if caret_here and not (self.read.hasFocus() or self.stop.hasFocus()):
            self.focus_first()

    def _draw_missing(self, state: StockState) -> None:
        text = _("{n} phones have not come into the stock yet.").format(n=fmt.number(state.missing_count))
        if state.missing_count > len(state.missing):
            text += " " + _("The first {n}:").format(n=fmt.number(len(state.missing)))
        self.missing.setText(text)
        self.missing.setVisible(bool(state.missing))
        self.table.setVisible(bool(state.missing))
        self.table.show_rows([_row(phone) for phone in state.missing], "")


def _row(phone: Allocation) -> Row:
    name = f"{phone.brand} {phone.model}".strip() or phone.model_code
    numbers = "  ·  ".join(fmt.imei_text(number) for number in (phone.imei, phone.imei2) if number)
    return Row(phone.allocation_id, (fmt.natural(name), fmt.ltr(phone.serial), numbers))


def said(state: StockState) -> str:
    """Where the reading stands, in one sentence."""
    feed = state.feed
    so_far = fmt.number(feed.applied)
    if not state.access:
        return _("This till has no access to the registry's service, so it cannot read the list.")
    if state.running:
        return _("Reading … {n} phones so far.").format(n=so_far)
    under_way = feed.begun_at is not None and (feed.ended_at is None or feed.begun_at > feed.ended_at)
    if under_way and state.stopped:
        return _("Stopped after {n} phones. What was read stays; press to go on from there.").format(n=so_far)
    if under_way:
        return _("Broke off after {n} phones. What was read stays; it goes on from there.").format(n=so_far)
    if feed.ended_at is None:
        return _("The list was never read on this till.")
    age = fmt.ago(feed.ended_at, state.now) if state.now else ""
    at = f"{fmt.date_short(feed.ended_at)}  {fmt.clock(feed.ended_at)}"
    return _("Complete. Read to its end {age}, {when}.").format(age=age, when=at)
