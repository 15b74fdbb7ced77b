"""Whole numbers in Persian words, for the line beside a total. persiantools stops at 10^15; money goes to 10^18."""

from __future__ import annotations

from persiantools.digits import to_word

_SCALES = ("", " هزار", " میلیون", " میلیارد", " تریلیون", " کوادریلیون", " کوینتیلیون")


def in_words(number: int) -> str:
    """`422950000` -> «چهارصد و بیست و دو میلیون و نهصد و پنجاه هزار». Up to 10^21; else ValueError."""
    if abs(number) >= 1000 ** len(_SCALES):
        raise ValueError("number-too-large")
    if number == 0:
        return str(to_word(0))
    groups: list[str] = []
    rest = abs(number)
    for scale in _SCALES:
        rest, group = divmod(rest, 1000)
        if group:
            groups.append(f"{to_word(group)}{scale}")
    return ("منفی " if number < 0 else "") + " و ".join(reversed(groups))
