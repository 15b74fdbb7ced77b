"""A traveller's phone by keys alone: permit, his own activation, then the buyer; and what is wrong on the permit."""

from __future__ import annotations

import pytest

from tests.registry.practice import PracticeAt
from tests.ui.conftest import OpenCounter
from tests.ui.hands import Hands, Key
from tests.ui.shop import GALAXY1, copied
from tests.ui.test_sale_by_keys import choose, fill_buyer
from tests.ui.used_hands import (
    BUYER,
    PIXEL1,
    PIXEL2,
    PIXEL_CODE,
    activated,
    asked,
    cash,
    compared,
    form,
    stands_at,
    tick,
)
from ui.widgets.permit_form import PermitForm

HOLDER = "09121110000"
PERMIT = {
    "holder": "بهنام جلالی", "passport_no": "A12345678", "brand": "Google", "model": "Pixel 6", "imei1": PIXEL1,
    "imei2": PIXEL2,
}  # fmt: skip


def to_permit(counter: Hands) -> PermitForm:
    counter.scan(PIXEL1)
    counter.scan(PIXEL2)
    asked(counter)
    compared(counter, PIXEL1, PIXEL2)
    assert counter.state.step_id == "permit", counter.told
    return form(counter, "permit", PermitForm)


def written(counter: Hands, permit: PermitForm, **other: str) -> None:
    for name, text in {**PERMIT, **other}.items():
        counter.overwrite(permit.fields[f"permit_{name}"], text)


def test_eight_steps(counter: Hands, practice: PracticeAt) -> None:
    permit = to_permit(counter)
    assert counter.focus() is permit.fields["permit_holder"].edit
    for name, text in PERMIT.items():
        counter.tab_to(permit.fields[f"permit_{name}"].edit)
        counter.type(text)
    choose_first(counter, permit)
    tick(counter, permit.kept)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "holder_activation", counter.told
    counter.type(HOLDER)
    counter.scan(PIXEL_CODE)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "transfer", counter.told
    assert counter.field("transfer", "from_sim").text() == HOLDER
    fill_buyer(counter, "سمیرا", BUYER)
    counter.press(Key.Key_F6)
    activated(counter, practice, PIXEL1)
    cash(counter)
    counter.press(Key.Key_F9)
    assert counter.invoices() == [counter.state.finished]


def choose_first(counter: Hands, permit: PermitForm) -> None:
    counter.tab_to(permit.way.stop())
    counter.press(Key.Key_Space)
    assert permit.way.value() == "customs"


def test_the_holder_keeps_it_himself(counter: Hands) -> None:
    """Nothing is transferred: two steps fewer."""
    permit = to_permit(counter)
    written(counter, permit)
    choose(counter, permit.whom, "holder")
    tick(counter, permit.kept)
    counter.press(Key.Key_F6)
    counter.type(HOLDER)
    counter.scan(PIXEL_CODE)
    counter.press(Key.Key_F6)
    assert counter.state.step_id == "invoice", counter.told
    fill_buyer(counter, "بهنام جلالی", HOLDER)
    cash(counter)
    counter.press(Key.Key_F9)
    assert counter.invoices() == [counter.state.finished]


@pytest.mark.parametrize(
    ("other", "code", "name"),
    [
        ({"holder": ""}, "permit-holder-missing", "permit_holder"),
        ({"passport_no": ""}, "permit-passport-no-missing", "permit_passport_no"),
        ({"model": ""}, "permit-model-missing", "permit_model"),
        ({"imei1": "", "imei2": ""}, "imei-empty", "permit_imei1"),
        ({"imei1": GALAXY1}, "permit-for-another-phone", "permit_imei1"),
        ({"imei2": GALAXY1}, "permit-for-another-phone", "permit_imei2"),
        ({"imei1": PIXEL1[:-1] + "5"}, "imei-check-digit", "permit_imei1"),
    ],
)
def test_what_is_wrong_on_the_permit(counter: Hands, other: dict[str, str], code: str, name: str) -> None:
    permit = to_permit(counter)
    written(counter, permit, **other)
    tick(counter, permit.kept)
    counter.press(Key.Key_F6)
    stands_at(counter, code, name, step_id="permit")
    assert {n: permit.fields[f"permit_{n}"].text() for n in PERMIT} == {**PERMIT, **other}
    assert permit.kept.on
    assert counter.last_step("permit") == ""
    counter.press(Key.Key_F9)
    assert counter.invoices() == []


def test_a_permit_that_is_not_kept_needs_a_reason(counter: Hands) -> None:
    permit = to_permit(counter)
    written(counter, permit)
    counter.press(Key.Key_F6)
    assert counter.last_step("permit") == "blocked"
    review = counter.page.steps.review
    assert counter.focus() is review.fields["reason"].edit
    assert counter.reads(review.why)
    counter.type("مسافر برد")
    counter.press(Key.Key_Return)
    assert counter.state.step_id == "holder_activation", counter.told


def test_a_scan_finds_the_permits_number(counter: Hands) -> None:
    permit = to_permit(counter)
    counter.tab_to(permit.fields["permit_imei1"].edit)
    counter.scan(PIXEL1)
    assert permit.fields["permit_imei1"].text() == PIXEL1


def test_the_plug_is_pulled_over_the_permit(open_counter: OpenCounter) -> None:
    first = open_counter()
    permit = to_permit(first)
    written(first, permit, model="Pix")
    choose_first(first, permit)
    choose(first, permit.whom, "holder")
    again = open_counter(copied(first.folder, first.folder.with_name("killed")))
    permit = form(again, "permit", PermitForm)
    assert permit.isVisible()
    assert permit.fields["permit_model"].text() == "Pix"
    assert (permit.way.value(), permit.whom.value()) == ("customs", "holder")
