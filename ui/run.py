"""Opens the counter and stays until it is closed."""

from __future__ import annotations

import signal
from collections.abc import Callable

from PySide6.QtCore import QTimer

from pos_app.application.services import Program
from pos_app.settings import Settings
from ui.app import App, hook_faults, log_to, make_qt
from ui.view_models.counter import Notice


def run(settings: Settings, open_shop: Callable[[Settings], Program]) -> int:
    """The event loop; 0 when the window was closed. Raises StorageError when the shop cannot be opened."""
    qt = make_qt()
    app = App(qt, lambda: open_shop(settings))
    log_to(settings.log)
    hook_faults(lambda name: app.window.counter_vm.tell(Notice("internal-fault", name)))
    app.show()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_args: qt.quit())
    awake = QTimer()  # Python sees a signal only between two bytecodes
    awake.start(200)
    awake.timeout.connect(lambda: None)
    try:
        return qt.exec()
    finally:
        app.close()
