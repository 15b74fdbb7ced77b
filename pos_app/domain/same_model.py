"""Do two names mean one model? The same brand is written in many ways, in two scripts."""

from __future__ import annotations

import re

from pos_app.domain.digits import fold
from pos_app.domain.stock import Unit

_WORD = re.compile(r"[^0-9a-z\u0600-\u06ff]+")


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
