"""The shop's memory. One transaction is one `with`: all of it is on disk, or none of it.

Methods raise `StorageError` for what the environment did, and `ShopError` where the schema forbids
(`unit-in-another-sale`, `unit-already-sold`, `invoice-number-taken`, ...).
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.history import Head
from pos_app.domain.pin_tries import Tries
from pos_app.domain.print_job import PrintState
from pos_app.domain.run import StepRecord
from pos_app.domain.sale import Buyer, CaseKind, Payment, Sale, SaleLine
from pos_app.domain.stock import Product, Unit, UnitState
from pos_app.domain.vat import VatRate
from pos_app.ports.customers import CustomerReads, CustomerWrites
from pos_app.ports.drawers import DrawerReads, DrawerWrites
from pos_app.ports.duties import DutyReads
from pos_app.ports.exports import ExportReads
from pos_app.ports.feeds import FeedReads, FeedWrites
from pos_app.ports.figures import FigureReads, FigureWrites
from pos_app.ports.goods import GoodsReads, GoodsWrites
from pos_app.ports.history import HistoryReads, HistoryWrites, Verified
from pos_app.ports.intake import IntakeReads, IntakeWrites
from pos_app.ports.lives import LifeReads
from pos_app.ports.notes import NoteReads, NoteWrites
from pos_app.ports.operations import OperationReads, OperationWrites
from pos_app.ports.prints import PrintReads, PrintWrites
from pos_app.ports.search import SearchReads
from pos_app.ports.series import SeriesReads, SeriesWrites
from pos_app.ports.stocktakes import StocktakeReads, StocktakeWrites
from pos_app.ports.tacs import TacReads, TacWrites
from pos_app.ports.tax import SendingReads, SendingWrites


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHit:
    """A unit and where it stands now. `sale_id` "" = on no live line."""

    unit: Unit
    sale_id: str = ""
    sale_state: str = ""
    till_id: int = 0
    invoice_number: str = ""
    kind: CaseKind = CaseKind.SALE


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredInvoice:
    """`document` is the canonical JSON that was frozen at issue. `kind`: original, corrective, void or return of an
    invoice; buy_in for the paper of a purchase. `tax_id` "" = it has none."""

    number: str
    sale_id: str
    issued_at: datetime
    document: str
    sha256: str
    prints: int
    kind: str = "original"
    tax_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRow:
    """A line of the list of invoices; amounts in whole rials. `print_state` None = no print was ever wanted;
    `print_problem` a code, "" = none: both of its newest print."""

    number: str
    issued_at: datetime
    title: str
    total: int
    prints: int
    print_state: PrintState | None = None
    print_problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """`role`: owner, manager, seller. The PIN exists only as an argon2id hash, "" = none. `active` False: was here. The
    rest is `tries`."""

    id: int
    name: str
    role: str
    pin_hash: str
    failures: int = 0
    active: bool = True
    left_ms: int = 0
    seen_ms: int = 0
    seen_by: int = 0

    @property
    def tries(self) -> Tries:
        return Tries(self.failures, self.left_ms, self.seen_ms, self.seen_by)


class ReadSession(
    OperationReads, FeedReads, TacReads, LifeReads, NoteReads, DutyReads, PrintReads, SendingReads, HistoryReads,
    CustomerReads, SearchReads, SeriesReads, IntakeReads, ExportReads, DrawerReads, GoodsReads,
    StocktakeReads, FigureReads, Protocol,
):  # fmt: skip
    """One consistent view."""

    def find_units(self, code: str) -> tuple[UnitHit, ...]:
        """Units with this IMEI (either slot), EID or serial; more than one only for a shared serial."""
        ...

    def product_by_gtin(self, gtin: str) -> Product | None: ...

    def product(self, product_id: int) -> Product | None: ...

    def product_named(self, brand: str, model_code: str, model: str) -> Product | None:
        """The device of the catalogue with this brand and model code, or, where no code is given, this model."""
        ...

    def sale(self, sale_id: str) -> Sale | None: ...

    def open_sales(self, till_id: int) -> tuple[str, ...]:
        """Ids of this till's open sales, the one last shown first."""
        ...

    def open_cases_of(self, unit_id: int) -> tuple[str, ...]:
        """Sales, buy-ins and returns of any till in which this phone lies on a counter now."""
        ...

    def settled_with(self, sale_id: str) -> tuple[str, ...]:
        """Trade-ins and returns whose money is settled in this sale."""
        ...

    def undoing(self, sale_id: str) -> str:
        """The return of this sale, open or done; "" = none."""
        ...

    def unit(self, unit_id: int) -> Unit | None: ...

    def invoice(self, number: str, *, for_books: bool = False) -> StoredInvoice | None:
        """Raises PersonErasedError where its buyer was erased, StorageError `invoice-not-as-issued` where its document
        is not the one that its hash speaks of. `for_books`: then what the books need of it, which is
        not the document that was issued."""
        ...

    def referring_to(self, number: str) -> StoredInvoice | None:
        """The one invoice that corrects, voids or takes back this one."""
        ...

    def newest_invoice(self, till_id: int) -> tuple[str, datetime] | None:
        """Number and time of the one that this till issued last, by its number."""
        ...

    def paper(self, number: str) -> StoredInvoice | None: ...

    def invoices(self, limit: int, before: str = "") -> tuple[InvoiceRow, ...]:
        """Newest first; `before` = the last number of the page above."""
        ...

    def setting(self, name: str) -> str | None: ...

    def vat_rates(self) -> tuple[VatRate, ...]: ...

    def staff(self) -> tuple[Staff, ...]: ...

    def picture(self, sha256: str) -> bytes | None: ...


