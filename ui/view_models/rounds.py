"""The rounds in the background: one at a time, however many things ask for one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from pos_app.application import queue
from pos_app.application.queue import Status
from pos_app.application.services import Services
from ui.jobs import Jobs


class Rounds(QObject):
    """It outlives the window when language or light change, so that there are never two rounds at once."""

    told = Signal(object)  # Status
    failed = Signal(object)  # BaseException

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self._under_way = self._once_more = False

    def ask(self) -> None:
        """Something has changed. While a round is under way one more follows it, as it may have looked before that."""
        if self._under_way:
            self._once_more = True
        else:
            self._begin()

    def beat(self) -> None:
        """Its time has come. One that takes longer than the time between two is answer enough: a registry that hangs
        is not asked without a pause."""
        if not self._under_way:
            self._begin()

    def _begin(self) -> None:
        self._under_way, self._once_more = True, False
        self._jobs.background(lambda: queue.round_(self._services), self._done, self._broke_off)

    def _done(self, status: Status) -> None:
        self._next()
        self.told.emit(status)

    def _broke_off(self, error: BaseException) -> None:
        self._next()
        self.failed.emit(error)

    def _next(self) -> None:
        self._under_way = False
        if self._once_more:
            self._begin()
