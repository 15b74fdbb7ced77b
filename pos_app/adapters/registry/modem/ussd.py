"""The network's sentences in a dialogue: `+CUSD: n,"text",dcs` (3GPP TS 27.007), in the four spellings of modems."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum

from pos_app.adapters.registry.modem import gsm7

# At most one blank between two marks: more of them in a row would cost time, and no modem writes them.
_NOTICE = re.compile(r'\+CUSD: ?([0-9]) ?(?:, ?"(.*)" ?(?:, ?([0-9]{1,3}))?)? ?,?', re.DOTALL)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_SHORTEST_PACKED = 8  # shorter runs of hex digits are far more often a number in plain text
LONGEST = 2000  # characters of one sentence


class Turn(IntEnum):
    """The first number of the notice."""

    DONE = 0
    ASKED = 1  # the network waits for a reply
    ENDED = 2
    OTHER_CLIENT = 3
    NOT_SUPPORTED = 4
    TIMED_OUT = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    turn: Turn
    text: str = field(default="", repr=False)


def read_notice(line: str) -> Sentence | None:
    """None for anything that is no such notice."""
    found = _NOTICE.fullmatch(line)
    if found is None or int(found[1]) > Turn.TIMED_OUT:
        return None
    text = decode(found[2] or "", int(found[3]) if found[3] else 15)
    return Sentence(Turn(int(found[1])), text.strip()[:LONGEST])


def decode(text: str, coding: int) -> str:
    """Hexadecimal is told from plain text by what it becomes: modems differ, whatever the coding says."""
    if not _HEX.fullmatch(text):
        return text
    octets = bytes.fromhex(text)
    if _is_ucs2(coding) and len(octets) % 2 == 0:
        if coding == 0x11:  # two letters of a language come first
            octets = octets[2:]
        return octets.decode("utf-16-be", "replace")
    if len(text) < _SHORTEST_PACKED:
        return text
    if len(octets) % 2 == 0 and _sensible(octets.decode("utf-16-be", "replace")):  # a terminal set to UCS2
        return octets.decode("utf-16-be", "replace")
    unpacked = gsm7.decode(gsm7.unpack(octets, len(octets) * 8 // 7)).rstrip("\r@\x00")
    return unpacked if _sensible(unpacked) else text


def _is_ucs2(coding: int) -> bool:
    return coding == 0x11 or (coding >> 6 == 1 and coding >> 2 & 3 == 2) or (coding >> 4 == 9 and coding >> 2 & 3 == 2)


def _sensible(text: str) -> bool:
    """Letters, digits and marks of the languages in question; packed or plain text read wrongly is full of others."""
    fine = sum(
        (letter.isascii() and letter.isprintable()) or letter in "\r\n" or "\u0600" <= letter <= "\u06ff"
        or letter in "\u200c\u200e\u200f"
        for letter in text
    )  # fmt: skip
    return bool(text) and fine == len(text)


def spellings(text: str) -> tuple[tuple[str, str], ...]:
    """How to send: (character set to choose first, the text in it). The first one is what most modems take; the
    others are tried only while a modem refuses to dial at all."""
    packed = gsm7.pack(text).hex().upper()
    wide = text.encode("utf-16-be").hex().upper()
    return (("GSM", text), ("GSM", packed), ("UCS2", wide))
