"""A whole sealed sale, each way, by keys alone: bursts of the scanner, F6, F4, F8, F9, Tab and Space."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from pos_app.domain.box_code import CodeKind
from pos_app.domain.sale import PaymentMethod
from pos_app.settings import RESOURCES
from tests.registry.practice import PracticeAt
from tests.ui.hands import CONTROL, MARKS, SHIFT, Hands, Key
from tests.ui.shop import CASE, GALAXY1, GALAXY2, GALAXY_CODE, GALAXY_EID, GALAXY_GTIN, GALAXY_SERIAL, NOKIA, NOKIA_CODE
from ui.decoding import png
from ui.widgets.activation_form import ActivationForm
from ui.widgets.choices import Choices
from ui.widgets.inquiry_form import InquiryForm
from ui.widgets.script_card import ScriptCard

SAMPLES = RESOURCES / "samples"
REFERENCE = "405122388190"


def choose(counter: Hands, choices: Choices, value: str) -> None:
    """Tab to the chosen one of the row, then the arrows."""
    counter.tab_to(choices.button(choices.value()))
    for _turn in range(10):
        if choices.value() == value:
            return
        counter.press(Key.Key_Left if counter.page.isRightToLeft() else Key.Key_Right)
    raise AssertionError(f"{value} is out of the arrows' reach")


def pick(counter: Hands, combo: QComboBox, value: str) -> None:
    counter.tab_to(combo)
    while combo.currentData() != value:
        counter.press(Key.Key_Down)


def script(counter: Hands, card: ScriptCard) -> list[str]:
    """The values of the card, top to bottom, as the clipboard gets them."""
    values = []
    for copies in sorted(card.findChildren(QPushButton), key=lambda shown: shown.y()):
        if not copies.isHidden():
            copies.click()
            values.append(QGuiApplication.clipboard().text())
    return values


def button(parent: QWidget, text: str) -> QPushButton:
    return next(b for b in parent.findChildren(QPushButton) if b.text().translate(MARKS) == text)


def read_from(widget: QWidget) -> list[str]:
    """What a phone's camera reads from the screen."""
    shot = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(shot.constBits()).cast("B", (shot.height(), shot.bytesPerLine()))
    return [found.text for found in zxingcpp.read_barcodes(pixels)]


def fill_buyer(counter: Hands, name: str = "علی رضایی", mobile: str = "09123456789") -> None:
    counter.press(Key.Key_F4)
    counter.type(name)
    counter.tab_to(counter.buyer("mobile").edit)
    counter.settle()
    counter.type(mobile)
    counter.press(Key.Key_Return)


def pay_cash(counter: Hands) -> None:
    counter.press(Key.Key_F8)
    counter.press(Key.Key_Left if counter.page.isRightToLeft() else Key.Key_Right)  # from card reader to cash
    counter.press(Key.Key_Space)
    assert counter.sale.payment.method is PaymentMethod.CASH


def test_by_api(counter: Hands, practice: PracticeAt) -> None:
    counter.scan(GALAXY1)
    assert counter.state.step_id == "inquiry"
    counter.scan(GALAXY2)
    counter.scan(GALAXY_EID)
    assert (counter.field("inquiry", "box1").text(), counter.field("inquiry", "box2").text()) == (GALAXY1, GALAXY2)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "answer_control"
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "box_match"
    counter.scan(GALAXY1)
    counter.scan(GALAXY2)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "activation"
    counter.scan(GALAXY_CODE)
    assert counter.field("activation", "code").text() == GALAXY_CODE
    fill_buyer(counter)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "invoice", counter.told
    counter.scan(CASE)
    counter.press(Key.Key_F8)
    counter.press(Key.Key_Space)
    counter.tab_to(counter.page.side.reference.edit)
    counter.type(REFERENCE)
    counter.press(Key.Key_Return)
    counter.press(Key.Key_F9)
    number = counter.state.finished
    assert counter.focus() is counter.page.scan
    assert counter.invoices() == [number]
    assert counter.papers() == [f"{number}.pdf"]
    assert number in counter.bar().translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    assert practice.activations() == {GALAXY1: 1}
    with counter.services.storage.read() as session:
        stored = session.invoice(number)
    assert stored is not None
    document = json.loads(stored.document)
    assert [line["imeis"] for line in document["lines"]] == [[GALAXY1, GALAXY2], []]
    assert document["buyer"]["name"] == "علی رضایی"
    assert document["payments"][0]["reference"] == REFERENCE
    assert {step["state"] for step in document["steps"]} == {"done"}


