"""Practice cases in which a phone changes hands otherwise than new."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import Qt

from ui.demo_player import Player
from ui.demo_steps import answer_by_hand, buyer, choose, issue, pay_by_card
from ui.widgets.activation_form import ActivationForm
from ui.widgets.device_match_form import DeviceMatchForm
from ui.widgets.grade_form import GradeForm
from ui.widgets.identity_form import IdentityForm
from ui.widgets.inquiry_form import InquiryForm
from ui.widgets.permit_form import PermitForm
from ui.widgets.reset_form import ResetForm
from ui.widgets.step_form import StepForm
from ui.widgets.transfer_form import TransferForm

A54, A54_SECOND = "354126110001018", "354126110001026"
BOXLESS = "865023060002017"
LATER, LATER_SECOND = "354126110005019", "354126110005027"
WALK_IN, WALK_IN_SECOND = "357907110003014", "357907110003022"
TRADED = "867812070004015"
PIXEL, PIXEL_SECOND, PIXEL_CODE = "356093100044010", "356093100044028", "540982"
NEW, NEW_SECOND, NEW_CODE = "356938035702100", "356938035702118", "481002"
SOLD, SOLD_SECOND = "356938035643809", "356938035643817"  # in the first practice sale
NOKIA, OTHER_NOKIA, OTHER_NOKIA_CODE = "490154203237518", "490154203302205", "731002"
F = TypeVar("F", bound=StepForm)
OWN_SIM = 4  # its place in the list of results
CONTROL = Qt.KeyboardModifier.ControlModifier


def used_device(player: Player) -> dict[str, Any]:
    """Seven steps, its box at hand; the shop's SIM transfers, the buyer activates with the code he was sent."""
    player.begin("used-device")
    player.scan(A54)
    player.scan(A54_SECOND)
    player.picture("scanned")
    _reset(player)
    _asked(player)
    _compared(player, A54, A54_SECOND)
    buyer(player, "ندا شریفی (نمونه)", "09127654321", "")
    player.picture("transfer")
    player.key(Qt.Key.Key_F6)
    player.picture("code-with-buyer")
    _activated(player, A54)
    pay_by_card(player)
    player.picture("ready")
    return issue(player, "used_device")


def used_without_box(player: Player) -> dict[str, Any]:
    """Its box is lost: screen and slot tray take its place. All of it by a phone in the hand."""
    player.begin("used-without-box")
    player.scan(BOXLESS)
    _reset(player)
    form = _form(player, "inquiry", InquiryForm)
    choose(player, form.channel, "ussd")
    player.key(Qt.Key.Key_F6)
    answer_by_hand(player, form, BOXLESS, "Xiaomi", "2409BRN2CY", verdict=OWN_SIM)
    player.key(Qt.Key.Key_F6)
    player.key(Qt.Key.Key_Return)
    match = _form(player, "device_match", DeviceMatchForm)
    player.scan(BOXLESS)
    player.scan(BOXLESS)
    player.picture("screen-and-tray")
    player.go(match.check)
    player.key(Qt.Key.Key_F6)
    buyer(player, "پیمان طاهری (نمونه)", "09362223344", "")
    choose(player, _form(player, "transfer", TransferForm).channel, "ussd")
    player.key(Qt.Key.Key_F6)
    player.picture("transfer-script")
    player.key(Qt.Key.Key_F6)
    player.key(Qt.Key.Key_Return)
    player.scan("512345")
    choose(player, _form(player, "activation", ActivationForm).channel, "ussd")
    player.key(Qt.Key.Key_F6)
    player.key(Qt.Key.Key_F6)
    player.key(Qt.Key.Key_Return)
    _cash(player)
    return issue(player, "used_without_box")


def buy_in(player: Player) -> dict[str, Any]:
    """A walk-in sells his phone: it is for sale when he has transferred it and the shop's SIM is its owner."""
    player.begin("buy-in")
    player.key(Qt.Key.Key_B, CONTROL)
    _phone(player, "Samsung", "Galaxy A34", "SM-A346E", WALK_IN, WALK_IN_SECOND)
    _bought(player, "حسن مرادی (نمونه)", "09350000001", "0076229645", (WALK_IN, WALK_IN_SECOND), "95000000")
    _cash(player)
    player.picture("ready")
    return issue(player, "buy_in")


