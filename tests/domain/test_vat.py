"""VAT: chosen by the invoice's date, never guessed."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import ShopError
from pos_app.domain.vat import NOT_CALLED, SEED, VatRate, rate_for


@pytest.mark.parametrize(
    ("day", "hundredths"),
    [
        (date(2024, 3, 19), 900),
        (date(2024, 3, 20), 1000),
        (date(2026, 3, 20), 1000),
        (date(2026, 3, 21), 1000),
        (date(2027, 3, 20), 1000),
    ],
)
def test_both_ends_of_a_row_count(day: date, hundredths: int) -> None:
    assert rate_for(day, SEED, registered=True).hundredths == hundredths


@pytest.mark.parametrize("day", [date(2023, 3, 20), date(2027, 3, 21)])
def test_a_day_no_row_covers_stops_the_issue(day: date) -> None:
    with pytest.raises(ShopError) as caught:
        rate_for(day, SEED, registered=True)
    assert (caught.value.code, caught.value.detail) == ("vat-rate-missing", day.isoformat())


def test_a_shop_not_called_for_vat_sends_zero() -> None:
    assert rate_for(date(2027, 3, 21), (), registered=False) == NOT_CALLED
    assert NOT_CALLED.hundredths == 0


def test_the_seed_has_no_gap_and_no_overlap() -> None:
    for earlier, later in itertools.pairwise(SEED):
        assert later.valid_from == earlier.valid_to + timedelta(days=1)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.data())
def test_the_row_that_covers_the_day_decides(day: date, data: st.DataObject) -> None:
    starts = sorted(data.draw(st.sets(st.dates(date(2019, 1, 1), date(2031, 1, 1)), min_size=2, max_size=6)))
    rates = tuple(
        VatRate(valid_from=a, valid_to=b - timedelta(days=1), hundredths=n, source=str(n), entered_by="t")
        for n, (a, b) in enumerate(itertools.pairwise(starts))
    )
    covering = [rate for rate in rates if rate.valid_from <= day <= rate.valid_to]
    if covering:
        assert rate_for(day, rates, registered=True).source == covering[0].source
    else:
        with pytest.raises(ShopError, match="vat-rate-missing"):
            rate_for(day, rates, registered=True)
