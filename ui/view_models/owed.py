"""Activations that sold phones still owe: the list, the card of the one that is done by hand, and how each ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from pos_app.application import owed
from pos_app.application.owed import Owed, OwedList
from pos_app.application.services import Services
from pos_app.domain.registry import ScriptLine
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of

Outcome = tuple[str, tuple[ScriptLine, ...]]  # the entry to select, and its card


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedState:
    """`selected` is an entry's id; `script` is filled while that one is being done by hand."""

    rows: tuple[Owed, ...] = ()
    now: datetime | None = None
    selected: str = ""
    script: tuple[ScriptLine, ...] = ()
    notice: Notice | None = None
    busy: bool = False

    @property
    def row(self) -> Owed | None:
        return next((row for row in self.rows if row.entry_id == self.selected), None)


class OwedVM(QObject):
    changed = Signal()
    settled = Signal()  # something was queued or came to its end: the status line is out of date

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = OwedState()

    def load(self) -> None:
        """The list anew, its last complaint gone."""
        self.state = replace(self.state, notice=None)
        self.refresh()

    def refresh(self) -> None:
        """The list anew; what is selected stays selected, its card open."""
        self._jobs.db(
            lambda: owed.listed(self._services), lambda found: self._show(_with(self.state, found)), self._failed
        )  # fmt: skip

    def select(self, entry_id: str) -> None:
        if entry_id != self.state.selected:
            self._show(replace(self.state, selected=entry_id, script=(), notice=None))

    def try_again(self, code: str) -> None:
        self._act(lambda chosen: (owed.try_again(self._services, chosen, code), ()))

    def by_hand(self, code: str) -> None:
        def work(chosen: str) -> Outcome:
            asked = owed.by_hand(self._services, chosen, code=code)
            return asked.entry_id, asked.script

        self._act(work)

    def told(self, succeeded: bool | None, raw_text: str, sender: str, picture: bytes | None) -> None:
        """`succeeded` None = the dialogue broke off."""

        def work(chosen: str) -> Outcome:
            owed.told(
                self._services, chosen, succeeded=succeeded, raw_text=raw_text, sender=sender, picture=picture
            )  # fmt: skip
            return chosen, ()

        self._act(work)

    def close(self, reason: str) -> None:
        def work(chosen: str) -> Outcome:
            owed.close(self._services, chosen, reason)
            return chosen, ()

        self._act(work)

    def _act(self, work: Callable[[str], Outcome]) -> None:
        chosen = self.state.selected
        if self.state.busy or not chosen:
            return
        self._show(replace(self.state, busy=True, notice=None))

        def both() -> tuple[Outcome, OwedList]:
            return work(chosen), owed.listed(self._services)

        def done(result: tuple[Outcome, OwedList]) -> None:
            (selected, script), found = result
            self._show(_with(replace(self.state, selected=selected, script=script, busy=False), found))
            self.settled.emit()

        self._jobs.db(both, done, self._failed)

    def _show(self, state: OwedState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0], busy=False))


def _with(state: OwedState, found: OwedList) -> OwedState:
    """The state over a list just read: a row that came to its end hands the selection to the oldest."""
    ids = [row.entry_id for row in found.rows]
    stays = state.selected in ids
    return replace(
        state, rows=found.rows, now=found.now, selected=state.selected if stays else next(iter(ids), ""),
        script=state.script if stays else (),
    )  # fmt: skip
