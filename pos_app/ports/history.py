"""The history of the shop, and whether it is as it was written. Part of `ports.storage`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.history import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """The first place that is not as it was written; `table` and `key` name it. `fault`: `foreign` (nobody with the
    key wrote it), `broken` (its words, or what stood before it, are not those that were written), `cut` (events at
    the end are gone), `not-as-witnessed`, `invoice-missing`, `invoice-changed`, `invoice-unknown` (to the history), and
    the same of a `shift-`: a closed day with its paper and its money."""

    table: str
    key: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """`database` holds what the database says of itself, () = it is sound; `bad` the first place, None = none."""

    database: tuple[str, ...]
    heads: tuple[Head, ...]
    invoices: int
    bad: BadRow | None

    @property
    def ok(self) -> bool:
        return not self.database and self.bad is None


class HistoryReads(Protocol):
    def history_head(self, till_id: int) -> Head:
        """Where the history of this till ends now; its count is 0 before the first event."""
        ...

    def history_heads(self) -> tuple[Head, ...]: ...

    def went_through(self, head: Head) -> bool:
        """The event that stood there then stands there now."""
        ...


class HistoryWrites(Protocol):
    def audit(self, till_id: int, at: datetime, who: str, kind: str, subject: str, data: dict[str, object]) -> None:
        """Append-only event; `data` holds no private value."""
        ...
