"""Left-to-right islands in free Persian text: Latin names and numbers, by the bidi classes of their characters.

The plain algorithm turns round what a person typed without a thought of directions: after a Persian word it draws
1405-1-000418 from its end, and the ۲۵۶ of «Galaxy A55 — ۲۵۶ گیگابایت» into the name, away from its unit. So a Latin
name with all its signs is one island, a number with all its signs is one, and what stands around them is Persian.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import bidirectional, category, mirrored

from invoices.bidi import BRACKETS, island

_PAIRS = {**BRACKETS, "»": "«", "›": "‹"}
_OPENERS = frozenset(_PAIRS.values())
_SENTENCE = frozenset(";!?…'\"“”‘’")  # at the ends of a name these belong to the sentence around it
_GROUPING = "٫٬"  # of Persian numbers, typed between Latin digits too
_PURE = re.compile(r"\+?[0-9]+")
_PERSIAN_ONLY = re.compile("[\u0600-\u06ff\u200c \n]*")
#: A Persian number below or above nought: its sign stands before it, at the left.
_POLAR = re.compile(r"(?<![^\s(«\[])[+\-−][۰-۹][۰-۹٬٫]*(?![^\s)»\]،؛.:٪%°])")

# What a character is to this module
_PERSIAN, _LETTER, _DIGIT, _FAR_DIGIT, _BLANK, _SIGN = range(6)
_WORD = (_LETTER, _DIGIT, _FAR_DIGIT)
_NUMBER = (_DIGIT, _FAR_DIGIT)
Span = tuple[int, int]


@lru_cache(maxsize=2048)
def with_islands(text: str) -> str:
    """The same characters, names and numbers isolated."""
    if _PERSIAN_ONLY.fullmatch(text):
        spans: list[Span] = []
    else:
        kinds = _kinds(text)
        spans = [span for stretch in _stretches(kinds) for span in _of_stretch(text, kinds, *stretch)]
    taken = {place for span in spans for place in range(*span)}
    spans += [found.span() for found in _POLAR.finditer(text) if found.start() not in taken]
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [text[at:start], island(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _kinds(text: str) -> list[int]:
    kinds: list[int] = []
    for char in text:
        cls = bidirectional(char)
        if cls == "NSM":  # a mark goes with its letter
            kinds.append(kinds[-1] if kinds else _PERSIAN)
        elif "0" <= char <= "9":
            kinds.append(_DIGIT)
        elif char.isdecimal():
            kinds.append(_FAR_DIGIT)
        elif "\u0600" <= char <= "\u06ff" or cls not in ("L", "EN", "ES", "ET", "CS", "WS", "ON", "BN", "S", ""):
            kinds.append(_PERSIAN)
        elif category(char) == "Zs" or cls in ("WS", "S"):
            kinds.append(_BLANK)
        else:
            kinds.append(_LETTER if cls in ("L", "") else _SIGN)
    _tie_digits(text, kinds)
    return kinds


def _tie_digits(text: str, kinds: list[int]) -> None:
    """Persian digits are of the Persian text, unless no more than signs part them from a Latin letter or digit:
    A۵۵, ۲۵۶GB."""
    start = 0
    while start < len(text):
        end = start
        while end < len(text) and (kinds[end] in _WORD or _ties(text, kinds, end)):
            end += 1
        tied = any(kind in (_LETTER, _DIGIT) for kind in kinds[start:end])
        for at in range(start, end):
            if kinds[at] == _FAR_DIGIT:
                kinds[at] = _DIGIT if tied else _PERSIAN
            elif text[at] in _GROUPING:
                kinds[at] = _SIGN if tied else _PERSIAN
        start = max(end, start + 1)


def _ties(text: str, kinds: list[int], at: int) -> bool:
    char = text[at]
    if bidirectional(char) == "CS" or char in _GROUPING:
        return 0 < at < len(text) - 1 and kinds[at - 1] in _NUMBER and kinds[at + 1] in _NUMBER
    return kinds[at] == _SIGN and not _ends_sentence(char)


def _ends_sentence(char: str) -> bool:
    return char in _SENTENCE or mirrored(char) == 1 or (category(char) in ("Pd", "Pi", "Pf") and char != "-")


def _stretches(kinds: list[int]) -> Iterator[Span]:
    """Where nothing is Persian."""
    start = 0
    for at, kind in enumerate([*kinds, _PERSIAN]):
        if kind == _PERSIAN:
            if at > start:
                yield start, at
            start = at + 1


def _of_stretch(text: str, kinds: list[int], start: int, end: int) -> Iterator[Span]:
    """A bracket whose other half stands in the Persian text parts what it stands between."""
    partners = _partners(text, start, end)
    at = start
    for place in range(start, end + 1):
        if place == end or (_is_bracket(text[place]) and place not in partners):
            if _LETTER in kinds[at:place]:
                yield from _trimmed(text, kinds, partners, (at, place))
            else:
                yield from _numbers(text, kinds, partners, (at, place))
            at = place + 1


def _is_bracket(char: str) -> bool:
    return char in _OPENERS or char in _PAIRS


def _partners(text: str, start: int, end: int) -> dict[int, int]:
    """Of each bracket that has its other half in the stretch, and nothing between them that parts it: where that is."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for at in range(start, end):
        char = text[at]
        if char in _OPENERS:
            open_.append(at)
        elif char in _PAIRS:
            depth = next((d for d in range(len(open_) - 1, -1, -1) if text[open_[d]] == _PAIRS[char]), None)
            if depth is not None:
                found |= {open_[depth]: at, at: open_[depth]}
                del open_[depth:]
    alone = [at for at in range(start, end) if _is_bracket(text[at]) and at not in found]
    return {
        at: other
        for at, other in found.items()
        if not any(min(at, other) < parting < max(at, other) for parting in alone)
    }


