"""What was sold comes back, by keys alone: found by scan, by number, in the list; exchanged; refused; left waiting."""

from __future__ import annotations

import pytest

from pos_app.application import completing, scan, sell
from pos_app.domain.sale import CaseKind, Payment, PaymentMethod
from pos_app.domain.stock import UnitState
from tests.registry.practice import PracticeAt
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, Hands, Key
from tests.ui.shop import CASE, GALAXY1, NOKIA, NOKIA_CODE, STRANGER
from tests.ui.test_bad_numbers import said
from tests.ui.test_buy_in_by_keys import parked_button
from tests.ui.test_sale_by_keys import choose, fill_buyer
from tests.ui.test_used_by_keys import state_of
from tests.ui.used_hands import SHOP, activated, asked, cash, compared, form, reset, stands_at, tick
from tests.ui.walk import BUYER, nokia_before_payment, sell_nokia
from ui.widgets.device_match_form import DeviceMatchForm
from ui.widgets.transfer_form import TransferForm

OTHER, OTHER_CODE = "490154203302205", "731002"


def come_back(counter: Hands) -> str:
    """Scanned, and taken back by its key. Number of the invoice that it undoes."""
    number = sell_nokia(counter.services)
    counter.scan(NOKIA)
    assert counter.told == ["unit-already-sold"]
    counter.press(Key.Key_R, CONTROL)
    assert counter.sale.kind is CaseKind.RETURN, counter.told
    return number


def why(counter: Hands, text: str = "صفحه چشمک می‌زند") -> None:
    counter.tab_to(counter.page.back_card.reason.edit)
    counter.type(text)
    counter.press(Key.Key_Return)


def test_by_hand_all_the_way_back(counter: Hands) -> None:
    """Its buyer transfers from his own telephone."""
    first = come_back(counter)
    assert first in counter.reads(counter.page.back_card.what).translate(
        str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
    )  # fmt: skip
    why(counter)
    compared(counter, NOKIA)
    reset(counter)
    transfer = form(counter, "transfer", TransferForm)
    assert (transfer.giver.text(), transfer.taker.text()) == (BUYER.mobile, SHOP)
    choose(counter, transfer.channel, "ussd")
    counter.press(Key.Key_F6)
    counter.press(Key.Key_F6)
    assert counter.focus() is transfer.succeeded
    counter.press(Key.Key_Return)
    assert counter.state.step_id == "activation", counter.told
    counter.scan("512345")
    activation = counter.form("activation")
    choose(counter, activation.channel, "ussd")  # type: ignore[attr-defined]
    counter.press(Key.Key_F6)
    counter.press(Key.Key_F6)
    counter.press(Key.Key_Return)
    cash(counter)
    counter.press(Key.Key_F9)
    assert counter.state.finished, counter.told
    assert state_of(counter, NOKIA) is UnitState.IN_STOCK
    counter.press(Key.Key_Escape)
    counter.scan(NOKIA)
    assert counter.sale.run is not None
    assert counter.sale.run.checklist_id == "used"


@pytest.mark.parametrize("beside", [True, False])
def test_what_a_return_of_the_phone_closes_is_said_before(counter: Hands, beside: bool) -> None:
    """Where something else is on the invoice, and only while the phone alone comes back."""
    sale_id = nokia_before_payment(counter.services)
    if beside:
        scan.take(counter.services, sale_id, CASE)
    sell.set_payment(counter.services, sale_id, Payment(method=PaymentMethod.CASH))
    counter.type(completing.complete(counter.services, sale_id).number)
    counter.press(Key.Key_R, CONTROL)
    card = counter.page.back_card
    assert card.isVisible()
    assert card.last.isVisible() is beside
    choose(counter, card.subject, "void")
    assert not card.last.isVisible()


@pytest.mark.parametrize("by", ["number", "list"])
def test_found_by_its_invoice(counter: Hands, by: str) -> None:
    number = sell_nokia(counter.services)
    if by == "number":
        counter.type(number)
    else:
        counter.press(Key.Key_2, CONTROL)
    counter.press(Key.Key_R, CONTROL)
    assert counter.sale.kind is CaseKind.RETURN, counter.told
    assert counter.state.original == number
    assert counter.page.isVisible()


