"""A sale from its first scan on. It lives on disk at every change, so there is no cart that a crash can lose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pos_app.domain.checklist import Checklist
from pos_app.domain.invoice import Instalment
from pos_app.domain.money import NOTHING, LineAmounts, line_amounts, total
from pos_app.domain.run import Run
from pos_app.domain.stock import Product, Unit
from pos_app.domain.vat import Vat

INVOICE_STEP = "invoice"  # the last step of every checklist: the paper
MAX_QUANTITY = 999


class SaleState(StrEnum):
    OPEN = "open"
    COMPLETED = "completed"
    ABANDONED = "abandoned"


class CaseKind(StrEnum):
    """What lies on the counter. All three are one case with one phone at most, one other party, one checklist and one
    payment; what their end does differs."""

    SALE = "sale"
    BUY_IN = "buy_in"  # the other party sells to the shop
    RETURN = "return"  # the buyer of an earlier sale brings it back


class PaymentMethod(StrEnum):
    CASH = "cash"
    CARD_READER = "card_reader"
    TRANSFER = "transfer"
    CHEQUE = "cheque"  # only as a part: it has an amount, an id and a day of its own

    @property
    def tax_code(self) -> int:
        """`pmt` of the tax office: 1 cheque, 3 cash, 4 POS, 7 account transfer."""
        return _TAX_CODES[self]


_TAX_CODES = {
    PaymentMethod.CHEQUE: 1, PaymentMethod.CASH: 3, PaymentMethod.CARD_READER: 4, PaymentMethod.TRANSFER: 7,
}  # fmt: skip


class BuyerKind(StrEnum):
    """`tob` of the tax office: what a buyer is who wants the invoice in his name."""

    NATURAL = "natural"
    LEGAL = "legal"
    PARTNERSHIP = "partnership"
    FOREIGNER = "foreigner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """The other party; in a buy-in the walk-in who sells. Personal data: encrypted at rest, masked in every log.
    `""` = not given."""

    name: str = ""
    national_id: str = field(default="", repr=False)
    mobile: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    postal_code: str = field(default="", repr=False)
    economic_no: str = field(default="", repr=False)
    kind: BuyerKind | None = None  # None = does not ask for an invoice in his name


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLine:
    """`unit` is set for a device: no unit, no line. Money in whole rials."""

    id: str
    product: Product
    quantity: int
    fee: int
    discount: int = 0
    unit: Unit | None = None

    def amounts(self, vat: Vat) -> LineAmounts:
        """A phone whose price is still to be typed counts as nothing: `price-missing` keeps its sale from being issued.
        Raises MoneyError where price and discount do not fit."""
        if self.fee == 0 and self.discount == 0:
            return NOTHING
        rate = vat.hundredths
        if rate and self.product.vat_hundredths is not None:
            rate = self.product.vat_hundredths
        return line_amounts(Decimal(self.quantity), self.fee, self.discount, rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPart:
    """A part of the sum that is paid another way. `reference`: the card reader's RRN, a cheque's 16-digit id; `due`:
    the ISO day of a cheque, "" = today."""

    method: PaymentMethod
    amount: int
    reference: str = ""
    terminal: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """`method` pays what parts and instalments leave of the sum: all of it, in most sales. `reference` is the card
    reader's RRN."""

    method: PaymentMethod | None = None
    reference: str = ""
    terminal: str = ""
    parts: tuple[PaymentPart, ...] = ()
    instalments: tuple[Instalment, ...] = ()

    @property
    def split(self) -> int:
        """Rials of the parts and the instalments."""
        return sum(part.amount for part in self.parts) + sum(part.amount for part in self.instalments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """`draft` holds what was typed and not yet recorded, by field name. `refers_to`: of a return, the sale that is
    undone. `within`: the sale with which this trade-in or exchange is settled, in one payment."""

    id: str
    till_id: int
    seller: str
    state: SaleState
    opened_at: datetime
    lines: tuple[SaleLine, ...] = ()
    buyer: Buyer = Buyer()
    payment: Payment = Payment()
    run: Run | None = None
    draft: dict[str, str] = field(default_factory=dict, repr=False)
    invoice_number: str = ""
    kind: CaseKind = CaseKind.SALE
    refers_to: str = ""
    within: str = ""

    @property
    def device_line(self) -> SaleLine | None:
        return next((line for line in self.lines if line.unit), None)

    @property
    def unit(self) -> Unit | None:
        line = self.device_line
        return line.unit if line else None

    def totals(self, vat: Vat) -> LineAmounts:
        return total(tuple(line.amounts(vat) for line in self.lines))


def missing(sale: Sale, checklist: Checklist | None) -> tuple[tuple[str, str], ...]:
    """What still keeps the finishing button shut: (code, detail), in the order of work."""
    lacks: list[tuple[str, str]] = []
    if not sale.lines:
        lacks.append(("basket-empty", ""))
    if sale.run is not None and checklist is not None:
        step = sale.run.current(checklist)
        if step is not None and step.id != INVOICE_STEP:
            lacks.append(("step-missing", step.id))
    if not sale.buyer.name and sale.device_line is not None:
        lacks.append(("buyer-missing", ""))
    if sale.payment.method is None:
        lacks.append(("payment-missing", ""))
    return tuple(lacks)
