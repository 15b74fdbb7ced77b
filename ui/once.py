"""One call, a moment later."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def once(owner: QObject, milliseconds: int, act: Callable[[], object]) -> None:
    """By a timer that goes with its `owner`. The one behind `QTimer.singleShot` deletes itself from the event loop, and
    PySide then now and then ends the program in `BindingManager::releaseWrapper`."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(act)
    timer.start(milliseconds)
