"""Fields of one line, whatever was pasted into them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.typed import one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("خط یک\nخط دو", "خط یک خط دو"),
        ("a \r\n\t b", "a b"),
        ("a\x00b\u2028c", "a b c"),
        ("نمونه‌پور  (نمونه)", "نمونه‌پور  (نمونه)"),  # half-space and blanks stay
        ("", ""),
    ],
)
def test_controls_become_one_blank_and_nothing_else_changes(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@given(st.text())
def test_what_is_on_one_line_stays_as_it_is(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
    assert len(one_line(text).splitlines()) <= 1
