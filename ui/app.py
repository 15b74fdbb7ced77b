"""QApplication: font, Qt's own Persian texts, layout direction, exception hook, theme; and the one window."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    QTranslator,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from pos_app import i18n
from pos_app.application import staff
from pos_app.application.rescue import damage
from pos_app.application.services import Program
from pos_app.settings import RESOURCES
from ui import theme as themes
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.once import once
from ui.scanner.filter import ScannerFilter
from ui.view_models.counter import CounterVM
from ui.view_models.keeping import Keeping
from ui.view_models.registry_stock import StockVM
from ui.view_models.rounds import Rounds

log = logging.getLogger(__name__)
FONT_SIZE = 10.5
WARM_MS = 1500
_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_FACES = ("Regular", "Medium", "Bold")


class App(QObject):
    """Owns the window and builds it anew when language or light change; the sale comes back from disk."""

    damaged = Signal(str)  # what SQLite found wrong with the database: nobody may go on with it
    warmed = Signal()  # all that is loaded after the first paint is there, or could not be

    def __init__(self, qt: QApplication, open_program: Callable[[], Program]) -> None:
        super().__init__()
        self.qt = qt
        program = open_program()
        self.program = program
        staff.begin(program.services)
        self.jobs = Jobs()
        self.scanner = ScannerFilter()
        self._translator: QTranslator | None = None
        self.window = self._window(program.preferences.get("language", ""), program.preferences.get("theme", ""))
        self.window.keeping.troubled.connect(lambda notice: self.window.counter_vm.tell(notice))

    def _window(
        self, language: str, theme: str, vm: CounterVM | None = None, stock: StockVM | None = None,
        rounds: Rounds | None = None, keeping: Keeping | None = None,
    ) -> MainWindow:  # fmt: skip
        i18n.use(language or i18n.DEFAULT)
        self._dress(theme or "light")
        window = MainWindow(
            self.program.services, self.jobs, notice=self.program.notice, theme=theme or "light", vm=vm, stock=stock,
            rounds=rounds, keeping=keeping,
        )  # fmt: skip
        self.qt.setStyleSheet(themes.sheet(theme or "light"))  # once, not at every step of building
        window.look_changed.connect(self._change_look)
        return window

    def show(self) -> None:
        self.window.show()
        once(self, 0, self._begin)

    def _begin(self) -> None:
        self.qt.installEventFilter(self.scanner)
        self.window.start(self.scanner)
        once(self, WARM_MS, self._warm)

    def _warm(self) -> None:
        """The first paper should not wait for its tools, nor the first screen for the paper's."""
        self.window.keeping.start()
        desk = self.program.services.backups
        if desk is not None:  # takes too long to keep the first screen waiting
            self.jobs.background(lambda: damage(desk), self._looked_through, lambda error: log.info("%s", error))
        self.jobs.background(self.program.services.renderer.warm, lambda _none: self.warmed.emit(), self._not_warm)

    def _looked_through(self, found: str) -> None:
        if found:
            self.damaged.emit(found)

    def _not_warm(self, error: BaseException) -> None:
        log.info("%s", error)
        self.warmed.emit()

    def _change_look(self, language: str, theme: str) -> None:
        old, page = self.window, "settings"
        self.scanner.scanned.disconnect()
        self.window = self._window(language, theme, old.counter_vm, old.stock_vm, old.rounds, old.keeping)
        self.window.follow(old)
        self.window.resize(old.size())
        self.window.setWindowState(old.windowState())
        self.window.show()
        self.window.start(self.scanner)
        self.window.open_page(page)
        old.close()
        old.deleteLater()

    def _dress(self, theme: str) -> None:
        rtl = i18n.right_to_left()
        self.qt.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        if self._translator is not None:
            self.qt.removeTranslator(self._translator)
            self._translator = None
        if rtl:  # gettext does not speak for Qt's own dialogs and menus
            self._translator = QTranslator(self)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._translator.load(QLocale("fa"), "qtbase", "_", folder):
                self.qt.installTranslator(self._translator)
        palette = QPalette()
        colours = themes.PALETTES[theme]
        palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(colours.soft))
        palette.setColor(QPalette.ColorRole.Window, QColor(colours.ground))
        palette.setColor(QPalette.ColorRole.Base, QColor(colours.card))
        palette.setColor(QPalette.ColorRole.Text, QColor(colours.text))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colours.text))
        self.qt.setPalette(palette)

    def close(self) -> None:
        """Everything typed is written, what was begun in the database lane is finished."""
        self.window.counter_vm.flush()
        self.window.stock_vm.shut()
        self.jobs.close()
        for gateway in self.program.services.gateways.values():
            getattr(gateway, "close", lambda: None)()
        self.window.keeping.at_close()
        self._keep_witness()
        self.program.services.storage.close()

    def _keep_witness(self) -> None:
        """A locked keyring, or a disk that is gone, does not hold the end up."""
        try:
            self.program.services.keep_witness()
        except Exception as error:  # noqa: BLE001 - whatever a keyring throws
            log.info("no witness of the history: %s", type(error).__name__)


def make_qt() -> QApplication:
    """The one QApplication, with the font that holds both scripts."""
    existing = QApplication.instance()
    qt = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    qt.setApplicationName("Pishkhan")
    qt.setStyle("Fusion")
    for face in _FACES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / f"Vazirmatn-{face}.ttf"))
    font = QFont("Vazirmatn")
    font.setPointSizeF(FONT_SIZE)
    qt.setFont(font)
    return qt


def log_to(path: Path) -> None:
    """Readable, rotating; private values are masked before they come near it."""
    from logging.handlers import RotatingFileHandler

    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for every clock call would drown the rest
    logging.basicConfig(
        level=logging.INFO, handlers=[handler], format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True
    )


def hear_qt() -> None:
    """Qt's own complaints go to the log; one of the offscreen platform is idle talk."""

    def heard(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if "This plugin does not support" not in message:
            logging.getLogger("qt").log(_LEVELS.get(kind, logging.INFO), "%s", message)

    qInstallMessageHandler(heard)


def hook_faults(tell: Callable[[str], None]) -> None:
    """A fault of ours that nobody caught: logged with its traceback, shown as such, and work goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("fault of ours", exc_info=(kind, error, trace))
        if not issubclass(kind, KeyboardInterrupt):
            tell(kind.__name__)

    sys.excepthook = hook
