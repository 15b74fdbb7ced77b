"""A board with every kind of duty on it, older and younger ones, in a shop of invented people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from pos_app.application import ask, buy_in, completing, guide, guide_used, handover, scan, sell
from pos_app.application.services import Services
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.duty import DutyKind
from pos_app.domain.registry import Channel
from pos_app.domain.sale import Buyer, Payment, PaymentMethod
from pos_app.domain.stock import Condition
from pos_app.domain.verdict import Verdict
from pos_app.ports.clock import Clock
from tests.ui.hands import Hands
from tests.ui.walk import BUYER, CASH, answered, sell_nokia, sell_owing
from ui.pages.duties import DutiesPage
from ui.view_models.duties import Panel

WALK_IN, USED, OVERDUE, PRINTED_NOT = "356938035643957", "490154203310208", "490154203311206", "490154203312204"
SHOP_SIM, OWNER_SIM = "09120000009", "09350000001"
PERSON = Buyer(
    name="حسن رضایی (نمونه)", national_id="0499370899", mobile=OWNER_SIM, address="شهر نمونه", postal_code="1234567891"
)  # fmt: skip

OLD_TILL, OLDER_TILL = 2, 3


class Earlier:
    def __init__(self, clock: Clock, by: timedelta) -> None:
        self._clock, self._by = clock, by

    def now(self) -> datetime:
        return self._clock.now() - self._by


def before(services: Services, **by: float) -> Services:
    return replace(services, clock=Earlier(services.clock, timedelta(**by)))


def of_old(services: Services, till_id: int = OLD_TILL, **by: float) -> Services:
    """Of a till that has issued nothing since: no till dates an invoice before its last one."""
    return replace(before(services, **by), till_id=till_id)


def another_nokia(services: Services, number: str, condition: Condition = Condition.SEALED) -> None:
    with services.storage.write() as session:
        known = session.find_units("490154203237518")[0].unit
        unit = replace(known, id=0, imeis=(number,), serial=f"S{number[-6:]}", eid="", condition=condition, price=0)
        session.put_unit(replace(unit, price=52_000_000 if condition is Condition.USED else 0), known.product.id)


def owes_its_transfer(services: Services, number: str = USED) -> str:
    """A used phone, sold; the transfer and what follows wait. Returns the case."""
    another_nokia(services, number, Condition.USED)
    sale_id = scan.take(services, "", number).sale_id
    guide_used.reset(services, sale_id, done=True, unlocked=True)
    asked = ask.inquire(services, sale_id, (number,), Channel.WEB)
    answer = replace(answered(number, "Nokia", "TA-1234"), verdict=Verdict.LEGAL_ACTIVE_OTHER_SIM)
    ask.take_answer(services, sale_id, asked.entry_id, answer, sender="", matches_hand=True)
    guide.compare(services, sale_id, (number,), (number,))
    handover.defer_transfer(
        services, sale_id, Channel.USSD, imei_used=number, from_sim=SHOP_SIM, to_sim=BUYER.mobile, reason="no network"
    )  # fmt: skip
    guide.defer_activation(
        services, sale_id, Channel.USSD, imei_used=number, sim=BUYER.mobile, code="", reason="no network"
    )  # fmt: skip
    sell.set_buyer(services, sale_id, BUYER)
    sell.set_payment(services, sale_id, CASH)
    completing.complete(services, sale_id)
    return sale_id


def held_phone(services: Services, number: str = WALK_IN) -> str:
    """Bought in by hand; the code for the shop's SIM has not come. Returns the case."""
    case_id = to_buy(services, number)
    guide_used.identity(services, case_id, PERSON, document_seen=True, consent=True, picture=b"\x89PNG sample")
    asked = ask.inquire(services, case_id, (number,), Channel.WEB)
    answer = replace(answered(number, "Samsung", "SM-A556E"), verdict=Verdict.LEGAL_ACTIVE_OTHER_SIM)
    ask.take_answer(services, case_id, asked.entry_id, answer, sender="", matches_hand=True)
    guide_used.match_device(services, case_id, (number,), (number,))
    guide_used.grade(services, case_id, "B", ("body_scratched",), pictures=(b"\x89PNG sample",))
    opened = handover.transfer(
        services, case_id, Channel.USSD, imei_used=number, from_sim=OWNER_SIM, to_sim=SHOP_SIM
    )  # fmt: skip
    handover.take_transfer(services, case_id, opened.entry_id, succeeded=True, raw_text="", sender="")
    guide.defer_activation(
        services, case_id, Channel.USSD, imei_used=number, sim=SHOP_SIM, code="", reason="no message yet"
    )  # fmt: skip
    guide_used.reset(services, case_id, done=True, unlocked=True)
    buy_in.set_price(services, case_id, 70_000_000)
    sell.set_payment(services, case_id, Payment(method=PaymentMethod.CASH))
    completing.complete(services, case_id)
    return case_id


def to_buy(services: Services, number: str) -> str:
    case_id = buy_in.begin(services)
    buy_in.put_device(
        services, case_id, brand="Samsung", model="Galaxy A55", model_code="SM-A556E", imeis=(number,), serial="W1",
        boxed=False,
    )  # fmt: skip
    return case_id


def furnish_duties(services: Services) -> None:
    with services.storage.write() as session:
        session.put_till(OLD_TILL, "2")
    another_nokia(services, OVERDUE)
    sell_owing(of_old(services, days=41), Channel.USSD, "", OVERDUE)
    held_phone(before(services, days=6))
    owes_its_transfer(of_old(services, days=3))
    to_buy(before(services, hours=2), "356938035643965")
    another_nokia(services, PRINTED_NOT)
    sell_nokia(of_old(services, days=1), PRINTED_NOT)
    found = Conflict(
        kind=ConflictKind.MODEL, imei="356938035708107", subject="board", shop_says="Samsung Galaxy A55",
        registry_says="Samsung Galaxy A15", found_at=services.clock.now() - timedelta(hours=5),
    )  # fmt: skip
    with services.storage.write() as session:
        session.add_conflict(found)


def duties_page(counter: Hands) -> DutiesPage:
    counter.window.open_page("duties")
    counter.settle()
    page = counter.window._stack.currentWidget()
    assert isinstance(page, DutiesPage)
    return page


def turn_to(counter: Hands, page: DutiesPage, kind: DutyKind) -> None:
    page.vm.select(next(duty.key for duty in page.vm.state.rows if duty.kind is kind))
    counter.settle()


def duty_places(counter: Hands) -> Iterator[str]:
    """The board by its kinds, and each of the things that open below it."""
    furnish_duties(counter.services)
    counter.window.round()
    page = duties_page(counter)
    for kind in (DutyKind.ACTIVATION, DutyKind.TRANSFER, DutyKind.HELD, DutyKind.PAPER, DutyKind.CONFLICT):
        turn_to(counter, page, kind)
        yield f"duties-{kind.value}"
        if kind is DutyKind.ACTIVATION:
            page.remind()
            counter.settle()
            yield "duties-reminder"
        elif kind is DutyKind.TRANSFER:
            page.go_on()
            counter.settle()
            yield "duties-script"
            page.back()
        elif kind is DutyKind.HELD:
            page.end()
            counter.settle()
            yield "duties-settle"
            page.vm.open_panel(Panel.NONE)
