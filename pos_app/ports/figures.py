"""What was sold, in open figures: read off the frozen documents once, then added up by day. Part of `ports.storage`.

Money is whole rials. What is given back counts below zero, a corrective by what it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol


class Unread(NamedTuple):
    """An invoice whose figures are still to be read; `document` is its canonical JSON, "" = its seal is broken."""

    number: str
    till_id: int
    year: int
    seq: int
    issued_at: datetime
    document: str
    sale_id: str
    seller: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """One product of an invoice. `cost` None = nobody knows what it was bought for."""

    product_id: int
    quantity: int
    net: int
    cost: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """All of one invoice; `payments` by the tax office's code."""

    number: str
    till_id: int
    year: int
    seq: int
    day: date
    subject: str
    seller: str
    phones: int
    discount: int
    vat: int
    net: int
    goods: tuple[Goods, ...] = ()
    payments: tuple[tuple[int, int], ...] = ()

    @property
    def cost(self) -> int:
        return sum(one.cost or 0 for one in self.goods)

    @property
    def costed(self) -> int:
        """The net sum of what has a known cost: only of it a margin can be told."""
        return sum(one.net for one in self.goods if one.cost is not None)


class Sums(NamedTuple):
    """Of one day, seller or period."""

    invoices: int
    phones: int
    net: int
    vat: int
    discount: int
    cost: int
    costed: int

    @property
    def margin(self) -> int:
        return self.costed - self.cost


class ProductSums(NamedTuple):
    product_id: int
    title: str
    quantity: int
    net: int
    cost: int
    costed: int

    @property
    def margin(self) -> int:
        return self.costed - self.cost


class Aged(NamedTuple):
    """Phones for sale that came in at or after `since` (None = older, or nobody knows), and before the one above.
    `unpriced`: of them without a known cost."""

    since: datetime | None
    phones: int
    cost: int
    unpriced: int
    asking: int


class VatSums(NamedTuple):
    day: date
    subject: str
    invoices: int
    net: int
    vat: int


class FigureReads(Protocol):
    def unread_figures(self, limit: int) -> tuple[Unread, ...]:
        """In the order of their numbers, till by till."""
        ...

    def unread_count(self) -> int: ...

    def sums_by_day(self, first: date, last: date) -> dict[date, Sums]: ...

    def sums_by_seller(self, first: date, last: date) -> dict[str, Sums]: ...

    def sums_by_product(self, first: date, last: date, limit: int) -> tuple[ProductSums, ...]:
        """Those that brought most come first."""
        ...

    def sums_by_method(self, first: date, last: date) -> dict[int, tuple[int, int]]:
        """Code of the way of paying -> payments, rials."""
        ...

    def vat_by_day(self, first: date, last: date) -> tuple[VatSums, ...]: ...

    def stock_by_age(self, edges: Sequence[datetime]) -> tuple[Aged, ...]:
        """`edges` from the newest; the last group is older than all of them."""
        ...

    def counted_stock(self) -> tuple[int, int]:
        """Pieces of counted goods that are here, and what they cost as far as it is known."""
        ...

    def bought_in(self, first: datetime, end: datetime) -> tuple[int, int]:
        """Buy-ins from walk-ins: how many, and for how much; `end` is no part of it."""
        ...


class FigureWrites(Protocol):
    def add_figures(self, figures: Iterable[Figure], read_to: Iterable[tuple[int, int, int]]) -> None:
        """All of them once; `read_to` (till, year, seq): so far the invoices are read."""
        ...

    def end_reading(self) -> None:
        """Every invoice that is there is read: numbers that were never issued, as after a restore, wait for nothing."""
        ...
