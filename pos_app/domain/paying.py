"""How a sale is paid, and who must be named then: credit needs a buyer with identity (type 1 of the tax office)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from pos_app.domain.checks import Check, good, refuse
from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.errors import ShopError
from pos_app.domain.identifiers import check_legal_id, check_national_id
from pos_app.domain.invoice import ANY_BUYER, NAMED_BUYER, Instalment
from pos_app.domain.money import MAX_RIAL
from pos_app.domain.sale import Buyer, BuyerKind, Payment, PaymentMethod, PaymentPart

MAX_PARTS: Final = 60  # five years of monthly instalments; the form of the tax office has no limit near it
SAYAD_LENGTH: Final = 16
_BLANKS = re.compile(r"[\s\-]")
_MAX_REFERENCE, _MAX_TERMINAL = 40, 20


def check_sayad(text: str) -> Check:
    """شناسه صیادی of a cheque: 16 digits. No check digit of it is published."""
    value = _BLANKS.sub("", fold(text))
    if not all_latin_digits(value):
        return refuse(value, "sayad-not-digits" if value else "sayad-missing")
    return good(text, value) if len(value) == SAYAD_LENGTH else refuse(value, "sayad-length")


def check_economic_no(text: str) -> Check:
    """شماره اقتصادی: the 11 digits of a company's national id, or 14 of its own."""
    value = _BLANKS.sub("", fold(text))
    if not all_latin_digits(value):
        return refuse(value, "economic-no-not-digits")
    return good(text, value) if len(value) in (11, 14) else refuse(value, "economic-no-length")


def check_foreigner_id(text: str) -> Check:
    """شناسه فراگیر of a foreigner: 12 digits."""
    value = _BLANKS.sub("", fold(text))
    if not all_latin_digits(value):
        return refuse(value, "foreigner-id-not-digits")
    return good(text, value) if len(value) == 12 else refuse(value, "foreigner-id-length")


def check_id_of(kind: BuyerKind | None, text: str) -> Check:
    """The number that this kind of buyer is known by."""
    if kind in (BuyerKind.LEGAL, BuyerKind.PARTNERSHIP):
        return check_legal_id(text)
    return check_foreigner_id(text) if kind is BuyerKind.FOREIGNER else check_national_id(text)


def kind_of(buyer: Buyer) -> BuyerKind:
    """Who did not say what he is, is a person."""
    return buyer.kind or BuyerKind.NATURAL


def lacks_identity(buyer: Buyer) -> tuple[str, ...]:
    """Names of the fields that an invoice in the buyer's name still needs, in the order in which they are asked for:
    companies by economic number (their national id is one), persons by it or by id and postal code."""
    lacks = [] if buyer.name else ["name"]
    if buyer.economic_no:
        return tuple(lacks)
    if kind_of(buyer) in (BuyerKind.LEGAL, BuyerKind.PARTNERSHIP):
        return (*lacks, *(() if buyer.national_id else ("economic_no",)))
    return (*lacks, *(name for name in ("national_id", "postal_code") if not getattr(buyer, name)))


def invoice_type(buyer: Buyer, owed: int) -> int:
    """`inty`: 1 for credit, and for a buyer who wants the invoice in his name, which he says by his kind."""
    return NAMED_BUYER if owed > 0 or buyer.kind is not None else ANY_BUYER


def is_later(due: str, today: date) -> bool:
    """A cheque of today is money, one of a later day is credit."""
    return bool(due) and date.fromisoformat(due) > today


def owed(payment: Payment, today: date) -> int:
    """Rials that are paid after today."""
    cheques = sum(part.amount for part in payment.parts if is_later(part.due, today))
    return cheques + sum(part.amount for part in payment.instalments)


def checked(payment: Payment, today: date, unit: int = 1) -> Payment:
    """In canonical form; each amount is whole units of `unit` rials. Raises ShopError at the field of the row that is
    wrong: `part_0_reference`, `instalment_1_due` and the like; `cheque-as-part` at `method`."""
    if payment.method is PaymentMethod.CHEQUE:  # it has an amount, an id and a day of its own
        raise ShopError("cheque-as-part", field="method")
    if len(payment.parts) + len(payment.instalments) > MAX_PARTS:
        raise ShopError("payments-too-many", detail=str(MAX_PARTS))
    parts = tuple(_part(at, part, today, unit) for at, part in enumerate(payment.parts))
    cheques = [part.reference for part in parts if part.method is PaymentMethod.CHEQUE]
    for at, part in enumerate(parts):
        if part.method is PaymentMethod.CHEQUE and cheques.count(part.reference) > 1:
            raise ShopError("cheque-twice", field=f"part_{at}_reference", detail=part.reference)
    return replace(
        payment, parts=parts, reference=fold(payment.reference)[:_MAX_REFERENCE],
        terminal=fold(payment.terminal)[:_MAX_TERMINAL],
        instalments=tuple(_instalment(at, part, today, unit) for at, part in enumerate(payment.instalments)),
    )  # fmt: skip


def _part(at: int, part: PaymentPart, today: date, unit: int) -> PaymentPart:
    _refuse_amount(part.amount, f"part_{at}_amount", unit)
    cheque = part.method is PaymentMethod.CHEQUE
    reference = fold(part.reference)[:_MAX_REFERENCE]
    if cheque:
        said = check_sayad(part.reference)
        if not said.ok:
            raise ShopError(said.code, field=f"part_{at}_reference", detail=said.value)
        reference = said.value
    due = _day(part.due, f"part_{at}_due") if cheque and part.due else None
    if due is not None and due < today:
        raise ShopError("due-in-past", field=f"part_{at}_due")
    return replace(part, reference=reference, terminal=fold(part.terminal)[:_MAX_TERMINAL],
                   due=due.isoformat() if due else "")  # fmt: skip


def _instalment(at: int, part: Instalment, today: date, unit: int) -> Instalment:
    _refuse_amount(part.amount, f"instalment_{at}_amount", unit)
    due = _day(part.due, f"instalment_{at}_due")
    if due <= today:
        raise ShopError("due-not-later", field=f"instalment_{at}_due")
    return replace(part, due=due.isoformat())


def _refuse_amount(amount: int, field: str, unit: int) -> None:
    if not 0 < amount <= MAX_RIAL:
        raise ShopError("amount-not-positive" if amount <= 0 else "amount-too-large", field=field)
    if amount % unit:
        raise ShopError("amount-not-whole", field=field, detail=str(unit))


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ShopError("due-missing", field=field) from None
