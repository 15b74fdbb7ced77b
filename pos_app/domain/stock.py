"""Products and units. Stock is the list of units, never a flag beside a count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pos_app.domain.typed import one_line

MAX_TITLE = 300  # characters; a longer one would fill a page of paper


def title_of(brand: str, model: str, model_code: str) -> str:
    """What a phone of this make is called."""
    return one_line(f"{brand} {model}".strip() or model_code)


class ProductKind(StrEnum):
    DEVICE = "device"
    ACCESSORY = "accessory"


class UnitState(StrEnum):
    """Where a phone stands in its life with this shop; only `IN_STOCK` is ever sold."""

    INTAKE = "intake"  # lies on the counter to be bought: not the shop's yet
    HELD = "held"  # bought, and something of it is still owed: not for sale
    IN_STOCK = "in_stock"
    SOLD = "sold"
    BACK = "back"  # returned by its buyer, the transfer back still owed: not for sale
    LEFT = "left"  # gone otherwise: taken home by its seller, or sent to the guarantor

    @property
    def here(self) -> bool:
        return self not in (UnitState.SOLD, UnitState.LEFT)


#: A life of its own: who may follow whom. A return never makes a unit, and nothing sold is sold again.
_NEXT: dict[UnitState, frozenset[UnitState]] = {
    UnitState.INTAKE: frozenset({UnitState.HELD, UnitState.IN_STOCK, UnitState.LEFT}),
    UnitState.HELD: frozenset({UnitState.IN_STOCK, UnitState.LEFT}),
    UnitState.IN_STOCK: frozenset({UnitState.SOLD, UnitState.LEFT}),
    UnitState.SOLD: frozenset({UnitState.BACK, UnitState.HELD, UnitState.IN_STOCK, UnitState.LEFT}),
    UnitState.BACK: frozenset({UnitState.IN_STOCK, UnitState.LEFT}),
    UnitState.LEFT: frozenset({UnitState.INTAKE}),
}


def may_become(old: UnitState, new: UnitState) -> bool:
    return new in _NEXT[old]


class Condition(StrEnum):
    SEALED = "sealed"
    USED = "used"
    PASSENGER = "passenger"  # brought in by a traveller, its duty paid by permit, not active yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """`price` in whole rials; `unit_code` 1627 piece, 1631 device; `model_code` as the registry writes it; `low_level`:
    with so many left, or fewer, it is time to order, 0 = never."""

    id: int
    kind: ProductKind
    title: str
    price: int
    gtin: str = ""
    brand: str = ""
    model: str = ""
    model_code: str = ""
    goods_code: str = ""
    unit_code: int = 1627
    guarantee: str = ""
    vat_hundredths: int | None = None  # overrides the dated table, e.g. for exempt goods
    category: str = ""
    low_level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One physical device. Either of its IMEIs finds it; their order is the order of the SIM slots. `price` in whole
    rials is this phone's own, 0 = the product's; `grade` "" = never graded; `cost` what the shop paid for it, None =
    nobody said; `entered_at` when it came in last."""

    id: int
    product: Product
    imeis: tuple[str, ...]
    serial: str = ""
    eid: str = ""
    state: UnitState = UnitState.IN_STOCK
    condition: Condition = Condition.SEALED
    boxed: bool = True
    grade: str = ""
    price: int = 0
    cost: int | None = None
    entered_at: datetime | None = None

    @property
    def asking(self) -> int:
        """What it is offered for; 0 = still to be typed. A used phone never costs what a new one does."""
        return self.price or (self.product.price if self.condition is Condition.SEALED else 0)

    @property
    def name(self) -> str:
        """By what a person finds it again."""
        return self.imeis[0] if self.imeis else self.serial
