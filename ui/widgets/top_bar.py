"""The line above everything: whose shop, the registry's state, what waits, where we differ, the day, who sells."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy

from pos_app.application.queue import Link, Status
from pos_app.i18n import mark, text
from pos_app.i18n import text as _
from ui import format as fmt
from ui import notices
from ui.view_models.keeping import KeepingState
from ui.widgets.backup_pill import backup_pill, show_kept
from ui.widgets.basics import button, label, restyle, row

_LINKS = {Link.REACHED: "pill_good", Link.SILENT: "pill_wait", Link.BY_HAND: "pill_wait"}
MARGIN = 20

#: What the pill says; the sentence is its tool tip.
_WARNINGS = {
    "no-keyring": mark("no key store"),
    "invoice-key-new": mark("new invoice key"),
    "history-not-as-witnessed": mark("history changed"),
}


class TopBar(QFrame):
    """`wanted` names the part of the registry's page that a pill leads to. Where the window is too narrow for all of
    it, names give way to states: branch, shop, person and day, in this order."""

    wanted = Signal(str)
    backup_wanted = Signal()

    def __init__(self, *, till_id: int, person: str, notice: str) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setFixedHeight(50)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._till_id = till_id
        self.shop, self.branch = label("", "heading"), label("", "soft")
        self.link = label("", "pill_wait")
        self.queue = button("", lambda: self.wanted.emit("queue"), "pill_wait")
        self.differ = button("", lambda: self.wanted.emit("conflicts"), "pill_wait")
        self.clock = button("", lambda: self.wanted.emit(""), "pill_wait")  # what to do stands on that page
        self.date, self.person = label("", "soft"), label(fmt.natural(person), "soft")
        self.person.setToolTip(_("F12: somebody else goes on; Ctrl+L: lock"))
        self.warning = label("", "pill_wait")
        self.backup = backup_pill(self.backup_wanted.emit)
        layout = row(
            self.shop, self.branch, None, self.warning, self.backup, self.clock, self.link, self.queue, self.differ,
            self.date, self.person, gap=14,
        )  # fmt: skip
        layout.setContentsMargins(MARGIN, 0, MARGIN, 0)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        for pill in (self.link, self.queue, self.warning, self.differ, self.clock):
            pill.setFixedHeight(28)
        for press in (self.queue, self.differ, self.clock):
            press.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by keys it is Ctrl+3
            press.hide()
        self.setLayout(layout)
        self.warning.setVisible(bool(notice))
        self.warning.setText(text(_WARNINGS.get(notice, "")))
        self.warning.setToolTip(notices.sentence(notice) if notice else "")

    def show_status(self, status: Status) -> None:
        self.shop.setText(status.shop.name or _("shop without a name"))
        till = _("till {n}").format(n=fmt.digits(str(self._till_id)))
        self.branch.setText(" — ".join(part for part in (status.shop.branch, till) if part))
        self.date.setText(fmt.date_long(status.now))
        words = {
            Link.REACHED: _("Hamta: within reach"),
            Link.SILENT: _("Hamta: no answer"),
            Link.BY_HAND: _("Hamta: by phone and site"),
        }
        restyle(self.link, _LINKS[status.link])
        self.link.setText(f"{'●' if status.link is Link.REACHED else '○'} {words[status.link]}")
        self._show_queue(status)
        self._show_differences(status)
        self._fit()

    def show_kept(self, state: KeepingState) -> None:
        if show_kept(self.backup, state):
            self._fit()

    def show_person(self, name: str) -> None:
        self.person.setText(fmt.natural(name))
        self._fit()

    def show_trouble(self, code: str) -> None:
        restyle(self.link, "pill_stop")
        self.link.setText(notices.sentence(code))
        self._fit()

    def _show_queue(self, status: Status) -> None:
        """Red, and counted by itself, once something waits that only a person can end."""
        waiting, needed = status.queue.waiting, status.queue.refused + status.queue.called
        self.queue.setVisible(waiting > 0)
        if not waiting or not status.queue.oldest:
            return
        told = _("{n} waiting, {needed} for you — oldest {age}") if needed else _("{n} waiting — oldest {age}")
        restyle(self.queue, "pill_stop" if needed else "pill_wait")
        age = fmt.ago(status.queue.oldest, status.now)
        self.queue.setText(told.format(n=fmt.digits(str(waiting)), needed=fmt.digits(str(needed)), age=age))
        self.queue.setAccessibleName(self.queue.text())

    def _show_differences(self, status: Status) -> None:
        """Of registry and shop, and of the two clocks."""
        self.differ.setVisible(status.conflicts > 0)
        self.differ.setText(_("{n} differences").format(n=fmt.digits(str(status.conflicts))))
        self.differ.setAccessibleName(self.differ.text())
        off = status.clock_off
        self.clock.setVisible(off is not None)
        if off is not None:
            sentence = notices.sentence("clock-differs", fmt.span(off))
            self.clock.setText(_("clock off by {span}").format(span=fmt.span(off)))
            self.clock.setToolTip(sentence)
            self.clock.setAccessibleName(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        yielding = (self.branch, self.shop, self.person, self.date)
        for part in yielding:
            part.show()
        for part in yielding:
            layout.invalidate()
            if layout.minimumSize().width() <= self.width():
                return
            part.hide()
