"""A used phone by keys alone, with its box and without; and every wrong thing at its field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from pos_app import i18n
from pos_app.domain.stock import UnitState
from tests.registry.practice import PracticeAt
from tests.ui.conftest import OpenCounter
from tests.ui.hands import CONTROL, MARKS, Hands, Key
from tests.ui.shop import GALAXY1, PIN
from tests.ui.test_sale_by_keys import choose, fill_buyer, pick
from tests.ui.used_hands import (
    BOXLESS,
    BUYER,
    SHOP,
    USED1,
    USED2,
    activated,
    asked,
    cash,
    compared,
    form,
    reset,
    stands_at,
    tick,
)
from ui.widgets.device_match_form import DeviceMatchForm
from ui.widgets.inquiry_form import InquiryForm
from ui.widgets.reset_form import ResetForm
from ui.widgets.transfer_form import TransferForm


def to_transfer(counter: Hands) -> None:
    counter.scan(USED1)
    counter.scan(USED2)
    reset(counter)
    asked(counter)
    compared(counter, USED1, USED2)
    assert counter.state.step_id == "transfer", counter.told


def state_of(counter: Hands, number: str) -> UnitState:
    with counter.services.storage.read() as session:
        (hit,) = session.find_units(number)
    return hit.unit.state


def test_seven_steps_with_its_box(counter: Hands, practice: PracticeAt) -> None:
    to_transfer(counter)
    fill_buyer(counter, "ندا", BUYER)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "activation", counter.told
    assert counter.focus() is counter.field("activation", "code").edit
    activated(counter, practice, USED1)
    assert counter.state.step_id == "invoice", counter.told
    cash(counter)
    counter.press(Key.Key_F9)
    assert counter.invoices() == [counter.state.finished]
    assert state_of(counter, USED1) is UnitState.SOLD
    assert practice.activations() == {USED1: 1}


def test_without_its_box(counter: Hands, practice: PracticeAt) -> None:
    counter.scan(BOXLESS)
    reset(counter)
    assert counter.reads(counter.field("inquiry", "box1").caption) == i18n.text("IMEI 1 of the device")
    asked(counter)
    assert counter.state.step_id == "device_match", counter.told
    match = form(counter, "device_match", DeviceMatchForm)
    counter.scan(BOXLESS)
    counter.press(Key.Key_F6)
    stands_at(counter, "tray-not-read", "tray1", step_id="device_match")
    choose_none(counter, match)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "transfer", counter.told
    fill_buyer(counter, "پیمان", BUYER)
    counter.press(Key.Key_F6)
    activated(counter, practice, BOXLESS)
    cash(counter)
    counter.press(Key.Key_F9)
    assert counter.invoices() == [counter.state.finished]


def choose_none(counter: Hands, match: DeviceMatchForm) -> None:
    counter.tab_to(match.tray_says.stop())
    counter.press(Key.Key_Space)
    assert match.tray_says.value() == "none"


def test_a_phone_that_was_not_reset(counter: Hands) -> None:
    counter.scan(USED1)
    assert counter.focus() is form(counter, "reset", ResetForm).done.box
    counter.press(Key.Key_F6)
    stands_at(counter, "reset-not-done", "reset_done", step_id="reset")
    counter.press(Key.Key_Space)
    assert counter.told == []
    counter.press(Key.Key_F9)
    assert counter.invoices() == []


def test_an_account_that_is_still_locked_needs_the_manager(counter: Hands) -> None:
    counter.scan(USED1)
    tick(counter, form(counter, "reset", ResetForm).done)
    counter.press(Key.Key_F6)
    review = counter.page.steps.review
    assert counter.last_step("reset") == "blocked"
    assert counter.focus() is review.fields["reason"].edit
    counter.type("چند لحظه")
    counter.tab_to(review.pin.edit)
    counter.type("0000")
    counter.press(Key.Key_Return)
    assert counter.told == ["pin-wrong"]
    assert counter.focus() is review.pin.edit
    assert review.fields["reason"].text() == "چند لحظه"
    counter.press(Key.Key_F9)
    assert counter.invoices() == []
    counter.tab_to(review.again)
    counter.press(Key.Key_Space)
    reset(counter)
    assert counter.state.step_id == "inquiry", counter.told


def test_no_transfer_to_the_owner_nor_to_a_landline(counter: Hands) -> None:
    to_transfer(counter)
    taker = counter.field("transfer", "to_sim")
    for typed, code in ((SHOP, "transfer-to-owner"), ("02122334455", "mobile-landline"), ("0912", "mobile-length")):
        counter.overwrite(taker, typed)
        counter.press(Key.Key_F6)
        assert taker.text() == typed
        stands_at(counter, counter.told[0], "to_sim", step_id="transfer")
        assert counter.told[0] == code or code != "transfer-to-owner"
        assert counter.reason(taker)
    assert counter.last_step("transfer") == ""
    counter.overwrite(taker, BUYER)
    assert counter.told == []
    counter.press(Key.Key_F6)
    assert counter.last_step("transfer") == "done", counter.told


def test_swapped_slots_on_the_phone(counter: Hands) -> None:
    counter.scan(USED1)
    reset(counter)
    asked(counter)
    counter.overwrite(counter.field("box_match", "box2"), USED2)
    counter.overwrite(counter.field("box_match", "device1"), USED2)
    counter.overwrite(counter.field("box_match", "device2"), USED1)
    counter.press(Key.Key_F6)
    stands_at(counter, "imei-slots-swapped", "device1", step_id="box_match")
    assert counter.field("box_match", "device2").text() == USED1


def test_the_second_scan_of_one_number_changes_nothing(counter: Hands) -> None:
    counter.scan(USED1)
    sale = counter.sale.id
    tick(counter, form(counter, "reset", ResetForm).done)
    counter.scan(USED1)
    assert counter.sale.id == sale
    assert counter.told == []
    assert form(counter, "reset", ResetForm).done.on


def test_another_phone_in_the_hand(counter: Hands) -> None:
    counter.scan(BOXLESS)
    reset(counter)
    asked(counter)
    match = form(counter, "device_match", DeviceMatchForm)
    counter.overwrite(match.fields["device1"], GALAXY1)
    choose_none(counter, match)
    counter.press(Key.Key_F6)
    assert counter.last_step("device_match") == "blocked"
    assert "imei-differs-from-stock" in counter.told or counter.page.steps.review.isVisible()
    assert counter.state.fields["device1"] == GALAXY1


def test_the_open_transfer_waits_for_tomorrow(open_counter: OpenCounter, practice: PracticeAt) -> None:
    """Esc twice, another customer, the window is closed: it stands where it stood and asks for the code."""
    counter = open_counter()
    to_transfer(counter)
    fill_buyer(counter, "آرش", BUYER)
    counter.press(Key.Key_F6)
    sale = counter.sale.id
    counter.press(Key.Key_Escape)
    counter.press(Key.Key_Escape)
    assert counter.state.sale is None
    folder = counter.folder
    counter.leave()
    again = open_counter(folder)
    assert again.sale.id == sale
    assert again.state.step_id == "activation"
    activated(again, practice, USED1)
    cash(again)
    again.press(Key.Key_F9)
    assert len(again.invoices()) == 1


def test_an_open_transfer_is_not_given_up(counter: Hands) -> None:
    to_transfer(counter)
    fill_buyer(counter, "آرش", BUYER)
    counter.press(Key.Key_F6)
    sale = counter.sale.id
    counter.press(Key.Key_Delete, CONTROL)
    counter.press(Key.Key_Delete, CONTROL)
    assert counter.sale.id == sale
    assert counter.told == ["transfer-open-give-up"]
    assert counter.bar()


def test_sold_as_sealed_only_by_the_manager(counter: Hands) -> None:
    """Of this phone alone: the question does not stand there for the next one."""
    counter.scan(USED1)
    sold_as = counter.page.unit.sold_as
    counter.tab_to(sold_as.choices.stop())
    counter.press(Key.Key_Right)  # in Persian the one before
    assert sold_as.choices.value() == "sealed"
    assert sold_as.reason.isVisible()
    assert counter.focus() is sold_as.reason.edit
    counter.type("پلمب کارخانه")
    counter.tab_to(sold_as.pin.edit)
    counter.type(PIN[:-1])
    counter.press(Key.Key_Return)
    assert counter.told == ["pin-wrong"]
    for _press in range(3):  # out of the complaint, home, aside
        counter.press(Key.Key_Escape)
    counter.scan(BOXLESS)
    assert not sold_as.reason.isVisible()
    assert sold_as.choices.value() == "no_box"


def test_the_arrows_walk_from_list_to_list(counter: Hands) -> None:
    counter.scan(USED1)
    choices = counter.page.unit.sold_as.choices
    choose(counter, choices, "passenger")
    assert counter.sale.run is not None
    assert counter.sale.run.checklist_id == "passenger"
    assert counter.state.step_id == "inquiry"
    assert choices.isAncestorOf(counter.focus())
    counter.press(Key.Key_Right)
    assert counter.sale.run.checklist_id == "used_no_box"


def test_the_transfer_by_hand_is_the_sellers_own_word(counter: Hands) -> None:
    to_transfer(counter)
    fill_buyer(counter, "ندا", BUYER)
    transfer = form(counter, "transfer", TransferForm)
    choose(counter, transfer.channel, "ussd")
    counter.press(Key.Key_F6)
    for _press in range(3):
        counter.press(Key.Key_F6)
    assert counter.last_step("transfer") == ""
    assert counter.focus() is transfer.succeeded
    counter.press(Key.Key_Return)
    assert counter.state.step_id == "activation", counter.told


def test_no_part_of_the_counter_becomes_a_window(counter: Hands, qapp: QApplication) -> None:
    """One that is shown before it has its place is a window for a moment, and takes the caret with it."""
    opened: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                opened.append(f"{type(watched).__name__} {watched.objectName()} {watched.accessibleName()}")
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    to_transfer(counter)
    counter.press(Key.Key_T, CONTROL)
    counter.press(Key.Key_F9)
    counter.press(Key.Key_B, CONTROL)
    qapp.removeEventFilter(watch)
    assert opened == []


def test_the_message_names_another_phone(counter: Hands) -> None:
    """Read off the screen of whoever: it says so beside the text, before anything is taken on its word."""
    counter.scan(USED1)
    counter.scan(USED2)
    reset(counter)
    inquiry = form(counter, "inquiry", InquiryForm)
    choose(counter, inquiry.channel, "ussd")
    counter.press(Key.Key_F6)
    counter.tab_to(inquiry.evidence._text)
    counter.type(f"IMEI {GALAXY1} Samsung SM-A546E")
    said = inquiry.evidence.checks.said()
    assert GALAXY1[-5:-1] in said["imei"].replace(" ", "").translate(MARKS), said
    pick(counter, inquiry.answer._combos["verdict"], "LEGAL_ACTIVE_THIS_SIM")
    for name, text in (("brand", "Samsung"), ("model", "SM-A546E")):
        counter.overwrite(inquiry.answer._fields[name], text)
    counter.press(Key.Key_F6)
    counter.press(Key.Key_Return)
    assert counter.last_step("answer_control") != "done", "taken on another phone's answer"
    assert inquiry.evidence._text.toPlainText().startswith(f"IMEI {GALAXY1}") or counter.page.steps.review.isVisible()
