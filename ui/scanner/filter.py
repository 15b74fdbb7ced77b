"""Stands before every key press of the program: a scan is reported, everything else arrives as it was typed.

Install on the QApplication. While a key may still belong to a scan it is held, at most one gap; so no digit
of a scan reaches a field, and no Enter of a scanner presses a button.

A plain letter or digit is always held first, so it cannot be a QShortcut: use Alt, Ctrl or function keys.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from ui.scanner.burst import BurstDetector, Limits, Outcome
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
_PRESSES_OF_A_POINTER = {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin}
_LATE_MS = 20  # a timer that comes this much later than asked: the program was busy, keys may wait in the queue
_GRACE_MS = 5  # one more turn of the event loop for those keys


class _Replayed(QKeyEvent):
    """A held event on its second way; the filter knows its own."""


class ScannerFilter(QObject):
    """`scanned` carries the repaired text of one scan, once. `clock` gives ms and never goes back."""

    scanned = Signal(str)

    def __init__(
        self, limits: Limits | None = None, parent: QObject | None = None, clock: Callable[[], int] | None = None
    ) -> None:
        super().__init__(parent)
        self._detector = BurstDetector(limits)
        self._clock = clock or _monotonic_ms
        self._held: list[tuple[QObject, _Replayed]] = []  # presses and their releases, in order
        self._releases_to_drop: list[tuple[int, int]] = []
        self._stamped = False  # whether the last key carried the system's own time
        self._armed_at = 0
        self._waited = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._quiet)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt asks before each event of the program; True keeps the event from its receiver."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._pressed(watched, event)
        if kind == QEvent.Type.KeyRelease:
            return isinstance(event, QKeyEvent) and self._released(watched, event)
        if kind == QEvent.Type.ShortcutOverride:
            return isinstance(event, QKeyEvent) and self._before_shortcut(event)
        if kind in _PRESSES_OF_A_POINTER and self._detector.holding == 1:
            # A person typed and clicked: the key belongs to the field before the click. Two keys within a gap are
            # a scanner's, and a click in the middle of its burst must not let digits out.
            self._apply(self._detector.quiet())
        return False

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if isinstance(event, _Replayed) or event.key() in _MODIFIERS:
            return False
        if _which(event) in self._releases_to_drop:  # its release got lost, in another window perhaps
            self._releases_to_drop.remove(_which(event))
        outcome = self._detector.feed(self._stroke(event))
        self._apply(outcome)
        if not outcome.take:
            return False
        if self._detector.holding:
            self._held.append((watched, _copy(event)))
            self._arm(self._detector.limits.gap_ms)
        else:
            self._releases_to_drop.append(_which(event))
        event.accept()
        return True

    def _released(self, watched: QObject, event: QKeyEvent) -> bool:
        if isinstance(event, _Replayed) or event.key() in _MODIFIERS:
            return False
        which = _which(event)
        if any(_which(held) == which and held.type() == QEvent.Type.KeyPress for _, held in self._held):
            self._held.append((watched, _copy(event)))  # never before its press
            return True
        if which in self._releases_to_drop:
            self._releases_to_drop.remove(which)
            return True
        return False

    def _before_shortcut(self, event: QKeyEvent) -> bool:
        """Qt asks this before it tries shortcuts. What we may hold is no shortcut; before others we let go."""
        if isinstance(event, _Replayed) or event.key() in _MODIFIERS:
            return False
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

    def _arm(self, wait_ms: int) -> None:
        self._armed_at = self._clock()
        self._waited = False
        self._timer.start(wait_ms)

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
        typed, scan = self._split(outcome.replay)
        self._held = []
        pressed = [_which(event) for _, event in scan if event.type() == QEvent.Type.KeyPress]
        for _, event in scan:
            if event.type() == QEvent.Type.KeyRelease:
                pressed.remove(_which(event))
        self._releases_to_drop += pressed
        for receiver, event in typed:
            target = receiver if isValid(receiver) else QApplication.focusWidget()
            if target is not None:
                QApplication.sendEvent(target, event)
        if outcome.scan:
            self.scanned.emit(outcome.scan)

    def _split(self, presses: int) -> tuple[list[tuple[QObject, _Replayed]], list[tuple[QObject, _Replayed]]]:
        """The first so many presses with their releases, and the rest. Releases may overlap the next press."""
        typed: list[tuple[QObject, _Replayed]] = []
        rest: list[tuple[QObject, _Replayed]] = []
        down: list[tuple[int, int]] = []
        for receiver, event in self._held:
            which = _which(event)
            if event.type() == QEvent.Type.KeyPress and presses:
                presses -= 1
                down.append(which)
                typed.append((receiver, event))
            elif event.type() == QEvent.Type.KeyRelease and which in down:
                down.remove(which)
                typed.append((receiver, event))
            else:
                rest.append((receiver, event))
        return typed, rest


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000


def _which(event: QKeyEvent) -> tuple[int, int]:
    """Press and release of one key; the character may differ between them, as Shift goes up in between."""
    return (event.nativeScanCode(), 0) if event.nativeScanCode() else (0, int(event.key()))


def _copy(event: QKeyEvent) -> _Replayed:
    copy = _Replayed(
        event.type(),
        int(event.key()),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    copy.setTimestamp(event.timestamp())
    return copy
