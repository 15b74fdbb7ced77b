"""Settings and parts in, `Services` out. Tests hand in fakes; everything slow to import is loaded when first used."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.adapters import witness
from pos_app.adapters.clock import SystemClock, steady_ms
from pos_app.adapters.hardware.receipt_printer import EscposPrinter
from pos_app.adapters.local import beginning
from pos_app.adapters.local.places import refuse_unfit
from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.adapters.registry.assisted import AssistedRegistry
from pos_app.adapters.registry.scripts import ScriptFiles, in_force
from pos_app.adapters.secrets import (
    DATA_KEY,
    HISTORY_KEY,
    Credentials,
    sealer,
    secret_store,
)
from pos_app.adapters.sheets.sheets import FileSheets
from pos_app.adapters.signing import signer
from pos_app.adapters.tax.office import HttpTaxOffice
from pos_app.application import link as links
from pos_app.application import sealing, tax_link
from pos_app.application.at_work import AtWork, Person
from pos_app.application.modem import keep_exchange
from pos_app.application.services import Program, Services, Waiting
from pos_app.application.shop import SHOP_ID
from pos_app.backup_parts import backup_desk, diagnostics, finish_restore
from pos_app.domain.address import is_here
from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.checklist import Checklist, parse
from pos_app.domain.day_document import DayDocument
from pos_app.domain.dossier import Dossier
from pos_app.domain.errors import StorageError
from pos_app.domain.invoice import InvoiceDocument
from pos_app.domain.label import Label
from pos_app.domain.registry import BY_PERSON, Channel
from pos_app.domain.scripts import Scripts
from pos_app.ports.clock import Clock
from pos_app.ports.documents import InvoiceRenderer
from pos_app.ports.hardware import CodeReader, RawCode
from pos_app.ports.registry import RegistryGateway
from pos_app.ports.secrets import SecretStore
from pos_app.ports.tax import TaxOffice
from pos_app.settings import RESOURCES, RegistryAccess, Settings

if TYPE_CHECKING:
    from pos_app.adapters.storage.storage import SqlStorage

TILL = 1


class LazyRenderer:
    """ReportLab is loaded with the first paper, not with the window. `templates` = the shop's own papers."""

    def __init__(self, templates: Path | None = None) -> None:
        self._templates = templates
        self._real: InvoiceRenderer | None = None
        self._loading = threading.Lock()

    def _load(self) -> InvoiceRenderer:
        with self._loading:
            if self._real is None:
                from invoices.renderer import PaperRenderer

                self._real = PaperRenderer(self._templates)
            return self._real

    def render(
        self, document: InvoiceDocument, *, stamp: bytes | None, copy: bool, paper: str = "a4", language: str = ""
    ) -> bytes:
        return self._load().render(document, stamp=stamp, copy=copy, paper=paper, language=language)

    def papers(self) -> tuple[str, ...]:
        return self._load().papers()

    def trial(self, paper: str, *, printer: str) -> bytes:
        return self._load().trial(paper, printer=printer)

    def labels(self, labels: tuple[Label, ...], *, paper: str, skip: int = 0) -> bytes:
        return self._load().labels(labels, paper=paper, skip=skip)

    def label_papers(self) -> tuple[str, ...]:
        return self._load().label_papers()

    def clean_stamp(self, scan: bytes) -> bytes:
        return self._load().clean_stamp(scan)

    def draw_stamp(self, name: str, licence_no: str) -> bytes:
        return self._load().draw_stamp(name, licence_no)

    def buy_in(self, document: BuyInDocument, *, stamp: bytes | None, copy: bool) -> bytes:
        return self._load().buy_in(document, stamp=stamp, copy=copy)

    def dossier(self, dossier: Dossier, *, stamp: bytes | None) -> bytes:
        return self._load().dossier(dossier, stamp=stamp)

    def day(self, document: DayDocument, *, paper: str = "a4") -> bytes:
        return self._load().day(document, paper=paper)

    def recovery_paper(self, key: str, *, shop_name: str, made_at: datetime, renewed: bool) -> bytes:
        return self._load().recovery_paper(key, shop_name=shop_name, made_at=made_at, renewed=renewed)

    def unprintable(self, document: InvoiceDocument | BuyInDocument) -> str:
        return self._load().unprintable(document)

    def warm(self) -> None:
        self._load().warm()


