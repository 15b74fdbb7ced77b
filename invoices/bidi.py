"""Visual order of one line: the Unicode bidirectional algorithm (UAX #9) for paper.

python-bidi hands back an ordered string but not where each character went, nor which ones lie in a
right-to-left run; a shaper needs both (an identical pair of brackets must be mirrored once, in the right
place). So the rules stand here, and the tests hold them against python-bidi character by character.
Isolates are obeyed, embeddings and overrides (LRE..PDF) are dropped: pasted text must not turn digits round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import bidirectional

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_OPENERS = {LRI, RLI, FSI}
_EMBEDDINGS = re.compile("[\u202a-\u202e]")
#: Never drawn: isolates and marks have done their work once the order is known. ZWNJ and ZWJ stay, they shape.
_UNDRAWN = re.compile("[\u200e\u200f\u061c\u2066-\u2069\u200b\u2060\ufeff]")
BRACKETS = {")": "(", "]": "[", "}": "{", "⟩": "⟨"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "BN"})
_OPEN = frozenset(BRACKETS.values())
_ONE_WAY_RTL = re.compile("[\u0621-\u064a\u067e-\u06d3\u200c ]*")
_ONE_WAY_LTR = re.compile("[0-9۰-۹A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one direction, in reading order."""

    text: str
    rtl: bool


def island(text: str) -> str:
    """`text` as a left-to-right island: IMEIs, codes, phone numbers. An empty text stays empty."""
    return f"{LRI}{text}{PDI}" if text else ""


@lru_cache(maxsize=2048)
def visual_runs(line: str, *, rtl: bool = True) -> tuple[Run, ...]:
    """The runs of an already broken line from left to right; `rtl` is the direction of the paragraph."""
    if rtl and _ONE_WAY_RTL.fullmatch(line):
        return (Run(line, True),) if line else ()
    if _ONE_WAY_LTR.fullmatch(line):
        return (Run(line, False),)
    text = _EMBEDDINGS.sub("", line)
    levels = resolve_levels(text, rtl=rtl)
    runs: list[Run] = []
    for start, end, level in _level_runs(levels):
        drawn = _UNDRAWN.sub("", text[start:end])
        if drawn:
            runs.append(Run(drawn, level % 2 == 1))
    return tuple(runs)


def _level_runs(levels: list[int]) -> list[tuple[int, int, int]]:
    """Stretches (start, end, level) of equal level, in visual order (rule L2)."""
    stretches: list[tuple[int, int, int]] = []
    for i, level in enumerate(levels):
        if stretches and stretches[-1][2] == level:
            stretches[-1] = (stretches[-1][0], i + 1, level)
        else:
            stretches.append((i, i + 1, level))
    for threshold in range(max(levels, default=0), 0, -1):
        i = 0
        while i < len(stretches):
            j = i
            while j < len(stretches) and stretches[j][2] >= threshold:
                j += 1
            if j > i:
                stretches[i:j] = stretches[i:j][::-1]
            i = j + 1
    return stretches


def resolve_levels(text: str, *, rtl: bool) -> list[int]:
    """Embedding level of each character: odd = right to left. `text` is one line without embeddings."""
    base = 1 if rtl else 0
    levels = [base] * len(text)
    sequences: list[tuple[int, list[int]]] = [(base, [])]
    open_ = [0]
    for i, char in enumerate(text):
        if char == PDI and len(open_) > 1:
            open_.pop()
        level, members = sequences[open_[-1]]
        members.append(i)
        if char in _OPENERS:
            inner_rtl = char == RLI or (char == FSI and first_strong_is_rtl(text[i + 1 :]))
            sequences.append((_next_level(level, rtl=inner_rtl), []))
            open_.append(len(sequences) - 1)
    for level, members in sequences:
        _resolve_sequence(text, members, level, levels)
    for i in range(len(text) - 1, -1, -1):  # L1: blanks at the end of the line belong to the paragraph
        if bidirectional(text[i]) not in ("WS", "BN", "LRI", "RLI", "FSI", "PDI"):
            break
        levels[i] = base
    return levels


def _next_level(level: int, *, rtl: bool) -> int:
    return level + 1 if (level + 1) % 2 == int(rtl) else level + 2


