"""What the shop pays a walk-in: no tax of ours is on it."""

from __future__ import annotations

import pytest

from pos_app.application import buy_in, completing, sell
from pos_app.application import shop as shops
from pos_app.domain.errors import ShopError
from pos_app.domain.vat import SEED
from tests.application.steps import compared, sale_of
from tests.application.used_steps import bought, to_buy
from tests.fakes.parts import Till


def test_a_day_without_a_vat_row_stops_no_purchase(till: Till) -> None:
    shops.save_vat_rates(till.services, SEED[:1])  # none for today
    case_id = bought(till, to_buy(till), price=81_000_000)
    (line,) = sale_of(till.services, case_id).lines
    assert (line.fee, line.discount) == (81_000_000, 0)
    completing.complete(till.services, case_id)


def test_a_sale_of_that_day_is_told_of_the_row_that_is_missing(till: Till) -> None:
    shops.save_vat_rates(till.services, SEED[:1])  # none for today
    sale_id = compared(till.services)
    (line,) = sale_of(till.services, sale_id).lines
    with pytest.raises(ShopError, match="vat-rate-missing"):
        sell.change_line(till.services, sale_id, line.id, fee=1_000_000, discount=0, quantity=1)


@pytest.mark.parametrize(
    ("price", "code"), [(0, "amount-not-positive"), (-1, "amount-not-positive"), (10**18, "amount-too-large")]
)  # fmt: skip
def test_what_is_no_price_is_refused_at_its_field(till: Till, price: int, code: str) -> None:
    case_id = to_buy(till)
    with pytest.raises(ShopError, match=code) as caught:
        buy_in.set_price(till.services, case_id, price)
    assert caught.value.field == "fee"
