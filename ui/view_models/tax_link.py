"""The shop's way to the taxpayers' system, in the settings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from pos_app.application import shop as shops
from pos_app.application import tax_link
from pos_app.application.services import Services
from pos_app.application.tax_link import TaxLink
from ui.jobs import Jobs
from ui.view_models.notice import Notice, notices_of


@dataclass(frozen=True, slots=True)
class TaxLinkState:
    """`remark`: code of what is to be known of what was saved; `memory`: the shop's tax memory id."""

    link: TaxLink = field(default_factory=TaxLink)
    memory: str = ""
    notices: tuple[Notice, ...] = ()
    saved: bool = False
    remark: str = ""


class TaxLinkVM(QObject):
    changed = Signal()
    saved = Signal()

    def __init__(self, services: Services, jobs: Jobs) -> None:
        super().__init__()
        self._services, self._jobs = services, jobs
        self.state = TaxLinkState()

    def load(self) -> None:
        self._jobs.db(self._read, self._show, self._failed)

    def _read(self) -> TaxLinkState:
        with self._services.storage.read() as session:
            return TaxLinkState(tax_link.load(session), shops.load(session).tax_memory)

    def save(self, *, on: bool, password: str, **typed: str) -> None:
        """`typed` by the names of `tax_link.save`. All that is wrong is said at once."""

        def work() -> TaxLinkState:
            now = self._read()
            ca = now.link.ca_file
            if wrong := tax_link.faults(on=on, memory=now.memory, kept=now.link.kept, ca_file=ca, **typed):
                told = tuple(notice for error in wrong for notice in notices_of(error))
                return replace(now, link=self.state.link, notices=told)
            remark = tax_link.save(self._services, on=on, password=password, ca_file=ca, **typed)
            return replace(self._read(), saved=True, remark=remark)

        def done(state: TaxLinkState) -> None:
            self._show(state)
            if state.saved:
                self.saved.emit()

        self._jobs.db(work, done, self._failed)

    def keep_key(self) -> None:
        """Out of its file, into the key store."""

        def work() -> TaxLinkState:
            remark = tax_link.keep_key(self._services)
            return replace(self._read(), saved=True, remark=remark)

        self._jobs.db(work, self._show, self._failed)

    def _show(self, state: TaxLinkState) -> None:
        self.state = state
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._show(replace(self.state, notices=notices_of(error), saved=False, remark=""))
