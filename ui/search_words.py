"""What was found, as people read it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pos_app.application.search import Hit, HitKind
from pos_app.domain.sale import CaseKind
from pos_app.i18n import mark, text
from ui import format as fmt
from ui import life_words, words

KINDS: Final[dict[HitKind, str]] = {
    HitKind.UNIT: mark("phone"),
    HitKind.ALLOCATION: mark("not arrived"),
    HitKind.PAPER: mark("paper"),
    HitKind.CUSTOMER: mark("customer"),
    HitKind.PRODUCT: mark("goods"),
}

CASES: Final[dict[CaseKind, str]] = {
    CaseKind.SALE: mark("bought"),
    CaseKind.BUY_IN: mark("sold to the shop"),
    CaseKind.RETURN: mark("brought back"),
}


def number(hit: Hit) -> str:
    """By what it is known: an IMEI in groups, a paper's number, a masked mobile."""
    if hit.kind is HitKind.CUSTOMER:
        return fmt.ltr(fmt.digits(hit.detail)) if hit.detail else ""
    if hit.kind is HitKind.PRODUCT:
        return fmt.ltr(hit.detail) if hit.detail else ""
    if hit.kind is HitKind.PAPER:
        return fmt.ltr(fmt.digits(hit.key))
    return fmt.imei_text(hit.key) if hit.key.isdigit() and len(hit.key) == 15 else fmt.ltr(hit.key)


def standing(hit: Hit) -> str:
    if hit.kind is HitKind.UNIT:
        return words.of(life_words.STANDINGS, hit.state)
    if hit.kind is HitKind.PAPER:
        return fmt.date_short(datetime.fromisoformat(hit.detail))
    return ""


def money(rials: int) -> str:
    return text("{n} rials").format(n=fmt.number(rials)) if rials else ""
