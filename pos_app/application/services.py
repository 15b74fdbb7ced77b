"""The parts a use case works with. Tests hand in fakes; nothing here is global."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pos_app.application.at_work import AtWork
from pos_app.domain.checklist import Checklist
from pos_app.domain.registry import Channel
from pos_app.domain.run import Run
from pos_app.ports.backups import BackupDesk
from pos_app.ports.clock import Clock
from pos_app.ports.documents import InvoiceRenderer
from pos_app.ports.hardware import CodeReader, ReceiptPrinter
from pos_app.ports.registry import RegistryFeed, RegistryGateway, ScriptDesk
from pos_app.ports.secrets import Signer
from pos_app.ports.sheets import Sheets
from pos_app.ports.storage import Storage
from pos_app.ports.support import Diagnostics
from pos_app.ports.tax import TaxOffice


class Waiting:
    """Counts the people who wait for the registry now: background work makes way for them."""

    def __init__(self) -> None:
        self._count = 0
        self._lock = threading.Lock()

    @contextmanager
    def person(self) -> Iterator[None]:
        with self._lock:
            self._count += 1
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1

    @property
    def somebody(self) -> bool:
        return self._count > 0


@dataclass(frozen=True, slots=True)
class Services:
    """`shop_id` is how the registry knows the shop, `at_work` who works here now, `papers` the folder of finished PDFs,
    `steady` milliseconds of a clock that nobody can set."""

    storage: Storage
    clock: Clock
    gateways: Mapping[Channel, RegistryGateway]
    renderer: InvoiceRenderer
    reader: CodeReader
    checklists: Mapping[str, Checklist]
    papers: Path
    till_id: int
    shop_id: str
    at_work: AtWork
    steady: Callable[[], int]
    jitter: random.Random = field(default_factory=random.Random)
    reconnect: Callable[[], None] = lambda: None  # after the shop changed how it reaches the registry
    keep_secret: Callable[[str, str], str] = lambda _name, _secret: "keyring-unavailable"  # "" = kept, else a code
    scripts: ScriptDesk | None = None
    receipt_printer: ReceiptPrinter | None = None  # None: this program reaches the system's printers alone
    modem_ports: Callable[[], tuple[tuple[str, str], ...]] = lambda: ()  # (device, description) of what is plugged in
    registry_given: str = ""  # an address that the start of the program gave; it rules over the shop's own setting
    keep_witness: Callable[[], None] = lambda: None  # at the end of work: how far the history goes, outside of it
    waiting: Waiting = field(default_factory=Waiting)
    tax: Callable[[], TaxOffice | None] = lambda: None  # the taxpayers' system; None: this shop sends nothing
    sheets: Sheets | None = None  # None: this program reads and writes no tables
    signer: Signer | None = None  # None: invoices are issued without a code to verify
    diagnostics: Diagnostics | None = None
    backups: BackupDesk | None = None  # None: the database is a server's, which is backed up there

    @property
    def person(self) -> str:
        """The name of who is at work; while it is locked, of who was: what they began is theirs when it ends."""
        return self.at_work.name

    @property
    def feed(self) -> RegistryFeed | None:
        """None: this till has no access to the service."""
        api = self.gateways.get(Channel.API)
        return api if isinstance(api, RegistryFeed) else None

    def list_of(self, run: Run) -> Checklist:
        return self.checklists[run.checklist_id]


@dataclass(frozen=True, slots=True)
class Program:
    """`notice` is a code for the status line, "" = all well; `preferences` language and theme of this till."""

    services: Services
    notice: str
    preferences: Mapping[str, str]
