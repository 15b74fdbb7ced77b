"""A sale in the money of its paper: the books are in rials, and the sum that is paid is the one on the paper.

Prices and discounts are cut to whole units of that money first, and everything after is counted in them: parts are
whole units too (`domain.paying`), so that no amount of a payment is ever altered to fit.
"""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.currency import Currency
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import PaymentLine
from pos_app.domain.money import LineAmounts, MoneyError
from pos_app.domain.sale import Sale
from pos_app.domain.vat import Vat


def priced(sale: Sale, currency: Currency, offsets: tuple[PaymentLine, ...]) -> tuple[Sale, tuple[PaymentLine, ...]]:
    """The sale and what is set off against it, in units of the currency. Raises MoneyError `amount-below-unit`,
    ShopError `amount-not-whole`."""
    if currency.rials == 1:
        return sale, offsets
    payment = sale.payment
    made = replace(
        payment, parts=tuple(replace(part, amount=_whole(part.amount, currency)) for part in payment.parts),
        instalments=tuple(replace(part, amount=_whole(part.amount, currency)) for part in payment.instalments),
    )  # fmt: skip
    set_off = tuple(replace(line, amount=_whole(line.amount, currency)) for line in offsets)
    return replace(_cut(sale, currency), payment=made), set_off


def bill(sale: Sale, vat: Vat, currency: Currency) -> LineAmounts:
    """What the paper of this sale will ask for, in rials. Raises MoneyError, also for a price that the currency has no
    whole unit for."""
    sums = _cut(sale, currency).totals(vat)
    return LineAmounts(*(getattr(sums, name) * currency.rials for name in LineAmounts.__slots__))


def _cut(sale: Sale, currency: Currency) -> Sale:
    if any(line.fee > 0 and not currency.of(line.fee) for line in sale.lines):
        raise MoneyError("amount-below-unit", detail=str(currency.rials))
    return replace(
        sale,
        lines=tuple(replace(x, fee=currency.of(x.fee), discount=currency.of(x.discount)) for x in sale.lines),
    )


def _whole(rials: int, currency: Currency) -> int:
    if rials % currency.rials:
        raise ShopError("amount-not-whole", detail=str(currency.rials))
    return currency.of(rials)
