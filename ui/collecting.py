"""Garbage is collected in the window's thread and in no other.

Python collects in whichever thread happens to allocate. Where that is a background thread and the garbage holds a Qt
object, its destructor takes Qt's lock of connections and waits for the interpreter, while the window's thread holds the
interpreter and waits for that lock: the counter stands still for ever. So the automatic collector stays off.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QTimer

EVERY = 1_000  # milliseconds
NAME = "collector"


def let_collect() -> None:
    """Modules and window live as long as the program, so the collector need not walk them again and again: that took
    60 ms. It begins when all that comes late is there, the registry's and the papers' tools too."""
    gc.freeze()
    timer = QTimer(QCoreApplication.instance())
    timer.setObjectName(NAME)
    timer.timeout.connect(collect_due)
    timer.start(EVERY)


def collect_due() -> None:
    """By the interpreter's own thresholds; only ever from the window's thread."""
    for generation, limit in enumerate(gc.get_threshold()):
        if gc.get_count()[generation] <= limit:
            return
        gc.collect(generation)
