"""A scan never leaks: whichever field has the caret keeps its text, and the scan is handled."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from tests.ui.hands import MARKS, Hands, Key
from tests.ui.shop import CASE, GALAXY1, GALAXY2, OTHER_GALAXY
from tests.ui.test_bad_numbers import to_box_match
from ui import notices
from ui.widgets.fields import Field


@pytest.mark.parametrize("enter", [True, False], ids=["with Enter", "without Enter"])
def test_into_the_fields_of_the_panel(counter: Hands, enter: bool) -> None:
    counter.scan(GALAXY1)
    line = counter.page.side._rows[0]
    counter.tab_to(line._more)
    counter.press(Key.Key_Space)
    fields = {"name": "A", "mobile": "0912", "national_id": "04", "postal_code": "1", "address": "b"}
    for count, (name, typed) in enumerate(fields.items(), 1):
        held(counter, counter.buyer(name), typed, enter)
        assert counter.sale.lines[-1].quantity == count
    for name in ("fee", "discount"):
        held(counter, getattr(counter.page.side._rows[0], name), "12", enter)
        assert getattr(counter.page.side._rows[0], name).text() == "12"
    assert counter.sale.lines[0].fee == 385_000_000


def held(counter: Hands, field: Field, typed: str, enter: bool) -> None:
    """What stands in the fields is what a person typed."""
    counter.overwrite(field, typed)
    before = [edit.text() for edit in shown(counter)]
    assert typed in before
    (counter.scan if enter else counter.burst)(CASE)
    counter.settle()
    assert sorted(edit.text() for edit in shown(counter)) == sorted(before)


def shown(counter: Hands) -> list[QLineEdit]:
    return [edit for edit in counter.page.findChildren(QLineEdit) if edit.isVisible()]


def test_into_the_pin(counter: Hands) -> None:
    to_box_match(counter)
    counter.overwrite(counter.field("box_match", "device1"), GALAXY1)
    counter.overwrite(counter.field("box_match", "device2"), OTHER_GALAXY)
    counter.press(Key.Key_F6)
    pin = counter.page.steps.review.pin
    counter.tab_to(pin.edit)
    counter.type("24")
    counter.scan(CASE)
    assert pin.text() == "24"
    assert counter.last_step("box_match") == "blocked"
    assert counter.sale.lines[-1].product.gtin == CASE


def test_onto_another_page(counter: Hands) -> None:
    """Under Settings, with the caret in the shop's name: the counter comes forward with the phone."""
    counter.window.open_page("settings")
    counter.settle()
    settings = counter.window._pages["settings"]
    name = settings.fields["name"]  # type: ignore[attr-defined]
    before = name.text()
    name.edit.setFocus()
    counter.scan(GALAXY2)
    assert name.text() == before
    assert counter.window._stack.currentWidget() is counter.page
    assert counter.sale.unit is not None
    assert counter.field("inquiry", "box2").text() == GALAXY2


def test_a_scanners_enter_presses_no_button(counter: Hands) -> None:
    counter.scan(GALAXY1)
    form = counter.page.steps.forms["inquiry"]
    form.ask.setFocus()  # type: ignore[attr-defined]
    counter.scan(GALAXY2)
    assert counter.last_step("inquiry") == ""


def test_the_field_that_the_seller_holds_out(counter: Hands) -> None:
    """A caret that the seller put into a field of step 3 says where the next scan goes; it moves on by itself."""
    to_box_match(counter)
    counter.tab_to(counter.field("box_match", "device2").edit)
    counter.scan(GALAXY1)
    assert counter.field("box_match", "device2").text() == GALAXY1
    assert counter.field("box_match", "device1").text() == ""
    assert counter.focus() is counter.field("box_match", "device1").edit
    counter.scan(CASE)
    assert counter.sale.lines[-1].product.gtin == CASE, "what is no IMEI goes its own way"
    assert counter.field("box_match", "device1").text() == ""


def test_a_scan_reopens_what_had_come_out_badly(counter: Hands) -> None:
    to_box_match(counter)
    counter.scan(GALAXY1)
    counter.press(Key.Key_F6)
    review = counter.page.steps.review
    assert review.isVisible()
    said = counter.reads(review.why)
    assert notices.sentence("second-imei-missing", "device2").translate(MARKS) in said
    counter.scan(GALAXY2)
    assert not review.isVisible()
    assert counter.field("box_match", "device2").text() == GALAXY2
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "activation", counter.told
