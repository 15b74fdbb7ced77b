"""Roles and rights as people read them."""

from __future__ import annotations

from typing import Final

from pos_app.domain.rights import TABLE, Right, Role
from pos_app.i18n import mark, text

ROLES: Final[dict[Role, str]] = {
    Role.OWNER: mark("owner"), Role.MANAGER: mark("manager"), Role.SELLER: mark("seller at the till"),
}  # fmt: skip

RIGHTS: Final[dict[Right, str]] = {
    Right.SELL: mark("sell, and everything that a sale needs"),
    Right.BUY_IN: mark("buy a phone in"),
    Right.TAKE_BACK: mark("take a phone back"),
    Right.PRINT: mark("print papers, copies and labels"),
    Right.REGISTRY: mark("settle what waits for Hamta or the tax office"),
    Right.NOTES: mark("write the shop's notes"),
    Right.DRAWER: mark("open, count and close the own shift; cash in and out with a reason"),
    Right.RELEASE_STOP: mark("reopen a step that stopped"),
    Right.CALL_SEALED: mark("call a used phone sealed again"),
    Right.CORRECT: mark("correct or void an issued invoice"),
    Right.DECIDE: mark("decide where Hamta and the shop differ"),
    Right.SETTLE_HELD: mark("put a held phone on sale, or send it away"),
    Right.ERASE: mark("erase a customer's data"),
    Right.UNLOCK: mark("free a PIN that is locked"),
    Right.CLOSE_SHIFT: mark("close somebody else's shift"),
    Right.PRODUCTS: mark("describe goods, import the TAC table"),
    Right.SHOP: mark("the shop's data, stamp, VAT table, time until the lock"),
    Right.PRINTERS: mark("paper and printers"),
    Right.LINKS: mark("the way to Hamta and to the tax office"),
    Right.INTAKE: mark("take phones and goods into stock"),
    Right.EXPORT: mark("export tables"),
    Right.RECOVERY: mark("print the recovery key"),
    Right.PEOPLE: mark("people, roles and PINs"),
}

_BY_HERSELF, _BY_PIN, _NOT = mark("yes"), mark("with own PIN, at each act"), mark("only with a manager's PIN")


def standing(right: Right, role: Role) -> str:
    """What this role may do about it, in a word."""
    rule = TABLE[right]
    if role in rule.roles:
        return text(_BY_PIN if rule.signed else _BY_HERSELF)
    return text(_NOT) if rule.signed or rule.in_place else "—"
