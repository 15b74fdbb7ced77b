"""Do two names mean one model? The same brand is written in many ways, in two scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pos_app.domain.digits import fold
from pos_app.domain.stock import Unit

_WORD = re.compile(r"[^0-9a-z\u0600-\u06ff]+")
#: A maker's code: one word with three digits or more in it, such as SM-A556E, TA-1234, CPH2363, 2201117TG.
_CODE = re.compile(r"(?=(?:\D*\d){3})[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*")


def _words(text: str) -> set[str]:
    return {word for word in _WORD.split(fold(text).casefold()) if word}


def model_agrees(answer_brand: str, answer_model: str, unit: Unit) -> bool | None:
    """Does the answer name the product on the shelf? None: the answer names neither brand nor model."""
    if not answer_brand and not answer_model:
        return None
    product = unit.product
    if answer_brand and product.brand and not _words(answer_brand) & _words(product.brand):
        return False
    if not answer_model:
        return None
    said = _words(answer_model)
    return any(known and known <= said for known in (_words(product.model_code), _words(product.model)))


def names_agree(brand: str, model: str, other_brand: str, other_models: Iterable[str]) -> bool | None:
    """Do two sources mean one model? None: nobody can tell, since they write in different scripts, or one by the
    maker's code and the other by the name on the box."""
    ours, theirs = _words(brand), _words(other_brand)
    if ours and theirs and not ours & theirs and _script(brand) == _script(other_brand):
        return False
    said = [_one_model(model, ours | theirs, other) for other in other_models if other]
    if True in said:
        return True
    return False if False in said else None


def _one_model(model: str, brands: set[str], other: str) -> bool | None:
    ours, theirs = _words(model) - brands, _words(other) - brands
    if not ours or not theirs or _script(model) != _script(other):
        return None
    if ours <= theirs or theirs <= ours:
        return True
    return False if bool(_CODE.fullmatch(fold(model))) == bool(_CODE.fullmatch(fold(other))) else None


def _script(text: str) -> bool:
    """True for Latin letters; a number alone is read the same in both."""
    return not any("\u0600" <= char <= "\u06ff" for char in fold(text))
