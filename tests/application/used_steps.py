"""The ways of a used phone through the use cases, step by step."""

from __future__ import annotations

from dataclasses import replace

from pos_app.application import ask, buy_in, completing, guide, guide_used, handover, scan, sell
from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.domain.registry import Channel
from pos_app.domain.sale import Buyer, Payment, PaymentMethod
from pos_app.domain.stock import Condition, Unit
from pos_app.ports.storage import StoredInvoice
from tests.application.steps import entries, sale_of
from tests.fakes.parts import IMEI1, IMEI2, Till

SHOP_SIM, OWNER_SIM, BUYER_SIM = "09120000009", "09350000001", "09120000001"
PERSON = Buyer(
    name="حسن نمونه", national_id="0499370899", mobile=OWNER_SIM, address="شهر نمونه", postal_code="1234567891"
)  # fmt: skip
PICTURE = b"\x89PNG sample"
BOTH = (IMEI1, IMEI2)


def shop_with_sim(services: Services) -> None:
    with services.storage.write() as session:
        shops.put(session, replace(shops.load(session), sim=SHOP_SIM))


def used_unit(
    till: Till, imei: str = IMEI1, *, boxed: bool = True, owner: str = SHOP_SIM, price: int = 90_000_000
) -> Unit:
    """The phone of the stock with this number, now a used one that `owner` has in the registry."""
    with till.services.storage.write() as session:
        (hit,) = session.find_units(imei)
        unit = replace(hit.unit, condition=Condition.USED, boxed=boxed, price=90_000_000)
        session.change_unit(unit)
    till.registry.owns(imei, owner)
    return unit


def answered(services: Services, sale_id: str, box: tuple[str, ...] = BOTH) -> None:
    ask.inquire(services, sale_id, box, Channel.API)
    answer = entries(services, sale_id)[-1].answer
    assert answer is not None
    guide.confirm_answer(services, sale_id, answer, Channel.API, matches_hand=True)


def compared(services: Services, code: str = IMEI1, box: tuple[str, ...] = BOTH) -> str:
    """A used phone with its box, up to the transfer."""
    sale_id = scan.take(services, "", code).sale_id
    guide_used.reset(services, sale_id, done=True, unlocked=True)
    answered(services, sale_id, box)
    guide.compare(services, sale_id, box, box)
    return sale_id


def transferred(services: Services, sale_id: str, from_sim: str = SHOP_SIM, to_sim: str = BUYER_SIM,
                channel: Channel = Channel.API) -> ask.Asked:  # fmt: skip
    return handover.transfer(services, sale_id, channel, imei_used=IMEI1, from_sim=from_sim, to_sim=to_sim)


def activated(till: Till, sale_id: str, sim: str = BUYER_SIM) -> ask.Asked:
    """With the code that the registry sent to that SIM."""
    code = till.registry.transfers[IMEI1].code
    return ask.activate(till.services, sale_id, Channel.API, imei_used=IMEI1, sim=sim, code=code)


def paid(services: Services, sale_id: str, buyer: Buyer | None = None) -> str:
    sell.set_buyer(services, sale_id, buyer or Buyer(name="علی رضایی", mobile=BUYER_SIM))
    sell.set_payment(services, sale_id, Payment(method=PaymentMethod.CASH))
    return sale_id


def sold_used(till: Till) -> tuple[str, StoredInvoice]:
    used_unit(till)
    sale_id = compared(till.services)
    transferred(till.services, sale_id)
    activated(till, sale_id)
    return sale_id, completing.complete(till.services, paid(till.services, sale_id))


def to_buy(till: Till, *, within: str = "", imeis: tuple[str, ...] = ("356938035643957",), boxed: bool = False) -> str:
    """A walk-in's phone on the counter, its numbers read."""
    for number in imeis:
        till.registry.owns(number, OWNER_SIM)
    case_id = buy_in.begin(till.services, within=within)
    buy_in.put_device(
        till.services, case_id, brand="Samsung", model="Galaxy A55", model_code="SM-A556E", imeis=imeis, serial="W1",
        boxed=boxed,
    )  # fmt: skip
    return case_id


def bought(till: Till, case_id: str, *, activate: bool = True, price: int = 70_000_000) -> str:
    """Every step of a buy-in but its end."""
    services = till.services
    unit = sale_of(services, case_id).unit
    assert unit is not None
    guide_used.identity(services, case_id, PERSON, document_seen=True, consent=True, picture=PICTURE)
    answered(services, case_id, unit.imeis)
    if unit.boxed:
        guide.compare(services, case_id, unit.imeis, unit.imeis)
    else:
        guide_used.match_device(services, case_id, unit.imeis, (unit.imeis[0],))
    guide_used.grade(services, case_id, "B", ("body_scratched",), pictures=(PICTURE,))
    handover.transfer(
        services, case_id, Channel.API, imei_used=unit.imeis[0], from_sim=OWNER_SIM, to_sim=SHOP_SIM
    )  # fmt: skip
    if activate:
        code = till.registry.transfers[unit.imeis[0]].code
        ask.activate(services, case_id, Channel.API, imei_used=unit.imeis[0], sim=SHOP_SIM, code=code)
    else:
        guide.defer_activation(
            services, case_id, Channel.USSD, imei_used=unit.imeis[0], sim=SHOP_SIM, code="", reason="no message yet"
        )  # fmt: skip
    guide_used.reset(services, case_id, done=True, unlocked=True)
    buy_in.set_price(services, case_id, price)
    if not sale_of(services, case_id).within:
        sell.set_payment(services, case_id, Payment(method=PaymentMethod.CASH))
    return case_id
