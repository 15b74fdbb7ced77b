"""Guesses about sentences that nobody knows: narrow enough to stop at a stranger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.expectations import any_met, plain, read_expectation
from tests.domain.values import IMEI1, STRANGER

MENU = "1. استعلام اصالت\n2. فعال‌سازی"


@pytest.mark.parametrize(
    ("guess", "sentence", "met"),
    [
        ("استعلام", MENU, True),
        ("1: استعلام", MENU, True),
        ("2: استعلام", MENU, False),
        ("2: فعال", MENU, True),
        ("1: استعلام", "۱- استعلام", True),
        ("1: استعلام", "استعلام: 1", True),  # the number behind its word, alone in its line
        ("1: استعلام", "1.استعلام 2.فعال‌سازی", True),
        ("1: فعال", "1.استعلام 2.فعال‌سازی", False),
        ("1: استعلام", "استعلام 1 فعال‌سازی 2", False),  # whose number is whose?
        ("1: استعلام", "11. استعلام", False),
        ("1: استعلام", "استعلام", False),
        ("1: تایید", f"شناسه {IMEI1} است، برای تأیید عدد 1 را بفرستید", True),  # long numbers are no items
        ("15 + رقم", "15 رقم", True),
        ("15 + رقم", "115 رقم", False),
        ("15 + رقم", "15", False),
        ("{imei}", f"1- {IMEI1[:6]}-{IMEI1[6:8]}-{IMEI1[8:14]}-{IMEI1[14]}", True),
        ("{imei}", STRANGER, False),
        ("Activation Code", "enter the ACTIVATION  code", True),
        ("سیم", "سیم‌کارت", True),
        ("کی", "كيف", True),  # Arabic letters are the same letters
        ("استعلام", "", False),
    ],
)
def test_a_guess_and_a_sentence(guess: str, sentence: str, met: bool) -> None:
    assert any_met((read_expectation(guess),), sentence, IMEI1) is met


def test_without_a_guess_nothing_fits() -> None:
    assert any_met((), MENU, IMEI1) is False


@pytest.mark.parametrize("text", ["", " ", "a +", "+", "{msisdn}", "x" * 61, "{imei", "a\nb"])
def test_what_is_no_guess(text: str) -> None:
    with pytest.raises(ValueError, match=r"too long|no such part"):
        read_expectation(text)


@given(st.text(max_size=60), st.text(max_size=300))
def test_any_guess_is_refused_or_answers_any_sentence(guess: str, sentence: str) -> None:
    try:
        read = read_expectation(guess)
    except ValueError:
        return
    assert any_met((read,), sentence, IMEI1) in (True, False)


@given(st.text(max_size=100))
def test_plain_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)
