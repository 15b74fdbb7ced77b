"""Backups by themselves: every hour while the program runs, and once more at its end. In the background lane alone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from pos_app.application import keeping, recovery
from pos_app.application.backups import Made
from pos_app.application.keeping import Kept
from pos_app.application.services import Services
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of
from ui.view_models.support import SupportVM

log = logging.getLogger(__name__)
BEAT_MS = 60_000


@dataclass(frozen=True, slots=True)
class KeepingState:
    """`at`: when this was true; `notices` of what a person asked for; `trouble`: why the last one by itself was not
    made, None = it was; `remark` code of what the shop must know of what it saved or asked for."""

    kept: Kept
    at: datetime
    working: bool = False
    notices: tuple[Notice, ...] = ()
    trouble: Notice | None = None
    remark: str = ""
    detail: str = ""

    @property
    def too_old(self) -> bool:
        return self.kept.too_old(self.at)


class Keeping(QObject):
    """It outlives the window when language or light change, as `Rounds` does."""

    told = Signal(object)  # KeepingState
    troubled = Signal(object)  # Notice: the first of several that could not be made
    wrote = Signal(str)  # path of a recovery paper

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.support = SupportVM(services, jobs)
        self.state = KeepingState(Kept(), services.clock.now())
        self._mark: tuple[int, ...] | None = None  # of the database at the last backup
        self._tried: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.beat)

    @property
    def possible(self) -> bool:
        return self._services.backups is not None

    def start(self) -> None:
        if self.possible:
            self._tried = self._now()
            self._timer.start()
            self.load()

    def load(self) -> None:
        self._jobs.db(lambda: keeping.load(self._services), lambda kept: self._put(kept=kept), self._failed)

    def beat(self) -> None:
        """A minute has passed: is a backup due, or one that could not be made to be tried again?"""
        now, kept = self._now(), self.state.kept
        wait = keeping.AGAIN if self.state.trouble else keeping.HOUR
        due = self._tried is None or abs(now - self._tried) >= wait
        if kept.folder and due and not self.state.working and self._changed():
            self._tried = now
            self._put(working=True)
            self._jobs.background(lambda: self._make(thorough=False), self._made, self._not_made)
        else:
            self._put()

    def back_up(self) -> None:
        """Somebody asked for it: with the whole history verified, changed or not."""
        self._ask(lambda: self._home(keeping.make_now(self._services)), "backup-made")

    def try_newest(self) -> None:
        self._ask(lambda: (keeping.try_newest(self._services).file.name, keeping.load(self._services)), "backup-opens")

    def save(self, folder: str, keep: str) -> None:
        def work() -> tuple[str, Kept]:
            remark = keeping.save(self._services, folder, keep)
            return remark, keeping.load(self._services)

        def saved(said: tuple[str, Kept]) -> None:
            self._put(
                kept=said[1], working=False, notices=(), remark=said[0] or "backup-place-saved", detail="", trouble=None
            )

        self._put(working=True)
        self._jobs.db(work, saved, self._failed)

    def print_key(self, out: Path, *, renew: bool) -> None:
        def work() -> tuple[str, Kept]:
            path = recovery.print_once(self._services, out, renew=renew)
            return str(path), keeping.load(self._services)

        self._ask(work, "recovery-key-written", lambda path: self.wrote.emit(path))

    def at_close(self) -> None:
        """In the thread that ends the program: nothing waits for it any more. Whatever goes wrong is logged."""
        self._timer.stop()
        kept = self.state.kept
        if not self.possible or not kept.folder or not self._changed():
            return
        try:
            keeping.make(self._services, thorough=not keeping.verified_today(kept, self._now()))
        except Exception as error:  # noqa: BLE001 - the end of the program is not held up
            log.warning("no backup at the end: %s", getattr(error, "code", type(error).__name__))

    def _make(self, *, thorough: bool) -> tuple[str, Kept]:
        return self._home(keeping.make(self._services, thorough=thorough))

    def _home(self, made: Made) -> tuple[str, Kept]:
        if self._services.backups is not None:
            self._mark = keeping.mark(self._services.backups)
        return made.file.name, keeping.load(self._services)

    def _changed(self) -> bool:
        desk = self._services.backups
        return desk is not None and (self._mark is None or keeping.mark(desk) != self._mark)

    def _ask(
        self, work: Callable[[], tuple[str, Kept]], remark: str, then: Callable[[str], None] = lambda _name: None
    ) -> None:
        if self.state.working:
            return

        def done(said: tuple[str, Kept]) -> None:
            trouble = None if remark == "backup-made" else self.state.trouble
            self._put(kept=said[1], working=False, notices=(), remark=remark, detail=said[0], trouble=trouble)
            then(said[0])

        self._put(working=True, notices=(), remark="")
        self._jobs.background(work, done, self._failed)

    def _made(self, said: tuple[str, Kept]) -> None:
        self._put(kept=said[1], working=False, trouble=None)

    def _not_made(self, error: BaseException) -> None:
        """Said once; it is tried again, and the line above everything goes on saying since when."""
        new, trouble = self.state.trouble is None, notices_of(error)[0]
        self._put(working=False, trouble=trouble)
        if new:
            self.troubled.emit(trouble)

    def _failed(self, error: BaseException) -> None:
        self._put(working=False, notices=notices_of(error), remark="")

    def _put(self, **changes: object) -> None:
        self.state = replace(self.state, at=self._now(), **changes)  # type: ignore[arg-type]
        self.told.emit(self.state)

    def _now(self) -> datetime:
        return self._services.clock.now()
