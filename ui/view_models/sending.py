"""What became of the listed invoices at the tax office, and what a person does about one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import e_sending, tax_link
from pos_app.application.e_sending import OnItsWay
from pos_app.application.services import Services
from pos_app.domain.e_sending import InFolder, Sending
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True)
class SendingState:
    """`entries` by invoice number; `way` of the chosen invoice, None = none, or it has no tax id."""

    on: bool = False
    entries: dict[str, Sending] = field(default_factory=dict)
    way: OnItsWay | None = None
    notice: Notice | None = None
    folder: InFolder | None = None  # of the chosen one, as it was just asked for

    @property
    def shown(self) -> bool:
        """A shop that never sent anything reads nothing of it."""
        return self.on or bool(self.entries)


class SendingVM(QObject):
    changed = Signal()
    settled = Signal()  # something may go out now

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self._numbers: tuple[str, ...] = ()
        self._chosen = ""
        self.state = SendingState()

    def list(self, numbers: tuple[str, ...]) -> None:
        """These stand in the list now."""
        if numbers != self._numbers:
            self._numbers = numbers
        self.refresh()

    def choose(self, number: str) -> None:
        if number != self._chosen:
            self._chosen = number
            self.refresh()

    def refresh(self, *, anew: bool = False) -> None:
        """What was said of the chosen one stays, unless it is read `anew`: rounds come by while a person reads."""
        numbers, chosen = self._numbers, self._chosen

        def read() -> SendingState:
            with self._services.storage.read() as session:
                on, entries = tax_link.load(session).on, session.sendings(numbers)
                stored = session.invoice(chosen) if chosen and (on or entries) else None
            way = e_sending.seen(self._services, chosen) if stored is not None and stored.tax_id else None
            return SendingState(on, entries, way)

        def shown(state: SendingState) -> None:
            if chosen != self._chosen or numbers != self._numbers:
                return
            before = self.state
            same = not anew and before.way is not None and before.way.number == chosen
            self._show(replace(state, notice=before.notice, folder=before.folder) if same else state)

        self._jobs.db(read, shown, self._failed)

    def send(self) -> None:
        """One that was issued before the shop began to send."""
        self._act(lambda number: e_sending.queue_earlier(self._services, number))

    def again(self) -> None:
        self._act(lambda number: e_sending.again(self._services, number))

    def close(self, reason: str) -> None:
        self._act(lambda number: e_sending.close(self._services, number, reason))

    def ask_folder(self) -> None:
        """What the buyer has said; a person waits for it."""
        number = self._chosen
        if not number:
            return

        def shown(said: InFolder) -> None:
            if number == self._chosen:
                self._show(replace(self.state, folder=said, notice=None))

        self._jobs.net(lambda: e_sending.in_folder(self._services, number), shown, self._failed)

    def _act(self, act: Callable[[str], None]) -> None:
        number = self._chosen
        if not number:
            return

        def done(_none: None) -> None:
            self.refresh(anew=True)
            self.settled.emit()

        self._jobs.db(lambda: act(number), done, self._failed)

    def _show(self, state: SendingState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notice=notices_of(error)[0]))
