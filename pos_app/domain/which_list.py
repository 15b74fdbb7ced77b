"""Which checklist leads a phone from one hand to the next."""

from __future__ import annotations

from pos_app.domain.stock import Condition, Unit

SEALED, PASSENGER = "sealed", "passenger"
USED, USED_NO_BOX = "used", "used_no_box"
BUY_IN, BUY_IN_NO_BOX = "buy_in", "buy_in_no_box"
RETURN, RETURN_INACTIVE = "return", "return_inactive"


def for_sale(unit: Unit) -> str:
    if unit.condition is Condition.USED:
        return USED if unit.boxed else USED_NO_BOX
    return PASSENGER if unit.condition is Condition.PASSENGER else SEALED


def for_buy_in(unit: Unit) -> str:
    return BUY_IN if unit.boxed else BUY_IN_NO_BOX


def for_return(*, was_activated: bool) -> str:
    """Without an activation the registry knows no owner, so there is nothing to transfer back."""
    return RETURN if was_activated else RETURN_INACTIVE
