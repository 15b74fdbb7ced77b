"""A shop in a temporary folder: real SQLite, real sealing, a scripted registry, everything else a fake.

The storage and the gateways watch each other: a registry that is called while a transaction is open fails the test.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher

from pos_app.adapters.registry.assisted import AssistedRegistry
from pos_app.adapters.secrets import AesSealer
from pos_app.adapters.sheets.sheets import FileSheets
from pos_app.adapters.storage.engine import sqlite_engine
from pos_app.adapters.storage.storage import SqlStorage
from pos_app.application import shop as shops
from pos_app.application.at_work import AtWork
from pos_app.application.services import Services
from pos_app.bootstrap import load_checklists
from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.day_document import DayDocument
from pos_app.domain.dossier import Dossier
from pos_app.domain.errors import ShopError
from pos_app.domain.feed import AllocationPage, HistoryPage, OperationPage
from pos_app.domain.history import Head
from pos_app.domain.invoice import InvoiceDocument
from pos_app.domain.label import Label
from pos_app.domain.registry import (
    BY_PERSON,
    Capabilities,
    Channel,
    Command,
    NotSent,
    OperationKind,
    Refused,
    Reply,
    ScriptLine,
    Unreadable,
)
from pos_app.domain.stock import Product, ProductKind, Unit
from pos_app.domain.vat import SEED
from pos_app.domain.verdict import InquiryAnswer
from pos_app.ports.hardware import RawCode, UnreadableImageError
from pos_app.ports.history import Verified
from pos_app.ports.registry import NoPage, RegistryFeed, RegistryGateway
from pos_app.ports.storage import ReadSession, Staff, Storage, WriteSession
from tests.fakes.clock import FrozenClock
from tests.fakes.registry import ScriptedRegistry

ROOT = Path(__file__).parents[2]
SEALER = AesSealer(bytes(range(32)), bytes(range(1, 33)))
SELLER, MANAGER, PIN = "Sara", "Karimi", "2468"

#: The phone that is sold: both of its numbers, as the practice registry knows the first one.
IMEI1, IMEI2, CODE = "356938035643809", "356938035643817", "482915"
OTHER1, OTHER2 = "356938035643825", "356938035643908"
NOKIA, NOKIA_CODE = "490154203237518", "731204"
STOLEN = "353308110002011"
PHONE_GTIN, CASE_GTIN = "2000000000015", "2000000000046"
EID = "89049032123451234512345678901235"
BUYER_SIM = "09120000001"

GALAXY = Product(
    id=0, kind=ProductKind.DEVICE, title="Galaxy A55", price=385_000_000, gtin=PHONE_GTIN, brand="Samsung",
    model="Galaxy A55", model_code="SM-A556E", goods_code="2330000604708", unit_code=1631, guarantee="18 months",
)  # fmt: skip
NOKIA_PHONE = replace(GALAXY, title="Nokia", price=62_500_000, gtin="", brand="Nokia", model="TA-1234",
                      model_code="TA-1234")  # fmt: skip
CHEAP = replace(GALAXY, title="Galaxy A15", price=145_000_000, gtin="", model="Galaxy A15", model_code="SM-A156E")
CASE = Product(id=0, kind=ProductKind.ACCESSORY, title="Case", price=2_500_005, gtin=CASE_GTIN, goods_code="77")

SHOP = shops.Shop(
    name="Aria Mobile", national_id="14003778990", economic_no="14003778990", address="Bazaar 12",
    postal_code="1234567891", phone="02100000000", licence_no="12345", vat_registered=True,
)  # fmt: skip


@cache
def _cheap_hash(pin: str) -> str:
    """A real argon2id hash whose parameters cost a test nothing."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(pin)


