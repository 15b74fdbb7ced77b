"""TAC: the first eight digits of an IMEI name the model it was given to. A phone that says otherwise may be a clone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.digits import all_latin_digits
from pos_app.domain.imei import is_imei
from pos_app.domain.same_model import names_agree
from pos_app.domain.stock import Product, Unit

LENGTH = 8
IMPORTED, LEARNED = "import", "scan"

# Whose word a side of a suspicion is; it stands before the names, "tac: Samsung Galaxy A55".
PRODUCT, TABLE, ANSWER, BEFORE = "product", "tac", "answer", "before"


@dataclass(frozen=True, slots=True, kw_only=True)
class TacRow:
    """`source`: `import` or `scan`; `seen` counts the phones from which it was learned."""

    tac: str
    brand: str
    model: str
    source: str
    changed_at: datetime
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """What a source calls a phone. `source`: product, tac, answer or before; `subject` of what a conflict names."""

    brand: str
    model: str
    source: str
    subject: str = ""

    @property
    def text(self) -> str:
        words = f"{self.brand} {self.model}".split()
        return f"{self.source}: {' '.join(dict.fromkeys(words))}"


def tac_of(imei: str) -> str:
    """ "" for what is no IMEI."""
    return imei[:LENGTH] if is_imei(imei) else ""


def is_tac(text: str) -> bool:
    return len(text) == LENGTH and all_latin_digits(text) and text != text[0] * LENGTH


def of_product(product: Product, source: str = PRODUCT) -> Named:
    return Named(product.brand, f"{product.model} {product.model_code}".strip(), source)


def agrees_with_product(named: Named, product: Product) -> bool | None:
    """None: it cannot be told."""
    return names_agree(named.brand, named.model, product.brand, (product.model_code, product.model))


def agree(one: Named, other: Named, product: Product) -> bool | None:
    """Two sources about one phone; where one goes by the code and the other by the name, the product tells."""
    direct = names_agree(one.brand, one.model, other.brand, (other.model,))
    if direct is not None:
        return direct
    first, second = agrees_with_product(one, product), agrees_with_product(other, product)
    if first is None or second is None:
        return None
    return True if first and second else (False if first != second else None)


def suspicions(
    unit: Unit, number: str, row: TacRow | None, answer: Named | None, earlier: tuple[Named, ...], now: datetime
) -> tuple[Conflict, ...]:
    """All that speaks of a clone. `row` is that of the TAC of this `number`; `answer` the registry's word of now;
    `earlier` what this phone was before, by an earlier answer (`answer`) or as an earlier product (`before`)."""
    product = of_product(unit.product)
    found: list[Conflict] = []

    def differ(shop: Named, other: Named, subject: str) -> None:
        found.append(
            Conflict(
                kind=ConflictKind.CLONE, imei=unit.name, subject=subject, shop_says=shop.text,
                registry_says=other.text, found_at=now,
            )
        )  # fmt: skip

    if row is not None:
        listed = Named(row.brand, row.model, TABLE)
        if agrees_with_product(listed, unit.product) is False:
            differ(product, listed, f"tac:{number}")
        if answer is not None and agree(listed, answer, unit.product) is False:
            differ(listed, answer, f"tac:{number}")
    for was in earlier:
        told = answer is not None and was.source == ANSWER
        same = agree(was, answer, unit.product) if told and answer else agrees_with_product(was, unit.product)
        if same is False:
            differ(product, Named(was.brand, was.model, BEFORE), was.subject or f"seen:{unit.name}")
            break  # one is enough to ask a manager
    return tuple(found)
