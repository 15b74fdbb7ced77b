"""Second-hand trade, ready to be looked at: a case waiting at each step of every way a phone changes hands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from pos_app.application import ask, buy_in, guide, guide_used, handover, returns, scan, sell
from pos_app.application.services import Services
from pos_app.application.settlement import DEVICE
from pos_app.domain.errors import StepRefusedError
from pos_app.domain.evidence import PermitEvidence
from pos_app.domain.registry import Channel
from pos_app.domain.sale import Buyer, Payment, PaymentMethod
from pos_app.domain.verdict import InquiryAnswer, Verdict
from tests.ui.hands import CONTROL, Hands, Key
from tests.ui.walk import sell_nokia

USED1, USED2 = "354126110001018", "354126110001026"
LATER1, LATER2 = "354126110005019", "354126110005027"
BOXLESS = "865023060002017"
PIXEL1, PIXEL2 = "356093100044010", "356093100044028"
WALK_IN1, WALK_IN2 = "357907110003014", "357907110003022"
TRADED = "867812070004015"
GIVER, SHOP = "09350000001", "09120000009"
BUYER = Buyer(name="ندا شریفی (نمونه)", mobile="09127654321")
SELLER = Buyer(
    name="حسن مرادی (نمونه)", mobile=GIVER, national_id="0076229645", address="شهر نمونه، خیابان نمونه، پلاک ۷"
)  # fmt: skip
PHOTO = b"\x89PNG sample"
PERMIT = PermitEvidence(
    holder="بهنام جلالی (نمونه)", passport_no="A12345678", brand="Google", model="Pixel 6", imeis=(PIXEL1, PIXEL2),
    way="customs", kept=True,
)  # fmt: skip


def used_places(counter: Hands) -> Iterator[str]:
    """One after the other, by name; each leaves its case to wait."""
    services = counter.services
    for way in (_used, _without_box, _passenger, _buying, _back):
        yield from way(counter, services)
    counter.vm.park()
    counter.settle()
    yield "used-all-waiting"


def _show(counter: Hands, case_id: str) -> None:
    counter.vm.resume(case_id)
    counter.settle()


def _used(counter: Hands, services: Services) -> Iterator[str]:
    sale_id = scan.take(services, "", USED1).sale_id
    _show(counter, sale_id)
    yield "used-1-reset"
    counter.press(Key.Key_F6)
    yield "used-1-reset-wrong"
    with suppress(StepRefusedError):
        guide_used.reset(services, sale_id, done=True, unlocked=False)
    _show(counter, sale_id)
    yield "used-1-account-locked"
    guide_used.reset(services, sale_id, done=True, unlocked=True)
    _answered(services, sale_id, (USED1, USED2), "SM-A546E")
    _show(counter, sale_id)
    yield "used-4-box"
    guide.compare(services, sale_id, (USED1, USED2), (USED1, USED2))
    sell.set_buyer(services, sale_id, BUYER)
    _show(counter, sale_id)
    yield "used-5-transfer"
    counter.overwrite(counter.field("transfer", "to_sim"), SHOP)
    counter.press(Key.Key_F6)
    yield "used-5-transfer-wrong"
    asked = handover.transfer(
        services, sale_id, Channel.USSD, imei_used=USED1, from_sim=SHOP, to_sim=BUYER.mobile
    )  # fmt: skip
    _show(counter, sale_id)
    yield "used-5-transfer-script"
    handover.take_transfer(services, sale_id, asked.entry_id, succeeded=True, raw_text="", sender="")
    _show(counter, sale_id)
    yield "used-6-activation"


def _without_box(counter: Hands, services: Services) -> Iterator[str]:
    sale_id = scan.take(services, "", BOXLESS).sale_id
    guide_used.reset(services, sale_id, done=True, unlocked=True)
    _answered(services, sale_id, (BOXLESS,), "2409BRN2CY", "Xiaomi")
    _show(counter, sale_id)
    yield "used-screen-and-tray"
    counter.press(Key.Key_F6)
    yield "used-screen-and-tray-wrong"
    counter.page.unit.sold_as._choose("sealed")
    counter.settle()
    yield "used-sold-as-manager"


def _passenger(counter: Hands, services: Services) -> Iterator[str]:
    sale_id = scan.take(services, "", PIXEL1).sale_id
    answer = _answer(PIXEL1, "Google", "GC3VE", Verdict.LEGAL_PASSENGER, "passenger")
    _asked(services, sale_id, (PIXEL1, PIXEL2), answer)
    guide.compare(services, sale_id, (PIXEL1, PIXEL2), (PIXEL1, PIXEL2))
    _show(counter, sale_id)
    yield "passenger-4-permit"
    counter.press(Key.Key_F6)
    yield "passenger-4-permit-wrong"
    guide_used.permit(services, sale_id, PERMIT)
    _show(counter, sale_id)
    yield "passenger-5-holder"


def _buying(counter: Hands, services: Services) -> Iterator[str]:
    counter.vm.park()
    counter.settle()
    counter.press(Key.Key_B, CONTROL)
    yield "buy-in-which-phone"
    case_id = counter.sale.id
    counter.press(Key.Key_F6)
    yield "buy-in-which-phone-wrong"
    _brought(services, case_id, (WALK_IN1, WALK_IN2), "Samsung", "Galaxy A34", "SM-A346E", boxed=True)
    _show(counter, case_id)
    yield "buy-in-1-identity"
    counter.press(Key.Key_F6)
    yield "buy-in-1-identity-wrong"
    guide_used.identity(services, case_id, SELLER, document_seen=True, consent=True, picture=PHOTO)
    _answered(services, case_id, (WALK_IN1, WALK_IN2), "SM-A346E")
    guide.compare(services, case_id, (WALK_IN1, WALK_IN2), (WALK_IN1, WALK_IN2))
    _show(counter, case_id)
    yield "buy-in-5-condition"
    counter.press(Key.Key_F6)
    yield "buy-in-5-condition-wrong"
    guide_used.grade(services, case_id, "B", ("body_scratched",))
    _show(counter, case_id)
    yield "buy-in-6-transfer"
    _handed_over(services, case_id, WALK_IN1, GIVER)
    _show(counter, case_id)
    yield "buy-in-8-reset"
    guide_used.reset(services, case_id, done=True, unlocked=True)
    buy_in.set_price(services, case_id, 95_000_000)
    sell.set_payment(services, case_id, Payment(method=PaymentMethod.CASH))
    _show(counter, case_id)
    yield "buy-in-9-ready"
    counter.press(Key.Key_F9)
    yield "buy-in-done"
    yield from _trading(counter, services)


def _trading(counter: Hands, services: Services) -> Iterator[str]:
    sale_id = scan.take(services, "", LATER1).sale_id
    _show(counter, sale_id)
    counter.press(Key.Key_T, CONTROL)
    yield "trade-in-which-phone"
    case_id = counter.sale.id
    _brought(services, case_id, (TRADED,), "Xiaomi", "Redmi Note 13", "2312DRA50G", boxed=False)
    buy_in.set_price(services, case_id, 80_000_000)
    _show(counter, case_id)
    yield "trade-in-1-identity"
    _show(counter, sale_id)
    yield "trade-in-its-sale"


def _back(counter: Hands, services: Services) -> Iterator[str]:
    number = "490154203306206"
    sell_nokia(services, number)
    counter.vm.park()
    counter.settle()
    counter.scan(number)
    yield "return-sold-already"
    case_id = returns.begin(services, number)
    _show(counter, case_id)
    yield "return-1-same-phone"
    guide_used.match_device(services, case_id, (number,), ())
    returns.choose(services, case_id, subject=DEVICE, reason="صفحه چشمک می‌زند")
    guide_used.reset(services, case_id, done=True, unlocked=True)
    _show(counter, case_id)
    yield "return-3-transfer"
    _handed_over(services, case_id, number, "09351234567")
    sell.set_payment(services, case_id, Payment(method=PaymentMethod.CASH))
    _show(counter, case_id)
    yield "return-5-ready"
    returns.exchange(services, case_id)
    _show(counter, case_id)
    yield "exchange-its-return"
    _show(counter, returns.exchange(services, case_id))
    yield "exchange-its-sale"


def _handed_over(services: Services, case_id: str, number: str, giver: str) -> None:
    """By hand: from this SIM to the shop's, and activated there."""
    asked = handover.transfer(services, case_id, Channel.WEB, imei_used=number, from_sim=giver, to_sim=SHOP)
    handover.take_transfer(services, case_id, asked.entry_id, succeeded=True, raw_text="", sender="")
    asked = ask.activate(services, case_id, Channel.WEB, imei_used=number, sim=SHOP, code="512345")
    ask.take_activation(services, case_id, asked.entry_id, succeeded=True, raw_text="", sender="")


def _brought(
    services: Services, case_id: str, numbers: tuple[str, ...], brand: str, model: str, code: str, *, boxed: bool
) -> None:  # fmt: skip
    buy_in.put_device(services, case_id, brand=brand, model=model, model_code=code, imeis=numbers, boxed=boxed)


def _answered(services: Services, sale_id: str, box: tuple[str, ...], model: str, brand: str = "Samsung") -> None:
    _asked(services, sale_id, box, _answer(box[0], brand, model))


def _asked(services: Services, sale_id: str, box: tuple[str, ...], answer: InquiryAnswer) -> None:
    asked = ask.inquire(services, sale_id, box, Channel.WEB)
    ask.take_answer(services, sale_id, asked.entry_id, answer, sender="", matches_hand=True)


def _answer(
    number: str, brand: str, model: str, verdict: Verdict = Verdict.LEGAL_ACTIVE_THIS_SIM, kind: str = "commercial"
) -> InquiryAnswer:
    return InquiryAnswer(
        verdict=verdict, imei=number, brand=brand, model=model, importer="بازرگانی تمرینی نارون", import_type=kind,
        seen_on_network_before=True,
    )  # fmt: skip
