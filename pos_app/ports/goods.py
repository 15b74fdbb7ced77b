"""The shop's goods: how many there are, what moved them, prices as they changed. Part of `ports.storage`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from pos_app.domain.counting import Level, Movement
from pos_app.domain.stock import Product


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """A product and how many of it are for sale."""

    product: Product
    here: int

    @property
    def low(self) -> bool:
        return self.product.low_level > 0 and self.here <= self.product.low_level


class PriceChange(NamedTuple):
    at: datetime
    who: str
    old: int
    new: int


class UnitRow(NamedTuple):
    """A phone for sale of one product. `price` 0 = the product's, `cost` None = nobody said."""

    imei: str
    serial: str
    condition: str
    entered_at: datetime | None
    cost: int | None
    price: int


class PurchaseRow(NamedTuple):
    """A purchase as a list shows it; `pieces` of all its lines."""

    id: int
    supplier: str
    number: str
    day: date
    source: str
    pieces: int
    total: int


class GoodsReads(Protocol):
    def goods(
        self, words: tuple[str, ...], *, kind: str = "", low_only: bool = False, limit: int, skip: int = 0
    ) -> tuple[GoodsRow, ...]:
        """Products in whose title, brand, model, codes or category every word stands; by title."""
        ...

    def categories(self) -> tuple[str, ...]: ...

    def level(self, product_id: int) -> Level:
        """Of counted goods; nothing ever moved = nothing is here."""
        ...

    def is_counted(self, product_id: int) -> bool:
        """Some of it came in at some time, or somebody counted it: its number says something."""
        ...

    def units_here(self, product_id: int) -> int: ...

    def units_of(self, product_id: int, limit: int) -> tuple[UnitRow, ...]:
        """Those for sale, the oldest first."""
        ...

    def movements(self, product_id: int, limit: int) -> tuple[Movement, ...]:
        """Newest first."""
        ...

    def movements_of(self, case_id: str) -> tuple[Movement, ...]: ...

    def price_changes(self, product_id: int, limit: int) -> tuple[PriceChange, ...]:
        """Newest first."""
        ...

    def purchases(self, limit: int) -> tuple[PurchaseRow, ...]:
        """Newest first."""
        ...


class GoodsWrites(Protocol):
    def move_goods(self, movement: Movement) -> Level:
        """The row and the level, together; how many are left. A movement of nothing is none."""
        ...

    def note_price(self, product_id: int, change: PriceChange) -> None: ...
