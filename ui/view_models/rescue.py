"""What a damaged shop, or an empty folder, can be brought back from; and bringing it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pos_app.application import rescue, restoring
from pos_app.application.rescue import Offer
from pos_app.application.restoring import Restored
from pos_app.ports.backups import RestoreDesk
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True)
class RescueState:
    """`searching` until the backups were looked through; `working` while one is restored; `done` when it is back."""

    searching: bool = True
    working: bool = False
    offer: Offer | None = None
    notices: tuple[Notice, ...] = ()
    done: Restored | None = None

    @property
    def busy(self) -> bool:
        return self.searching or self.working


class RescueVM(QObject):
    changed = Signal(object)

    def __init__(self, desk: RestoreDesk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.state = RescueState()

    def search(self, folder: Path | None = None) -> None:
        """The newest good one of where backups were made, or of `folder`."""
        self._put(replace(self.state, searching=True, notices=()))
        folders = (folder,) if folder else ()
        work = self._desk.backup
        self._jobs.background(
            lambda: rescue.newest_good(work, folders), lambda offer: self._found(offer, folder), self._failed
        )

    def choose(self, file: Path) -> None:
        self._put(replace(self.state, searching=True, notices=()))
        self._jobs.background(
            lambda: rescue.look(self._desk.backup, file), lambda offer: self._found(offer, file), self._failed
        )

    def restore(self, key: str, last: str) -> None:
        """`last`: numbers of the newest papers, with blanks between; "none", or "unknown"."""
        offer = self.state.offer
        if offer is None or self.state.busy:
            return
        self._put(replace(self.state, working=True, notices=()))
        self._jobs.background(lambda: self._restored(offer, key, last), self._back, self._failed)

    def _restored(self, offer: Offer, key: str, last: str) -> Restored:
        said = restoring.read_last(tuple(last.split()))
        return restoring.restore(
            self._desk, offer.file, self._desk.now(), last=said, ask_key=lambda: key,
            replace=self._desk.backup.database.exists(),
        )  # fmt: skip

    def _found(self, offer: Offer | None, where: Path | None) -> None:
        told = () if offer or where is None else (Notice("backup-missing", str(where)),)
        self._put(RescueState(searching=False, offer=offer or self.state.offer, notices=told))

    def _back(self, done: Restored) -> None:
        self._put(replace(self.state, working=False, done=done))

    def _failed(self, error: BaseException) -> None:
        self._put(replace(self.state, searching=False, working=False, notices=notices_of(error)))

    def _put(self, state: RescueState) -> None:
        self.state = state
        self.changed.emit(state)
