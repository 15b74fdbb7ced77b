"""The recovery key as people copy it: every slip of a hand or an eye shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain import recovery_code
from pos_app.domain.digits import persian

KEYS = st.binary(min_size=20, max_size=20)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(KEYS)
def test_there_and_back(key: bytes) -> None:
    text = recovery_code.to_text(key)
    assert [len(group) for group in text.split("-")] == [4] * 8 + [2]
    assert recovery_code.from_text(text) == key


@given(KEYS, st.integers(0, 33), st.sampled_from(ALPHABET))
def test_one_wrong_character_always_shows(key: bytes, place: int, wrong: str) -> None:
    text = recovery_code.to_text(key).replace("-", "")
    if text[place] != wrong:
        with pytest.raises(ValueError, match="recovery-key-typo"):
            recovery_code.from_text(text[:place] + wrong + text[place + 1 :])


@given(KEYS, st.integers(0, 32))
def test_two_neighbours_that_changed_places_always_show(key: bytes, place: int) -> None:
    text = recovery_code.to_text(key).replace("-", "")
    if text[place] != text[place + 1]:
        with pytest.raises(ValueError, match="recovery-key-typo"):
            recovery_code.from_text(text[:place] + text[place + 1] + text[place] + text[place + 2 :])


def test_as_hands_write_it() -> None:
    key = bytes.fromhex("0110c8531d0952d8d73e1194e95b5f19d7c1e400")
    text = recovery_code.to_text(key)
    assert "0" in text
    assert "1" in text
    for typed in (
        text.lower(), f"  {text.replace('-', ' ')}\n", text.replace("0", "O"), text.replace("0", "o"),
        text.replace("1", "I"), text.replace("1", "l"), text.replace("1", "L"), persian(text), f"\u200e{text}\u200e",
    ):  # fmt: skip
        assert recovery_code.from_text(typed) == key


@pytest.mark.parametrize("typed", ["", "AAAA", "U" * 34, "0" * 33, "0" * 35, "é" * 34, "-" * 34])
def test_what_is_no_key_is_told_apart_from_a_slip(typed: str) -> None:
    with pytest.raises(ValueError, match="recovery-key-form"):
        recovery_code.from_text(typed)


def test_only_twenty_bytes_are_a_key() -> None:
    with pytest.raises(ValueError, match="recovery-key-form"):
        recovery_code.to_text(bytes(19))
