"""Gives back what the scanner meant when the system had a Persian or Arabic keyboard layout on.

A scanner presses the keys of an American keyboard. Which key it was is known from the system's key code, if it
gives one; else from the character, if one of the layouts used in Iran has it. Lessons 33 and 34.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pos_app.domain.digits import fold, latin
from ui.scanner.stroke import Stroke

# Row by row from the upper left, plain and with Shift. A blank divides keys, since some write several letters;
# · is a key left out. Marks that join or stand over a letter are written as escapes.
_US = (
    ("` 1 2 3 4 5 6 7 8 9 0 - =", "q w e r t y u i o p [ ] \\", "a s d f g h j k l ; '", "z x c v b n m , . /"),
    ("~ ! @ # $ % ^ & * ( ) _ +", "Q W E R T Y U I O P { } |", 'A S D F G H J K L : "', "Z X C V B N M < > ?"),
)
_LAYOUTS = {
    "isiri-9147": (
        (
            "\u200d ۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹ ۰ - =",
            "ض ص ث ق ف غ ع ه خ ح ج چ \\",
            "ش س ی ب ل ا ت ن م ک گ",
            "ظ ط ز ر ذ د پ و . /",
        ),
        (
            "÷ ! \u066c \u066b \ufdfc \u066a × ، * ) ( \u0640 +",
            "\u0652 \u064c \u064d \u064b \u064f \u0650 \u064e \u0651 ] [ } { |",
            "ؤ ئ ي إ أ آ ة » « : ؛",
            "ك \u0653 ژ \u0670 \u200c \u0654 ء > < ؟",
        ),
    ),
    "windows-persian": (
        ("· 1 2 3 4 5 6 7 8 9 0 - =", "ض ص ث ق ف غ ع ه خ ح ج چ پ", "ش س ی ب ل ا ت ن م ک گ", "ظ ط ز ر ذ د ئ و . /"),
        (
            "× ! @ # $ % ^ & * ) ( _ +",
            "\u064b \u064c \u064d ریال ، ؛ , ] [ \\ } { |",
            '\u064e \u064f \u0650 \u0651 ۀ آ \u0640 « » : "',
            "ة ي ژ ؤ إ أ ء > < ؟",
        ),
    ),
    "arabic-101": (
        ("ذ 1 2 3 4 5 6 7 8 9 0 - =", "ض ص ث ق ف غ ع ه خ ح ج د \\", "ش س ي ب ل ا ت ن م ك ط", "ئ ء ؤ ر لا ى ة و ز ظ"),
        (
            "\u0651 ! @ # $ % ^ & * ) ( _ +",
            "\u064e \u064b \u064f \u064c لإ إ ‘ ÷ × ؛ < > |",
            '\u0650 \u064d ] [ لأ أ \u0640 ، / : "',
            "~ \u0652 } { لآ آ ’ , . ؟",
        ),
    ),
}
#: The same key under another spelling: older Windows layouts write Arabic yeh and kaf, X11 writes ligatures.
_SPELLINGS = {"ریال": "ريال", "ی": "ي", "ک": "ك", "لا": "ﻻ", "لإ": "ﻹ", "لأ": "ﻷ", "لآ": "ﻵ", "‘": "`", "’": "'"}

Table = dict[tuple[str, bool], str]


def _table(layout: tuple[Iterable[str], Iterable[str]]) -> Table:
    """(text, shift) -> the character of the American keyboard."""
    table: Table = {}
    spelt_otherwise: Table = {}
    for shift, (rows, american) in enumerate(zip(layout, _US, strict=True)):
        for text, mark in zip(" ".join(rows).split(" "), " ".join(american).split(" "), strict=True):
            table[text, bool(shift)] = mark
            if text in _SPELLINGS:
                spelt_otherwise[_SPELLINGS[text], bool(shift)] = mark
    return spelt_otherwise | table | {(" ", False): " ", (" ", True): " "}


_TABLES = {name: _table(layout) for name, layout in _LAYOUTS.items()}

# Scan codes of the PC keyboard, set 1; Linux numbers keys alike, and X11 and Wayland add 8.
_FIRST_OF_ROW = ((0x02, "1234567890-=", "!@#$%^&*()_+"), (0x10, "qwertyuiop[]", "QWERTYUIOP{}"))
_LETTER_ROWS = ((0x1E, "asdfghjkl;'`", 'ASDFGHJKL:"~'), (0x2B, "\\zxcvbnm,./", "|ZXCVBNM<>?"))
_KEYPAD = {0x47: "7", 0x48: "8", 0x49: "9", 0x4A: "-", 0x4B: "4", 0x4C: "5", 0x4D: "6", 0x4E: "+"} | {
    0x4F: "1", 0x50: "2", 0x51: "3", 0x52: "0", 0x53: ".", 0x37: "*", 0x39: " "
}  # fmt: skip
_KEYS: dict[int, tuple[str, str]] = {code: (mark, mark) for code, mark in _KEYPAD.items()} | {
    first + place: pair
    for first, plain, shifted in _FIRST_OF_ROW + _LETTER_ROWS
    for place, pair in enumerate(zip(plain, shifted, strict=True))
}
_OFFSETS = (8, 0)


def repair(strokes: Sequence[Stroke]) -> str:
    """The text that the scanner sent. Digits come out Latin, letters in the case that Shift made."""
    for offset in _OFFSETS:
        pressed = _by_key(strokes, offset)
        if pressed:
            return pressed
    return _by_character(strokes)


def _by_key(strokes: Sequence[Stroke], offset: int) -> str:
    """From the key codes; empty if a key is unknown, or if a character says that these codes mean other keys."""
    marks = []
    for stroke in strokes:
        pair = _KEYS.get(stroke.scan_code - offset)
        if pair is None:
            return ""
        mark = pair[stroke.shift]
        possible = set(_possible(stroke))
        if possible and mark.lower() not in possible:
            return ""
        marks.append(mark)
    return "".join(marks)


def _possible(stroke: Stroke) -> Iterator[str]:
    """What the character may stand for under the layouts we know, in lower case (Caps Lock may be on)."""
    said = latin(stroke.text)
    if said.isascii():
        yield said.lower()
        if said.isalnum():  # Latin letters and digits are their own key on all of them
            return
    for table in _TABLES.values():
        if mark := table.get((stroke.text, stroke.shift)):
            yield mark.lower()


def _by_character(strokes: Sequence[Stroke]) -> str:
    """From the characters alone, by the one layout that explains most of them."""
    if all(latin(stroke.text).isascii() for stroke in strokes):
        return fold("".join(stroke.text for stroke in strokes))
    table = max(_TABLES.values(), key=lambda known: sum((s.text, s.shift) in known for s in strokes))
    return fold("".join(_mark(stroke, table) for stroke in strokes))


def _mark(stroke: Stroke, table: Table) -> str:
    """One character: a digit by its Qt key, else the layout's, else the Latin letter the system names for the key."""
    if ord("0") <= stroke.key <= ord("9") and not stroke.shift:
        return chr(stroke.key)
    if latin(stroke.text).isdecimal():  # how the digits are written tells layouts apart, what they mean it does not
        return latin(stroke.text)
    if mark := table.get((stroke.text, stroke.shift)) or table.get((stroke.text, not stroke.shift)):
        return mark
    for code in (stroke.key, stroke.virtual_key):
        if ord("A") <= code <= ord("Z"):
            return chr(code) if stroke.shift else chr(code).lower()
    return stroke.text
