"""Products and units. Stock is the list of units, never a flag beside a count."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProductKind(StrEnum):
    DEVICE = "device"
    ACCESSORY = "accessory"


class UnitState(StrEnum):
    IN_STOCK = "in_stock"
    SOLD = "sold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """`price` in whole rials; `unit_code` 1627 piece, 1631 device; `model_code` as the registry writes it."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One physical device. Either of its IMEIs finds it; their order is the order of the SIM slots."""

    id: int
    product: Product
    imeis: tuple[str, ...]
    serial: str = ""
    eid: str = ""
    state: UnitState = UnitState.IN_STOCK
