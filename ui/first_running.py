"""The first start over the window: it stands before the counter until it is done, and comes back where it was left."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from pos_app.application import first_run
from pos_app.application.services import Services
from ui.jobs import Jobs
from ui.locking import Locking
from ui.pages.first_run import FirstRunPage
from ui.view_models.first_run import FirstRunVM
from ui.view_models.notice import Notice


class FirstRunning(QObject):
    done = Signal()
    look_changed = Signal(str, str)  # language, theme

    def __init__(self, locking: Locking, services: Services, jobs: Jobs, theme: str) -> None:
        super().__init__(locking)
        self._locking, self._services, self._jobs, self._theme = locking, services, jobs, theme
        self.page: FirstRunPage | None = None
        locking.vm.entered.connect(self._ask)
        if first_run.pending(services):  # before the first paint: nobody should see a counter that is nobody's
            self._stand()

    def begin(self) -> None:
        if self.page is not None:
            self.page.vm.load()

    def flush(self) -> None:
        """What is typed goes to the disk."""
        if self.page is not None:
            self.page.vm.flush()

    def _ask(self) -> None:
        """Somebody came to work: perhaps somebody who may go on with it."""
        if self.page is None:
            self._jobs.db(lambda: first_run.pending(self._services), self._answered, lambda _error: None)

    def _answered(self, pending: bool) -> None:
        if pending and self.page is None:
            self._stand()
            self.begin()

    def _stand(self) -> None:
        vm = FirstRunVM(self._services, self._jobs, self._theme)
        page = self.page = FirstRunPage(vm)
        vm.finished.connect(self._finished)
        vm.look_changed.connect(self.look_changed)
        self._locking.stand(page, lambda: vm.tell(Notice("scan-in-first-run")))

    def _finished(self) -> None:
        page, self.page = self.page, None
        self._locking.stand(None)
        if page is not None:
            page.deleteLater()
        self.done.emit()
