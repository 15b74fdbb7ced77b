"""A scan reads the same under every keyboard layout of a shop (lessons 33 and 34)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.scanner import layouts
from ui.scanner.layouts import repair
from ui.scanner.stroke import Stroke

SERIAL, IMEI = "R5CX40ABCDE", "356938035643809"
#: American character -> (what the layout writes, Shift), from the tables; the fixed lines below hold the tables.
WRITES = {
    name: {mark: (text, shift) for (text, shift), mark in reversed(table.items()) if text != "·"}
    for name, table in layouts._TABLES.items()
}
#: Linux numbers of some keys (`input-event-codes.h`).
EVDEV = {"1": 2, "0": 11, "-": 12, "q": 16, "p": 25, "a": 30, "l": 38, "z": 44, "m": 50, "/": 53, "`": 41, "\\": 43}


def strokes(layout: str, text: str) -> list[Stroke]:
    return [Stroke(written, 0, 0, 0, 10 * i, shift) for i, (written, shift) in enumerate(map(WRITES[layout].get, text))]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("shifts", "typed", "sent"),
    [
        # R 5 C X 4 0 A B C D E, letters with Shift
        ("10110011111", ["\u064b", "۵", "ژ", "\u0653", "۴", "۰", "ؤ", "\u200c", "ژ", "ي", "\u064d"], SERIAL),
        ("10110011111", ["ریال", "5", "ژ", "ي", "4", "0", "\u064e", "إ", "ژ", "\u0650", "\u064d"], SERIAL),
        ("10110011111", ["\u064c", "٥", "}", "\u0652", "٤", "٠", "\u0650", "لآ", "}", "]", "\u064f"], SERIAL),
        ("10110011111", ["\u064c", "5", "}", "\u0652", "4", "0", "\u0650", "ﻵ", "}", "]", "\u064f"], SERIAL),
        # the same in small letters
        ("00000000000", ["ق", "۵", "ز", "ط", "۴", "۰", "ش", "ذ", "ز", "ی", "ث"], SERIAL.lower()),
        ("00000000000", ["ق", "5", "ؤ", "ء", "4", "0", "ش", "لا", "ؤ", "ي", "ث"], SERIAL.lower()),
        ("00000000000", ["ق", "5", "ؤ", "ء", "4", "0", "ش", "ﻻ", "ؤ", "ي", "ث"], SERIAL.lower()),
        # m is the key on which the layouts of Windows and of the standard differ
        ("0000000", ["پ", "پ", "۱", "۲", "۳", "۴", "۵"], "mm12345"),
        ("0000000", ["ئ", "ئ", "1", "2", "3", "4", "5"], "mm12345"),
    ],
)
def test_letters_of_a_serial_come_back(shifts: str, typed: list[str], sent: str) -> None:
    burst = [Stroke(text, 0, 0, 0, i, shift == "1") for i, (text, shift) in enumerate(zip(typed, shifts, strict=True))]
    assert repair(burst) == sent


@pytest.mark.parametrize("digits", ["0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"])
def test_digits_of_every_script_are_folded(digits: str) -> None:
    assert repair([Stroke(digits[int(mark)], 0, 0, 0, i) for i, mark in enumerate(IMEI)]) == IMEI


@given(st.sampled_from(list(layouts._TABLES)), st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=5, max_size=24))
def test_any_serial_survives_any_layout_by_its_characters(layout: str, text: str) -> None:
    """B and R are written differently by all three; R5 alone could be W5 of another layout, and only codes tell."""
    assert repair(strokes(layout, "BR" + text)) == "BR" + text


def _code(mark: str) -> tuple[int, bool]:
    return next((code, mark == pair[1] and pair[0] != mark) for code, pair in layouts._KEYS.items() if mark in pair)


@given(
    st.sampled_from([*layouts._TABLES, "english"]),
    st.sampled_from([0, 8]),
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-./:", min_size=6, max_size=30),
)
def test_any_text_survives_any_layout_by_key_codes(layout: str, offset: int, text: str) -> None:
    """X11 and Wayland (offset 8) and Windows (offset 0); nobody tells which it is, the digits do."""
    burst = []
    for i, mark in enumerate("12" + text):
        code, shift = _code(mark)
        written = mark if layout == "english" else WRITES[layout].get(mark, (mark, shift))[0]
        burst.append(Stroke(written, 0, code + offset, 0, i, shift))
    assert repair(burst) == "12" + text


def test_key_codes_are_those_of_the_systems() -> None:
    assert {mark: layouts._KEYS[code][0] for mark, code in EVDEV.items()} == {mark: mark for mark in EVDEV}


def test_caps_lock_does_not_turn_a_serial_over() -> None:
    """The key and Shift say R; that the system wrote r is its own affair."""
    burst = []
    for i, mark in enumerate(SERIAL):
        code, shift = _code(mark)
        burst.append(Stroke(mark.lower(), 0, code + 8, 0, i, shift))
    assert repair(burst) == SERIAL


def test_key_codes_that_contradict_the_characters_are_not_believed() -> None:
    """Another numbering of the keys, a virtual machine, a remote desktop."""
    burst = [Stroke(mark, ord(mark), 90 + i, 0, i) for i, mark in enumerate(SERIAL)]
    assert repair(burst) == SERIAL


def test_digits_are_known_by_their_qt_key_too() -> None:
    burst = [Stroke("\u0660" if mark == "0" else "ش", ord(mark), 0, 0, i) for i, mark in enumerate(IMEI)]
    assert repair(burst) == IMEI