def trade_in(player: Player) -> dict[str, Any]:
    """A new phone is sold, the buyer's old one taken in trade: one payment, one transaction, two papers."""
    player.begin("trade-in")
    player.scan(NEW)
    player.scan(NEW_SECOND)
    _asked(player)
    _compared(player, NEW, NEW_SECOND)
    buyer(player, "لیلا احمدی (نمونه)", "09350000002", "0790419904")
    player.scan(NEW_CODE)
    player.key(Qt.Key.Key_F6)
    player.key(Qt.Key.Key_T, CONTROL)
    _phone(player, "Xiaomi", "Redmi Note 13", "2312DRA50G", TRADED)
    _bought(player, "لیلا احمدی (نمونه)", "09350000002", "0790419904", (TRADED,), "80000000")
    player.picture("taken-in")
    player.key(Qt.Key.Key_F9)  # back to its sale
    pay_by_card(player)
    player.picture("settled-together")
    return issue(player, "trade_in")


def passenger_device(player: Player) -> dict[str, Any]:
    """A traveller's phone: his permit, activation on his SIM, then the transfer to the buyer."""
    player.begin("passenger-device")
    player.scan(PIXEL)
    player.scan(PIXEL_SECOND)
    _asked(player)
    _compared(player, PIXEL, PIXEL_SECOND)
    form = _form(player, "permit", PermitForm)
    said = {
        "holder": "بهنام جلالی (نمونه)", "passport_no": "A12345678", "brand": "Google", "model": "Pixel 6",
        "imei1": PIXEL, "imei2": PIXEL_SECOND,
    }  # fmt: skip
    for name, text in said.items():
        player.go(form.fields[f"permit_{name}"].edit)
        player.type(text)
    choose(player, form.way, "customs")
    player.tick(form.kept.box)
    player.picture("permit")
    player.key(Qt.Key.Key_F6)
    holder = _form(player, "holder_activation", ActivationForm)
    player.go(holder.sim.edit)
    player.type("09121110000")
    player.scan(PIXEL_CODE)
    player.picture("holder")
    player.key(Qt.Key.Key_F6)
    buyer(player, "سمیرا نوری (نمونه)", "09199998877", "")
    player.key(Qt.Key.Key_F6)
    _activated(player, PIXEL)
    pay_by_card(player)
    return issue(player, "passenger_device")


def return_(player: Player) -> dict[str, Any]:
    """The first phone comes back: transferred back and active on the shop's SIM, it is for sale again, as used."""
    player.begin("return")
    player.scan(SOLD)
    player.picture("sold-already")
    player.key(Qt.Key.Key_R, CONTROL)
    player.fill(player.app.window.counter.back_card.reason.edit, "صفحه چشمک می‌زند")
    player.key(Qt.Key.Key_Return)
    _match_back(player, SOLD, SOLD_SECOND)
    _reset(player)
    player.picture("transfer-back")
    player.key(Qt.Key.Key_F6)
    _activated(player, SOLD)
    _cash(player)
    player.picture("ready")
    return issue(player, "return")


def exchange(player: Player) -> dict[str, Any]:
    """A sold phone is exchanged for another one of the same price: what comes back pays for it."""
    player.begin("exchange")
    player.scan(NOKIA)
    player.key(Qt.Key.Key_R, CONTROL)
    player.fill(player.app.window.counter.back_card.reason.edit, "دکمهٔ روشن کردن گیر می‌کند")
    player.key(Qt.Key.Key_Return)
    _match_back(player, NOKIA)
    _reset(player)
    transfer = _form(player, "transfer", TransferForm)
    choose(player, transfer.channel, "ussd")
    player.go(transfer.reason.edit)
    player.type("buyer's SIM is at home")
    player.key(Qt.Key.Key_Return)
    activation = _form(player, "activation", ActivationForm)
    choose(player, activation.channel, "ussd")
    player.go(activation.reason.edit)
    player.type("after the transfer")
    player.key(Qt.Key.Key_Return)
    player.go(player.app.window.counter.back_card.swap)
    player.key(Qt.Key.Key_Space)
    player.scan(OTHER_NOKIA)
    _asked(player)
    player.scan(OTHER_NOKIA)
    player.key(Qt.Key.Key_F6)
    player.scan(OTHER_NOKIA_CODE)
    player.key(Qt.Key.Key_F6)
    player.picture("nothing-to-pay")
    return issue(player, "exchange")


