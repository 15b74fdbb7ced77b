"""Events that wait for the filter's decision, ready to be sent on as they came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent, QKeyEvent

Which = tuple[int, int]


class ReplayedKey(QKeyEvent):
    """A held key on its second way; the filter knows its own."""


class ReplayedCommit(QInputMethodEvent):
    """The same for text that an input method had finished."""


@dataclass(frozen=True, slots=True)
class Held:
    """`press`: it counts as a stroke, a release does not. `which` pairs the two; None where no release comes."""

    receiver: QObject
    event: QEvent
    press: bool
    which: Which | None


def hold_key(receiver: QObject, event: QKeyEvent) -> Held:
    """A copy, since Qt's own event lives no longer than its delivery."""
    copy = ReplayedKey(
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
    return Held(receiver, copy, event.type() == QEvent.Type.KeyPress, which_key(event))


def hold_commit(receiver: QObject, text: str) -> Held:
    copy = ReplayedCommit()
    copy.setCommitString(text)
    return Held(receiver, copy, press=True, which=None)


def which_key(event: QKeyEvent) -> Which:
    """Press and release of one key; the character may differ between them, as Shift goes up in between."""
    return (event.nativeScanCode(), 0) if event.nativeScanCode() else (0, int(event.key()))


def split(events: Iterable[Held], presses: int) -> tuple[list[Held], list[Held]]:
    """The first so many presses with their releases, and the rest. Releases may overlap the next press."""
    first: list[Held] = []
    rest: list[Held] = []
    down: list[Which | None] = []
    for held in events:
        if held.press and presses:
            presses -= 1
            down.append(held.which)
            first.append(held)
        elif not held.press and held.which in down:
            down.remove(held.which)
            first.append(held)
        else:
            rest.append(held)
    return first, rest
