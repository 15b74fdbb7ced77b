"""Goods that are counted: what moves their number, and what they cost on the average."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MovementKind(StrEnum):
    PURCHASE = "purchase"
    IMPORT = "import"
    SALE = "sale"
    RETURN = "return"
    COUNT = "count"  # somebody counted them


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """`quantity` below zero goes out. `cost` of one piece in whole rials, None = nobody said."""

    product_id: int
    at: datetime
    kind: MovementKind
    quantity: int
    till_id: int
    who: str
    cost: int | None = None
    case_id: str = ""
    purchase_id: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """`quantity` may be below zero: more went out than anybody took in. `cost`: of one, on the average."""

    quantity: int = 0
    cost: int | None = None


def average(before: Level, quantity: int, cost: int | None) -> int | None:
    """The cost of one piece after so many came in for `cost` each: of what lies there and what came, cut to whole
    rials. What went out below zero has no cost left to mix in."""
    if cost is None or quantity <= 0:
        return before.cost
    if before.cost is None or before.quantity <= 0:
        return cost
    return (before.cost * before.quantity + cost * quantity) // (before.quantity + quantity)
