"""The shop's memory. One transaction is one `with`: all of it is on disk, or none of it.

Methods raise `StorageError` for what the environment did, and `ShopError` where the schema forbids
(`unit-in-another-sale`, `unit-already-sold`, `invoice-number-taken`, ...).
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.outbox import OutboxEntry, Settlement
from pos_app.domain.run import StepRecord
from pos_app.domain.sale import Buyer, Payment, Sale, SaleLine
from pos_app.domain.stock import Product, Unit
from pos_app.domain.vat import VatRate


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHit:
    """A unit and where it stands now. `sale_id` "" = on no live line."""

    unit: Unit
    sale_id: str = ""
    sale_state: str = ""
    till_id: int = 0
    invoice_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredInvoice:
    """`document` is the canonical JSON that was frozen at issue."""

    number: str
    sale_id: str
    issued_at: datetime
    document: str
    sha256: str
    prints: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRow:
    """A line of the list of invoices; amounts in whole rials."""

    number: str
    issued_at: datetime
    title: str
    total: int
    prints: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """`role`: owner, manager, seller. The PIN exists only as an argon2id hash."""

    id: int
    name: str
    role: str
    pin_hash: str
    failures: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueState:
    """What waits for the registry: always on screen. `refused` of the `waiting` are owed activations that nothing
    moves any more: a person has to see to them."""

    waiting: int
    oldest: datetime | None
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """An activation that a completed sale still owes, and the invoice it stands on."""

    entry: OutboxEntry
    title: str
    invoice_number: str
    sold_at: datetime


class ReadSession(Protocol):
    """One consistent view."""

    def find_units(self, code: str) -> tuple[UnitHit, ...]:
        """Units with this IMEI (either slot), EID or serial; more than one only for a shared serial."""
        ...

    def product_by_gtin(self, gtin: str) -> Product | None: ...

    def sale(self, sale_id: str) -> Sale | None: ...

    def open_sales(self, till_id: int) -> tuple[str, ...]:
        """Ids of this till's open sales, the one last shown first."""
        ...

    def entry(self, entry_id: str) -> OutboxEntry | None: ...

    def entries_of(self, sale_id: str) -> tuple[OutboxEntry, ...]: ...

    def queue(self) -> QueueState: ...

    def owed(self) -> tuple[OwedRow, ...]:
        """The last activation of every completed sale that never succeeded and that nobody closed, oldest first."""
        ...

    def due_entries(self, now: datetime, limit: int) -> tuple[str, ...]:
        """Entries that may be sent now: oldest of each device, not leased, their time come."""
        ...

    def invoice(self, number: str) -> StoredInvoice | None: ...

    def invoices(self, limit: int, before: str = "") -> tuple[InvoiceRow, ...]:
        """Newest first; `before` = the last number of the page above."""
        ...

    def setting(self, name: str) -> str | None: ...

    def vat_rates(self) -> tuple[VatRate, ...]: ...

    def staff(self) -> tuple[Staff, ...]: ...

    def picture(self, sha256: str) -> bytes | None: ...


class WriteSession(ReadSession, Protocol):
    """The same, and changes."""

    def open_sale(self, sale: Sale) -> None: ...

    def touch_sale(self, sale_id: str, at: datetime) -> None: ...

    def abandon_sale(self, sale_id: str) -> None: ...

    def add_line(self, sale_id: str, line: SaleLine) -> None: ...

    def change_line(self, sale_id: str, line: SaleLine) -> None: ...

    def remove_line(self, sale_id: str, line_id: str) -> None: ...

    def set_buyer(self, sale_id: str, buyer: Buyer) -> None: ...

    def set_payment(self, sale_id: str, payment: Payment) -> None: ...

    def set_draft(self, sale_id: str, draft: dict[str, str]) -> None: ...

    def begin_run(self, sale_id: str, checklist_id: str, version: int) -> None: ...

    def add_records(self, sale_id: str, records: tuple[StepRecord, ...]) -> None: ...

    def complete_sale(self, sale_id: str, at: datetime) -> None:
        """Marks the sale completed and its units sold."""
        ...

    def next_invoice_number(self, till_id: int, year: int) -> int:
        """Gapless: the counter moves inside the transaction of the invoice, and back with it."""
        ...

    def add_invoice(self, invoice: StoredInvoice, till_id: int, year: int, seq: int, title: str, total: int) -> None:
        """Raises `invoice-number-taken`."""
        ...

    def add_print(self, number: str, nth: int, at: datetime, state: str) -> None:
        """Writes print job `nth` (from 1) of an invoice. Raises `print-number-taken`."""
        ...

    def next_local_seq(self, till_id: int) -> int:
        """The till's own order: one counter for operations and audit events."""
        ...

    def add_entry(self, entry: OutboxEntry) -> None: ...

    def claim(self, entry_id: str, by: str, now: datetime, until: datetime) -> bool:
        """Takes the lease and moves the entry to `sending` (an accepted one keeps its state: it is only asked about);
        False when somebody else holds it."""
        ...

    def settle(self, entry_id: str, settlement: Settlement, now: datetime) -> bool:
        """Applies a settlement; False (and nothing changed) where the states do not allow it."""
        ...

    def close_refused(self, entry_id: str) -> bool:
        """Marks an operation that ended without success as `closed-by-person`; its state stays what it was."""
        ...

    def forget_code(self, entry_id: str) -> None:
        """Wipes the activation code from the payload."""
        ...

    def recover_crashed(self, now: datetime) -> int:
        """Entries found in `sending` whose lease ran out become `outcome_unknown`; how many."""
        ...

    def audit(self, till_id: int, at: datetime, who: str, kind: str, subject: str, data: dict[str, object]) -> None:
        """Append-only event; `data` holds no private value."""
        ...

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


class Storage(Protocol):
    def read(self) -> AbstractContextManager[ReadSession]: ...

    def write(self) -> AbstractContextManager[WriteSession]: ...

    def close(self) -> None: ...
