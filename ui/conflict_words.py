"""The two sides of a difference in words: codes by their tables, numbers grouped, names as they are."""

from __future__ import annotations

from pos_app import i18n
from pos_app.domain.conflict import ConflictKind
from pos_app.domain.tac import ANSWER, BEFORE, PRODUCT, TABLE
from pos_app.i18n import mark as _
from ui import format as fmt
from ui import words

_NAMES = (ConflictKind.MODEL, ConflictKind.SLOTS)  # their sides are names and numbers, the others' are codes
#: Whose word a side of a clone's suspicion is.
_SOURCES = {
    PRODUCT: _("in the stock: {name}"),
    TABLE: _("by the TAC table: {name}"),
    ANSWER: _("by the registry's answer: {name}"),
    BEFORE: _("seen before as: {name}"),
}


def side(kind: ConflictKind, said: str) -> str:
    """No word of a model twice."""
    if kind is ConflictKind.SLOTS:
        return "  ·  ".join(fmt.imei_text(number) for number in said.split())
    if kind is ConflictKind.CLONE:
        source, _colon, name = said.partition(": ")
        if source in _SOURCES:
            return i18n.text(_SOURCES[source]).format(name=fmt.natural(name))
        return fmt.natural(said)
    if kind in _NAMES or said not in words.SIDES:
        return fmt.natural(" ".join(dict.fromkeys(said.split())) if kind is ConflictKind.MODEL else said)
    return words.of(words.SIDES, said)