def test_by_hand(counter: Hands, practice: PracticeAt) -> None:
    """A seller without the service dials a code; script, clipboard and QR code say exactly what to dial."""
    counter.scan(NOKIA)
    inquiry = counter.form("inquiry")
    assert isinstance(inquiry, InquiryForm)
    choose(counter, inquiry.channel, "ussd")
    counter.press(Key.Key_F6)
    assert script(counter, inquiry.card) == ["*7777#", "1", NOKIA]
    copied = button(inquiry.card, "490154 20 323751 8")
    counter.tab_to(copied)
    counter.press(Key.Key_Space)
    assert QGuiApplication.clipboard().text() == NOKIA
    assert read_from(inquiry.card) == ["tel:*7777%23"]
    counter.tab_to(inquiry.evidence._text)
    counter.type("IMEI 490154203237518")
    counter.tab_to(inquiry.evidence._sender.edit)
    counter.type("HAMTA")
    pick(counter, inquiry.answer._combos["verdict"], "LEGAL_NOT_ACTIVATED")
    for name, text in (("brand", "Nokia"), ("model", "TA-1234"), ("importer", "نارون")):
        counter.tab_to(inquiry.answer._fields[name].edit)
        counter.type(text)
    counter.press(Key.Key_F6)
    assert counter.focus() is inquiry.confirm
    counter.press(Key.Key_Return)
    assert counter.state.step_id == "box_match", counter.told
    counter.scan(NOKIA)
    counter.press(Key.Key_F6)
    counter.scan(NOKIA_CODE)
    fill_buyer(counter, "مینا", "09351234567")
    activation = counter.form("activation")
    assert isinstance(activation, ActivationForm)
    choose(counter, activation.channel, "ussd")
    counter.press(Key.Key_F6)
    assert script(counter, activation.card) == ["*7777#", "2", NOKIA, "09351234567", NOKIA_CODE, "1"]
    counter.press(Key.Key_F6)
    assert counter.focus() is activation.succeeded
    counter.press(Key.Key_Return)
    pay_cash(counter)
    counter.press(Key.Key_F9)
    assert counter.invoices() == [counter.state.finished]
    assert practice.activations() == {}


PHOTOS = (("phone_a_clean.png", GALAXY1), ("phone_a_rotated.jpg", GALAXY1), ("phone_b_half.png", NOKIA))


@pytest.mark.parametrize(("photo", "first"), PHOTOS)
def test_a_photo_of_the_box_opens_the_sale(counter: Hands, photo: str, first: str) -> None:
    counter.page.read_file(str(SAMPLES / photo))
    counter.settle()
    assert counter.sale.unit is not None
    assert counter.sale.unit.imeis[0] == first
    named = {code.kind: code for code in counter.state.codes}
    if first == GALAXY1:
        assert [code.slot for code in counter.state.codes if code.kind is CodeKind.IMEI] == [1, 2]
        assert named[CodeKind.EID].value == GALAXY_EID
        assert named[CodeKind.SERIAL].value == GALAXY_SERIAL
        assert named[CodeKind.GTIN].value == GALAXY_GTIN
        shown = " ".join(counter.reads(chip) for chip in counter.page.unit.findChildren(QLabel))
        assert "EID" in shown
        assert GALAXY_EID in shown
        assert GALAXY_GTIN in shown
        assert counter.state.fields["code"] == GALAXY_CODE
        assert GALAXY_CODE not in shown, "an activation code stands open on the screen"
    assert not counter.told


def test_a_picture_on_the_clipboard(counter: Hands) -> None:
    QGuiApplication.clipboard().setImage(QImage(str(SAMPLES / "phone_a_clean.png")))
    counter.press(Key.Key_V, CONTROL | SHIFT)
    assert counter.sale.unit is not None
    assert counter.sale.unit.imeis == (GALAXY1, GALAXY2)


def blank() -> QImage:
    made = QImage(60, 60, QImage.Format.Format_Grayscale8)
    made.fill(Qt.GlobalColor.white)
    return made


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.write_bytes(b"no picture at all"), "image-not-a-picture"),
        (lambda path: path.write_bytes(png(blank())), "no-code-in-picture"),
        (lambda _path: None, "image-missing"),
    ],
)
def test_a_picture_that_says_nothing(counter: Hands, tmp_path: Path, make: Callable[[Path], object], code: str) -> None:
    make(tmp_path / "photo")
    counter.page.read_file(str(tmp_path / "photo"))
    counter.settle()
    assert counter.told == [code]
    assert counter.state.sale is None
