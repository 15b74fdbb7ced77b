"""All that the shop has, page by page, to be written into tables. Part of `ports.storage`.

A page is a reading of its own: no export holds the database for longer, and a sale waits for none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple, Protocol


class Page(NamedTuple):
    """`rows` in the order of the table's columns; `last` = where the next page begins, None = this was the last."""

    rows: list[tuple[Any, ...]]
    last: tuple[Any, ...] | None


class Issued(NamedTuple):
    """`document` is the canonical JSON; `till_id` and `seller` say where and by whom it was issued."""

    number: str
    issued_at: datetime
    document: str
    till_id: int
    seller: str


class IssuedPage(NamedTuple):
    rows: list[Issued]
    last: tuple[Any, ...] | None


class ExportReads(Protocol):
    def export_page(self, table: str, after: tuple[Any, ...] | None, limit: int) -> Page:
        """`table`: units, products, purchases, movements_in, movements_out, movements, customers, events."""
        ...

    def issued_page(self, after: tuple[Any, ...] | None, limit: int) -> IssuedPage:
        """Invoices of every kind, each till's in the order of their numbers."""
        ...

    def papers_page(self, after: tuple[Any, ...] | None, limit: int) -> IssuedPage:
        """Papers of buy-ins, likewise."""
        ...
