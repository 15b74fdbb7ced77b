"""How goods come into the shop: suppliers, purchases, many phones at once. Part of `ports.storage`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from pos_app.domain.stock import Condition, Product, UnitState


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """`phone`, `address` and `note` are sealed at rest."""

    id: int = 0
    name: str
    phone: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """`number` is the supplier's own, `total` whole rials of what is known. `source`: intake or import."""

    id: int = 0
    supplier_id: int | None
    number: str = ""
    day: date
    source: str = "intake"
    till_id: int
    who: str
    at: datetime
    total: int = 0


class NewUnit(NamedTuple):
    """A phone that comes in. `price` 0 = its product's, `cost` None = nobody said."""

    product_id: int
    imeis: tuple[str, ...]
    serial: str
    eid: str
    condition: Condition
    price: int
    cost: int | None
    entered_at: datetime
    purchase_id: int


class Known(NamedTuple):
    """A phone that the shop knows. `imeis` of it, in slot order."""

    unit_id: int
    state: UnitState
    imeis: tuple[str, ...]
    product_id: int
    purchase_id: int


class IntakeReads(Protocol):
    def catalogue(self) -> Iterable[Product]:
        """Every product, by id."""
        ...

    def known_imeis(self, imeis: Sequence[str]) -> dict[str, Known]:
        """Those of these numbers that are a unit's."""
        ...

    def known_serials(self, serials: Sequence[str]) -> dict[str, tuple[Known, ...]]: ...

    def suppliers(self) -> tuple[Supplier, ...]:
        """By name."""
        ...


class IntakeWrites(Protocol):
    def put_supplier(self, supplier: Supplier) -> int:
        """Its number, new where `id` is 0. Raises `supplier-twice`."""
        ...

    def add_purchase(self, purchase: Purchase) -> int:
        """Raises `purchase-number-twice`."""
        ...

    def add_purchase_lines(self, purchase_id: int, lines: Iterable[tuple[int, int, int | None]]) -> None:
        """(product id, quantity, cost of one); the purchase's total grows by what they cost."""
        ...

    def take_in(self, units: Sequence[NewUnit]) -> None:
        """All of them into stock, in a few statements. Raises `imei-in-stock-twice`."""
        ...