def test_the_reason_is_asked_for_at_the_end(counter: Hands) -> None:
    come_back(counter)
    counter.press(Key.Key_F9)
    assert counter.focus() is counter.page.back_card.reason.edit
    counter.type("کند است")
    counter.press(Key.Key_Return)
    assert not any(code == "return-reason-missing" for code, _detail in counter.state.lacks)


@pytest.mark.parametrize(
    ("typed", "code", "detail"),
    [
        ("1405-1-999999", "invoice-missing", "1405-1-999999"),
        (STRANGER, "unit-not-in-stock", STRANGER),
        (GALAXY1, "unit-not-sold-here", GALAXY1),
        (f"{GALAXY1[:-1]}{(int(GALAXY1[-1]) + 1) % 10}", "imei-check-digit", ""),
        ("B1405-1-000001", "buy-in-does-not-return", "B1405-1-000001"),
        ("", "return-of-what", ""),
    ],
)
def test_what_cannot_come_back(
    open_counter: OpenCounter, language: str, typed: str, code: str, detail: str
) -> None:  # fmt: skip
    counter = open_counter(language=language)
    counter.type(typed)
    counter.press(Key.Key_R, CONTROL)
    assert counter.told == [code]
    assert counter.bar() == said(code, counter.state.notices[0].detail, language)
    assert counter.page.scan.text() == typed, "what was typed is lost"
    assert counter.state.sale is None


def test_another_phone_in_its_box(counter: Hands) -> None:
    come_back(counter)
    match = form(counter, "device_match", DeviceMatchForm)
    counter.overwrite(match.fields["device1"], OTHER)
    counter.press(Key.Key_F6)
    assert counter.last_step("device_match") == "blocked"
    assert counter.focus() is counter.page.steps.review.fields["reason"].edit
    counter.press(Key.Key_F9)
    assert counter.papers() == []


def test_no_number_read(counter: Hands) -> None:
    come_back(counter)
    counter.press(Key.Key_F6)
    stands_at(counter, "imei-empty", "device1", step_id="device_match")


def test_what_came_back_does_not_come_back_again(counter: Hands) -> None:
    number = come_back(counter)
    case = counter.sale.id
    counter.press(Key.Key_Escape)
    counter.press(Key.Key_Escape)
    counter.type(number)
    counter.press(Key.Key_R, CONTROL)
    assert counter.sale.id == case, "the one that is open goes on"


def test_it_waits_and_comes_back(open_counter: OpenCounter) -> None:
    counter = open_counter()
    come_back(counter)
    why(counter, "بلندگو خراب است")
    case = counter.sale.id
    counter.press(Key.Key_Escape)
    counter.press(Key.Key_Escape)
    assert counter.state.sale is None
    counter.tab_to(parked_button(counter, "TA-1234"))
    counter.press(Key.Key_Space)
    assert counter.sale.id == case
    assert counter.page.back_card.reason.text() == "بلندگو خراب است"
    counter.leave()
    again = open_counter(counter.folder)
    assert again.sale.id == case
    assert again.page.back_card.reason.text() == "بلندگو خراب است"
    assert again.state.step_id == "device_match"


def test_given_up(counter: Hands) -> None:
    come_back(counter)
    counter.press(Key.Key_Delete, CONTROL)
    counter.press(Key.Key_Delete, CONTROL)
    assert counter.state.sale is None, counter.told
    assert state_of(counter, NOKIA) is UnitState.SOLD
    counter.scan(NOKIA)
    counter.press(Key.Key_R, CONTROL)
    assert counter.sale.kind is CaseKind.RETURN, counter.told


def test_its_price_stands_fast(counter: Hands) -> None:
    come_back(counter)
    before = counter.sale.lines
    counter.press(Key.Key_F3)
    counter.type("5")
    assert counter.sale.lines == before


