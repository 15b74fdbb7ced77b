"""One box that finds whatever the shop has ever seen: phones, papers, customers, goods; as you type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pos_app.application.services import Services
from pos_app.domain.customer import name_words, number_words
from pos_app.domain.digits import all_latin_digits, fold, plain_name, whole_letters
from pos_app.domain.identifiers import mobile_masked
from pos_app.domain.imei import normalise
from pos_app.domain.paper_number import as_printed
from pos_app.ports.storage import ReadSession, UnitHit

LONGEST = 100  # letters of a question
EACH = 8  # hits of each kind
_SHORTEST_LABEL, _SHORTEST_WORD = 3, 2


class HitKind(StrEnum):
    UNIT = "unit"
    ALLOCATION = "allocation"  # the registry counts it to the shop; it has not arrived
    PAPER = "paper"
    CUSTOMER = "customer"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """`key` opens it: an IMEI or serial, the number of a paper, the id of a customer or a product. `detail` tells it
    from others: numbers of a phone, a masked mobile number, a day. `state`: where a phone stands; `total` in rials."""

    kind: HitKind
    key: str
    title: str
    detail: str = ""
    state: str = ""
    total: int = 0


def find(services: Services, text: str, each: int = EACH) -> tuple[Hit, ...]:
    """The nearest first within each kind. Digits of either language and letters of either keyboard are alike; () = the
    question is too short, or nothing is there."""
    asked = fold(whole_letters(text[:LONGEST]))
    with services.storage.read() as session:
        found: dict[tuple[HitKind, str], Hit] = {}
        for hit in _hits(session, asked, each):
            found.setdefault((hit.kind, hit.key), hit)
    counts: dict[HitKind, int] = {}
    return tuple(hit for hit in found.values() if _nth(counts, hit.kind) <= each)


def _nth(counts: dict[HitKind, int], kind: HitKind) -> int:
    counts[kind] = counts.get(kind, 0) + 1
    return counts[kind]


def _hits(session: ReadSession, asked: str, each: int) -> Iterator[Hit]:
    digits = normalise(asked)
    numeric = all_latin_digits(digits)
    if numeric:
        yield from map(_unit, session.units_by_digits(digits, each))
    if len(asked) >= _SHORTEST_LABEL and " " not in asked:
        yield from map(_unit, session.units_by_label(asked, each))
    if numeric and len(digits) == _IMEI and (coming := session.allocation(digits)) is not None:
        title = f"{coming.brand} {coming.model}".strip()
        yield Hit(kind=HitKind.ALLOCATION, key=digits, title=title, detail=coming.imei2)
    numbers = dict.fromkeys((as_printed(asked) or asked, asked, digits)) if asked else {}
    for paper in (paper for number in numbers for paper in session.papers_numbered(number, each)):
        yield Hit(
            kind=HitKind.PAPER, key=paper.number, title=paper.title, detail=paper.issued_at.isoformat(),
            total=paper.total,
        )  # fmt: skip
    for named in dict.fromkeys((*((word,) for word in number_words(asked)), name_words(asked))):
        for customer in session.customers_with(named, each):
            person = customer.person
            masked = mobile_masked(person.mobile) if person.mobile else ""
            yield Hit(kind=HitKind.CUSTOMER, key=str(customer.id), title=person.name, detail=masked)
    coded = session.products_coded(digits, each) if numeric and len(digits) >= _SHORTEST_LABEL else ()
    words = tuple(plain_name(asked).split()) if len(asked) >= _SHORTEST_WORD else ()
    for product in (*coded, *session.products_like(words, each)):
        yield Hit(
            kind=HitKind.PRODUCT, key=str(product.id), title=product.title, detail=product.gtin, total=product.price
        )


_IMEI = 15


def _unit(hit: UnitHit) -> Hit:
    unit = hit.unit
    numbers = " ".join((*unit.imeis[1:], unit.serial)).strip()
    return Hit(
        kind=HitKind.UNIT, key=unit.name, title=unit.product.title, detail=numbers, state=unit.state.value,
        total=unit.asking,
    )  # fmt: skip