def _trimmed(text: str, kinds: list[int], partners: dict[int, int], within: Span) -> Iterator[Span]:
    """From the first to the last character that is of the name or the number itself; nothing where none is."""
    core = [at for at in range(*within) if kinds[at] in (_LETTER, _DIGIT)]
    if not core:
        return
    first, end = core[0], core[-1] + 1
    while first > within[0] and _leads(text, kinds, first - 1):
        first -= 1
    while end < within[1] and _follows(text, kinds, end):
        end += 1
    halves = [at for at in range(first, end) if at in partners]
    for at in halves:  # never one half of a pair alone
        first, end = min(first, partners[at]), max(end, partners[at] + 1)
    if partners.get(first - 1) == end:
        first, end = first - 1, end + 1
    yield first, end


def _leads(text: str, kinds: list[int], at: int) -> bool:
    """$5, *7777#, @name; a minus only where it can be no dash: -5, but not 3-A."""
    if bidirectional(text[at]) == "ES":
        return kinds[at + 1] == _DIGIT and (at == 0 or kinds[at - 1] == _BLANK or text[at - 1] in _OPENERS)
    return _is_own(text, kinds, at)


def _follows(text: str, kinds: list[int], at: int) -> bool:
    """C++, 14T™, 60°, and 6.7" where the sign closes no quotation."""
    char = text[at]
    if char in "\"'" and kinds[at - 1] == _DIGIT:
        before = text.rfind(char, 0, at)
        return before < 0 or not _opens_quotation(text, before)
    return char == "+" or _is_own(text, kinds, at)


def _opens_quotation(text: str, at: int) -> bool:
    return (at == 0 or text[at - 1].isspace() or _is_bracket(text[at - 1])) and not text[at + 1].isspace()


def _is_own(text: str, kinds: list[int], at: int) -> bool:
    cls = bidirectional(text[at])
    return kinds[at] == _SIGN and cls in ("ET", "ON", "NSM") and not _ends_sentence(text[at])


def _numbers(text: str, kinds: list[int], partners: dict[int, int], within: Span) -> Iterator[Span]:
    """Numbers with signs, and groups of digits that are one number: 6037 9900 0000 0000. Plain digits need no island,
    and the sign of per cent stands where Persian has it."""
    spans: list[Span] = []
    for word in _words(kinds, within):
        for start, end in _trimmed(text, kinds, partners, word):
            bare = text[start:end].strip("%‰")
            if not set(bare) & {"%", "‰"}:
                start = text.index(bare, start)
                end = start + len(bare)
            if spans and _is_one_number(text, spans[-1], (start, end)):
                start = spans.pop()[0]
            spans.append((start, end))
    yield from (span for span in spans if not text[slice(*span)].strip("()").isdecimal())


def _words(kinds: list[int], within: Span) -> Iterator[Span]:
    start = within[0]
    for at in range(within[0], within[1] + 1):
        if at == within[1] or kinds[at] == _BLANK:
            if at > start:
                yield start, at
            start = at + 1


def _is_one_number(text: str, before: Span, after: Span) -> bool:
    groups = [*re.split(r"\s+", text[slice(*before)]), text[slice(*after)]]
    return text[before[1] : after[0]].isspace() and all(_PURE.fullmatch(group) for group in groups)
