"""How a customer is known again, and what finds him."""

from __future__ import annotations

import pytest

from pos_app.domain.customer import merged, name_words, number_words, same_person, words_of
from pos_app.domain.sale import Buyer

REZA = Buyer(name="رضا نمونه‌ای", national_id="0013542419", mobile="09120000001", address="Bazaar 12")


@pytest.mark.parametrize(
    ("given", "same"),
    [
        (Buyer(name="R. N.", national_id="0013542419"), True),  # one national id is one person
        (Buyer(name="رضا نمونه‌ای", national_id="0499370899", mobile="09120000001"), False),
        (Buyer(name="رضا  نمونه ای", mobile="09120000001"), True),
        (Buyer(name="مریم نمونه‌ای", mobile="09120000001"), False),  # families share a number
        (Buyer(name="رضا نمونه‌ای"), False),  # a name alone is nobody in particular
    ],
)
def test_same_person(given: Buyer, same: bool) -> None:
    assert same_person(REZA, given) is same


def test_what_was_said_last_counts_and_what_was_not_said_stays() -> None:
    assert merged(REZA, Buyer(name="Reza", address="")) == Buyer(
        name="Reza", national_id="0013542419", mobile="09120000001", address="Bazaar 12"
    )


def test_every_beginning_of_a_name_finds_him() -> None:
    words = words_of(REZA)
    for text in ("رضا", "نمو", "نمونه", "رضا نمونه", "نمونه اي"):
        assert set(name_words(text)) <= words, text
    assert not set(name_words("مریم")) <= words


@pytest.mark.parametrize("text", ["09120000001", "9120000001", "+98 912 000 0001", "۰۹۱۲۰۰۰۰۰۰۱", "00989120000001"])
def test_a_mobile_number_as_it_may_be_typed(text: str) -> None:
    assert set(number_words(text)) & words_of(REZA)


@pytest.mark.parametrize("text", ["", "12", "رضا", "356938035643809", "0912000000"])
def test_what_is_no_number_of_a_person(text: str) -> None:
    assert not set(number_words(text)) & words_of(REZA)


def test_a_name_that_is_too_short_finds_nobody() -> None:
    assert name_words("رض") == ()
    assert name_words("") == ()
