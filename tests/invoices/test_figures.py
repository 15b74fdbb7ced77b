"""Amounts and words, read back by a reader of our own."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from invoices.figures import amount, code, mobile, prose, quantity
from pos_app.domain.digits import fold
from pos_app.words import in_words

_ONES = [
    "صفر",
    "یک",
    "دو",
    "سه",
    "چهار",
    "پنج",
    "شش",
    "هفت",
    "هشت",
    "نه",
    "ده",
    "یازده",
    "دوازده",
    "سیزده",
    "چهارده",
    "پانزده",
    "شانزده",
    "هفده",
    "هجده",
    "نوزده",
]
_TENS = ["بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"]
_HUNDREDS = ["یکصد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"]
_SCALES = {
    "هزار": 10**3,
    "میلیون": 10**6,
    "میلیارد": 10**9,
    "تریلیون": 10**12,
    "کوادریلیون": 10**15,
    "کوینتیلیون": 10**18,
}
_WORDS = (
    {word: value for value, word in enumerate(_ONES)}
    | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
    | {word: 100 + 100 * at for at, word in enumerate(_HUNDREDS)}
)


def read_words(text: str) -> int:
    total, group = 0, 0
    for part in text.split(" و "):
        for word in part.split():
            if word in _SCALES:
                total, group = total + group * _SCALES[word], 0
            else:
                group += _WORDS[word]
    return total + group


@given(st.integers(0, 10**18))
@example(422_950_000)
@example(10**15)
@example(10**18)
@example(2_000_000_005)
def test_words_say_the_number(number: int) -> None:
    assert read_words(in_words(number)) == number


@given(st.integers(0, 18), st.integers(1, 9))
def test_words_of_round_numbers(zeros: int, first: int) -> None:
    number = min(first * 10**zeros, 10**18)
    assert read_words(in_words(number)) == number


def test_words_as_people_say_them() -> None:
    assert in_words(422_950_000) == "چهارصد و بیست و دو میلیون و نهصد و پنجاه هزار"
    assert in_words(0) == "صفر"
    assert in_words(-5) == "منفی پنج"
    with pytest.raises(ValueError, match="number-too-large"):
        in_words(10**21)


@given(st.integers(-(10**18), 10**18))
def test_amounts_read_back(rials: int) -> None:
    assert int(fold(amount(rials)).replace("٬", "")) == rials


def test_forms() -> None:
    assert amount(422_950_000) == "\u2066۴۲۲٬۹۵۰٬۰۰۰\u2069"
    assert quantity("1") == quantity("1.000") == "\u2066۱\u2069"
    assert quantity("1.50") == "\u2066۱٫۵\u2069"
    assert quantity("100") == "\u2066۱۰۰\u2069"
    assert code("۳۵۶") == "\u2066356\u2069"
    assert code("") == ""
    assert mobile("09123456789") == "\u20660912\u00a0345\u00a06789\u2069"
    assert mobile("۰۲۱۰۰۰۰۰۰۰۰") == "\u206602100000000\u2069"
    assert mobile("021-0000 0000") == "\u2066021-0000\u00a00000\u2069"


@pytest.mark.parametrize(
    ("text", "islands"),
    [
        ("سیم‌کارت 0912***4567 ماند", ["0912***4567"]),
        ("طبق صورتحساب 1405-1-000418.", ["1405-1-000418"]),
        ("کد *7777# و *#06# را بگیرید", ["*7777#", "*#06#"]),
        ("تلفن 021-55501234 و پلاک 12", ["021-55501234"]),
        ("12 عدد - 3 بسته * 50%", []),
    ],
)
def test_signed_numbers_in_free_text_keep_their_order(text: str, islands: list[str]) -> None:
    assert re.findall("\u2066(.*?)\u2069", prose(text)) == islands
    assert prose(text).translate({0x2066: None, 0x2069: None}) == text
