"""What a machine says of a message: three answers about the phone and the sender, never a result."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.evidence_checks import Said, evidence_checks
from pos_app.domain.stock import Unit
from tests.domain.values import IMEI1, IMEI2, PHONE, STRANGER, UNIT, imeis

YES, NO, NOT_SAID = Said.YES, Said.NO, Said.NOT_SAID


@pytest.mark.parametrize(
    ("text", "said", "others"),
    [
        (f"شناسه {IMEI1} قانونی است", YES, ()),
        (f"شناسه {IMEI2}", YES, ()),  # either slot
        (f"شناسه {IMEI1[:14]}", YES, ()),  # registries cut the check digit
        ("شناسه ۳۵۶۹۳۸-۰۳-۵۶۴۳۸۰-۹", YES, ()),
        (f"{IMEI1} {IMEI2}", YES, ()),
        (f"شناسه {STRANGER}", NO, (STRANGER,)),
        (f"{IMEI1} و {STRANGER}", NO, (STRANGER,)),
        (f"{IMEI1} پیگیری 12345678901234", YES, ()),  # a tracking number is no other phone
        ("پیگیری 12345678901234", NO, ("12345678901234",)),
        ("قانونی است", NOT_SAID, ()),
        ("", NOT_SAID, ()),
    ],
)
def test_which_phone_it_names(text: str, said: Said, others: tuple[str, ...]) -> None:
    checks = evidence_checks(text, "", UNIT)
    assert (checks.imei, checks.other_imeis) == (said, others)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Samsung SM-A556E", YES),
        ("برند: SAMSUNG مدل: galaxy a55", YES),
        ("مدل دستگاه GALAXY A55 5G 128GB است", YES),
        ("سامسونگ sm-a556e/ds", YES),
        ("Samsung Galaxy A55 Ultra", NO),  # another phone of the same name
        ("برند: Nokia، مدل: SM-A556E", NO),
        ("Samsung SM-A156E", NO),
        ("مدل: Redmi Note", NO),
        ("برند: Samsung", NOT_SAID),
        ("دستگاه 5G با حافظه 128GB", NOT_SAID),
        (f"IMEI1 {IMEI1} قانونی", NOT_SAID),
        ("مدل: گلکسی", NOT_SAID),
        ("", NOT_SAID),
    ],
)
def test_which_model_it_names(text: str, said: Said) -> None:
    assert evidence_checks(text, "", UNIT).model is said


def test_words_of_a_model_stand_side_by_side() -> None:
    unit = Unit(id=3, product=replace(PHONE, brand="Apple", model="iPhone 14", model_code=""), imeis=(IMEI1,))
    assert evidence_checks("Apple iPhone 14", "", unit).model is YES
    assert evidence_checks("Apple iPhone مهلت 14 روز", "", unit).model is NOT_SAID
    assert evidence_checks("Apple iPhone 14 Pro", "", unit).model is NO
    assert evidence_checks("Apple iPhone 14 Pro, Apple iPhone 14", "", unit).model is YES
    nameless = replace(unit, product=replace(unit.product, model=""))
    assert evidence_checks("Apple iPhone 14", "", nameless).model is NOT_SAID


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        ("HAMTA", YES), ("همتا", YES), ("۷۷۷۷", YES), ("hamta ", YES),
        ("+989120000001", NO), ("HAMTA1", NO), ("", NOT_SAID), ("  ", NOT_SAID),
    ],
)  # fmt: skip
def test_who_sent_it(sender: str, said: Said) -> None:
    assert evidence_checks("", sender, UNIT).sender is said


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_text_and_sender_have_an_answer(text: str, sender: str) -> None:
    checks = evidence_checks(text, sender, UNIT)
    assert {checks.imei, checks.model, checks.sender} <= set(Said)
    assert bool(checks.other_imeis) == (checks.imei is NO)


WORDS = st.text(st.characters(exclude_categories=["Nd", "Cf", "Cs"]), max_size=40)


@given(WORDS, imeis, WORDS, st.booleans())
def test_a_text_with_another_valid_imei_is_never_a_yes(before: str, other: str, after: str, ours_too: bool) -> None:
    if other[:14] in {number[:14] for number in UNIT.imeis}:
        return
    checks = evidence_checks(f"{before} {other} {after} {IMEI1 if ours_too else ''}", "HAMTA", UNIT)
    assert checks.imei is NO
    assert other in checks.other_imeis
