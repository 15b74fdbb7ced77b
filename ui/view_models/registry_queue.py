"""Every operation with the registry: the list, the story of the chosen one, and what a person does about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from pos_app.application import outbox, owed
from pos_app.application.outbox import Line, OutboxList
from pos_app.application.services import Services
from pos_app.domain.registry import Channel, ScriptLine
from pos_app.ports.operations import OperationEvent
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of

Outcome = tuple[str, tuple[ScriptLine, ...]]  # the entry to select, and its card
FIELDS = ("code", "reason", "sender", "raw_text")  # where a complaint may stand; any other is told above the list


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """`selected` is an entry's id; `script` is filled while that one is being done by hand. `busy` names what runs."""

    rows: tuple[Line, ...] = ()
    now: datetime | None = None
    more: int = 0  # that wait behind the ones listed
    ways: tuple[Channel, ...] = ()
    selected: str = ""
    story: tuple[OperationEvent, ...] = ()
    script: tuple[ScriptLine, ...] = ()
    notice: Notice | None = None
    busy: str = ""

    @property
    def row(self) -> Line | None:
        return next((row for row in self.rows if row.entry_id == self.selected), None)


@dataclass(frozen=True, slots=True)
class Found:
    listed: OutboxList
    selected: str
    story: tuple[OperationEvent, ...]


class QueueVM(QObject):
    changed = Signal()
    settled = Signal()  # something was queued or came to its end: the status line is out of date
    turned = Signal()  # another phone is looked at: what was typed belongs to the one before
    accepted = Signal(str)  # what was typed for this act is on disk
    counter_wanted = Signal(str)  # the sale that is to be settled there

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = QueueState()

    # -- looking -----------------------------------------------------------------------------------

    def load(self) -> None:
        """The list anew, its last complaint gone."""
        self.state = replace(self.state, notice=None)
        self.refresh()

    def refresh(self) -> None:
        """The list anew; what is selected stays selected, its card open."""
        selected = self.state.selected
        self._jobs.db(lambda: self._read(selected), self._arrive, self._complain)

    def select(self, entry_id: str) -> None:
        if entry_id == self.state.selected:
            return
        self.turned.emit()
        self._show(replace(self.state, selected=entry_id, story=(), script=(), notice=None))

        def told(story: tuple[OperationEvent, ...]) -> None:
            if entry_id == self.state.selected:
                self._show(replace(self.state, story=story))

        self._jobs.db(lambda: outbox.story(self._services, entry_id), told, self._complain)

    def _read(self, selected: str) -> Found:
        """One that left the list hands the selection to the oldest that waits. Runs in a lane."""
        listed = outbox.listed(self._services)
        if selected not in {row.entry_id for row in listed.rows}:
            selected = next((row.entry_id for row in listed.rows if row.waits), "")
        return Found(listed, selected, outbox.story(self._services, selected) if selected else ())

    def _arrive(self, found: Found, instead_of: str | None = None) -> None:
        """`instead_of`: the entry whose place the selected one takes, for the same phone."""
        state = replace(
            self.state, rows=found.listed.rows, now=found.listed.now, more=found.listed.more, ways=found.listed.by_hand
        )
        here = self.state.selected
        if here in (found.selected, instead_of):
            state = replace(state, selected=found.selected, story=found.story)
        elif state.row is None:
            self.turned.emit()
            state = replace(state, selected=found.selected, story=found.story, script=())
        self._show(state)  # else the person has turned to another row meanwhile, and its own story is on its way

    # -- acting ------------------------------------------------------------------------------------

    def ask_now(self) -> None:
        """Asks what became of it, or sends it; a slow registry holds up nothing."""

        def work(chosen: str) -> Outcome:
            outbox.ask_now(self._services, chosen)
            return chosen, ()

        self._act("ask", work, network=True)

    def try_again(self, code: str) -> None:
        self._act("code", lambda chosen: (owed.try_again(self._services, chosen, code), ()))

    def by_hand(self, channel: Channel | None, code: str) -> None:
        def work(chosen: str) -> Outcome:
            asked = owed.by_hand(self._services, chosen, channel, code)
            return asked.entry_id, asked.script

        self._act("code", work, network=True)

    def told(self, succeeded: bool | None, raw_text: str, sender: str, picture: bytes | None) -> None:
        """`succeeded` None = the dialogue broke off."""

        def work(chosen: str) -> Outcome:
            owed.told(
                self._services, chosen, succeeded=succeeded, raw_text=raw_text, sender=sender, picture=picture
            )  # fmt: skip
            return chosen, ()

        self._act("evidence", work)

    def add_proof(self, raw_text: str, sender: str, picture: bytes | None) -> None:
        def work(chosen: str) -> Outcome:
            outbox.add_proof(self._services, chosen, raw_text=raw_text, sender=sender, picture=picture)
            return chosen, ()

        self._act("evidence", work)

    def close(self, reason: str) -> None:
        def work(chosen: str) -> Outcome:
            outbox.close(self._services, chosen, reason)
            return chosen, ()

        self._act("reason", work)

    def put_aside(self) -> None:
        """The card is closed; the operation stays with the person."""
        self._show(replace(self.state, script=(), notice=None))

    def to_the_counter(self) -> None:
        if self.state.row is not None:
            self.counter_wanted.emit(self.state.row.sale_id)

    def _act(self, name: str, work: Callable[[str], Outcome], *, network: bool = False) -> None:
        chosen = self.state.selected
        if self.state.busy or not chosen:
            return
        self._show(replace(self.state, busy=name, notice=None))

        def both() -> tuple[Outcome, Found]:
            outcome = work(chosen)
            return outcome, self._read(outcome[0])

        def done(result: tuple[Outcome, Found]) -> None:
            (_selected, script), found = result
            stayed = self.state.selected == chosen
            self.state = replace(self.state, busy="", script=script if stayed else self.state.script)
            if stayed:
                self.accepted.emit(name)
            self._arrive(found, chosen)
            self.settled.emit()

        def failed(error: BaseException) -> None:
            self.state = replace(self.state, busy="")
            self._complain(error)
            self.refresh()  # it was refused because the disk has moved, perhaps

        if network:
            self._jobs.net(both, done, failed, waiting=self._services.waiting)
        else:
            self._jobs.db(both, done, failed)

    def _show(self, state: QueueState) -> None:
        self.state = state
        self.changed.emit()

    def _complain(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))
