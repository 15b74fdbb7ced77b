"""The support bundle and the log, from the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from pos_app.application import support
from pos_app.application.services import Services
from pos_app.application.support import Bundle
from pos_app.settings import VERSION
from ui import notices
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


class SupportVM(QObject):
    told = Signal(object)  # Notice
    to_read = Signal(str)  # path of the log

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs

    @property
    def possible(self) -> bool:
        return self._services.diagnostics is not None and self._services.backups is not None

    def make(self, out: Path) -> None:
        diagnostics, desk = self._services.diagnostics, self._services.backups
        if diagnostics is None or desk is None:
            return
        more = {"qt": qt_version, "platform": QGuiApplication.platformName()}

        def work() -> Bundle:
            return support.make(
                diagnostics, desk.folder, desk.log, out, program=VERSION, more=more, codes=frozenset(notices.TABLE)
            )

        self._jobs.background(
            work, lambda made: self.told.emit(Notice("support-written", str(made.path))), self._failed
        )

    def read_log(self) -> None:
        desk = self._services.backups
        if desk is None or not desk.log.is_file():
            self.told.emit(Notice("log-missing"))
        else:
            self.to_read.emit(str(desk.log))

    def _made(self, bundle: Bundle) -> None:
        self.told.emit(Notice("support-written", str(bundle.path)))

    def _failed(self, error: BaseException) -> None:
        self.told.emit(notices_of(error)[0])
