"""The way from an intent to the lanes and back: nothing is dropped, nothing typed is lost, nothing fails silently."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from pos_app.application import sell
from pos_app.application.services import Services
from pos_app.domain.errors import ShopError
from ui.jobs import Jobs
from ui.view_models import reading
from ui.view_models.counter_state import BASKET, REDO, State, same_sale
from ui.view_models.notice import Notice, notices_of

log = logging.getLogger(__name__)
DRAFT_DELAY_MS = 250
RETRY_MS = 2000
EXCLUSIVE = ("finish", "abandon")


class Intents(QObject):
    """Holds the State, runs one intent after another, keeps what is being typed."""

    changed = Signal()
    kept = Signal()  # what was typed is on disk, or could not be written: `saving` and `unsaved` say which

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self.services = services
        self._jobs = jobs
        self.state = State()
        self._dirty: set[str] = set()  # typed since the last write
        self._fresh: set[str] = set()  # typed since the last intent began: newer than what it reads back
        self._unwritten: dict[str, dict[str, str]] = {}  # per sale: sent to the disk, not yet there
        self.unsaved = False  # the last write of what was typed failed; it is tried again
        self._ticket = 0  # of the intent whose result the screen waits for
        self._behind = False  # a result came that belonged to another screen: look at the disk again
        self._later: dict[str, Callable[[], None]] = {}  # basket intents that came while another was under way
        self._saver = QTimer(self)
        self._saver.setSingleShot(True)
        self._saver.setInterval(DRAFT_DELAY_MS)
        self._saver.timeout.connect(self.flush)

    # -- typing ------------------------------------------------------------------------------------

    def edit(self, name: str, text: str) -> None:
        """Typed: kept at once here, on disk a moment later. An old complaint about the field is dropped."""
        if self.state.fields.get(name, "") == text:
            return
        complaint = self.state.error(name) is not None
        self.state = replace(
            self.state, fields={**self.state.fields, name: text},
            notices=tuple(notice for notice in self.state.notices if notice.field != name),
        )  # fmt: skip
        self._dirty.add(name)
        self._fresh.add(name)
        self._saver.start()
        if complaint:
            self.changed.emit()

    @property
    def saving(self) -> bool:
        """Something typed is still on its way to the disk."""
        return self._saver.isActive() or bool(self._dirty) or bool(self._unwritten)

    def flush(self) -> None:
        """Writes what was typed now. What the disk refuses is kept and tried again, never dropped."""
        self._saver.stop()
        sale = self.state.sale
        if sale is not None and self._dirty:
            typed = {name: self.state.fields.get(name, "") for name in self._dirty}
            self._unwritten[sale.id] = {**self._unwritten.get(sale.id, {}), **typed}
            self._dirty.clear()
        for sale_id, changes in self._unwritten.items():
            self._write(sale_id, dict(changes))

    def _write(self, sale_id: str, changes: dict[str, str]) -> None:
        def written(_none: object = None) -> None:
            left = {n: t for n, t in self._unwritten.get(sale_id, {}).items() if changes.get(n, t + "?") != t}
            self._unwritten.pop(sale_id, None)
            if left:
                self._unwritten[sale_id] = left
            self.unsaved = False
            self.kept.emit()

        def refused(error: BaseException) -> None:
            if isinstance(error, ShopError) and error.code == "sale-not-open":
                written()  # the sale was finished or given up: its draft went with it
                return
            self.unsaved = True
            self._saver.start(RETRY_MS)
            self.kept.emit()
            self._say(*notices_of(error))

        self._jobs.db(lambda: sell.save_draft(self.services, sale_id, changes), written, refused)

    def dismiss(self) -> None:
        self.state = replace(self.state, notices=(), finished="")
        self.changed.emit()

    def _basket(self, name: str, work: Callable[[str], object], forget: tuple[str, ...] = ()) -> None:
        """Buyer, payment, price: what the seller fills in while the registry thinks is done right after."""
        sale = self.state.sale
        if sale is None:
            return
        if not self.state.busy:
            self._on_sale(name, work, forget=forget)
            return

        said = {field: self.state.fields.get(field) for field in forget}

        def again() -> None:
            if self.state.sale is not None and self.state.sale.id == sale.id:
                done_with = tuple(field for field in forget if self.state.fields.get(field) == said[field])
                self._on_sale(name, work, forget=done_with, keep=self.state.notices)

        self._later[name] = again  # the newest of its kind counts

    def awaits(self, name: str) -> bool:
        """A basket intent of this kind came while another was under way, and is still to be done."""
        return name in self._later

    def _do_later(self) -> None:
        while self._later and not self.state.busy:
            self._later.pop(next(iter(self._later)))()
        if self._behind and not self.state.busy:
            self._behind = False
            self._refresh()

    def _after(self, name: str, act: Callable[[], None]) -> bool:
        """While a sale is being issued or given up nothing else may take the screen: it waits its turn."""
        if self.state.busy not in EXCLUSIVE:
            return False
        self._later[name] = act
        return True

    # -- the way to the lanes and back -------------------------------------------------------------

    def _on_sale(
        self, name: str, work: Callable[[str], object], *, network: bool = False, forget: tuple[str, ...] = (),
        keep: tuple[Notice, ...] = (),
    ) -> None:  # fmt: skip
        """`keep`: complaints that stay, because this was only waiting for its turn."""
        sale = self.state.sale
        if sale is None or self.state.busy:
            return
        self._save_now()

        done_with = forget if name in BASKET else (*forget, REDO)

        def act() -> State:
            work(sale.id)
            return replace(self._read(sale.id, done_with), codes=self.state.codes, notices=keep)

        self._run(name, act, network=network)

    def _save_now(self) -> None:
        """Typed text reaches the database before the intent that may use it: one lane keeps the order."""
        if self.state.sale is not None:
            self.flush()
        self._fresh.clear()

    def _begin(self, name: str) -> int:
        """The ticket of this intent: only the newest one's result is what the screen waits for."""
        self._ticket += 1
        self.state = replace(self.state, busy=name, notices=(), finished="")
        self.changed.emit()
        return self._ticket

    def _run(
        self, name: str, work: Callable[[], State], done: Callable[[State], None] | None = None, *,
        network: bool = False,
    ) -> None:  # fmt: skip
        ticket = self._begin(name)
        home, failed = self._due(ticket, done or self._arrive), self._due(ticket, self._failed)
        if network:
            self._jobs.net(work, home, failed, waiting=self.services.waiting)
        else:
            self._jobs.db(work, home, failed)

    def _due(self, ticket: int, act: Callable[[Any], None]) -> Callable[[Any], None]:
        """A result that comes when the seller has turned to something else never takes the screen."""

        def arrived(result: Any) -> None:
            if ticket == self._ticket:
                act(result)
                return
            if isinstance(result, BaseException):
                log.info("late: %s", getattr(result, "code", type(result).__name__))
            self._behind = True
            self._do_later()

        return arrived

    def _arrive(self, state: State) -> None:
        fields = dict(state.fields)
        if same_sale(state, self.state):  # keys pressed while the answer was on its way win
            unwritten = self._unwritten.get(state.sale.id, {}) if state.sale else {}
            newer = self._dirty | self._fresh | set(unwritten)
            fields = {name: text for name, text in fields.items() if name not in newer}
            fields |= {name: self.state.fields[name] for name in newer if name in self.state.fields}
        else:
            self.flush()
        if state.sale is not None:  # what a recorded step no longer needs goes from the disk as well
            gone = {name for name, text in state.sale.draft.items() if text and not fields.get(name)}
            if gone:
                self._dirty |= gone
                self._saver.start()
        self.state = self._live(replace(state, fields=fields, busy=""))
        self.changed.emit()
        self._do_later()

    def _live(self, state: State) -> State:
        """What is not on the disk, put into what was read from there."""
        return state

    def _failed(self, error: BaseException) -> None:
        """The intent on screen ended in a refusal."""
        self.state = replace(self.state, notices=notices_of(error), busy="", found=None)
        self.changed.emit()
        self._behind = True  # the disk may still have moved, e.g. an operation was settled
        self._do_later()

    def tell(self, notice: Notice) -> None:
        """Something the page or the printer noticed; what is under way goes on."""
        self._say(notice)

    def _say(self, *notices: Notice) -> None:
        self.state = replace(self.state, notices=notices)
        self.changed.emit()

    def _refresh(self) -> None:
        """The sale on screen as the disk has it now; complaints and what is being typed stay."""
        sale_id, ticket = self.state.sale.id if self.state.sale else "", self._ticket

        def seen(state: State) -> None:
            if ticket == self._ticket and not self.state.busy:
                kept = self.state
                fields = kept.fields if kept.sale is not None else state.fields
                self.state = self._live(
                    replace(state, notices=kept.notices, fields=fields, codes=kept.codes, finished=kept.finished)
                )
                self.changed.emit()

        self._jobs.db(lambda: self._read(sale_id), seen, lambda error: log.warning("not re-read: %s", error))

    def _read(self, sale_id: str, forget: tuple[str, ...] = ()) -> State:
        """The State of a sale as the disk has it. Runs in a lane, touches no widget."""
        return reading.read(self.services, sale_id, forget)
