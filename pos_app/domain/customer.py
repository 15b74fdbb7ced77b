"""A customer: somebody who was named in a finished case, and how he is known again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.digits import fold, plain_name
from pos_app.domain.sale import Buyer, CaseKind

SHORTEST_WORD = 3  # letters of a name that begin to find it
_WORD = re.compile(r"\w+")
LONGEST_WORD = 8  # letters of a beginning that are indexed; longer ones find it as a whole word


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """`person` is empty once he is erased. Times are of his first and his last finished case."""

    id: int
    person: Buyer
    first_at: datetime
    last_at: datetime
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCase:
    """One of his cases: what lay on the counter, and its paper. `total` in whole rials."""

    sale_id: str
    kind: CaseKind
    at: datetime
    number: str
    title: str
    imei: str
    total: int


def same_person(known: Buyer, given: Buyer) -> bool:
    """One national id is one person. Without one, a mobile number and the same name; families share a number."""
    if known.national_id and given.national_id:
        return known.national_id == given.national_id
    one_number = bool(given.mobile) and known.mobile == given.mobile
    return one_number and plain_name(known.name) == plain_name(given.name)


def merged(known: Buyer, given: Buyer) -> Buyer:
    """What was said last counts; what was not said this time stays."""
    fields = {name: getattr(given, name) or getattr(known, name) for name in Buyer.__slots__}
    return Buyer(**fields)


def _words(name: str) -> list[str]:
    return _WORD.findall(plain_name(name))


def words_of(person: Buyer) -> frozenset[str]:
    """All that finds him, before it is hashed: his numbers, the words of his name and their beginnings."""
    numbers = {f"id:{person.national_id}", f"mobile:{person.mobile}"} - {"id:", "mobile:"}
    names = {
        f"name:{word[:length]}"
        for word in _words(person.name)
        for length in (*range(SHORTEST_WORD, min(len(word), LONGEST_WORD) + 1), len(word))
    }
    return frozenset(numbers | names)


def name_words(text: str) -> tuple[str, ...]:
    """What a typed text looks for in names; () = nothing that is long enough."""
    words = _words(text)
    return tuple(f"name:{word}" for word in words if len(word) >= SHORTEST_WORD or len(words) > 1)


def number_words(text: str) -> tuple[str, ...]:
    """A national id or a mobile number as it may be typed, +98 and all; () = it is neither."""
    digits = "".join(letter for letter in fold(text) if letter.isdigit())
    if digits.startswith(("98", "0098")) and len(digits) in (12, 14):
        digits = "0" + digits[-10:]
    if len(digits) == 10:
        return (f"id:{digits}", f"mobile:0{digits}") if digits.startswith("9") else (f"id:{digits}",)
    return (f"mobile:{digits}",) if len(digits) == 11 and digits.startswith("09") else ()