class LazyReader:
    """The code engines are loaded with the first picture."""

    def __init__(self) -> None:
        self._real: CodeReader | None = None

    def _load(self) -> CodeReader:
        if self._real is None:
            from pos_app.adapters.hardware.code_reader import TwoEngineReader

            self._real = TwoEngineReader()
        return self._real

    def read(self, picture: bytes) -> tuple[RawCode, ...]:
        return self._load().read(picture)

    def read_grey(self, data: bytes, width: int, height: int) -> tuple[RawCode, ...]:
        return self._load().read_grey(data, width, height)


def load_checklists(folder: Path = RESOURCES / "checklists") -> dict[str, Checklist]:
    """Every checklist of the folder; an unknown guard or evidence kind stops the start (ChecklistError)."""
    found = (parse(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml")))
    return {checklist.id: checklist for checklist in found}


def gateways(
    access: RegistryAccess | None, credentials: Credentials, clock: Clock, shop_id: str, scripts: Scripts,
    waiting: Waiting,
) -> dict[Channel, RegistryGateway]:  # fmt: skip
    """The assisted ways always; the API only where this till has an account."""
    ways: dict[Channel, RegistryGateway] = {}
    if access is not None:
        secret = access.secret
        ways[Channel.API] = HttpxRegistry(
            access.address, access.client_id, lambda: secret if secret is not None else credentials.get(links.SECRET),
            now=clock.now, shop_id=shop_id, person_waits=lambda: waiting.somebody,
            ca_files=tuple(file for file in (access.ca_file, access.next_ca_file) if file is not None),
        )  # fmt: skip
    for channel in BY_PERSON:
        ways[channel] = AssistedRegistry(channel, scripts)
    return ways


def _access(link: links.Link) -> RegistryAccess | None:
    if not link.address:
        return None
    files = [Path(name) if name else None for name in (link.ca_file, link.next_ca_file)]
    return RegistryAccess(link.address, link.client_id, ca_file=files[0], next_ca_file=files[1])


def tax_office(link: tax_link.TaxLink, credentials: Credentials, clock: Clock, shop_id: str) -> TaxOffice | None:
    """None where the shop does not send, and where an invented shop would send to anything but this machine. Nothing
    heavy is loaded before the first invoice leaves."""
    if not link.on:
        return None
    from pos_app.practice import SHOP_ID as PRACTICE

    if shop_id == PRACTICE and not is_here(link.address):
        return None
    key, certificate, ca = (
        Path(name) if name else None for name in (link.key_file, link.certificate_file, link.ca_file)
    )
    return HttpTaxOffice(
        link.address, key_file=key, certificate_file=certificate, ca_file=ca, now=clock.now,
        password=lambda: credentials.get(tax_link.PASSWORD),
        kept=lambda: tax_link.kept_key(credentials.get, link.kept),
    )  # fmt: skip


def _modem_ports() -> tuple[tuple[str, str], ...]:
    from pos_app.adapters.registry.modem import ports

    return ports()


@dataclass(frozen=True, slots=True)
class Opened:
    storage: SqlStorage
    store: SecretStore


def open_storage(settings: Settings, *, new: bool = False) -> Opened:
    """The shop's database and its keys, nothing brought up to date. `new`: keys that are missing are made; else raises
    StorageError `keys-missing`. Raises `storage-damaged` where there are keys and no database."""
    from pos_app.adapters.storage.engine import sqlite_engine
    from pos_app.adapters.storage.storage import SqlStorage

    store = secret_store(settings.folder, practice=settings.practice)
    held = _held(store)
    if new:
        beginning.begin(settings.database, held=held)
    else:
        beginning.refuse_lost(settings.database, held=held)
        if not all(store.get(name) for name in (DATA_KEY, HISTORY_KEY)):
            raise StorageError("keys-missing")
    return Opened(SqlStorage(sqlite_engine(settings.database), sealer(store)), store)


def _held(store: SecretStore) -> bool:
    return any(store.get(name) for name in (DATA_KEY, witness.NAME))


def why_gone(settings: Settings) -> str:
    """The code of a database that is not there: lost, where the keys still are, else no shop at all."""
    try:
        if settings.folder.is_dir():
            beginning.refuse_lost(settings.database, held=_held(secret_store(settings.folder)))
    except StorageError as error:
        return error.code
    return "storage-unreachable"


def open_shop(settings: Settings, *, clock: Clock | None = None) -> Program:
    """Opens (or makes) the shop in `settings.folder`. Raises StorageError when the disk refuses."""
    clock = clock or SystemClock()
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError("storage-unreachable", detail=str(settings.folder)) from error
    refuse_unfit(settings.folder)
    finish_restore(settings)
    opened = open_storage(settings, new=True)
    storage, store = opened.storage, opened.store
    storage.bring_up_to_date()
    beginning.begun(settings.database)
    own = signer(store)
    services = Services(
        storage=storage, clock=clock, gateways={}, renderer=LazyRenderer(settings.templates), reader=LazyReader(),
        checklists=load_checklists(), papers=settings.papers, till_id=TILL, shop_id="",
        at_work=AtWork("", practice=settings.practice), steady=steady_ms, signer=own,
        receipt_printer=EscposPrinter(), backups=backup_desk(settings, store), diagnostics=diagnostics(settings),
        sheets=FileSheets(),
    )  # fmt: skip
    if settings.practice:
        from pos_app.practice import furnish

        furnish(services)
    else:
        from pos_app.first_start import furnish_empty

        furnish_empty(services)
    with storage.write() as writing:
        renewed = sealing.remember(writing, own.public_key, till_id=TILL, now=clock.now())
    with storage.read() as session:
        services.at_work.take(Person(next(person.name for person in session.staff() if person.active)))
        as_witnessed = all(session.went_through(head) for head in witness.read(store))
        shop_id = session.setting(SHOP_ID) or ""
        preferences = {name: session.setting(name) or "" for name in ("language", "theme")}
    ways: dict[Channel, RegistryGateway] = {}
    offices: list[TaxOffice | None] = [None]
    credentials, waiting = Credentials(store), Waiting()

    def connect() -> None:
        """Anew, as the shop's settings say now; a call under way ends with what can be said of it."""
        with storage.read() as session:
            link, taxes = links.load(session), tax_link.load(session)
        offices[0] = tax_office(taxes, credentials, clock, shop_id)
        old = list(ways.values())
        ways.clear()
        scripts = in_force(settings.folder).scripts
        ways.update(gateways(settings.registry or _access(link), credentials, clock, shop_id, scripts, waiting))
        if link.modem:
            from pos_app.adapters.registry.modem import modem_from

            ways[Channel.MODEM] = modem_from(
                link.modem, scripts, lambda entry_id, exchange: keep_exchange(storage, entry_id, exchange),
                now=clock.now,
            )  # fmt: skip
        for gateway in old:
            getattr(gateway, "close", lambda: None)()

    def keep_witness() -> None:
        """What was found amiss at the start stays to be found."""
        if as_witnessed:
            with storage.read() as session:
                heads = session.history_heads()
            witness.keep(store, heads)

    connect()
    services = replace(
        services, gateways=ways, shop_id=shop_id, reconnect=connect, keep_secret=credentials.put,
        waiting=waiting, tax=lambda: offices[0], scripts=ScriptFiles(settings.folder), modem_ports=_modem_ports,
        keep_witness=keep_witness, registry_given=settings.registry.address if settings.registry else "",
    )  # fmt: skip
    notice = "" if as_witnessed else "history-not-as-witnessed"
    return Program(services, notice or store.notice or ("invoice-key-new" if renewed else ""), preferences)
