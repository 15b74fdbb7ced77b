"""Opens the counter and stays until it is closed."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from pos_app import i18n
from pos_app.application.services import Program
from pos_app.domain.errors import ShopError
from pos_app.i18n import text as _
from pos_app.settings import Settings
from ui.app import App, hear_qt, hook_faults, log_to, make_qt
from ui.collecting import let_collect
from ui.notices import sentence
from ui.view_models.notice import Notice

log = logging.getLogger(__name__)
FAILED = 2


def run(settings: Settings, open_shop: Callable[[Settings], Program]) -> int:
    """The event loop; 0 when the window was closed, 2 when the shop could not be opened."""
    hear_qt()
    qt = make_qt()
    try:
        app = App(qt, lambda: open_shop(settings))
    except ShopError as error:
        return _refuse(qt, error)
    app.warmed.connect(let_collect)
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


def _refuse(qt: QApplication, error: ShopError) -> int:
    """No shop, no counter: the reason on standard error, and in a window where there is a screen."""
    i18n.use(i18n.DEFAULT)
    said = sentence(error.code, error.detail)
    sys.stderr.write(f"{error.code}: {said}\n")
    if QGuiApplication.platformName() not in ("offscreen", "minimal"):
        box = QMessageBox(QMessageBox.Icon.Critical, _("Pishkhan"), said)
        box.finished.connect(qt.quit)
        box.open()
        qt.exec()
    return FAILED
