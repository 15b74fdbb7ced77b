"""The drawer and its shift: what came in and went out, by which way and why, and what must lie in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from pos_app.domain.sale import PaymentMethod

PREFIX: Final = "Z"  # of the number of a closed shift's paper: Z1405-1-000012
_BY_CODE: Final = {method.tax_code: method for method in PaymentMethod}


class Cause(StrEnum):
    SALE = "sale"
    BUY_IN = "buy_in"  # paid to a walk-in
    RETURN = "return"  # given back with a return or a void
    CORRECTION = "correction"  # more or less, by a corrective invoice
    PAID_IN = "paid_in"  # by hand, with a reason
    PAID_OUT = "paid_out"


BY_HAND: Final = (Cause.PAID_IN, Cause.PAID_OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """`amount`: rials, above 0 = to the shop. `number` of the paper that says so, "" = by hand, then `reason`."""

    cause: Cause
    way: PaymentMethod
    amount: int
    at: datetime
    who: str
    terminal: str = ""
    number: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Of one till. `opening`: rials in the drawer at the beginning; `by_itself`: opened by the first money that moved,
    and the opening is what the shift before left there. `left`: what stays in the drawer for the next one."""

    id: int = 0
    till_id: int
    opened_at: datetime
    opened_by: str
    opening: int = 0
    by_itself: bool = False
    closed_at: datetime | None = None
    closed_by: str = ""
    counted: Mapping[str, int] = field(default_factory=dict)
    left: int = 0
    number: str = ""  # of its paper
    document: str = ""  # frozen when it was closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Rials; what goes out is below 0. Only cash is in the drawer: the rest is told beside it."""

    opening: int = 0
    sales: int = 0
    bought: int = 0
    returned: int = 0
    corrected: int = 0
    paid_in: int = 0
    paid_out: int = 0
    cards: tuple[tuple[str, int], ...] = ()  # (terminal, sum), the terminal "" = none was said
    transfers: int = 0
    cheques: int = 0
    cheque_count: int = 0

    @property
    def expected(self) -> int:
        """What must lie in the drawer."""
        return self.opening + self.sales + self.bought + self.returned + self.corrected + self.paid_in + self.paid_out


_CASH: Final = {
    Cause.SALE: "sales", Cause.BUY_IN: "bought", Cause.RETURN: "returned", Cause.CORRECTION: "corrected",
    Cause.PAID_IN: "paid_in", Cause.PAID_OUT: "paid_out",
}  # fmt: skip


def sums(opening: int, moves: Iterable[Move]) -> Sums:
    """Whatever the order of the moves."""
    cash = dict.fromkeys(_CASH.values(), 0)
    cards: dict[str, int] = {}
    transfers = cheques = count = 0
    for move in moves:
        if move.way is PaymentMethod.CASH:
            cash[_CASH[move.cause]] += move.amount
        elif move.way is PaymentMethod.CARD_READER:
            cards[move.terminal] = cards.get(move.terminal, 0) + move.amount
        elif move.way is PaymentMethod.TRANSFER:
            transfers += move.amount
        else:
            cheques += move.amount
            count += 1
    return Sums(
        opening=opening, cards=tuple(sorted(cards.items())), transfers=transfers, cheques=cheques, cheque_count=count,
        **cash,
    )  # fmt: skip


def way_of(tax_code: int) -> PaymentMethod | None:
    """The way behind a payment line of a paper; None: nothing moves, it is set off."""
    return _BY_CODE.get(tax_code)
