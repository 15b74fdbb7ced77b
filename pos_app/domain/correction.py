"""What a corrective invoice may change: price, discount and quantity of the rows, and what follows from them.

Type, buyer, goods ids and VAT rates are never corrected: such an invoice is voided and issued anew (RC_IITP.IS V7.9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import CORRECTIVE, Instalment, InvoiceDocument, InvoiceLine, PaymentLine
from pos_app.domain.money import MoneyError, line_amounts, total


@dataclass(frozen=True, slots=True)
class RowChange:
    """Of one row; money in whole rials."""

    fee: int
    discount: int
    quantity: int


def corrected(
    document: InvoiceDocument, changes: Mapping[int, RowChange], *, number: str, issued_at: str, tax_id: str,
    reason: str, difference_by: PaymentLine,
) -> InvoiceDocument:  # fmt: skip
    """The document that stands for `document` from now on; `changes` by row number. What is more to be paid is paid by
    `difference_by` (its amount is set here).

    Raises ShopError `nothing-changed`, MoneyError and `quantity-too-large` with the field `row_1_discount` and the
    like, `correction-below-cheques` where less than the cheques in hand would be left."""
    lines = tuple(_line(line, changes.get(line.row_no)) for line in document.lines)
    if lines == document.lines:
        raise ShopError("nothing-changed")
    sums = total(tuple(line_amounts(Decimal(x.quantity), x.fee, x.dis, x.vat_hundredths) for x in lines))
    payments, instalments = _settled(document, sums.tsstam, difference_by)
    return replace(
        document, number=number, issued_at=issued_at, lines=lines, prdis=sums.prdis, dis=sums.dis, adis=sums.adis,
        vam=sums.vam, tsstam=sums.tsstam, payments=payments, instalments=instalments, subject=CORRECTIVE,
        refers_to=document.number, refers_to_tax_id=document.tax_id, tax_id=tax_id, reason=reason, public_key="",
        signature="",
    )  # fmt: skip


def money_moved(first: InvoiceDocument, later: InvoiceDocument) -> int:
    """What the buyer pays now for a correction, below 0 = what is given back to him."""
    return sum(x.amount for x in later.payments) - sum(x.amount for x in first.payments)


def _line(line: InvoiceLine, change: RowChange | None) -> InvoiceLine:
    if change is None:
        return line
    field = f"row_{line.row_no}"
    is_device = bool(line.imeis or line.serial)
    if change.quantity < 1 or (is_device and change.quantity != 1):
        raise ShopError("quantity-too-large", field=f"{field}_quantity")
    if change.fee <= 0:
        raise ShopError("amount-not-positive", field=f"{field}_fee")
    same = Decimal(change.quantity) == Decimal(line.quantity)
    quantity = line.quantity if same else str(change.quantity)
    try:
        found = line_amounts(Decimal(quantity), change.fee, change.discount, line.vat_hundredths)
    except MoneyError as error:
        raise MoneyError(error.code, field=f"{field}_discount") from error
    return replace(
        line, quantity=quantity, fee=change.fee, prdis=found.prdis, dis=found.dis, adis=found.adis, vam=found.vam,
        tsstam=found.tsstam,
    )  # fmt: skip


def _settled(
    document: InvoiceDocument, bill: int, difference_by: PaymentLine
) -> tuple[tuple[PaymentLine, ...], tuple[Instalment, ...]]:
    """More is paid now; less is first owed no more, the last instalment before the others, and then given back, the
    last payment first. A cheque is a paper with its own sum: it cannot become less."""
    difference = bill - document.tsstam
    if difference >= 0:
        more = (replace(difference_by, amount=difference),) if difference else ()
        return (*document.payments, *more), document.instalments
    less = -difference
    instalments: list[Instalment] = []
    for part in reversed(document.instalments):
        taken = min(less, part.amount)
        less -= taken
        if part.amount > taken:
            instalments.insert(0, replace(part, amount=part.amount - taken))
    payments: list[PaymentLine] = []
    for line in reversed(document.payments):
        taken = 0 if line.due else min(less, line.amount)
        less -= taken
        if line.amount > taken:
            payments.insert(0, replace(line, amount=line.amount - taken))
    if less:
        raise ShopError("correction-below-cheques")
    return tuple(payments), tuple(instalments)