def test_exchanged_for_another(counter: Hands, practice: PracticeAt) -> None:
    come_back(counter)
    why(counter)
    compared(counter, NOKIA)
    reset(counter)
    later = form(counter, "transfer", TransferForm)
    counter.tab_to(later.reason.edit)
    counter.type("سیم‌کارتش خانه است")
    counter.press(Key.Key_Return)
    counter.tab_to(counter.page.steps.forms["activation"].fields["reason"].edit)
    counter.type("بعد از انتقال")
    counter.press(Key.Key_Return)
    case = counter.sale.id
    counter.tab_to(counter.page.back_card.swap)
    counter.press(Key.Key_Space)
    assert counter.sale.kind is CaseKind.SALE
    assert counter.buyer("name").text() == BUYER.name
    assert counter.focus() is counter.page.scan
    counter.scan(OTHER)
    asked(counter)
    compared(counter, OTHER)
    counter.scan(OTHER_CODE)
    counter.press(Key.Key_F6)
    assert counter.state.due == 0, counter.told
    counter.press(Key.Key_F9)
    assert counter.state.finished, counter.state.lacks
    assert state_of(counter, NOKIA) is UnitState.BACK
    assert state_of(counter, OTHER) is UnitState.SOLD
    counter.scan(NOKIA)
    assert counter.told == ["unit-came-back"], case
    assert practice.activations() == {OTHER: 1}


def test_the_sale_of_an_exchange_given_up(counter: Hands) -> None:
    """The return is not lost with it."""
    come_back(counter)
    case = counter.sale.id
    counter.press(Key.Key_T, CONTROL)
    counter.scan(CASE)
    counter.press(Key.Key_Delete, CONTROL)
    counter.press(Key.Key_Delete, CONTROL)
    assert counter.state.sale is None, counter.told
    assert [parked.id for parked in counter.state.parked] == [case]
    counter.press(Key.Key_Escape)
    counter.tab_to(parked_button(counter, "TA-1234"))
    counter.press(Key.Key_Space)
    assert counter.sale.within == ""
    assert counter.page.back_card.swap.isVisible()


def test_the_phone_is_dead(counter: Hands) -> None:
    come_back(counter)
    match = form(counter, "device_match", DeviceMatchForm)
    tick(counter, match.dead)
    counter.scan(NOKIA)  # the tray, by a lens
    assert match.fields["tray1"].text() == NOKIA
    counter.press(Key.Key_F6)
    assert counter.last_step("device_match") == "blocked", counter.told
    counter.type("روشن نمی‌شود")
    counter.press(Key.Key_Return)
    assert counter.state.step_id == "reset", counter.told


def test_with_a_transfer_by_the_service(counter: Hands, practice: PracticeAt) -> None:
    """A phone that the service itself has activated for its buyer goes back the same way."""
    counter.scan(NOKIA)
    asked(counter)
    compared(counter, NOKIA)
    fill_buyer(counter, "مینا", BUYER.mobile)
    counter.scan(NOKIA_CODE)
    counter.press(Key.Key_F6)
    cash(counter)
    counter.press(Key.Key_F9)
    counter.press(Key.Key_Escape)
    counter.scan(NOKIA)
    counter.press(Key.Key_R, CONTROL)
    why(counter)
    compared(counter, NOKIA)
    reset(counter)
    counter.press(Key.Key_F6)
    activated(counter, practice, NOKIA)
    cash(counter)
    counter.press(Key.Key_F9)
    assert counter.state.finished, counter.state.lacks
    assert state_of(counter, NOKIA) is UnitState.IN_STOCK


def test_never_activated_it_is_asked_about_first(counter: Hands, practice: PracticeAt) -> None:
    """Sold with its activation put off: nobody's, and the registry says so before the money goes back."""
    counter.scan(NOKIA)
    asked(counter)
    compared(counter, NOKIA)
    fill_buyer(counter, "مینا", BUYER.mobile)
    activation = counter.form("activation")
    choose(counter, activation.channel, "ussd")  # type: ignore[attr-defined]
    counter.tab_to(activation.fields["reason"].edit)  # type: ignore[attr-defined]
    counter.type("پیامکش نیامد")
    counter.press(Key.Key_Return)
    cash(counter)
    counter.press(Key.Key_F9)
    assert counter.state.finished, counter.state.lacks
    counter.press(Key.Key_Escape)
    counter.scan(NOKIA)
    counter.press(Key.Key_R, CONTROL)
    why(counter)
    compared(counter, NOKIA)
    assert counter.state.step_id == "inquiry", counter.told
    asked(counter)
    assert counter.sale.run is not None
    assert counter.sale.run.checklist_id == "return_inactive"
    cash(counter)
    counter.press(Key.Key_F9)
    assert counter.state.finished, counter.state.lacks
    assert state_of(counter, NOKIA) is UnitState.IN_STOCK
    assert practice.activations() == {}
