"""The drawer as people read it."""

from __future__ import annotations

from typing import Final

from pos_app.domain.denominations import Denomination, Kind
from pos_app.domain.drawer import Cause, Sums
from pos_app.i18n import mark, text
from pos_app.i18n import text as _
from ui import format as fmt

_KINDS: Final = {Kind.CHEQUE: mark("Iran cheque {sum}"), Kind.NOTE: mark("note {sum}"), Kind.COIN: mark("coin {sum}")}
BY_HAND: Final = (
    (Cause.PAID_IN.value, mark("into the drawer")), (Cause.PAID_OUT.value, mark("out of the drawer")),
)  # fmt: skip
LINES: Final = (
    ("opening", mark("at the beginning")), ("sales", mark("cash sales")), ("bought", mark("paid for phones bought in")),
    ("returned", mark("given back for returns and voids")), ("corrected", mark("differences of corrections")),
    ("paid_in", mark("put in by hand")), ("paid_out", mark("taken out by hand")),
    ("expected", mark("must be in the drawer")),
)  # fmt: skip


def piece(one: Denomination) -> str:
    return text(_KINDS[one.kind]).format(sum=fmt.number(one.rials))


def beside(sums: Sums) -> list[tuple[str, str]]:
    """What is not in the drawer, and its rials."""
    found = [
        (_("card reader {terminal}").format(terminal=fmt.ltr(name)) if name else _("card reader"), fmt.number(amount))
        for name, amount in sums.cards
    ]
    if sums.transfers:
        found.append((_("to the account"), fmt.number(sums.transfers)))
    if sums.cheque_count:
        count = fmt.digits(str(sums.cheque_count))
        found.append((_("cheques: {n}").format(n=count), fmt.number(sums.cheques)))
    return found
