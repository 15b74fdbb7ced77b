"""A pair of hands at the counter: a scanner's bursts, a person's keys, and eyes that read the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.application.services import Services
from pos_app.domain.sale import Sale
from ui.app import App
from ui.main_window import MainWindow
from ui.pages.counter import CounterPage
from ui.view_models.counter import CounterVM
from ui.view_models.counter_state import State
from ui.widgets.fields import Field

Key = Qt.Key
W = TypeVar("W", bound=QWidget)
PATIENCE_MS = 20_000
MARKS = str.maketrans("", "", "\u200e\u200f\u2066\u2067\u2068\u2069")  # invisible marks of direction
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Clock:
    """The scanner filter's clock, moved by the hands: a busy machine changes nothing."""

    def __init__(self) -> None:
        self.now = 10_000

    def __call__(self) -> int:
        return self.now


class Hands:
    def __init__(self, app: App, qtbot: QtBot, folder: Path) -> None:
        self.app, self.folder = app, folder
        self._qtbot, self._clock = qtbot, Clock()
        app.scanner._clock = self._clock
        self._gone = False

    # -- what is there -----------------------------------------------------------------------------

    @property
    def window(self) -> MainWindow:
        return self.app.window

    @property
    def page(self) -> CounterPage:
        return self.window.counter

    @property
    def vm(self) -> CounterVM:
        return self.window.counter_vm

    @property
    def state(self) -> State:
        return self.vm.state

    @property
    def sale(self) -> Sale:
        assert self.state.sale is not None, "no sale is open"
        return self.state.sale

    @property
    def services(self) -> Services:
        return self.app.program.services

    @property
    def told(self) -> list[str]:
        """Codes of what the counter complains of now."""
        return [notice.code for notice in self.state.notices]

    def form(self, step_id: str) -> QWidget:
        return self.page.steps.forms[step_id]

    def field(self, step_id: str, name: str) -> Field:
        return self.page.steps.forms[step_id].fields[name]

    def buyer(self, name: str) -> Field:
        return self.page.side.buyer.fields[name]

    def last_step(self, step_id: str) -> str:
        """State of the newest record of a step, "" = none."""
        record = self.sale.run.last(step_id) if self.sale.run else None
        return record.state.value if record else ""

    # -- beginning and end -------------------------------------------------------------------------

    def begin(self, *, at_rest: bool = True) -> None:
        with self._qtbot.waitExposed(self.window, timeout=PATIENCE_MS):
            self.app.show()
        self.window.activateWindow()
        self._qtbot.waitUntil(lambda: self.window._timer.isActive(), timeout=PATIENCE_MS)
        if at_rest:
            self.settle()

    def leave(self) -> None:
        """The program ends; once."""
        if self._gone:
            return
        self._gone = True
        self.app.qt.removeEventFilter(self.app.scanner)
        window = self.app.window
        window.close()
        self.app.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def quiet(self) -> bool:
        held = self.app.scanner._detector.holding
        return self.app.jobs.idle and not self.state.busy and not self.vm.saving and not held

    def settle(self, until: Callable[[], bool] | None = None) -> None:
        """Until nothing is under way, everything typed is on disk, and `until` holds."""
        calm = 0

        def still() -> bool:
            nonlocal calm
            calm = calm + 1 if self.quiet() and (until is None or until()) else 0
            return calm > 1  # one turn of the event loop more: what was shown is laid out

        self._qtbot.waitUntil(still, timeout=PATIENCE_MS)

    def wait(self, until: Callable[[], bool]) -> None:
        """Until this holds, whatever else is under way."""
        self._qtbot.waitUntil(until, timeout=PATIENCE_MS)

    # -- keys --------------------------------------------------------------------------------------

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def burst(self, text: str) -> None:
        """A scanner, wherever the caret is, without its Enter."""
        self._clock.now += 500
        for mark in text:
            self._clock.now += 5
            self._character(mark)

    def scan(self, text: str) -> None:
        self.burst(text)
        self._clock.now += 5
        QTest.keyClick(self.focus(), Key.Key_Return)
        self.settle()

    def type(self, text: str) -> None:
        """A person's keys, Latin or Persian."""
        self.hit(text)
        self.settle()

    def hit(self, text: str) -> None:
        """The same, and nothing is waited for."""
        for mark in text:
            self._clock.now += 150
            self._character(mark)

    def _character(self, mark: str) -> None:
        target = self.focus()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = ord(mark.upper()) if mark.isascii() else 0
            QCoreApplication.sendEvent(target, QKeyEvent(kind, key, NONE, mark))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """One key, and everything that follows from it."""
        self.strike(key, modifier)
        self.settle()

    def strike(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """One key, and nothing is waited for."""
        self._clock.now += 400
        QTest.keyClick(self.focus(), key, modifier)

    def tab_to(self, target: QWidget, key: Qt.Key = Key.Key_Tab) -> list[QWidget]:
        """Tab until the caret is there; returns where it passed."""
        passed: list[QWidget] = []
        modifier = SHIFT if key == Key.Key_Backtab else NONE
        while self.focus() is not target:
            assert len(passed) < 80, f"no way to {target.accessibleName()!r} by Tab"
            self.strike(key, modifier)
            passed.append(self.focus())
        return passed

    def overwrite(self, field: Field, text: str) -> None:
        """The caret into a field, all of it replaced by hand."""
        field.edit.setFocus()
        QTest.keyClick(field.edit, Key.Key_A, CONTROL)
        QTest.keyClick(field.edit, Key.Key_Delete)
        self.type(text)

    # -- eyes --------------------------------------------------------------------------------------

    def reads(self, widget: QWidget) -> str:
        """What a label or button says, without the invisible marks of direction."""
        assert isinstance(widget, QLabel | QAbstractButton)
        return widget.text().translate(MARKS)

    def reason(self, field: Field) -> str:
        """The complaint beside a field, "" = none to be seen."""
        return self.reads(field.reason) if field.reason.isVisible() else ""

    def bar(self) -> str:
        """The line above the work."""
        return self.page.notice.text().translate(MARKS)

    def papers(self) -> list[str]:
        return sorted(path.name for path in self.services.papers.glob("*")) if self.services.papers.exists() else []

    def invoices(self) -> list[str]:
        with self.services.storage.read() as session:
            return [row.number for row in session.invoices(100)]
