"""In which money papers are made out. The books of the shop are in present rials; a change of currency is a setting: a
code, a rate and the day from which papers follow it. What was issued before keeps its own unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from pos_app.domain.money import CURRENCY

#: Codes that a paper can name. The new rial of the law of 1404 is 10,000 present rials, the qeran its hundredth part;
#: amounts stay whole in either. No codes of them are published yet: these are ours.
QERAN: Final = "QRN"
NEW_RIAL: Final = "IRN"
CODES: Final = (CURRENCY, QERAN, NEW_RIAL)


@dataclass(frozen=True, slots=True)
class Currency:
    """`rials`: how many present rials one whole unit of an amount is."""

    code: str
    rials: int

    def whole(self, rials: int) -> int:
        """Rials of the whole units in it."""
        return rials // self.rials * self.rials

    def of(self, rials: int) -> int:
        """Cut, as every amount."""
        return rials // self.rials


RIAL: Final = Currency(CURRENCY, 1)


def in_force(day: date, code: str, rials: int, valid_from: str) -> Currency:
    """The rial, until a change that is set (`code` "" = none is) comes into force."""
    if not code or day < date.fromisoformat(valid_from):
        return RIAL
    return Currency(code, rials)
