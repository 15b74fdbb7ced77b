"""Where the registry and the shop say different things. Both stand side by side until a manager decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pos_app.domain.digits import fold
from pos_app.domain.feed import Allocation
from pos_app.domain.registry import OperationState
from pos_app.domain.stock import Product, Unit, UnitState
from pos_app.domain.verdict import Gate, InquiryAnswer, Verdict

SHORTEST_CODE = 4  # letters and digits; a shorter one stands in too many others


class ConflictKind(StrEnum):
    MODEL = "model"  # the registry counts another model under this number
    SLOTS = "slots"  # the registry pairs the number with another one
    WITHDRAWN = "withdrawn"  # in our stock, and no longer counted to this shop
    VERDICT = "verdict"  # in our stock, and the registry says stop
    ACTIVATION = "activation"  # told as activated, and the registry knows of none
    OPERATION = "operation"  # an operation that had come to its end, told otherwise now
    CLONE = "clone"  # two sources name two models for one IMEI: a forged number, or a wrong entry


#: Kinds in which the registry's word, once a manager has taken it, keeps the phone from being sold.
OF_THE_STOCK = (ConflictKind.MODEL, ConflictKind.SLOTS, ConflictKind.WITHDRAWN, ConflictKind.VERDICT,
                ConflictKind.CLONE)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """`subject` names the row it is about (an allocation, an operation). Both sides are short texts of codes and
    names. `decision`: "" = open, "shop" or "registry" = whose word the manager took."""

    kind: ConflictKind
    imei: str
    subject: str
    shop_says: str
    registry_says: str
    found_at: datetime
    id: int = 0
    decision: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""


def with_allocation(unit: Unit, allocation: Allocation, now: datetime) -> Iterator[Conflict]:
    """A phone that left the shop is nobody's conflict any more; a tombstone says nothing but that it is gone.

    Of a phone held back until it is the shop's only a stop is news: the list need not count it to the shop yet."""
    here = unit.state in (UnitState.IN_STOCK, UnitState.HELD, UnitState.BACK, UnitState.INTAKE)
    stopped = allocation.device is not None and allocation.device.verdict.gate is Gate.STOP and not allocation.deleted
    if not here or (unit.state is not UnitState.IN_STOCK and not stopped):
        return
    number = unit.imeis[0] if unit.imeis else allocation.imei

    def found(kind: ConflictKind, ours: str, theirs: str) -> Conflict:
        return Conflict(
            kind=kind, imei=number, subject=allocation.allocation_id, shop_says=ours, registry_says=theirs, found_at=now
        )  # fmt: skip

    if stopped and allocation.device is not None:
        yield found(ConflictKind.VERDICT, unit.state.value, allocation.device.verdict.value)
    if unit.state is not UnitState.IN_STOCK:
        return
    if allocation.deleted:
        yield found(ConflictKind.WITHDRAWN, unit.state.value, "deleted")
        return
    if _another_model(allocation, unit.product):
        ours = f"{unit.product.brand} {unit.product.model} {unit.product.model_code}".strip()
        yield found(ConflictKind.MODEL, ours, f"{allocation.brand} {allocation.model} {allocation.model_code}".strip())
    theirs = {number for number in (allocation.imei, allocation.imei2) if number}
    if len(theirs) == 2 and len(unit.imeis) == 2 and theirs != set(unit.imeis):
        yield found(ConflictKind.SLOTS, " ".join(unit.imeis), " ".join(sorted(theirs)))


def _another_model(allocation: Allocation, product: Product) -> bool:
    """Only where it is certain: two codes of which neither holds the other, or, without codes, Latin names that share
    no word. The same brand is written in many ways, in two scripts."""
    theirs, ours = _letters(allocation.model_code), _letters(product.model_code)
    if theirs and ours:
        short, long = sorted((theirs, ours), key=len)
        return len(short) < SHORTEST_CODE or short not in long
    said, known = _latin_words(allocation.model), _latin_words(product.model)
    return bool(said and known and not said & known)


def _letters(code: str) -> str:
    return "".join(char for char in fold(code).casefold() if char.isalnum())


def _latin_words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", fold(text).casefold()))


def with_told_activation(
    imei: str, operation_id: str, told_at: datetime, answer: InquiryAnswer, now: datetime
) -> Conflict | None:
    """A person said "activated", and a younger answer of the registry still knows no owner. "Still pending" in an
    answer that was computed before proves nothing."""
    if answer.verdict is not Verdict.LEGAL_NOT_ACTIVATED or answer.as_of is None or answer.as_of <= told_at:
        return None
    return Conflict(
        kind=ConflictKind.ACTIVATION, imei=imei, subject=operation_id, shop_says="succeeded",
        registry_says=answer.verdict.value, found_at=now,
    )  # fmt: skip


def with_operation(
    imei: str, operation_id: str, ours: OperationState, theirs: OperationState, now: datetime
) -> Conflict | None:
    """Final states are append-only: another word afterwards changes nothing, it stands beside ours."""
    if not ours.final or theirs is ours:
        return None
    return Conflict(
        kind=ConflictKind.OPERATION, imei=imei, subject=operation_id, shop_says=ours.value, registry_says=theirs.value,
        found_at=now,
    )  # fmt: skip
