"""A modem's dialogue takes up to a minute and a half: it runs beside the counter and never holds it.

The sale may be put aside meanwhile; what the modem brings lands on the disk, and on the screen if its sale is there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer

from pos_app.application import sell
from pos_app.application.services import Services
from pos_app.domain.registry import OperationKind
from ui.jobs import Jobs
from ui.view_models.counter_state import REDO, State
from ui.view_models.intents import Intents
from ui.view_models.notice import Notice, notices_of

log = logging.getLogger(__name__)
WATCH_MS = 1000


class Dialling(Intents):
    """One dialogue for each sale; `State.dialling` says which sales have one."""

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__(services, jobs)
        self._dialling: dict[str, OperationKind] = {}
        self._prefilled: set[str] = set()  # operations whose message was offered once: what is deleted stays deleted
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._look)

    def _dial(self, kind: OperationKind, work: Callable[[str], object]) -> None:
        """Errors come back as notices of the sale that dialled, if it is still on screen."""
        sale = self.state.sale
        if sale is None or self.state.busy:
            return
        if sale.id in self._dialling:
            self.tell(Notice("modem-dialling"))
            return
        self._save_now()
        self._dialling[sale.id] = kind
        self.state = replace(self.state, notices=(), finished="", dialling=dict(self._dialling))
        self.changed.emit()
        self._watch.start()
        self._jobs.net(
            lambda: work(sale.id), lambda _asked: self._hung_up(sale.id, ()),
            lambda error: self._hung_up(sale.id, notices_of(error)), waiting=self.services.waiting,
        )  # fmt: skip

    def _hung_up(self, sale_id: str, notices: tuple[Notice, ...]) -> None:
        self._dialling.pop(sale_id, None)
        if not self._dialling:
            self._watch.stop()
        here = self.state.sale is not None and self.state.sale.id == sale_id
        self.state = replace(self.state, dialling=dict(self._dialling))
        if here:
            self.state = replace(self.state, notices=notices or self.state.notices)
        for notice in notices if not here else ():
            log.info("late: %s", notice.code)
        if not notices:
            self._opened_no_more(sale_id, here=here)
        self.changed.emit()
        self._behind = True  # look at the disk, now or when what is under way has ended
        self._do_later()

    def _opened_no_more(self, sale_id: str, *, here: bool) -> None:
        """The step that was opened anew has been asked: the next word is the record's."""
        if here:
            self.edit(REDO, "")
            return
        self._jobs.db(
            lambda: sell.save_draft(self.services, sale_id, {REDO: ""}), lambda _none: None,
            lambda error: log.info("draft: %s", getattr(error, "code", type(error).__name__)),
        )  # fmt: skip

    def _look(self) -> None:
        """What has been said so far, about once a second."""
        if self.state.on_the_line and not self.state.busy:
            self._refresh()

    def _live(self, state: State) -> State:
        """What the disk does not know: who is on the line; and the message of a modem goes where nothing is typed."""
        state = replace(state, dialling=dict(self._dialling))
        entry, brought = state.by_hand, state.brought
        if entry is None or not brought.text or entry.id in self._prefilled:
            return state
        self._prefilled.add(entry.id)
        if state.fields.get("raw_text", "").strip():
            return state
        came = {"raw_text": brought.text}
        if not state.fields.get("sender", "").strip():
            came["sender"] = brought.sender
        self._dirty |= set(came)
        self._saver.start()
        return replace(state, fields={**state.fields, **came})
