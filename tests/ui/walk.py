"""Sales taken to a step without a screen: what the windows of other tests begin with."""

from __future__ import annotations

from pos_app.application import ask, completing, guide, scan, sell
from pos_app.application.services import Services
from pos_app.domain.registry import Channel
from pos_app.domain.sale import Buyer, Payment, PaymentMethod
from pos_app.domain.verdict import InquiryAnswer, Verdict
from tests.ui.shop import NOKIA, NOKIA_CODE

BUYER = Buyer(name="مینا کاظمی", mobile="09351234567")
CASH = Payment(method=PaymentMethod.CASH)


def answered(number: str, brand: str, model: str) -> InquiryAnswer:
    return InquiryAnswer(
        verdict=Verdict.LEGAL_NOT_ACTIVATED, imei=number, brand=brand, model=model, importer="بازرگانی تمرینی نارون",
        import_type="commercial", seen_on_network_before=False,
    )  # fmt: skip


def sell_nokia(services: Services, number: str = NOKIA) -> str:
    """A whole sale by hand, step by step as the counter does it. Returns the invoice's number."""
    sale_id = nokia_before_payment(services, number)
    sell.set_payment(services, sale_id, CASH)
    return completing.complete(services, sale_id).number


def nokia_before_payment(services: Services, number: str = NOKIA) -> str:
    """A sale whose steps have passed; how it is paid is all that is missing. Returns its id."""
    sale_id = scan.take(services, "", number).sale_id
    asked = ask.inquire(services, sale_id, (number,), Channel.WEB)
    answer = answered(number, "Nokia", "TA-1234")
    ask.take_answer(services, sale_id, asked.entry_id, answer, sender="", matches_hand=True)
    guide.compare(services, sale_id, (number,), (number,))
    asked = ask.activate(services, sale_id, Channel.WEB, imei_used=number, sim=BUYER.mobile, code=NOKIA_CODE)
    ask.take_activation(services, sale_id, asked.entry_id, succeeded=True, raw_text="", sender="")
    sell.set_buyer(services, sale_id, BUYER)
    return sale_id


def sell_owing(services: Services, channel: Channel, code: str, number: str = NOKIA) -> str:
    """A sale that is complete, its activation put off. Returns its id."""
    sale_id = scan.take(services, "", number).sale_id
    asked = ask.inquire(services, sale_id, (number,), Channel.WEB)
    answer = answered(number, "Nokia", "TA-1234")
    ask.take_answer(services, sale_id, asked.entry_id, answer, sender="", matches_hand=True)
    guide.compare(services, sale_id, (number,), (number,))
    guide.defer_activation(
        services, sale_id, channel, imei_used=number, sim=BUYER.mobile, code=code, reason="no network"
    )  # fmt: skip
    sell.set_buyer(services, sale_id, BUYER)
    sell.set_payment(services, sale_id, CASH)
    completing.complete(services, sale_id)
    return sale_id