USED = (used_device, used_without_box, buy_in, trade_in, passenger_device, return_, exchange)


def begin_next_day(player: Player) -> None:
    """Up to the open transfer; the buyer has no network."""
    player.begin("next-day")
    player.scan(LATER)
    player.scan(LATER_SECOND)
    _reset(player)
    _asked(player)
    _compared(player, LATER, LATER_SECOND)
    buyer(player, "آرش کمالی (نمونه)", "09331234567", "")
    player.key(Qt.Key.Key_F6)
    player.picture("evening")


def finish_next_day(player: Player) -> dict[str, Any]:
    """The program opens where it was."""
    player.picture("morning")
    _activated(player, LATER)
    pay_by_card(player)
    return issue(player, "used_device")


# -- what they share -----------------------------------------------------------------------------


def _form(player: Player, step_id: str, kind: type[F]) -> F:
    form = player.app.window.counter.steps.forms[step_id]
    assert isinstance(form, kind), step_id  # noqa: S101
    return form


def _reset(player: Player) -> None:
    form = _form(player, "reset", ResetForm)
    player.tick(form.done.box)
    player.tick(form.unlocked.box)
    player.key(Qt.Key.Key_F6)


def _asked(player: Player) -> None:
    """Steps 1 and 2 by the service."""
    player.key(Qt.Key.Key_F6)
    player.key(Qt.Key.Key_F6)


def _compared(player: Player, *numbers: str) -> None:
    for number in numbers:
        player.scan(number)
    player.key(Qt.Key.Key_F6)


def _match_back(player: Player, *numbers: str) -> None:
    for number in numbers:
        player.scan(number)
    player.picture("the-same-phone")
    player.key(Qt.Key.Key_F6)


def _activated(player: Player, imei: str) -> None:
    """With the code of HAMTA's message to the new owner."""
    player.scan(player.codes().get(imei, "512345"))
    player.key(Qt.Key.Key_F6)


def _phone(player: Player, brand: str, model: str, model_code: str, *numbers: str) -> None:
    fields = player.app.window.counter.device.fields
    for number in numbers:
        player.scan(number)
    for name, text in (("brand", brand), ("model", model), ("model_code", model_code)):
        player.fill(fields[name].edit, text)
    player.picture("which-phone")
    player.key(Qt.Key.Key_F6)


def _bought(
    player: Player, name: str, mobile: str, national_id: str, numbers: tuple[str, ...], price: str
) -> None:  # fmt: skip
    """Every step of a buy-in but its end."""
    buyer(player, name, mobile, national_id, "شهر نمونه، خیابان نمونه، پلاک ۷")
    form = _form(player, "identity", IdentityForm)
    player.tick(form.seen.box)
    player.paste_picture()
    player.tick(form.photo.paste)
    player.tick(form.consent.box)
    player.picture("identity")
    player.key(Qt.Key.Key_F6)
    _asked(player)
    _compared(player, *numbers)
    grade = _form(player, "condition", GradeForm)
    choose(player, grade.grade, "B")
    player.tick(grade.flaws["body_scratched"])
    player.picture("condition")
    player.key(Qt.Key.Key_F6)
    player.picture("transfer")
    player.key(Qt.Key.Key_F6)
    _activated(player, numbers[0])
    _reset(player)
    player.key(Qt.Key.Key_F3)
    player.type(price)
    player.key(Qt.Key.Key_Return)


def _cash(player: Player) -> None:
    player.key(Qt.Key.Key_F8)
    choose(player, player.app.window.counter.side.pay, "cash")
