"""What the environment did, told apart from what the schema forbids and from faults of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from pos_app.domain.errors import ShopError, StorageError

#: Name of a constraint as PostgreSQL says it, columns as SQLite says them -> our code.
_FORBIDDEN = {
    "uq_sale_line_live_unit": "unit-in-another-sale",
    "sale_line.unit_id": "unit-in-another-sale",
    "pk_unit_imei": "imei-in-stock-twice",
    "unit_imei.imei": "imei-in-stock-twice",
    "uq_invoice_till_id_year_seq": "invoice-number-taken",
    "invoice.till_id, invoice.year": "invoice-number-taken",
    "pk_invoice": "invoice-number-taken",
    "invoice.number": "invoice-number-taken",
    "uq_invoice_sale_id": "sale-already-invoiced",
    "invoice.sale_id": "sale-already-invoiced",
    "uq_invoice_undone": "invoice-undone-already",
    "invoice.refers_to": "invoice-undone-already",
    "uq_invoice_tax_id": "tax-id-taken",
    "invoice.tax_id": "tax-id-taken",
    "ck_tax_serial_last": "tax-serial-out-of-range",
    "uq_paper_kind_till_id_year_seq": "invoice-number-taken",
    "paper.kind, paper.till_id": "invoice-number-taken",
    "uq_paper_sale_id": "sale-already-invoiced",
    "paper.sale_id": "sale-already-invoiced",
    "uq_print_job_invoice_number_nth": "print-number-taken",
    "print_job.invoice_number, print_job.nth": "print-number-taken",
    "uq_print_job_paper_number_nth": "print-number-taken",
    "print_job.paper_number, print_job.nth": "print-number-taken",
    "pk_e_sending": "e-invoice-queued-already",
    "e_sending.number": "e-invoice-queued-already",
    "uq_product_gtin": "gtin-twice",
    "product.gtin": "gtin-twice",
    "uq_supplier_name": "supplier-twice",
    "supplier.name": "supplier-twice",
    "uq_purchase_number": "purchase-number-twice",
    "purchase.supplier_id, purchase.number": "purchase-number-twice",
    "uq_stocktake_open": "stocktake-open-already",
    "stocktake.till_id": "stocktake-open-already",
}

#: Two writers of PostgreSQL made the same first row at once: nothing is wrong, the second one tries again.
_RACES = (
    "pk_counter",
    "pk_tax_serial",
    "pk_setting",
    "pk_till",
    "pk_picture",
    "pk_audit_event",
    "pk_invoice_figure",
    "pk_day_seller",
    "pk_day_product",
    "pk_day_method",
    "pk_stock_level",
    "pk_history_head",
)

_SQLITE = {
    sqlite3.SQLITE_FULL: "storage-full",
    sqlite3.SQLITE_BUSY: "storage-locked",
    sqlite3.SQLITE_LOCKED: "storage-locked",
    sqlite3.SQLITE_READONLY: "storage-read-only",
    sqlite3.SQLITE_CANTOPEN: "storage-unreachable",
    sqlite3.SQLITE_IOERR: "storage-write-failed",
    sqlite3.SQLITE_CORRUPT: "storage-damaged",
    sqlite3.SQLITE_NOTADB: "storage-damaged",
}
#: SQLSTATE classes of PostgreSQL.
_POSTGRES = {
    "53100": "storage-full",
    "53": "storage-locked",
    "55": "storage-locked",
    "40": "storage-locked",
    "25006": "storage-read-only",
    "08": "storage-unreachable",
    "57": "storage-unreachable",
    "58": "storage-write-failed",
    "XX": "storage-damaged",
}


def code_of(error: sqlite3.Error) -> str | None:
    """What SQLite itself says of the disk and the file; None for a fault of ours."""
    return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)


def translate(error: DBAPIError) -> ShopError | None:
    """The ordinary-day error for a driver's exception; None for a fault of ours."""
    if isinstance(error, IntegrityError):
        text = str(error.orig)
        code = next((code for mark, code in _FORBIDDEN.items() if mark in text), None)
        if code is None and any(mark in text for mark in _RACES):
            return StorageError("storage-locked")
        return ShopError(code) if code else None
    original = error.orig
    if isinstance(original, sqlite3.Error):
        code = code_of(original)
        return StorageError(code) if code else None
    # A server that cannot be reached says nothing, not even a code.
    lost = error.connection_invalidated or isinstance(error, OperationalError)
    state = getattr(original, "sqlstate", None) or ("08" if lost else "")
    code = _POSTGRES.get(state) or _POSTGRES.get(state[:2])
    return StorageError(code) if code else None


@contextmanager
def told() -> Iterator[None]:
    """Turns a driver's exception into ours, with the cause kept for the log."""
    try:
        yield
    except UnicodeDecodeError as error:  # a value, or the schema itself, that is no text any more
        raise StorageError("storage-damaged") from error
    except DBAPIError as error:
        ours = translate(error)
        if ours is None:
            raise
        raise ours from error
