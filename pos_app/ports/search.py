"""What a search of everything asks the database. Part of `ports.storage`; each goes by an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from pos_app.domain.stock import Product

if TYPE_CHECKING:
    from pos_app.ports.storage import UnitHit


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHit:
    """An invoice, or the paper of a buy-in. `total` in whole rials."""

    number: str
    issued_at: datetime
    title: str
    total: int


class SearchReads(Protocol):
    def units_by_digits(self, digits: str, limit: int) -> tuple[UnitHit, ...]:
        """Phones one of whose IMEIs ends with these digits (four or more) or begins with them (six or more); the
        newest first."""
        ...

    def units_by_label(self, text: str, limit: int) -> tuple[UnitHit, ...]:
        """Phones whose serial begins with this text, or whose EID it is."""
        ...

    def papers_numbered(self, text: str, limit: int) -> tuple[PaperHit, ...]:
        """By the whole number, the gapless part of it alone, or the tax id; the newest first."""
        ...

    def products_like(self, words: tuple[str, ...], limit: int) -> tuple[Product, ...]:
        """Whose title, brand, model or model code holds every one of these words, as `plain_name` folds them."""
        ...

    def products_coded(self, digits: str, limit: int) -> tuple[Product, ...]:
        """Whose barcode begins with these digits, or whose goods id they are."""
        ...
