"""What the keys of second-hand trade have in common: the steps as a seller goes through them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtGui import QGuiApplication, QImage

from tests.registry.practice import PracticeAt
from tests.ui.hands import CONTROL, MARKS, Hands, Key
from tests.ui.test_sale_by_keys import choose
from ui import notices
from ui.widgets.grade_form import GradeForm
from ui.widgets.identity_form import IdentityForm
from ui.widgets.picture_box import PictureBox
from ui.widgets.reset_form import ResetForm
from ui.widgets.step_form import StepForm
from ui.widgets.tick import Tick

F = TypeVar("F", bound=StepForm)
USED1, USED2 = "354126110001018", "354126110001026"
BOXLESS = "865023060002017"
PIXEL1, PIXEL2, PIXEL_CODE = "356093100044010", "356093100044028", "540982"
WALK_IN1, WALK_IN2 = "357907110003014", "357907110003022"
TRADED = "867812070004015"
GIVER, TRADER, SHOP, BUYER = "09350000001", "09350000002", "09120000009", "09127654321"
PERSON = ("حسن مرادی", GIVER, "0076229645", "شهر نمونه، پلاک ۷")


def form(counter: Hands, step_id: str, kind: type[F]) -> F:
    found = counter.form(step_id)
    assert isinstance(found, kind)
    return found


def tick(counter: Hands, wanted: Tick) -> None:
    counter.tab_to(wanted.box)
    counter.press(Key.Key_Space)
    assert wanted.on


def photo(counter: Hands, box: PictureBox) -> None:
    made = QImage(32, 24, QImage.Format.Format_RGB32)
    made.fill(0xFFCCCCCC)
    QGuiApplication.clipboard().setImage(made)
    counter.tab_to(box.paste)
    counter.press(Key.Key_Space)


def stands_at(counter: Hands, code: str, name: str, *, step_id: str = "") -> None:
    """The reason is said in words, at its field, and that is where the caret is."""
    told = next((notice for notice in counter.state.notices if notice.code == code), None)
    assert told is not None, counter.told
    assert told.field == name
    card = counter.page.steps.open_form(counter.state) if step_id else counter.page.device
    place = card.place_of(name) if card is not None else None
    assert place is not None, f"no place for {name}"
    assert counter.focus() is place
    assert notices.sentence(code, told.detail).translate(MARKS)
    view = counter.page._area.viewport()
    assert view.rect().contains(place.mapTo(view, place.rect().center())), "below the fold"


def reset(counter: Hands) -> None:
    done = form(counter, "reset", ResetForm)
    tick(counter, done.done)
    tick(counter, done.unlocked)
    counter.press(Key.Key_F6)


def asked(counter: Hands) -> None:
    """By the service: the question, then that it is this phone."""
    counter.press(Key.Key_F6)
    counter.press(Key.Key_F6)


def compared(counter: Hands, *numbers: str) -> None:
    for number in numbers:
        counter.scan(number)
    counter.press(Key.Key_F6)


def activated(counter: Hands, practice: PracticeAt, number: str) -> None:
    counter.scan(practice.open_code(number))
    counter.press(Key.Key_F6)


def person(counter: Hands, said: tuple[str, ...] = PERSON) -> None:
    """In the panel beside, field by field."""
    for name, text in zip(("name", "mobile", "national_id", "address"), said, strict=True):
        counter.tab_to(counter.buyer(name).edit)
        counter.press(Key.Key_A, CONTROL)
        counter.type(text)
    counter.press(Key.Key_Return)


def identified(counter: Hands, said: tuple[str, ...] = PERSON) -> None:
    person(counter, said)
    done = form(counter, "identity", IdentityForm)
    tick(counter, done.seen)
    photo(counter, done.photo)
    tick(counter, done.consent)
    counter.press(Key.Key_F6)


def graded(counter: Hands) -> None:
    done = form(counter, "condition", GradeForm)
    counter.tab_to(done.grade.stop())
    counter.press(Key.Key_Space)
    choose(counter, done.grade, "B")
    counter.press(Key.Key_F6)


def brought(counter: Hands, name: tuple[str, str, str], *numbers: str) -> None:
    """Which phone the walk-in has: its numbers by scan, then its name."""
    for number in numbers:
        counter.scan(number)
    for field, text in zip(("brand", "model", "model_code"), name, strict=True):
        counter.tab_to(counter.page.device.fields[field].edit)
        counter.type(text)
    counter.press(Key.Key_F6)


def priced(counter: Hands, rials: str) -> None:
    counter.press(Key.Key_F3)
    counter.type(rials)
    counter.press(Key.Key_Return)


def cash(counter: Hands) -> None:
    """Paid in cash, whatever was chosen before."""
    counter.press(Key.Key_F8)
    pay = counter.page.side.pay
    if not pay.value():
        counter.press(Key.Key_Space)
    choose(counter, pay, "cash")
