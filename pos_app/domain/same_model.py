"""Do two names mean one model? The same phone is written in many ways, in two scripts."""

from __future__ import annotations

from collections.abc import Iterable

from pos_app.domain import model_words
from pos_app.domain.model_words import APART, Words
from pos_app.domain.stock import Unit

SHORTEST_CODE = 4  # letters and digits; a shorter one stands in too many others


def model_agrees(answer_brand: str, answer_model: str, unit: Unit) -> bool | None:
    """Does the answer name the product on the shelf? None: it names neither brand nor model, or nobody can tell."""
    product = unit.product
    return names_agree(answer_brand, answer_model, product.brand, (product.model_code, product.model))


def names_agree(brand: str, model: str, other_brand: str, other_models: Iterable[str]) -> bool | None:
    """Do two sources mean one model? None: nobody can tell, since they write in different scripts, or one by the
    maker's code and the other by the name on the box."""
    others = [other for other in other_models if other] or [""]
    ours, theirs = model_words.read(brand, model), [model_words.read(other_brand, other) for other in others]
    if model_words.latin(brand or model) == model_words.latin(other_brand or " ".join(others)):
        known = frozenset[str]().union(*(other.makers for other in theirs))
        if ours.makers and known and not ours.makers & known:
            return False
    said = [_one_model(ours, other) for other in theirs]
    if True in said:
        return True
    return False if False in said else None


def _one_model(one: Words, other: Words) -> bool | None:
    """A code in common settles it; else the names speak, else the codes."""
    if any(_one_code(a, b) for a in one.coded for b in other.coded if a in one.codes or b in other.codes):
        return True
    names = _one_name(one, other)
    if names is not None:
        return names
    return False if one.codes and other.codes else None


def _one_code(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_CODE and short in long


def _one_name(one: Words, other: Words) -> bool | None:
    if not one.names or not other.names or one.latin != other.latin:
        return None
    if one.lines and other.lines and not one.lines & other.lines:
        return False
    if not (one.names <= other.names or other.names <= one.names):
        return False
    small, large = (one, other) if one.names <= other.names else (other, one)
    if small.vague and not large.vague:
        return None  # a family, and one of it
    if small.names & APART != large.names & APART:
        return False
    # A bare number is told by its line alone: the Xiaomi 12 is not the Redmi 12, and yet either may be meant.
    bare = one.lines != other.lines and all(word.isdigit() for word in small.names)
    return None if bare else True