@cache
def _migrated() -> bytes:
    """An empty database of the newest version: migrated once for each process, then copied."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        storage = SqlStorage(sqlite_engine(path), SEALER)
        storage.bring_up_to_date()
        storage.close()
        return path.read_bytes()


@cache
def _furnished() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        storage = empty_storage(path)
        furnish(storage)
        storage.close()
        return path.read_bytes()


def empty_storage(path: Path) -> SqlStorage:
    path.write_bytes(_migrated())
    return SqlStorage(sqlite_engine(path), SEALER)


def furnish(storage: Storage) -> None:
    """Two tills, three people, the dated VAT table, five phones and a case."""
    with storage.write() as session:
        for till_id in (1, 2):
            session.put_till(till_id, str(till_id))
        session.put_staff(Staff(id=0, name=SELLER, role="seller", pin_hash=""))
        session.put_staff(Staff(id=0, name=MANAGER, role="manager", pin_hash=_cheap_hash(PIN)))
        session.put_staff(Staff(id=0, name="Owner", role="owner", pin_hash=_cheap_hash("9753")))
        session.put_vat_rates(SEED)
        shops.put(session, SHOP)
        galaxy, nokia, cheap = (put_product(session, product) for product in (GALAXY, NOKIA_PHONE, CHEAP))
        put_product(session, CASE)
        put_unit(session, galaxy, (IMEI1, IMEI2), serial="R5CX0000001", eid=EID)
        put_unit(session, galaxy, (OTHER1, OTHER2), serial="R5CX0000002")
        put_unit(session, nokia, (NOKIA,), serial="SHARED")
        put_unit(session, cheap, (STOLEN,), serial="SHARED")


def put_product(session: WriteSession, product: Product) -> Product:
    return replace(product, id=session.put_product(product))


def put_unit(
    session: WriteSession, product: Product, imeis: tuple[str, ...], *, serial: str = "", eid: str = ""
) -> Unit:
    unit = Unit(id=0, product=product, imeis=imeis, serial=serial, eid=eid)
    return replace(unit, id=session.put_unit(unit, product.id))


class WatchedStorage:
    """Counts the transactions that are open now."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.open = 0

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        self.open += 1
        try:
            with self._storage.read() as session:
                yield session
        finally:
            self.open -= 1

    @contextmanager
    def write(self) -> Iterator[WriteSession]:
        self.open += 1
        try:
            with self._storage.write() as session:
                yield session
        finally:
            self.open -= 1

    def verify(self, witnesses: tuple[Head, ...] = ()) -> Verified:
        return self._storage.verify(witnesses)

    def close(self) -> None:
        self._storage.close()


@dataclass(slots=True)
class WatchedGateway:
    """Passes calls on, and holds the rule that no transaction is open while the registry is talked to."""

    gateway: RegistryGateway
    storage: WatchedStorage
    commands: list[Command] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def submit(self, command: Command) -> Reply:
        assert self.storage.open == 0, "the registry was called inside a transaction"
        self.commands.append(command)
        return self.gateway.submit(command)

    def script(self, command: Command) -> tuple[ScriptLine, ...]:
        return self.gateway.script(command)

    def look_up(self, operation_id: str, kind: OperationKind) -> Reply:
        assert self.storage.open == 0, "the registry was asked inside a transaction"
        self.asked.append(operation_id)
        return self.gateway.look_up(operation_id, kind)

    def capabilities(self) -> Capabilities | NotSent | Unreadable:
        return self.gateway.capabilities()

    def server_time(self) -> datetime | NotSent | Unreadable:
        return self.gateway.server_time()


@dataclass(slots=True)
class WatchedApi(WatchedGateway):
    """The service: it also tells lists. `tells` False: not what became of operations, so that each is asked about."""

    lists: RegistryFeed = field(kw_only=True)
    tells: bool = False

    @property
    def clock_offset(self) -> timedelta | None:
        return self.lists.clock_offset

    def allocations(self, cursor: str, limit: int) -> AllocationPage | NoPage:
        assert self.storage.open == 0, "a list was asked for inside a transaction"
        return self.lists.allocations(cursor, limit)

    def operation_changes(self, cursor: str, *, wait: int = 0) -> OperationPage | NoPage:
        assert self.storage.open == 0, "changes were asked for inside a transaction"
        return self.lists.operation_changes(cursor, wait=wait) if self.tells else NotSent("no-connection")

    def device(self, imei: str) -> InquiryAnswer | Refused | Unreadable | NotSent:
        return self.lists.device(imei)

    def history(self, imei: str, cursor: str) -> HistoryPage | NoPage:
        return self.lists.history(imei, cursor)


