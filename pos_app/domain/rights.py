"""Who may do what: one table. The program asks it at every act, and shows it to the owner as it stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    SELLER = "seller"


class Right(StrEnum):
    # what the counter is for
    SELL = "sell"
    BUY_IN = "buy_in"
    TAKE_BACK = "take_back"
    PRINT = "print"
    REGISTRY = "registry"
    NOTES = "notes"
    DRAWER = "drawer"
    # what is signed: the PIN of somebody who may, at each act, whoever is at work
    RELEASE_STOP = "release_stop"
    CALL_SEALED = "call_sealed"
    CORRECT = "correct"
    DECIDE = "decide"
    SETTLE_HELD = "settle_held"
    ERASE = "erase"
    UNLOCK = "unlock"
    CLOSE_SHIFT = "close_shift"
    # what the shop is
    PRODUCTS = "products"
    INTAKE = "intake"
    EXPORT = "export"
    SHOP = "shop"
    PRINTERS = "printers"
    LINKS = "links"
    PEOPLE = "people"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Rule:
    """`signed`: whoever is at work, the act takes a PIN of one of `roles`, in place; nobody is logged out for it.
    `in_place`: one of `roles` at work just does it, for others such a PIN does."""

    roles: frozenset[Role]
    signed: bool = False
    in_place: bool = False


ALL: Final = frozenset(Role)
MANAGERS: Final = frozenset({Role.OWNER, Role.MANAGER})
OWNERS: Final = frozenset({Role.OWNER})

TABLE: Final[Mapping[Right, Rule]] = MappingProxyType(
    {
        Right.SELL: Rule(ALL),
        Right.BUY_IN: Rule(ALL),
        Right.TAKE_BACK: Rule(ALL),
        Right.PRINT: Rule(ALL),
        Right.REGISTRY: Rule(ALL),
        Right.NOTES: Rule(ALL),
        Right.DRAWER: Rule(ALL),
        Right.RELEASE_STOP: Rule(MANAGERS, signed=True),
        Right.CALL_SEALED: Rule(MANAGERS, signed=True),
        Right.CORRECT: Rule(MANAGERS, signed=True),
        Right.DECIDE: Rule(MANAGERS, signed=True),
        Right.SETTLE_HELD: Rule(MANAGERS, signed=True),
        Right.ERASE: Rule(MANAGERS, signed=True),
        Right.UNLOCK: Rule(MANAGERS, signed=True),
        Right.CLOSE_SHIFT: Rule(MANAGERS, in_place=True),
        Right.PRODUCTS: Rule(MANAGERS),
        Right.INTAKE: Rule(MANAGERS),
        Right.EXPORT: Rule(MANAGERS),
        Right.SHOP: Rule(MANAGERS),
        Right.PRINTERS: Rule(MANAGERS),
        Right.LINKS: Rule(MANAGERS),
        Right.PEOPLE: Rule(OWNERS),
        Right.RECOVERY: Rule(OWNERS),
    }
)

_RANK: Final = {Role.SELLER: 0, Role.MANAGER: 1, Role.OWNER: 2}


def may(role: Role, right: Right, *, owned: bool = True) -> bool:
    """`owned` False: the shop has no owner yet, and its managers stand in for one."""
    roles = TABLE[right].roles
    return role in roles or (not owned and role is Role.MANAGER and roles == OWNERS)


def least(right: Right) -> Role:
    """The lowest role that may."""
    return min(TABLE[right].roles, key=_RANK.__getitem__)


def above(one: Role, other: Role) -> bool:
    """Stands `one` above `other`? An owner stands above owners too, since nobody else does."""
    return _RANK[one] > _RANK[other] or one is other is Role.OWNER
