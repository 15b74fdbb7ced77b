"""Payments in parts, as they are typed: rows of text that become a payment once each of them is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date

from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.invoice import Instalment
from pos_app.domain.sale import Payment, PaymentMethod, PaymentPart
from ui import days
from ui import format as fmt
from ui.view_models.counter_state import State

PAY_ROWS = "pay_rows"  # what was typed and is not kept yet
INSTALMENT = "instalment"
CHEQUE = PaymentMethod.CHEQUE.value
CARD = PaymentMethod.CARD_READER.value
_MAX_DIGITS = 13


@dataclass(frozen=True, slots=True)
class PayRow:
    """`kind`: a way of paying, or `instalment`."""

    kind: str
    amount: str = ""
    reference: str = ""
    due: str = ""

    @property
    def dated(self) -> bool:
        return self.kind in (CHEQUE, INSTALMENT)

    @property
    def referred(self) -> bool:
        return self.kind != INSTALMENT and self.kind != PaymentMethod.CASH.value


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What a row lacks: `at` its place, `name` the field."""

    at: int
    name: str
    code: str


def rows_of(state: State) -> tuple[PayRow, ...]:
    """As they are typed, else as the sale has them."""
    typed = state.fields.get(PAY_ROWS, "")
    if typed:
        return tuple(PayRow(**row) for row in json.loads(typed))
    payment = state.sale.payment if state.sale else Payment()
    parts = (PayRow(p.method.value, _amount_text(p.amount), p.reference, _due_text(p.due)) for p in payment.parts)
    later = (PayRow(INSTALMENT, _amount_text(p.amount), "", _due_text(p.due)) for p in payment.instalments)
    return (*parts, *later)


def _amount_text(amount: int) -> str:
    return fmt.digits(f"{amount:,}".replace(",", "٬"))


def _due_text(due: str) -> str:
    return days.day_text(date.fromisoformat(due)) if due else ""


def typed(rows: tuple[PayRow, ...]) -> str:
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False)


def with_new(rows: tuple[PayRow, ...], kind: str, today: date) -> tuple[PayRow, ...]:
    """A further instalment is as large as the last one, a month later."""
    if kind != INSTALMENT:
        return (*rows, PayRow(kind))
    last = next((row for row in reversed(rows) if row.kind == INSTALMENT), None)
    after = (days.day(last.due) if last else None) or today
    return (*rows, PayRow(INSTALMENT, last.amount if last else "", "", days.day_text(days.month_later(after))))


def fields_of(rows: tuple[PayRow, ...]) -> Iterator[str]:
    """How the field names of each row begin where the application complains: `part_0`, `instalment_1`."""
    counts = {"part": 0, INSTALMENT: 0}
    for row in rows:
        name = INSTALMENT if row.kind == INSTALMENT else "part"
        yield f"{name}_{counts[name]}"
        counts[name] += 1


def payment_of(rows: tuple[PayRow, ...], before: Payment, terminal: str) -> Payment | Unfinished:
    """The payment, with its main way as it was; or the first thing that a row lacks."""
    parts: list[PaymentPart] = []
    later: list[Instalment] = []
    for at, row in enumerate(rows):
        amount = _amount(row.amount)
        if amount is None:
            return Unfinished(at, "amount", "amount-not-positive" if not row.amount.strip() else "amount-not-digits")
        due = days.day(row.due) if row.due.strip() else None
        if row.dated and due is None and (row.kind == INSTALMENT or row.due.strip()):
            return Unfinished(at, "due", "due-missing")
        if row.kind == CHEQUE and not row.reference.strip():
            return Unfinished(at, "reference", "sayad-missing")
        if row.kind == INSTALMENT:
            later.append(Instalment(due=due.isoformat() if due else "", amount=amount))
            continue
        parts.append(PaymentPart(
            method=PaymentMethod(row.kind), amount=amount, reference=row.reference.strip(),
            terminal=terminal if row.kind == CARD else "", due=due.isoformat() if due else "",
        ))  # fmt: skip
    return replace(before, parts=tuple(parts), instalments=tuple(later))


def _amount(text: str) -> int | None:
    """None for what is none; as `MoneyField` reads it."""
    plain = fold(text).replace("٬", "").replace(",", "").replace(" ", "")
    return int(plain) if plain and len(plain) <= _MAX_DIGITS and all_latin_digits(plain) else None
