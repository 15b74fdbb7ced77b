"""A sale in the money of its paper: the books are in rials, and every amount of a paper is cut to its own unit."""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.currency import Currency
from pos_app.domain.invoice import PaymentLine
from pos_app.domain.money import LineAmounts, total
from pos_app.domain.sale import Payment, Sale
from pos_app.domain.vat import Vat


def priced(
    sale: Sale, vat: Vat, currency: Currency, offsets: tuple[PaymentLine, ...]
) -> tuple[Sale, tuple[PaymentLine, ...]]:
    """The sale and what is set off against it. Where parts pay the sum to the rial, cutting leaves no rest: the last
    part takes it."""
    if currency.rials == 1:
        return sale, offsets
    lines = tuple(replace(x, fee=currency.of(x.fee), discount=currency.of(x.discount)) for x in sale.lines)
    set_off = tuple(replace(line, amount=currency.of(line.amount)) for line in offsets)
    before, after = (_sum(replace(sale, lines=some), vat) for some in (sale.lines, lines))
    payment = sale.payment
    parts = tuple(replace(part, amount=currency.of(part.amount)) for part in payment.parts)
    later = tuple(replace(part, amount=currency.of(part.amount)) for part in payment.instalments)
    made = replace(payment, parts=parts, instalments=later)
    if before.tsstam - sum(line.amount for line in offsets) == payment.split:
        made = _fitted(made, after.tsstam - sum(line.amount for line in set_off) - made.split)
    return replace(sale, lines=lines, payment=made), set_off


def _sum(sale: Sale, vat: Vat) -> LineAmounts:
    return total(tuple(line.amounts(vat) for line in sale.lines))


def _fitted(payment: Payment, rest: int) -> Payment:
    if payment.instalments:
        *others, last = payment.instalments
        return replace(payment, instalments=(*others, replace(last, amount=last.amount + rest)))
    if payment.parts:
        *kept, end = payment.parts
        return replace(payment, parts=(*kept, replace(end, amount=end.amount + rest)))
    return payment
