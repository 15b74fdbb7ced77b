"""Stands before every key press of the program: a scan is reported, everything else arrives as it was typed.

Install on the QApplication. While a key may still belong to a scan it is held, at most one gap; so no digit
of a scan reaches a field, and no Enter of a scanner presses a button.

A plain letter or digit is always held first, so it cannot be a QShortcut: use Alt, Ctrl or function keys.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from ui.scanner.burst import BurstDetector, Limits, Outcome
from ui.scanner.held import Held, ReplayedCommit, ReplayedKey, hold_commit, hold_key, split, which_key
from ui.scanner.stroke import Stroke

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
#: They only colour the next key: a scanner presses Shift before each capital letter.
_MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}
_INPUT = (QInputEvent, QInputMethodEvent)
_PRESSES_OF_A_POINTER = {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin}
_LATE_MS = 20  # a timer that comes this much later than asked: the program was busy, keys may wait in the queue
_GRACE_MS = 5  # one more turn of the event loop for those keys
_ONE_KEY = 4  # characters that one key may write: lam-alef with hamza, the word rial


class ScannerFilter(QObject):
    """`scanned` carries the repaired text of one scan, once. `clock` gives ms and never goes back."""

    scanned = Signal(str)

    def __init__(
        self, limits: Limits | None = None, parent: QObject | None = None, clock: Callable[[], int] | None = None
    ) -> None:
        super().__init__(parent)
        self._detector = BurstDetector(limits)
        self._clock = clock or _monotonic_ms
        self._held: list[Held] = []  # presses and their releases, in order
        self._releases_to_drop: list[tuple[int, int]] = []
        self._composing = False
        self._ahead = 0  # the system's time minus ours, at the last key that carried one
        self._stamped = False  # whether the last key carried the system's own time
        self._armed_at = 0
        self._waited = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._quiet)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt asks before each event of the program; True keeps the event from its receiver."""
        if not isinstance(event, _INPUT):
            return False  # thousands of paints and layouts come by here: no word more about them
        kind = event.type()
        if isinstance(event, QKeyEvent):
            if isinstance(event, ReplayedKey) or event.key() in _MODIFIERS:
                return False
            if kind == QEvent.Type.KeyPress:
                return self._pressed(watched, event)
            if kind == QEvent.Type.KeyRelease:
                return self._released(watched, event)
            return kind == QEvent.Type.ShortcutOverride and self._before_shortcut(event)
        if isinstance(event, QInputMethodEvent):
            return not isinstance(event, ReplayedCommit) and self._written(watched, event)
        if kind in _PRESSES_OF_A_POINTER and self._detector.holding == 1:
            # A person typed and clicked: the key belongs to the field before the click. Two keys within a gap are
            # a scanner's, and a click in the middle of its burst must not let digits out.
            self._apply(self._detector.quiet())
        return False

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if which_key(event) in self._releases_to_drop:  # its release got lost, in another window perhaps
            self._releases_to_drop.remove(which_key(event))
        outcome = self._detector.feed(self._stroke(event))
        self._apply(outcome)
        if not outcome.take:
            return False
        if self._detector.holding:
            self._hold(hold_key(watched, event))
        else:
            self._releases_to_drop.append(which_key(event))
        event.accept()
        return True

    def _hold(self, held: Held) -> None:
        self._held.append(held)
        self._armed_at = self._clock()
        self._waited = False
        self._timer.start(self._detector.limits.gap_ms)

    def _released(self, watched: QObject, event: QKeyEvent) -> bool:
        which = which_key(event)
        if any(held.press and held.which == which for held in self._held):
            self._held.append(hold_key(watched, event))  # never before its press
            return True
        if which in self._releases_to_drop:
            self._releases_to_drop.remove(which)
            return True
        return False

    def _written(self, watched: QObject, event: QInputMethodEvent) -> bool:
        """Some keys reach Qt as finished text: lam-alef of an Arabic layout on X11, every key under some input methods.

        Such text is a stroke like any other. Real composition, with text still open, is let through untouched.
        """
        was_composing, self._composing = self._composing, bool(event.preeditString())
        text = event.commitString()
        stroke = Stroke(text, 0, 0, 0, self._clock() + self._ahead)
        one_key = stroke.printable and len(text) <= _ONE_KEY and not event.replacementLength()
        if was_composing or self._composing or not one_key:
            self._apply(self._detector.quiet())
            return False
        self._apply(self._detector.feed(stroke))
        self._hold(hold_commit(watched, text))
        event.accept()
        return True

    def _before_shortcut(self, event: QKeyEvent) -> bool:
        """Qt asks this before it tries shortcuts. What we may hold is no shortcut; before others we let go."""
        if self._detector.takes(self._stroke(event)):
            event.accept()
            return True
        self._apply(self._detector.quiet())
        return False

    def _stroke(self, event: QKeyEvent) -> Stroke:
        """The system's own time if it gave one: a busy program must not stretch a burst."""
        stamped = bool(event.timestamp())
        if stamped != self._stamped:  # two clocks that know nothing of each other
            self._apply(self._detector.quiet())
            self._stamped = stamped
        self._ahead = event.timestamp() - self._clock() if stamped else 0
        modifiers = event.modifiers()
        return Stroke(
            text=event.text(),
            key=int(event.key()),
            scan_code=event.nativeScanCode(),
            virtual_key=event.nativeVirtualKey(),
            at_ms=event.timestamp() or self._clock(),
            shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            command=bool(modifiers & _COMMANDS),
            repeat=event.isAutoRepeat(),
        )

    def _quiet(self) -> None:
        late = self._clock() - self._armed_at > self._detector.limits.gap_ms + _LATE_MS
        if late and not self._waited:
            self._waited = True
            self._timer.start(_GRACE_MS)
            return
        self._apply(self._detector.quiet())

    def _apply(self, outcome: Outcome) -> None:
        """First what was typed, then the scan: in the order in which it happened."""
        if not (outcome.replay or outcome.drop):
            return
        self._timer.stop()
        typed, scan = split(self._held, outcome.replay)
        self._held = []
        down = [held.which for held in scan if held.press and held.which]
        for held in scan:
            if not held.press and held.which:
                down.remove(held.which)
        self._releases_to_drop += down
        for held in typed:
            target = held.receiver if isValid(held.receiver) else QApplication.focusWidget()
            if target is not None:
                QApplication.sendEvent(target, held.event)
        if outcome.scan:
            self.scanned.emit(outcome.scan)


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000
