"""Whole rials. Cut, never rounded (RC_IITP.IS V7.9: the method is truncation). Integers only, no floats.

The currency tag stands beside every stored amount: Iran's new rial is law, old papers keep their old unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final

from pos_app.domain.errors import ShopError

CURRENCY: Final = "IRR"
MAX_RIAL: Final = 10**18 - 1  # money fields of the tax office: 18 digits


class MoneyError(ShopError):
    """`code` is one of `amount-not-positive`, `discount-too-large`, `amount-too-large`, `amount-below-unit`."""


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """One row of the official form, under the form's own field names; whole rials."""

    prdis: int  # quantity x unit price
    dis: int  # discount
    adis: int  # after discount
    vam: int  # tax and duties
    tsstam: int  # row total


NOTHING: Final = LineAmounts(0, 0, 0, 0, 0)


def line_amounts(quantity: Decimal, fee: int, discount: int, vat_hundredths: int) -> LineAmounts:
    """Amounts of one row. `fee` rial per piece, `vat_hundredths` 1000 = 10 %. Raises `MoneyError`."""
    prdis = int((quantity * fee).to_integral_value(ROUND_DOWN))
    if prdis <= 0:
        raise MoneyError("amount-not-positive")
    if prdis > MAX_RIAL:
        raise MoneyError("amount-too-large")
    if not 0 <= discount <= prdis:
        raise MoneyError("discount-too-large")
    adis = prdis - discount
    vam = adis * vat_hundredths // 10_000
    if adis + vam > MAX_RIAL:
        raise MoneyError("amount-too-large")
    return LineAmounts(prdis, discount, adis, vam, adis + vam)


def total(rows: tuple[LineAmounts, ...]) -> LineAmounts:
    """The header adds the cut rows and is never computed anew from totals. Raises `MoneyError` `amount-too-large`."""
    sums = LineAmounts(*(sum(getattr(row, name) for row in rows) for name in LineAmounts.__slots__))
    if max(sums.prdis, sums.tsstam) > MAX_RIAL:
        raise MoneyError("amount-too-large")
    return sums