@dataclass(slots=True)
class RecordingRenderer:
    """Notes what it was asked to draw. `lacks` are characters its font has not."""

    drawn: list[tuple[InvoiceDocument, bytes | None, bool]] = field(default_factory=list)
    bought: list[tuple[BuyInDocument, bytes | None, bool]] = field(default_factory=list)
    dossiers: list[tuple[Dossier, bytes | None]] = field(default_factory=list)
    lacks: str = ""
    days: list[DayDocument] = field(default_factory=list)
    labelled: list[Label] = field(default_factory=list)

    def render(
        self, document: InvoiceDocument, *, stamp: bytes | None, copy: bool, paper: str = "a4", language: str = ""
    ) -> bytes:
        self.drawn.append((document, stamp, copy))
        return b" ".join((b"%PDF", document.number.encode(), *((paper.encode(),) if paper != "a4" else ())))

    def papers(self) -> tuple[str, ...]:
        return ("80mm", "a4")

    def trial(self, paper: str, *, printer: str) -> bytes:
        return b"%PDF trial " + f"{paper} {printer}".encode()

    def labels(self, labels: tuple[Label, ...], *, paper: str, skip: int = 0) -> bytes:
        self.labelled.extend(labels)
        return f"%PDF labels {paper} {skip}".encode()

    def label_papers(self) -> tuple[str, ...]:
        return ("roll", "sheet")

    def clean_stamp(self, scan: bytes) -> bytes:
        return b"cleaned " + scan

    def draw_stamp(self, name: str, licence_no: str) -> bytes:
        return f"stamp of {name} {licence_no}".encode()

    def buy_in(self, document: BuyInDocument, *, stamp: bytes | None, copy: bool) -> bytes:
        self.bought.append((document, stamp, copy))
        return b"%PDF " + document.number.encode()

    def dossier(self, dossier: Dossier, *, stamp: bytes | None) -> bytes:
        self.dossiers.append((dossier, stamp))
        return b"%PDF " + dossier.life.title.encode()

    def day(self, document: DayDocument, *, paper: str = "a4") -> bytes:
        self.days.append(document)
        return f"%PDF {document.number} {paper}".encode()

    def recovery_paper(self, key: str, *, shop_name: str, made_at: datetime, renewed: bool) -> bytes:
        return f"%PDF {key} {shop_name} {renewed}".encode()

    def unprintable(self, document: InvoiceDocument | BuyInDocument) -> str:
        return self.lacks

    def warm(self) -> None:
        pass


@dataclass(slots=True)
class FakeReader:
    """Sees what it is told to see; `problem` is the code of a picture that cannot be read."""

    codes: tuple[RawCode, ...] = ()
    problem: str = ""

    def read(self, picture: bytes) -> tuple[RawCode, ...]:
        if self.problem:
            raise UnreadableImageError(self.problem)
        return self.codes

    def read_grey(self, data: bytes, width: int, height: int) -> tuple[RawCode, ...]:
        return self.read(data)


@dataclass(frozen=True, slots=True)
class Till:
    """A till at work, and the fakes behind it."""

    services: Services
    storage: WatchedStorage
    registry: ScriptedRegistry
    api: WatchedApi
    clock: FrozenClock
    renderer: RecordingRenderer
    reader: FakeReader
    path: Path

    def restarted(self) -> Till:
        """The same shop after the program was started anew."""
        self.storage.close()
        return at_work(self.path, registry=self.registry, clock=self.clock)

    def beside(self, till_id: int) -> Services:
        """Another till of the same shop."""
        return replace(self.services, till_id=till_id)


def new_shop(folder: Path) -> Path:
    path = folder / "shop.db"
    path.write_bytes(_furnished())
    return path


def at_work(
    path: Path, *, registry: ScriptedRegistry | None = None, clock: FrozenClock | None = None, online: bool = True
) -> Till:
    """`online` False: this till has no account with the registry, only people with phones."""
    storage = WatchedStorage(SqlStorage(sqlite_engine(path), SEALER))
    registry = registry or ScriptedRegistry()
    clock = clock or FrozenClock()
    api = WatchedApi(registry, storage, lists=registry)
    gateways: Mapping[Channel, RegistryGateway] = {
        channel: WatchedGateway(AssistedRegistry(channel), storage) for channel in BY_PERSON
    }
    renderer, reader = RecordingRenderer(), FakeReader()
    services = Services(
        storage=storage, clock=clock, gateways={Channel.API: api, **gateways} if online else gateways,
        renderer=renderer, reader=reader, checklists=load_checklists(), papers=path.parent / "papers",
        till_id=1, shop_id="shop-1", at_work=AtWork(SELLER), steady=clock.steady, jitter=random.Random(1),  # noqa: S311 - repeatable on purpose
        sheets=FileSheets(),
    )  # fmt: skip
    return Till(services, storage, registry, api, clock, renderer, reader, path)


def codes_of(error: ShopError) -> tuple[str, str]:
    """Code and field of an error, for one comparison."""
    return error.code, error.field
