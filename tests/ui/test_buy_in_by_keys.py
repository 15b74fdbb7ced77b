"""Buying from a walk-in and taking in trade, by keys alone: whole ways, what is wrong at its field, what waits."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from pos_app.domain.sale import CaseKind
from pos_app.domain.stock import UnitState
from tests.registry.practice import PracticeAt
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, Hands, Key
from tests.ui.shop import GALAXY1, NOKIA, NOKIA_CODE, copied
from tests.ui.test_sale_by_keys import choose, fill_buyer
from tests.ui.test_used_by_keys import state_of
from tests.ui.used_hands import (
    GIVER,
    SHOP,
    TRADED,
    TRADER,
    USED1,
    WALK_IN1,
    WALK_IN2,
    activated,
    asked,
    brought,
    cash,
    compared,
    form,
    graded,
    identified,
    person,
    photo,
    priced,
    reset,
    stands_at,
    tick,
)
from ui.widgets.grade_form import GradeForm
from ui.widgets.identity_form import IdentityForm
from ui.widgets.transfer_form import TransferForm

A34 = ("Samsung", "Galaxy A34", "SM-A346E")
REDMI = ("Xiaomi", "Redmi Note 13", "2312DRA50G")
SELLER2 = ("لیلا احمدی", TRADER, "0790419904", "شهر نمونه")


def begun(counter: Hands) -> None:
    counter.press(Key.Key_B, CONTROL)
    brought(counter, A34, WALK_IN1, WALK_IN2)
    assert counter.state.step_id == "identity", counter.told


def to_condition(counter: Hands) -> None:
    begun(counter)
    identified(counter)
    asked(counter)
    compared(counter, WALK_IN1, WALK_IN2)
    assert counter.state.step_id == "condition", counter.told


def to_the_end(counter: Hands, practice: PracticeAt) -> None:
    to_condition(counter)
    graded(counter)
    counter.press(Key.Key_F6)
    activated(counter, practice, WALK_IN1)
    reset(counter)
    assert counter.state.step_id == "invoice", counter.told


def test_nine_steps(counter: Hands, practice: PracticeAt) -> None:
    to_the_end(counter, practice)
    counter.press(Key.Key_F9)
    assert counter.state.finished == "", "the price is missing"
    counter.type("95000000")
    counter.press(Key.Key_Return)
    cash(counter)
    counter.press(Key.Key_F9)
    assert counter.state.finished.startswith("B")
    assert counter.papers() == [f"{counter.state.finished}.pdf"]
    assert state_of(counter, WALK_IN1) is UnitState.IN_STOCK
    counter.press(Key.Key_Escape)
    counter.scan(WALK_IN2)
    assert counter.sale.kind is CaseKind.SALE, counter.told
    assert counter.sale.run is not None
    assert counter.sale.run.checklist_id == "used"


def test_the_caret_goes_from_field_to_field(counter: Hands) -> None:
    """Number by scan, name by hand, the person, what was looked at: no field is looked for with the mouse."""
    counter.press(Key.Key_B, CONTROL)
    fields = counter.page.device.fields
    assert counter.focus() is fields["imei1"].edit
    counter.scan(WALK_IN1)
    assert counter.focus() is fields["brand"].edit
    counter.scan(WALK_IN2)
    assert fields["imei2"].text() == WALK_IN2
    assert fields["brand"].text() == ""
    for text in A34:
        counter.type(text)
        counter.strike(Key.Key_Tab)
    counter.press(Key.Key_F6)
    assert counter.focus() is counter.buyer("name").edit


@pytest.mark.parametrize(
    ("numbers", "code", "name"),
    [
        (("", ""), "imei-empty", "imei1"),
        ((WALK_IN1[:-1] + "5", ""), "imei-check-digit", "imei1"),
        ((WALK_IN1, WALK_IN1), "imei-slots-equal", "imei2"),
        ((WALK_IN1, USED1), "imei-in-stock-twice", "imei2"),
        ((GALAXY1, ""), "imei-in-stock-twice", "imei1"),
    ],
)
def test_a_number_that_cannot_be(counter: Hands, numbers: tuple[str, str], code: str, name: str) -> None:
    counter.press(Key.Key_B, CONTROL)
    fields = counter.page.device.fields
    for field, text in zip(("imei1", "imei2", "brand", "model"), (*numbers, "Samsung", "Galaxy A34"), strict=True):
        counter.overwrite(fields[field], text)
    counter.press(Key.Key_F6)
    stands_at(counter, code, name)
    assert [fields[field].text() for field in ("imei1", "imei2", "brand")] == [*numbers, "Samsung"]
    assert counter.sale.unit is None
    counter.press(Key.Key_F9)
    assert counter.papers() == []


def test_a_phone_without_a_name(counter: Hands) -> None:
    counter.press(Key.Key_B, CONTROL)
    counter.scan(WALK_IN1)
    counter.press(Key.Key_F6)
    stands_at(counter, "brand-missing", "brand")
    counter.type("Samsung")
    counter.press(Key.Key_Return)
    stands_at(counter, "model-missing", "model")


def test_who_sells_must_be_certain(counter: Hands) -> None:
    begun(counter)
    assert counter.focus() is counter.buyer("name").edit
    done = form(counter, "identity", IdentityForm)
    counter.press(Key.Key_F6)
    assert counter.focus() is counter.buyer("name").edit
    assert counter.reason(counter.buyer("name"))
    assert "consent-missing" in counter.told
    person(counter, ("حسن مرادی", GIVER, "0076229640", "شهر نمونه"))
    assert counter.told, "a wrong national id is said at once"
    assert counter.reason(counter.buyer("national_id"))
    assert counter.buyer("national_id").text() == "0076229640"
    tick(counter, done.seen)
    photo(counter, done.photo)
    counter.press(Key.Key_F6)
    assert counter.focus() is counter.buyer("national_id").edit
    counter.press(Key.Key_A, CONTROL)
    counter.type("0076229645")
    counter.press(Key.Key_Return)
    counter.press(Key.Key_F6)
    stands_at(counter, "consent-missing", "identity_consent", step_id="identity")
    assert done.seen.on
    assert done.photo.picture is not None
    counter.press(Key.Key_Space)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "inquiry", counter.told


def test_a_grade_that_a_flaw_forbids(counter: Hands) -> None:
    to_condition(counter)
    done = form(counter, "condition", GradeForm)
    assert counter.focus() is done.grade.stop()
    counter.press(Key.Key_F6)
    stands_at(counter, "grade-missing", "grade", step_id="condition")
    counter.press(Key.Key_Space)
    assert done.grade.value() == "A"
    flaw = done.flaws["body_scratched"]
    counter.tab_to(flaw)
    counter.press(Key.Key_Space)
    counter.press(Key.Key_F6)
    stands_at(counter, "grade-too-good", "grade", step_id="condition")
    assert flaw.isChecked()
    choose(counter, done.grade, "B")
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "transfer", counter.told


def test_the_walk_in_stays_until_it_is_transferred(counter: Hands) -> None:
    """There is no later for it; and nothing else may be done meanwhile."""
    to_condition(counter)
    graded(counter)
    transfer = form(counter, "transfer", TransferForm)
    assert (transfer.giver.text(), transfer.taker.text()) == (GIVER, SHOP)
    assert not transfer.later.isVisible()
    counter.overwrite(transfer.giver, "09350000009")
    counter.press(Key.Key_F6)
    assert counter.last_step("transfer") in ("", "blocked"), "another man's SIM transfers nothing"
    assert counter.told
    assert transfer.giver.text() == "09350000009"


def test_the_same_phone_twice(counter: Hands) -> None:
    begun(counter)
    first = counter.sale.id
    counter.press(Key.Key_B, CONTROL)
    assert counter.sale.id != first
    counter.scan(WALK_IN2)
    counter.overwrite(counter.page.device.fields["brand"], "Samsung")
    counter.overwrite(counter.page.device.fields["model"], "Galaxy A34")
    counter.press(Key.Key_F6)
    stands_at(counter, "imei-being-bought", "imei1")


def test_a_second_scan_of_the_same_number(counter: Hands) -> None:
    counter.press(Key.Key_B, CONTROL)
    counter.scan(WALK_IN1)
    counter.scan(WALK_IN1)
    fields = counter.page.device.fields
    assert (fields["imei1"].text(), fields["imei2"].text()) == (WALK_IN1, "")
    counter.scan(WALK_IN2)
    assert fields["imei2"].text() == WALK_IN2


def test_given_up(counter: Hands) -> None:
    begun(counter)
    counter.press(Key.Key_Delete, CONTROL)
    assert counter.told == ["press-again-buy-in"]
    counter.press(Key.Key_Delete, CONTROL)
    assert counter.state.sale is None, counter.told
    counter.press(Key.Key_B, CONTROL)
    brought(counter, A34, WALK_IN1, WALK_IN2)
    assert counter.state.step_id == "identity", counter.told


def parked_button(counter: Hands, text: str) -> QPushButton:
    return next(b for b in counter.page.parked.buttons.values() if text in b.text())


def test_esc_lets_it_wait(counter: Hands) -> None:
    begun(counter)
    counter.type("حسن")
    done = form(counter, "identity", IdentityForm)
    tick(counter, done.seen)
    photo(counter, done.photo)
    waiting = counter.sale.id
    counter.press(Key.Key_Escape)
    counter.press(Key.Key_Escape)
    assert counter.state.sale is None
    counter.scan(NOKIA)
    assert counter.sale.kind is CaseKind.SALE
    counter.tab_to(parked_button(counter, "A34"))
    counter.press(Key.Key_Space)
    assert counter.sale.id == waiting
    assert counter.buyer("name").text() == "حسن"
    assert done.seen.on
    assert done.photo.picture is not None


def test_the_plug_is_pulled_in_the_middle(open_counter: OpenCounter, practice: PracticeAt) -> None:
    first = open_counter()
    to_condition(first)
    done = form(first, "condition", GradeForm)
    first.tab_to(done.grade.stop())
    first.press(Key.Key_Space)
    choose(first, done.grade, "C")
    first.tab_to(done.flaws["screen_cracked" if "screen_cracked" in done.flaws else "body_scratched"])
    first.press(Key.Key_Space)
    folder = copied(first.folder, first.folder.with_name("killed"))
    again = open_counter(folder)
    done = form(again, "condition", GradeForm)
    assert done.grade.value() == "C"
    assert [box for box in done.flaws.values() if box.isChecked()]
    again.press(Key.Key_F6)
    again.press(Key.Key_F6)
    again = reopened(open_counter, again)
    assert again.state.step_id == "activation"
    activated(again, practice, WALK_IN1)
    assert again.state.step_id == "reset", again.told


def reopened(open_counter: OpenCounter, counter: Hands) -> Hands:
    counter.leave()
    return open_counter(counter.folder)


# -- in trade --------------------------------------------------------------------------------------


def sale_of_a_nokia(counter: Hands) -> str:
    counter.scan(NOKIA)
    asked(counter)
    compared(counter, NOKIA)
    fill_buyer(counter, "لیلا احمدی", TRADER)
    counter.scan(NOKIA_CODE)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "invoice", counter.told
    return counter.sale.id


def taken_in(counter: Hands, practice: PracticeAt, price: str) -> None:
    counter.press(Key.Key_T, CONTROL)
    brought(counter, REDMI, TRADED)
    identified(counter, SELLER2)
    asked(counter)
    compared(counter, TRADED)
    graded(counter)
    counter.press(Key.Key_F6)
    activated(counter, practice, TRADED)
    reset(counter)
    priced(counter, price)


def test_a_trade_in_is_settled_with_its_sale(counter: Hands, practice: PracticeAt) -> None:
    sale = sale_of_a_nokia(counter)
    taken_in(counter, practice, "20000000")
    assert counter.sale.within == sale
    counter.press(Key.Key_F9)
    assert counter.sale.id == sale
    assert [line.amount for line in counter.state.credits] == [20_000_000]
    cash(counter)
    counter.press(Key.Key_F9)
    assert counter.state.finished, counter.told
    assert len(counter.invoices()) == 1
    assert len(counter.papers()) == 2, "what both sign is printed with the invoice"
    assert state_of(counter, TRADED) is UnitState.IN_STOCK
    assert state_of(counter, NOKIA) is UnitState.SOLD


def test_a_trade_in_given_up_shows_its_sale_again(counter: Hands) -> None:
    counter.scan(GALAXY1)
    sale = counter.sale.id
    counter.press(Key.Key_T, CONTROL)
    counter.press(Key.Key_Delete, CONTROL)
    assert counter.told == ["press-again-trade-in"]
    counter.press(Key.Key_Delete, CONTROL)
    assert counter.sale.id == sale


def test_an_unfinished_trade_in_holds_its_sale(counter: Hands) -> None:
    sale = sale_of_a_nokia(counter)
    counter.press(Key.Key_T, CONTROL)
    brought(counter, REDMI, TRADED)
    case = counter.sale.id
    counter.press(Key.Key_F9)
    assert counter.sale.id == case, "it is not finished: the way back is the button"
    counter.tab_to(counter.page.side.back_to_sale)
    counter.press(Key.Key_Space)
    assert counter.sale.id == sale
    assert ("trade-in-unfinished", TRADED) in counter.state.lacks
    cash(counter)
    counter.press(Key.Key_F9)
    assert counter.invoices() == []
    assert TRADED[-5:] in counter.reads(counter.page.side.lack)


def test_a_sale_given_up_with_a_trade_in_attached(counter: Hands) -> None:
    """The phone taken in trade is not lost: it waits by itself, or says why its sale cannot be given up."""
    counter.scan(GALAXY1)
    sale = counter.sale.id
    counter.press(Key.Key_T, CONTROL)
    brought(counter, REDMI, TRADED)
    case = counter.sale.id
    counter.press(Key.Key_T, CONTROL)
    assert counter.sale.id == sale
    counter.press(Key.Key_Delete, CONTROL)
    counter.press(Key.Key_Delete, CONTROL)
    waiting = [parked.id for parked in counter.state.parked]
    assert counter.state.sale is None, counter.told
    assert sale not in waiting
    assert case in waiting
    counter.tab_to(parked_button(counter, "Redmi"))
    counter.press(Key.Key_Space)
    assert counter.sale.id == case
    assert counter.sale.within == "", "it is settled by itself now"


def test_a_trade_in_needs_a_sale(counter: Hands) -> None:
    counter.press(Key.Key_T, CONTROL)
    assert counter.told == ["trade-in-needs-sale"]
    assert counter.bar()


def test_a_trade_in_waits_and_comes_back(open_counter: OpenCounter) -> None:
    counter = open_counter()
    counter.scan(GALAXY1)
    sale = counter.sale.id
    counter.press(Key.Key_T, CONTROL)
    counter.scan(TRADED)
    case = counter.sale.id
    counter.press(Key.Key_Escape)
    counter.press(Key.Key_Escape)
    assert counter.state.sale is None
    again = reopened(open_counter, counter)
    again.vm.park()
    again.settle()
    names = {parked.id: parked for parked in again.state.parked}
    assert set(names) == {sale, case}
    again.press(Key.Key_Escape)
    again.vm.resume(case)
    again.settle()
    assert again.page.device.fields["imei1"].text() == TRADED
    assert again.sale.within == sale


def test_no_key_does_wrong_while_nothing_is_open(counter: Hands) -> None:
    for key in (Key.Key_F6, Key.Key_F9, Key.Key_F3, Key.Key_F4, Key.Key_F8):
        counter.press(key)
    counter.press(Key.Key_R, CONTROL)
    assert counter.told == ["return-of-what"]
    assert counter.state.sale is None
    assert counter.papers() == []


def test_its_words_are_those_of_a_purchase(open_counter: OpenCounter) -> None:
    """The person is a seller here, and what ends it is a paper."""
    counter = open_counter(language="en")
    begun(counter)
    assert "the seller's name is missing" in counter.reads(counter.page.side.lack)
    assert "buyer" not in counter.reads(counter.page.side.lack)
    assert counter.reads(counter.window.foot.said("F4")) == "seller"


def test_the_wrong_model_is_put_right(counter: Hands) -> None:
    """Until the registry was asked, with all that was typed."""
    counter.press(Key.Key_B, CONTROL)
    brought(counter, A34, WALK_IN1)
    assert counter.sale.unit is not None
    counter.tab_to(counter.page.unit.put_right)
    counter.press(Key.Key_Space)
    model = counter.page.device.fields["model"].edit
    assert model.isVisible()
    counter.tab_to(model)
    counter.press(Key.Key_A, CONTROL)
    counter.type("Galaxy A35")
    counter.press(Key.Key_Return)
    assert counter.sale.unit is not None
    assert counter.sale.unit.imeis == (WALK_IN1,)
    assert not model.isVisible()
