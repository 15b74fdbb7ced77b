"""Every wrong value gets its exact reason beside its field, in both languages, and nothing typed is lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pos_app.application import scan
from tests.ui.conftest import OpenCounter
from tests.ui.hands import MARKS, Hands, Key
from tests.ui.shop import GALAXY1, GALAXY2, GALAXY_CODE, NOKIA, OTHER_GALAXY, STRANGER
from tests.ui.walk import sell_nokia
from ui import notices
from ui.view_models.notice import Notice
from ui.widgets.fields import Field

PERSIAN = re.compile(r"[\u0600-\u06ff]")
ISLANDS = re.compile(r"\u2066[^\u2066-\u2069]*\u2069|\u2068[^\u2066-\u2069]*\u2069")


def said(code: str, detail: str, language: str) -> str:
    """The sentence as it must stand on the screen; proves on the way that it is of this language."""
    assert code in notices.TABLE, code
    sentence = notices.sentence(code, detail)
    words = ISLANDS.sub("", ISLANDS.sub("", sentence))  # an island may lie in another
    assert bool(PERSIAN.search(words)) == (language == "fa"), sentence
    assert "{" not in sentence
    return sentence.translate(MARKS)


def complains(counter: Hands, field: Field, code: str, detail: str, typed: str, language: str) -> None:
    assert counter.told[:1] == [code]
    assert counter.reason(field) == said(counter.state.placed(Notice(code)).code, detail, language)
    assert field.edit.property("wrong") is True
    assert field.text() == typed


IMEIS = (
    ("35693803564", "imei-short", "35693803564"),
    ("35693803564380", "imei-14-digits", "35693803564380"),
    ("3569380356438090", "imei-16-digits", "3569380356438090"),
    ("35693803564380912", "imei-long", "35693803564380912"),
    ("356938035643808", "imei-check-digit", "356938035643808"),
    ("000000000000000", "imei-all-equal", "000000000000000"),
    ("35693803564380A", "imei-not-digits", "35693803564380A"),
    ("۳۵۶۹۳۸۰۳۵۶۴۳۸۰۸", "imei-check-digit", "356938035643808"),
    (STRANGER, "imei-not-this-unit", STRANGER),
    (OTHER_GALAXY, "imei-on-another-unit", OTHER_GALAXY),
)


def test_an_imei_of_the_box(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    counter.scan(GALAXY1)
    field = counter.field("inquiry", "box1")
    for typed, code, detail in IMEIS:
        counter.overwrite(field, typed)
        counter.press(Key.Key_F6)
        complains(counter, field, code, detail, typed, language)
    assert counter.last_step("inquiry") == ""
    counter.overwrite(field, GALAXY1)
    assert counter.told == []
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "answer_control"


def test_no_imei_at_all(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    counter.scan("R5CX40ABCDE")
    counter.press(Key.Key_F6)
    complains(counter, counter.field("inquiry", "box1"), "imei-empty", "", "", language)


def test_both_slots_equal(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    counter.scan(GALAXY1)
    field = counter.field("inquiry", "box2")
    counter.overwrite(field, GALAXY1)
    counter.press(Key.Key_F6)
    complains(counter, field, "imei-slots-equal", GALAXY1, GALAXY1, language)


def test_the_slots_of_the_device_are_swapped(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    to_box_match(counter)
    first, second = counter.field("box_match", "device1"), counter.field("box_match", "device2")
    counter.overwrite(first, GALAXY2)
    counter.overwrite(second, GALAXY1)
    counter.press(Key.Key_F6)
    complains(counter, first, "imei-slots-swapped", GALAXY2, GALAXY2, language)
    assert second.text() == GALAXY1


@pytest.mark.parametrize("by", ["scan", "typing"])
def test_a_sold_phone_is_not_sold_twice(open_counter: OpenCounter, language: str, by: str) -> None:
    counter = open_counter(language=language)
    number = sell_nokia(counter.services)
    if by == "scan":
        counter.scan(NOKIA)
    else:
        counter.type(NOKIA)
        counter.press(Key.Key_Return)
        assert counter.page.scan.text() == NOKIA
    assert counter.told == ["unit-already-sold"]
    assert counter.bar() == said("unit-already-sold", f"{NOKIA} {number}", language)
    assert counter.state.sale is None


def test_a_phone_in_the_basket_of_another_till(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    with counter.services.storage.write() as session:
        session.put_till(2, "2")
    other = replace(counter.services, till_id=2)
    scan.take(other, "", GALAXY1)
    counter.scan(GALAXY1)
    assert counter.told == ["unit-in-another-sale"]
    assert counter.bar() == said("unit-in-another-sale", GALAXY1, language)
    assert counter.state.sale is None


SCANS = (
    ("35693803564380", "imei-14-digits", "35693803564380"),
    ("356938035643808", "imei-check-digit", "356938035643808"),
    (STRANGER, "unit-not-in-stock", STRANGER),
    ("89049032000001000000012345678955", "eid-check-digit", "89049032000001000000012345678955"),
    ("2000000000015", "scan-the-imei", "گوشی سامسونگ Galaxy A55 — ۲۵۶ گیگابایت، سرمه‌ای"),
    (GALAXY_CODE, "scan-the-imei-first", ""),
    ("1405-1-000099", "invoice-missing", "1405-1-000099"),
    (f"{GALAXY1}\t{NOKIA}", "codes-of-two-units", ""),
)


def test_a_scan_that_leads_nowhere(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    for scanned, code, detail in SCANS:
        counter.vm.scanned(scanned)
        counter.settle()
        assert counter.told == [code]
        assert counter.bar() == said(code, detail, language)
        assert counter.state.sale is None
        counter.press(Key.Key_Escape)
        assert counter.bar() == ""


BUYERS = (
    ("national_id", "0499370898", "national-id-check-digit", "0499370898"),
    ("national_id", "1111111111", "national-id-all-equal", "1111111111"),
    ("national_id", "12345", "national-id-length", "12345"),
    ("mobile", "02188776655", "mobile-landline", "02188776655"),
    ("mobile", "091234567", "mobile-length", "091234567"),
    ("postal_code", "123", "postal-code-length", "123"),
)


def test_the_buyers_numbers(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    counter.scan(GALAXY1)
    counter.press(Key.Key_F4)
    counter.type("Ali")
    for name, typed, code, detail in BUYERS:
        field = counter.buyer(name)
        counter.tab_to(field.edit)
        counter.settle()
        counter.overwrite(field, typed)
        counter.press(Key.Key_Return)
        complains(counter, field, code, detail, typed, language)
        assert counter.buyer("name").text() == "Ali"
        assert counter.sale.buyer.name == "Ali"
        assert getattr(counter.sale.buyer, name) == ""
        counter.overwrite(field, "")


ACTIVATION = (
    ("sim", "02188776655", "mobile-landline", "02188776655"),
    ("code", "", "activation-code-missing", ""),
    ("code", "012345", "activation-code-leading-zero", ""),
    ("code", "48291", "activation-code-length", ""),
    ("imei_used", "356938035643808", "imei-not-this-unit", "356938035643808"),
)


def test_the_fields_of_the_activation(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    to_activation(counter)
    right = {"sim": "09123456789", "code": GALAXY_CODE}
    for name, typed, code, detail in ACTIVATION:
        for other, text in {**right, name: typed}.items():
            counter.overwrite(counter.field("activation", other), text)
        counter.press(Key.Key_F6)
        complains(counter, counter.field("activation", name), code, detail, typed, language)
        assert counter.last_step("activation") == ""


def test_a_wrong_code_says_how_many_tries_are_left(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    to_activation(counter)
    counter.overwrite(counter.field("activation", "sim"), "09123456789")
    code = counter.field("activation", "code")
    for left in ("2", "1"):
        counter.overwrite(code, "482916")
        counter.press(Key.Key_F6)
        complains(counter, code, "activation-code-wrong", left, "482916", language)
    counter.overwrite(code, GALAXY_CODE)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "invoice", counter.told


PRICES = (
    ("12a4", "", "fee", "amount-not-digits"),
    ("385.5", "", "fee", "amount-not-digits"),
    ("356938035643809", "", "fee", "amount-too-large"),
    ("0", "", "fee", "amount-not-positive"),
    ("385000000", "ده", "discount", "amount-not-digits"),
    ("385000000", "385000001", "discount", "discount-too-large"),
)


def test_a_price_that_is_none(open_counter: OpenCounter, language: str) -> None:
    counter = open_counter(language=language)
    counter.scan(GALAXY1)
    line = counter.page.side._rows[0]
    counter.tab_to(line._more)
    counter.press(Key.Key_Space)
    for fee, discount, wrong, code in PRICES:
        counter.overwrite(line.fee, fee)
        counter.overwrite(line.discount, discount)
        counter.press(Key.Key_Return)
        assert counter.reason(getattr(line, wrong)) == said(code, "", language)
        assert (line.fee.text(), line.discount.text()) == (fee, discount)
        assert (counter.sale.lines[0].fee, counter.sale.lines[0].discount) == (385_000_000, 0)


def to_box_match(counter: Hands) -> None:
    counter.scan(GALAXY1)
    counter.scan(GALAXY2)
    counter.press(Key.Key_F6)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "box_match", counter.told


def to_activation(counter: Hands) -> None:
    to_box_match(counter)
    counter.scan(GALAXY1)
    counter.scan(GALAXY2)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "activation", counter.told
