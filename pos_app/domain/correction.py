"""What a corrective invoice may change: price, discount and quantity of the rows, and what follows from them.

Type, buyer, goods ids and VAT rates are never corrected: such an invoice is voided and issued anew (RC_IITP.IS V7.9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import CHEQUE, CORRECTIVE, Instalment, InvoiceDocument, InvoiceLine, PaymentLine
from pos_app.domain.money import MAX_RIAL, MoneyError, line_amounts, total
from pos_app.domain.sale import MAX_QUANTITY


@dataclass(frozen=True, slots=True)
class RowChange:
    """Of one row; money in whole rials."""

    fee: int
    discount: int
    quantity: int


def corrected(
    document: InvoiceDocument, changes: Mapping[int, RowChange], *, number: str, issued_at: str, tax_id: str,
    reason: str, difference_by: PaymentLine, today: date,
) -> InvoiceDocument:  # fmt: skip
    """The document that stands for `document` from now on; `changes` by row number. What is more to be paid is paid by
    `difference_by` (its amount is set here). `today`: what has fallen due until then counts as paid.

    Raises ShopError `nothing-changed`, MoneyError and `quantity-too-large` with the field `row_1_discount` and the
    like, `correction-below-cheques` where less than the cheques in hand would be left."""
    lines = tuple(_line(line, changes.get(line.row_no)) for line in document.lines)
    if lines == document.lines:
        raise ShopError("nothing-changed")
    sums = total(tuple(line_amounts(Decimal(x.quantity), x.fee, x.dis, x.vat_hundredths) for x in lines))
    if sums.tsstam * document.unit_rials > MAX_RIAL:  # the books are in rials
        raise MoneyError("amount-too-large")
    payments, instalments = _settled(document, sums.tsstam, difference_by, today)
    return replace(
        document, number=number, issued_at=issued_at, lines=lines, prdis=sums.prdis, dis=sums.dis, adis=sums.adis,
        vam=sums.vam, tsstam=sums.tsstam, payments=payments, instalments=instalments, subject=CORRECTIVE,
        refers_to=document.number, refers_to_tax_id=document.tax_id, tax_id=tax_id, reason=reason, public_key="",
        signature="",
    )  # fmt: skip


def money_moved(first: InvoiceDocument, later: InvoiceDocument, today: date) -> int:
    """What the buyer pays now for a correction, below 0 = what is given back to him. What has fallen due counts as
    paid, as it does where the invoice is voided: of less, he gets back what he has paid too much."""
    return _paid(later, today) - _paid(first, today)


def _paid(document: InvoiceDocument, today: date) -> int:
    return document.tsstam - document.owed_after(today)


def _line(line: InvoiceLine, change: RowChange | None) -> InvoiceLine:
    if change is None:
        return line
    field = f"row_{line.row_no}"
    is_device = bool(line.imeis or line.serial)
    if not 1 <= change.quantity <= MAX_QUANTITY or (is_device and change.quantity != 1):
        raise ShopError("quantity-too-large", field=f"{field}_quantity")
    if not 0 < change.fee <= MAX_RIAL:
        raise ShopError("amount-not-positive" if change.fee <= 0 else "amount-too-large", field=f"{field}_fee")
    same = Decimal(change.quantity) == Decimal(line.quantity)
    quantity = line.quantity if same else str(change.quantity)
    try:
        found = line_amounts(Decimal(quantity), change.fee, change.discount, line.vat_hundredths)
    except MoneyError as error:
        place = "fee" if error.code == "amount-too-large" else "discount"
        raise MoneyError(error.code, field=f"{field}_{place}") from error
    return replace(
        line, quantity=quantity, fee=change.fee, prdis=found.prdis, dis=found.dis, adis=found.adis, vam=found.vam,
        tsstam=found.tsstam,
    )  # fmt: skip


def _settled(
    document: InvoiceDocument, bill: int, difference_by: PaymentLine, today: date
) -> tuple[tuple[PaymentLine, ...], tuple[Instalment, ...]]:
    """More is paid now; less is first owed no more, what falls due last before the others, and then given back: of
    the payments, and where they are not enough of the instalments that are past. A cheque, be it of today, is a paper
    with its own sum: it cannot become less."""
    difference = bill - document.tsstam
    if difference >= 0:
        more = (replace(difference_by, amount=difference),) if difference else ()
        return (*document.payments, *more), document.instalments
    amounts = [part.amount for part in document.instalments]
    days = [date.fromisoformat(part.due) for part in document.instalments]
    latest_first = sorted(range(len(days)), key=days.__getitem__, reverse=True)
    less = _less(amounts, [at for at in latest_first if days[at] > today], -difference)
    paid = [line.amount for line in document.payments]
    less = _less(paid, [at for at, line in enumerate(document.payments) if line.method != CHEQUE][::-1], less)
    if _less(amounts, latest_first, less):
        raise ShopError("correction-below-cheques")
    payments = tuple(replace(line, amount=left) for line, left in zip(document.payments, paid, strict=True) if left)
    later = tuple(replace(part, amount=left) for part, left in zip(document.instalments, amounts, strict=True) if left)
    return payments, later


def _less(amounts: list[int], places: list[int], less: int) -> int:
    """Takes `less` from the amounts at these places, in this order; what is left of it."""
    for at in places:
        taken = min(less, amounts[at])
        amounts[at] -= taken
        less -= taken
    return less
