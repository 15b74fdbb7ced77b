"""What keeps a case from being given up is said of that kind of case."""

from __future__ import annotations

import pytest

from pos_app.application import ask, completing, guide_used, handover, returns, sell
from pos_app.application.settlement import DEVICE
from pos_app.domain.errors import ShopError
from pos_app.domain.registry import Channel
from pos_app.domain.sale import SaleState
from tests.application import steps
from tests.application.used_steps import BOTH, BUYER_SIM, SHOP_SIM, bought, to_buy
from tests.fakes.parts import IMEI1, Till


def sale(till: Till) -> str:
    return steps.ready(till.services)


def purchase(till: Till) -> str:
    return bought(till, to_buy(till))


def coming_back(till: Till) -> str:
    services = till.services
    paper = steps.sold(services)
    case_id = returns.begin(services, paper.number)
    returns.choose(services, case_id, subject=DEVICE, reason="screen flickers")
    guide_used.match_device(services, case_id, BOTH, (), tray_says="none")
    guide_used.reset(services, case_id, done=True, unlocked=True)
    handover.transfer(services, case_id, Channel.API, imei_used=IMEI1, from_sim=BUYER_SIM, to_sim=SHOP_SIM)
    code = till.registry.transfers[IMEI1].code
    ask.activate(services, case_id, Channel.API, imei_used=IMEI1, sim=SHOP_SIM, code=code)
    return case_id


@pytest.mark.parametrize(
    ("begun", "code"),
    [
        (sale, "already-activated-give-up"), (purchase, "already-activated-give-up-buy-in"),
        (coming_back, "already-activated-give-up-return"),
    ],
)  # fmt: skip
def test_once_it_is_active(till: Till, begun, code: str) -> None:  # type: ignore[no-untyped-def]
    case_id = begun(till)
    with pytest.raises(ShopError) as caught:
        sell.abandon(till.services, case_id)
    assert caught.value.code == code
    assert steps.sale_of(till.services, case_id).state is SaleState.OPEN


def test_the_purchase_goes_on(till: Till) -> None:
    case_id = purchase(till)
    with pytest.raises(ShopError):
        sell.abandon(till.services, case_id)
    completing.complete(till.services, case_id)
