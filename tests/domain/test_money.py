"""Money: the official formulas for any values, whole rials, cut and never rounded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import ShopError
from pos_app.domain.money import MAX_RIAL, LineAmounts, MoneyError, line_amounts, total

fees = st.integers(1, MAX_RIAL)
quantities = st.decimals(Decimal("0.001"), Decimal(999), places=3)


@given(quantities, fees, st.integers(0, MAX_RIAL), st.integers(0, 10_000))
def test_amounts_are_the_formulas(quantity: Decimal, fee: int, discount: int, hundredths: int) -> None:
    prdis = int(Fraction(quantity) * fee)  # exact, then cut
    adis = prdis - discount
    vam = int(Fraction(adis) * hundredths / 10_000)
    if prdis <= 0 or adis < 0 or max(prdis, adis + vam) > MAX_RIAL:
        too_large = prdis > MAX_RIAL or adis >= 0
        code = "amount-not-positive" if prdis <= 0 else "amount-too-large" if too_large else "discount-too-large"
        with pytest.raises(MoneyError, match=code):
            line_amounts(quantity, fee, discount, hundredths)
        return
    amounts = line_amounts(quantity, fee, discount, hundredths)
    assert amounts == LineAmounts(prdis, discount, adis, vam, adis + vam)
    assert all(type(value) is int for value in (amounts.prdis, amounts.adis, amounts.vam, amounts.tsstam))
    assert amounts.tsstam <= MAX_RIAL


@given(st.lists(st.tuples(st.integers(1, 10**12), st.integers(0, 3000)), min_size=1, max_size=12))
def test_header_is_the_sum_of_the_cut_rows(lines: list[tuple[int, int]]) -> None:
    rows = tuple(line_amounts(Decimal(1), fee, 0, hundredths) for fee, hundredths in lines)
    sums = total(rows)
    for name in LineAmounts.__slots__:
        assert getattr(sums, name) == sum(getattr(row, name) for row in rows)
    assert sums.tsstam == sums.adis + sums.vam


@pytest.mark.parametrize(
    ("quantity", "fee", "discount", "code"),
    [
        (1, 0, 0, "amount-not-positive"),
        (1, -5, 0, "amount-not-positive"),
        (1, 100, 101, "discount-too-large"),
        (1, 100, -1, "discount-too-large"),
        (2, MAX_RIAL, 0, "amount-too-large"),
        (999, MAX_RIAL, 998 * MAX_RIAL, "amount-too-large"),  # the total before the discount is a field too
    ],
)
def test_impossible_amounts(quantity: int, fee: int, discount: int, code: str) -> None:
    with pytest.raises(MoneyError) as caught:
        line_amounts(Decimal(quantity), fee, discount, 0)
    assert caught.value.code == code
    assert isinstance(caught.value, ShopError)  # an ordinary day: the person is told


def test_a_sum_has_as_many_digits_as_its_rows() -> None:
    row = line_amounts(Decimal(1), 9 * 10**17, 0, 0)
    assert total((row,)).tsstam == 9 * 10**17
    with pytest.raises(MoneyError, match="amount-too-large"):
        total((row, row))


def test_a_whole_discount_leaves_nothing_to_tax() -> None:
    assert line_amounts(Decimal(1), 1000, 1000, 1000).tsstam == 0