def first_strong_is_rtl(text: str) -> bool:
    """The direction that a text gives itself (rules P2, P3)."""
    depth = 0
    for char in text:
        if char in _OPENERS:
            depth += 1
        elif char == PDI:
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and (kind := bidirectional(char)) in ("L", "R", "AL"):
            return kind != "L"
    return False


def _resolve_sequence(text: str, members: list[int], level: int, levels: list[int]) -> None:
    """Rules W1 to I2 on one isolating run sequence; writes into `levels`."""
    own = "R" if level % 2 else "L"
    places = [i for i in members if bidirectional(text[i]) != "BN"]  # X9: as if they were not there
    kinds = [_kind(text[i]) for i in places]
    _weak(kinds, own)
    _brackets([text[i] for i in places], kinds, own)
    _neutral(kinds, own)
    for i, kind in zip(places, kinds, strict=True):
        if level % 2:
            levels[i] = level if kind == "R" else level + 1
        else:
            levels[i] = level if kind == "L" else level + (1 if kind == "R" else 2)
    before = level
    for i in members:  # an invisible character goes where the one before it goes
        if bidirectional(text[i]) == "BN":
            levels[i] = before
        before = levels[i]


def _kind(char: str) -> str:
    kind = bidirectional(char) or "L"
    return "ON" if kind in ("LRI", "RLI", "FSI", "PDI") else kind


def _weak(kinds: list[str], own: str) -> None:
    before, strong = own, own
    for i, kind in enumerate(kinds):  # W1 to W3
        if kind == "NSM":
            kind = before
        before = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        kinds[i] = "AN" if kind == "EN" and strong == "AL" else kind
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    _signs(kinds)
    strong = own
    for i, kind in enumerate(kinds):  # W6, W7
        if kind in ("ES", "ET", "CS"):
            kinds[i] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"


def _signs(kinds: list[str]) -> None:
    """W4, W5: separators within a number, and a sign of money or per cent beside one, belong to it."""
    for i in range(1, len(kinds) - 1):
        sides = (kinds[i - 1], kinds[i + 1])
        if (kinds[i] in ("ES", "CS") and sides == ("EN", "EN")) or (kinds[i] == "CS" and sides == ("AN", "AN")):
            kinds[i] = sides[0]
    i = 0
    while i < len(kinds):
        j = i
        while j < len(kinds) and kinds[j] == "ET":
            j += 1
        if j > i and ((i and kinds[i - 1] == "EN") or (j < len(kinds) and kinds[j] == "EN")):
            kinds[i:j] = ["EN"] * (j - i)
        i = max(j, i + 1)


def _side(kind: str) -> str:
    """Numbers count as right-to-left where neutrals are resolved."""
    return "R" if kind in ("R", "EN", "AN") else kind


def _brackets(chars: list[str], kinds: list[str], own: str) -> None:
    """N0: a pair of brackets goes with what it holds, so that "A55 (256GB)" stays whole."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for i, char in enumerate(chars):
        if kinds[i] != "ON":
            continue
        if char in _OPEN:
            stack.append((char, i))
        elif char in BRACKETS:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == BRACKETS[char]:
                    pairs.append((stack[depth][1], i))
                    del stack[depth:]
                    break
    for start, end in sorted(pairs):
        inside = {_side(kind) for kind in kinds[start + 1 : end]} & {"L", "R"}
        if not inside:
            continue
        other = "L" if own == "R" else "R"
        if own in inside:
            side = own
        else:
            before = next((s for k in reversed(kinds[:start]) if (s := _side(k)) in ("L", "R")), own)
            side = other if before == other else own
        kinds[start] = kinds[end] = side
        for bracket in (start, end):  # marks on a bracket follow it
            mark = bracket + 1
            while mark < len(chars) and bidirectional(chars[mark]) == "NSM":
                kinds[mark] = side
                mark += 1


def _neutral(kinds: list[str], own: str) -> None:
    i = 0
    while i < len(kinds):  # N1, N2
        j = i
        while j < len(kinds) and kinds[j] in _NEUTRAL:
            j += 1
        if j > i:
            left = _side(kinds[i - 1]) if i else own
            right = _side(kinds[j]) if j < len(kinds) else own
            kinds[i:j] = [left if left == right else own] * (j - i)
        i = max(j, i + 1)
