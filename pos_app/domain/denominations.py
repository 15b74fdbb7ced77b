"""Notes and coins of the rial that a drawer holds. A new one is a line here; until then it is counted as `LOOSE`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos_app.domain.errors import ShopError
from pos_app.domain.money import MAX_RIAL


class Kind(StrEnum):
    CHEQUE = "cheque"  # ایران‌چک, a note in all but name
    NOTE = "note"
    COIN = "coin"


@dataclass(frozen=True, slots=True)
class Denomination:
    """`key` is what a count is kept under: a note and a coin of one value are two."""

    rials: int
    kind: Kind

    @property
    def key(self) -> str:
        return f"{self.kind.value}_{self.rials}"


DENOMINATIONS: Final = (
    *(Denomination(rials, Kind.CHEQUE) for rials in (2_000_000, 1_000_000, 500_000)),
    *(Denomination(rials, Kind.NOTE) for rials in (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000)),
    *(Denomination(rials, Kind.COIN) for rials in (5_000, 2_000, 1_000, 500, 250)),
)
LOOSE: Final = "loose"  # rials of whatever is not listed
MAX_PIECES: Final = 100_000
_WORTH: Final = {one.key: one.rials for one in DENOMINATIONS} | {LOOSE: 1}


def worth(counted: Mapping[str, int]) -> int:
    """Rials. Raises ShopError `count-out-of-range` at the field of the piece, `denomination-unknown`."""
    total = 0
    for key, pieces in counted.items():
        if key not in _WORTH:
            raise ShopError("denomination-unknown", detail=key)
        most = MAX_RIAL if key == LOOSE else MAX_PIECES
        if not 0 <= pieces <= most:
            raise ShopError("count-out-of-range", field=key)
        total += pieces * _WORTH[key]
    if total > MAX_RIAL:
        raise ShopError("amount-too-large", field=LOOSE)
    return total
