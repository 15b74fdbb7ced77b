"""Opens the counter and stays until it is closed."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from pos_app import i18n
from pos_app.application.services import Program
from pos_app.domain.errors import ShopError, StorageError
from pos_app.i18n import text as _
from pos_app.ports.backups import RestoreDesk
from pos_app.settings import Settings
from ui.app import App, hear_qt, hook_faults, log_to, make_qt
from ui.collecting import let_collect
from ui.front import FrontDoor, come_forward, knock
from ui.notices import sentence
from ui.view_models.notice import Notice

log = logging.getLogger(__name__)
FAILED = 2
DAMAGED = "storage-damaged"


def run(
    settings: Settings, open_shop: Callable[[Settings], Program], rescue: Callable[[], RestoreDesk] | None = None
) -> int:
    """The event loop; 0 when the window was closed, 2 when the shop could not be opened. `rescue` brings a damaged
    shop back, where somebody sits at the screen."""
    hear_qt()
    qt = make_qt()
    while True:
        try:
            app = App(qt, lambda: open_shop(settings))
        except ShopError as error:
            if error.code == DAMAGED and rescue is not None and _rescued(qt, rescue(), error.detail):
                continue
            return _refuse(qt, error)
        log_to(settings.log)
        found = _stay(qt, app, settings)
        if not found:
            return 0
        log.error("the database is damaged: %s", found)
        if rescue is None or not _rescued(qt, rescue(), found):
            return _refuse(qt, StorageError(DAMAGED, detail=found))


def _stay(qt: QApplication, app: App, settings: Settings) -> str:
    """Until the window is closed; what is wrong with the database, should that be found out, "" = nothing."""
    found: list[str] = []

    def damaged(what: str) -> None:
        found.append(what)
        qt.quit()

    app.warmed.connect(let_collect)
    app.damaged.connect(damaged)
    hook_faults(lambda name: app.window.counter_vm.tell(Notice("internal-fault", name)))
    app.show()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_args: qt.quit())
    awake = QTimer()  # Python sees a signal only between two bytecodes
    awake.start(200)
    awake.timeout.connect(lambda: None)
    doors: list[FrontDoor] = []
    app.warmed.connect(lambda: doors.extend([] if doors else [_door(app, settings)]))
    try:
        qt.exec()
    finally:
        for door in doors:
            door.close()
        app.close()
        if found:
            app.window.close()
    return "".join(found[:1])


def _door(app: App, settings: Settings) -> FrontDoor:
    door = FrontDoor(settings.folder)
    door.knocked.connect(lambda: come_forward(app.window))
    return door


def second(folder: Path, error: StorageError) -> int:
    """Somebody works in this folder already: their window comes forward (0), or this start is refused (2)."""
    hear_qt()
    qt = make_qt()
    if error.code == "shop-is-open" and knock(folder):
        return 0
    return _refuse(qt, error)


def _rescued(qt: QApplication, desk: RestoreDesk, detail: str) -> bool:
    """True once the shop is back. Without a screen nobody can be asked: `main.py restore` does it there."""
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        return False
    from ui.rescue import ask

    i18n.use(i18n.DEFAULT)
    log.info("offering a backup: %s", detail)
    return ask(
        qt, desk, _("The database is damaged. It is kept as it is, and the newest good backup can take its place.")
    )


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
