"""What a machine can say of a message that a person is about to confirm: offered, never a verdict.

No result is read from the text. It is only held against the phone in the hand and against the known senders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pos_app.domain.digits import fold
from pos_app.domain.hamta import imeis_in, sender_is_genuine
from pos_app.domain.imei import is_imei
from pos_app.domain.stock import Product, Unit


class Said(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class EvidenceChecks:
    """`other_imeis`: what the text names instead, or beside it."""

    imei: Said
    model: Said
    sender: Said
    other_imeis: tuple[str, ...] = ()


def evidence_checks(text: str, sender: str, unit: Unit) -> EvidenceChecks:
    """Pure and total: any text and any sender give three answers."""
    named, others = _imei(text, unit)
    genuine = Said.NOT_SAID if not fold(sender) else Said.YES if sender_is_genuine(sender) else Said.NO
    return EvidenceChecks(named, _model(text, unit.product), genuine, others)


def _imei(text: str, unit: Unit) -> tuple[Said, tuple[str, ...]]:
    """A text that names this phone and another one is no yes: a person looks at it."""
    mine = {number[:14] for number in unit.imeis}
    named = imeis_in(text)
    strange = tuple(number for number in named if number[:14] not in mine)
    if len(strange) == len(named):
        return (Said.NO, strange) if named else (Said.NOT_SAID, ())
    others = tuple(number for number in strange if is_imei(number))  # a tracking number beside it is no phone
    return (Said.NO, others) if others else (Said.YES, ())


_WORD = re.compile(r"[0-9a-z\u0600-\u06ff]+")
_LABEL = re.compile(r"(?:\b(?:model|brand)\b|مدل|برند|مارک)[^\S\n]*[:：=][^\S\n]*([^\n،؛,;]+)", re.IGNORECASE)
_BRAND = re.compile(r"(?:\bbrand\b|برند)\s*[:：=]\s*([^\n،؛,;]+)", re.IGNORECASE)
#: A word that makes another model of the same name.
_VARIANTS = frozenset(
    {"pro", "plus", "max", "ultra", "mini", "lite", "fe", "se", "note", "prime", "neo", "fold", "flip"}
)
#: Letters and digits together that name no model: networks, memory, cameras, batteries.
_NO_MODEL = re.compile(r"[0-9]+(?:g|gb|tb|mb|mp|mah|w|hz|k|x)|imei[0-9]?|sim[0-9]|usb[0-9]|ip[0-9]{2}|v[0-9]+")


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text).casefold())


def _model(text: str, product: Product) -> Said:
    """Whole words side by side: 14 in "iPhone 14" is not the 14 of a date, and "iPhone 14 Pro" is another phone."""
    words = _words(text)
    known = [found for found in (_words(product.model_code), _words(product.model)) if found]
    if not known:
        return Said.NOT_SAID
    standing = [stands for model in known for stands in _standing(model, words)]
    if standing:
        return Said.YES if any(standing) and not _brand_differs(text, product) else Said.NO
    ours = set().union(*known, _words(product.brand))
    labelled = [set(_words(said)) for said in _LABEL.findall(fold(text))]
    if any(_latin(said - set(_words(product.brand))) for said in labelled):
        return Said.NO
    return Said.NO if any(_names_a_model(word) and word not in ours for word in words) else Said.NOT_SAID


def _standing(model: list[str], words: list[str]) -> list[bool]:
    """One entry for each place where the model's words stand: is it this model, or a variant of its name?"""
    size = len(model)
    starts = [start for start in range(len(words)) if words[start : start + size] == model]
    return [not _VARIANTS.intersection(words[start + size : start + size + 1]) for start in starts]


def _brand_differs(text: str, product: Product) -> bool:
    """Only a brand that the text labels as such can be another one."""
    brand = set(_words(product.brand))
    said = [set(_words(shown)) for shown in _BRAND.findall(fold(text))]
    return bool(brand) and any(_latin(words) and not words & brand for words in said)


def _latin(words: set[str]) -> bool:
    return any(re.search(r"[a-z]", word) for word in words)


def _names_a_model(word: str) -> bool:
    mixed = re.fullmatch(r"(?=[a-z0-9]*[a-z])(?=[a-z0-9]*[0-9])[a-z0-9]{3,}", word) is not None
    return mixed and not _NO_MODEL.fullmatch(word)