class WriteSession(
    OperationWrites, FeedWrites, TacWrites, NoteWrites, PrintWrites, SendingWrites, HistoryWrites, CustomerWrites,
    SeriesWrites, IntakeWrites, DrawerWrites, GoodsWrites, StocktakeWrites,
    FigureWrites, ReadSession, Protocol,
):  # fmt: skip
    """The same, and changes."""

    def open_sale(self, sale: Sale) -> None: ...

    def touch_sale(self, sale_id: str, at: datetime) -> None: ...

    def abandon_sale(self, sale_id: str) -> None: ...

    def settle_within(self, case_id: str, sale_id: str) -> None:
        """The money of this trade-in or return is settled in that sale; "" = by itself."""
        ...

    def add_line(self, sale_id: str, line: SaleLine, *, live: bool = True) -> None:
        """`live` False: its unit stands on another line already, as a returned one does on its sale's."""
        ...

    def change_line(self, sale_id: str, line: SaleLine) -> None: ...

    def remove_line(self, sale_id: str, line_id: str) -> None: ...

    def set_buyer(self, sale_id: str, buyer: Buyer) -> None: ...

    def set_payment(self, sale_id: str, payment: Payment) -> None: ...

    def set_draft(self, sale_id: str, draft: dict[str, str]) -> None: ...

    def begin_run(self, sale_id: str, checklist_id: str, version: int) -> None: ...

    def add_records(self, sale_id: str, records: tuple[StepRecord, ...]) -> None: ...

    def change_run(self, sale_id: str, checklist_id: str, version: int) -> None: ...

    def complete_sale(self, sale_id: str, at: datetime, becomes: UnitState = UnitState.SOLD) -> None:
        """Marks the case completed; its units become this."""
        ...

    def free_line(self, sale_id: str, unit_id: int) -> bool:
        """The unit of this completed case stands on its line no more; False where it did not."""
        ...

    def next_invoice_number(self, till_id: int, year: int) -> int:
        """Gapless: the counter moves inside the transaction of the invoice, and back with it."""
        ...

    def next_tax_serial(self, memory: str, above: int = 0) -> int:
        """The next serial of this tax memory, above `above`: no serial is given twice, by any till, even when the
        shop changes its memory and comes back. It moves inside the transaction of the invoice, and back with it.
        Raises `tax-serial-out-of-range` once the memory is used up."""
        ...

    def add_invoice(self, invoice: StoredInvoice, till_id: int, year: int, seq: int, title: str, total: int) -> None:
        """Raises `invoice-number-taken`, `tax-id-taken`."""
        ...

    def add_referring(
        self, invoice: StoredInvoice, till_id: int, year: int, seq: int, title: str, total: int, refers_to: str
    ) -> None:
        """A corrective, void or return (`invoice.kind`) of the invoice `refers_to`. Raises `invoice-undone-already`."""
        ...

    def next_paper_number(self, kind: str, till_id: int, year: int) -> int: ...

    def add_paper(self, paper: StoredInvoice, till_id: int, year: int, seq: int, title: str, total: int) -> None: ...

    def put_till(self, till_id: int, name: str) -> None: ...

    def put_setting(self, name: str, value: str) -> None: ...

    def put_vat_rates(self, rates: tuple[VatRate, ...]) -> None: ...

    def put_staff(self, staff: Staff) -> int: ...

    def put_picture(self, picture: bytes) -> str:
        """Content-addressed; returns the SHA-256."""
        ...

    def put_product(self, product: Product) -> int: ...

    def put_unit(self, unit: Unit, product_id: int) -> int:
        """Raises `imei-in-stock-twice`."""
        ...

    def change_unit(self, unit: Unit) -> None:
        """All of it, numbers and product too. Raises `imei-in-stock-twice`."""
        ...


class Storage(Protocol):
    def read(self) -> AbstractContextManager[ReadSession]: ...

    def write(self) -> AbstractContextManager[WriteSession]: ...

    def verify(self, witnesses: tuple[Head, ...] = ()) -> Verified:
        """Reads all of it: the database's own check, every event, every invoice; the counter can sell meanwhile.
        `witnesses`: heads that are known from elsewhere (a paper, a backup, the key store); the history must go
        through each of them. Raises StorageError `storage-damaged` where it cannot even be read."""
        ...

    def close(self) -> None: ...
