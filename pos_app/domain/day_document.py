"""The frozen paper of a closed shift: all its sums apart, what was counted, and where the shop's history stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.domain import frozen
from pos_app.domain.invoice import Party

SCHEMA: Final = 1
KIND: Final = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSum:
    terminal: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """`rials` 0: loose, `pieces` are rials then. `kind` as in `denominations`."""

    kind: str
    rials: int
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Cash in or out with its reason; `amount` below 0 = out."""

    at: str
    who: str
    amount: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDocument:
    """Times are UTC in ISO 8601, money whole rials; what went out is below 0. `head_hash` "" = no history yet.
    `openings_before`: sums that stood as the opening before a manager put it right."""

    schema: int = SCHEMA
    kind: str = KIND
    number: str
    shop: Party
    till_id: int
    opened_at: str
    opened_by: str
    by_itself: bool
    closed_at: str
    closed_by: str
    opening: int
    sales: int
    bought: int
    returned: int
    corrected: int
    paid_in: int
    paid_out: int
    expected: int
    counted: int
    left: int
    pieces: tuple[Pieces, ...] = ()
    cards: tuple[CardSum, ...] = ()
    transfers: int = 0
    cheques: int = 0
    cheque_count: int = 0
    by_hand: tuple[ByHand, ...] = ()
    sale_count: int = 0
    note: str = ""
    till_name: str = ""
    head_count: int = 0
    head_hash: str = ""
    openings_before: tuple[int, ...] = ()

    @property
    def difference(self) -> int:
        """Above 0: more was there than must be."""
        return self.counted - self.expected

    @property
    def taken(self) -> int:
        """What was taken out of the drawer at the end."""
        return self.counted - self.left


def to_json(document: DayDocument) -> str:
    """Canonical: equal documents are equal bytes."""
    return frozen.to_json(document)


def from_json(text: str) -> DayDocument:
    """Inverse of `to_json`. Raises ValueError on another schema or another kind of paper."""
    raw = frozen.plain(text)
    if raw.get("schema") != SCHEMA or raw.get("kind") != KIND:
        raise ValueError("day-schema-unknown")
    raw["shop"] = Party(**raw["shop"])
    raw["pieces"] = frozen.rows(Pieces, raw["pieces"])
    raw["cards"] = frozen.rows(CardSum, raw["cards"])
    raw["openings_before"] = tuple(raw.get("openings_before", ()))
    raw["by_hand"] = frozen.rows(ByHand, raw["by_hand"])
    return DayDocument(**raw)
