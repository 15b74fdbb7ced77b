"""A list of phones that a person pastes or scans: a phone a line, by one or both of its IMEIs, or by its serial."""

from __future__ import annotations

import re
from typing import NamedTuple

from pos_app.domain import imei
from pos_app.domain.box_code import CodeKind, classify_line
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.import_row import MAX_SERIAL, Reason

MAX_LINES = 5_000
MAX_TEXT = 400_000  # characters
_APART = re.compile(r"[\t;,،|]+|\s{2,}|\s(?=[0-9]{14,})|(?<=[0-9]{14})\s|(?<=[0-9]{15})\s")
_LABELS = re.compile(r"(IMEI\s*[12]?|S/?N|EID)\s*[:：]\s*", re.IGNORECASE)


class Pasted(NamedTuple):
    """`line` of the list, from 1; `reasons`: why it is no phone."""

    line: int
    text: str
    imeis: tuple[str, ...] = ()
    serial: str = ""
    eid: str = ""
    reasons: tuple[Reason, ...] = ()


def read(text: str) -> tuple[Pasted, ...]:
    """Blank lines are none. A number that comes twice is bad from the second time on."""
    found: list[Pasted] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(map(fold, text[:MAX_TEXT].splitlines()), 1):
        if not line:
            continue
        if len(found) == MAX_LINES:
            found.append(Pasted(number, line[:60], reasons=(Reason("list-too-long", "", str(MAX_LINES)),)))
            break
        found.append(_read(number, line, seen))
    return tuple(found)


def _read(number: int, line: str, seen: dict[str, int]) -> Pasted:
    imeis: list[str] = []
    serial = eid = ""
    reasons: list[Reason] = []
    for word in (part.strip() for part in _APART.split(_LABELS.sub(" ", line))):
        if not word:
            continue
        code = classify_line(word)
        if code.kind is CodeKind.IMEI:
            imeis.append(code.value)
        elif code.kind is CodeKind.EID:
            eid = code.value
        elif code.kind is CodeKind.SERIAL and not all_latin_digits(imei.normalise(word)) and len(word) <= MAX_SERIAL:
            serial = code.value
        else:
            reasons.append(Reason(code.reason or imei.check(word).code or "imei-missing", "imei", word[:40]))
    if len(imeis) == 2 and imeis[0] == imeis[1]:
        reasons.append(Reason("imei-slots-equal", "imei", imeis[1]))
    if len(imeis) > 2:
        reasons.append(Reason("imeis-too-many", "imei", str(len(imeis))))
    if not imeis and not serial and not reasons:
        reasons.append(Reason("imei-missing", "imei"))
    for value in imeis or ([serial] if serial else []):
        first = seen.setdefault(value, number)
        if first != number:
            reasons.append(Reason("imei-twice" if imeis else "serial-twice", "imei", str(first)))
            break
    return Pasted(number, line[:120], tuple(imeis), serial, eid, tuple(reasons))
