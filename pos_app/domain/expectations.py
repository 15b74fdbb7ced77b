"""Does a sentence of the network ask for what a script would send next? A hint, never a verdict.

The exact sentences are not known, so a script holds guesses, in a small closed form: the parts of one guess are joined
by `+` and all needed. A part is a word; a whole number; `{imei}`, met when the sentence names the phone's own number;
or `2: word`, met when item 2 of the menu shown says that word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pos_app.domain.digits import fold
from pos_app.domain.hamta import imeis_in

OWN_IMEI = "{imei}"
LONGEST = 60  # characters of one guess
_ITEM = re.compile(r"([0-9]{1,2}):\s*(\S.*)")
_SAME_LETTERS = str.maketrans("يكأإآؤئىة", "یکاااوییه")
_HARAKAT = re.compile(r"[\u064b-\u0655\u0640]")
_SHORT = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_MARKED = re.compile(r"(?<![0-9])([0-9]{1,2})\s*[-–.):=،]")


def plain(text: str) -> str:
    """Latin digits, one spelling of each Persian letter, small letters, single blanks; line ends stay."""
    same = _HARAKAT.sub("", fold(text).translate(_SAME_LETTERS)).casefold()
    return "\n".join(" ".join(line.split()) for line in same.splitlines())


@dataclass(frozen=True, slots=True)
class Part:
    """`item` "" = anywhere in the sentence, else the number of the menu's item that must say `word`."""

    word: str
    item: str = ""

    def met(self, sentence: str, imei: str) -> bool:
        if self.word == OWN_IMEI:
            return any(number[:14] == imei[:14] for number in imeis_in(sentence))
        if self.item:
            return any(self.word in said for said in _said_by_item(sentence, self.item))
        if self.word.isdecimal():
            return re.search(rf"(?<![0-9]){self.word}(?![0-9])", sentence) is not None
        return self.word in sentence


@dataclass(frozen=True, slots=True)
class Expectation:
    """One guess: met when all its parts are."""

    parts: tuple[Part, ...]

    def met(self, sentence: str, imei: str) -> bool:
        return all(part.met(sentence, imei) for part in self.parts)


def read_expectation(text: str) -> Expectation:
    """Raises ValueError for an empty part, an unknown slot, or a guess that is too long."""
    if len(text) > LONGEST:
        raise ValueError("too long")
    parts = []
    for piece in text.split("+"):
        word = plain(piece)
        if not word or (word != OWN_IMEI and re.search(r"[{}\n]", word)):
            raise ValueError("no such part")
        item = _ITEM.fullmatch(word)
        parts.append(Part(item[2], item[1]) if item else Part(word))
    return Expectation(tuple(parts))


def any_met(expected: tuple[Expectation, ...], sentence: str, imei: str) -> bool:
    """True when one of the guesses fits; without any guess nothing fits."""
    said = plain(sentence)
    return any(guess.met(said, imei) for guess in expected)


def _said_by_item(sentence: str, item: str) -> list[str]:
    """What the menu says beside the number: a line of its own, or up to the next number that has a mark behind it.

    In a line with several unmarked numbers it cannot be told which word belongs to which: then nothing is said."""
    said = []
    for line in sentence.splitlines():
        if _SHORT.findall(line) == [item]:
            said.append(line)
            continue
        marks = list(_MARKED.finditer(line))
        ends = [*(mark.start() for mark in marks), len(line)][1:]
        said += [line[mark.end() : end] for mark, end in zip(marks, ends, strict=True) if mark[1] == item]
    return said
