"""No text becomes a formula, whatever stands before its sign and whatever the cells are parted at."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.safe_cell import guarded, is_active, unguarded

BEFORE = st.text(st.sampled_from(" \t\r\n\u00a0\u200b\u200e\u200f\u2028\ufeff\u3000\x00\x0b'\"۱,;|"), max_size=4)
SIGN = st.sampled_from("=+-@＝＋－＠")
AFTER = st.text(st.sampled_from("1A(!,;|\t\n=+-@' \"گ"), max_size=8)


@given(BEFORE, SIGN, AFTER)
def test_no_prefix_makes_it_active(before: str, sign: str, after: str) -> None:
    text = guarded(before + sign + after)
    assert not is_active(text)
    assert not {"\t", "\r", "\n"} & set(text)
    quoted = io.StringIO()
    csv.writer(quoted, quoting=csv.QUOTE_ALL).writerow(["name", text, text])
    for separator in ",;|\t":  # also where the program of another language parts the cells
        for cell in quoted.getvalue().rstrip("\r\n").split(separator):
            assert not is_active(cell.strip('" ')) or cell.strip('" ').startswith("'")


@pytest.mark.parametrize("text", ["", "گوشی", "Galaxy A55 (256)", "1405-1-000418", "a=b", "'", "۱۲"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+989121234567", "-5", "@x", " =1"])
def test_the_guard_can_be_taken_off(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text
