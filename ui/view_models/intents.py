"""The way from an intent to the lanes and back: nothing is dropped, nothing typed is lost, nothing fails silently."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from pos_app.application import sell
from pos_app.application.services import Services
from pos_app.domain.errors import Finding, ShopError, StepRefusedError
from ui.jobs import Jobs
from ui.view_models import counter_state
from ui.view_models.counter_state import BASKET, REDO, Notice, State, same_sale

log = logging.getLogger(__name__)
DRAFT_DELAY_MS = 250


class Intents(QObject):
    """Holds the State, runs one intent after another, keeps what is being typed."""

    changed = Signal()

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self.services = services
        self._jobs = jobs
        self.state = State()
        self._dirty: set[str] = set()  # typed since the last write
        self._fresh: set[str] = set()  # typed since the last intent began: newer than what it reads back
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
        return self._saver.isActive() or bool(self._dirty)

    def flush(self) -> None:
        """Writes what was typed now."""
        self._saver.stop()
        sale = self.state.sale
        if sale is None:
            return
        if self._dirty:
            changes = {name: self.state.fields.get(name, "") for name in self._dirty}
            self._dirty.clear()
            self._jobs.db(
                lambda: sell.save_draft(self.services, sale.id, changes), lambda _none: None, self._failed
            )  # fmt: skip

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

    def _do_later(self) -> None:
        while self._later and not self.state.busy:
            self._later.pop(next(iter(self._later)))()

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

    def _begin(self, name: str) -> None:
        self.state = replace(self.state, busy=name, notices=(), finished="")
        self.changed.emit()

    def _run(
        self, name: str, work: Callable[[], State], done: Callable[[State], None] | None = None, *,
        network: bool = False,
    ) -> None:  # fmt: skip
        self._begin(name)
        lane = self._jobs.net if network else self._jobs.db
        lane(work, done or self._arrive, self._failed)

    def _arrive(self, state: State) -> None:
        fields = dict(state.fields)
        if same_sale(state, self.state):  # keys pressed while the answer was on its way win
            newer = self._dirty | self._fresh
            fields = {name: text for name, text in fields.items() if name not in newer}
            fields |= {name: self.state.fields[name] for name in newer if name in self.state.fields}
        else:
            self._dirty.clear()
        if state.sale is not None:  # what a recorded step no longer needs goes from the disk as well
            gone = {name for name, text in state.sale.draft.items() if text and not fields.get(name)}
            if gone:
                self._dirty |= gone
                self._saver.start()
        self.state = replace(state, fields=fields, busy="")
        self.changed.emit()
        self._do_later()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, StepRefusedError):
            notices = tuple(_notice(finding) for finding in error.findings)
        elif isinstance(error, ShopError):
            notices = (Notice(error.code, error.detail, error.field),)
        else:
            log.error("fault of ours", exc_info=error)
            notices = (Notice("internal-fault", type(error).__name__),)
        self._tell(*notices)

    def tell(self, notice: Notice) -> None:
        """Something the page itself noticed."""
        self._tell(notice)

    def _tell(self, *notices: Notice) -> None:
        self.state = replace(self.state, notices=notices, busy="", found=None)
        self.changed.emit()
        if self._later:
            self._do_later()
        if self.state.sale is not None and not self.state.busy:
            self._refresh(self.state.sale.id, notices)

    def _refresh(self, sale_id: str, notices: tuple[Notice, ...]) -> None:
        """After a refusal the disk may still have moved (an operation settled): show it, keep the complaint."""
        codes = self.state.codes

        def seen(state: State) -> None:
            if self.state.sale is not None and self.state.sale.id == sale_id and not self.state.busy:
                self.state = replace(state, notices=notices, fields=self.state.fields, codes=codes)
                self.changed.emit()

        self._jobs.db(lambda: self._read(sale_id), seen, lambda error: log.warning("not re-read: %s", error))

    def _read(self, sale_id: str, forget: tuple[str, ...] = ()) -> State:
        """The State of a sale as the disk has it. Runs in a lane, touches no widget."""
        return counter_state.read(self.services, sale_id, forget)


def _notice(finding: Finding) -> Notice:
    return Notice(finding.code, finding.detail, finding.field)
