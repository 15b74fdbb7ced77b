"""Money of a sale in which something else is settled: a phone taken in trade, a phone brought back in exchange."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.application import chain
from pos_app.domain.invoice import from_json
from pos_app.domain.sale import CaseKind, Sale, SaleState
from pos_app.domain.vat import Vat
from pos_app.ports.storage import ReadSession

WHOLE, DEVICE = "void", "return"  # what comes back: the whole invoice, or its phone alone


@dataclass(frozen=True, slots=True)
class Credit:
    """What the shop owes the other party for `case`; `amount` in rials."""

    case: Sale
    amount: int


@dataclass(frozen=True, slots=True)
class Settled:
    """`due` in rials: what is to be paid with the sale; below 0 = the shop pays it out."""

    total: int
    credits: tuple[Credit, ...]

    @property
    def due(self) -> int:
        return self.total - sum(credit.amount for credit in self.credits)


def attached(session: ReadSession, sale: Sale) -> tuple[Sale, ...]:
    """The cases that are settled with this open sale."""
    if sale.kind is not CaseKind.SALE:
        return ()
    found = (session.sale(case_id) for case_id in session.settled_with(sale.id))
    return tuple(case for case in found if case is not None and case.state is SaleState.OPEN)


def of(session: ReadSession, sale: Sale, vat: Vat) -> Settled:
    """Raises MoneyError where price and discount do not fit."""
    credits_ = tuple(Credit(case, owed_for(session, case)) for case in attached(session, sale))
    return Settled(sale.totals(vat).tsstam, credits_)


def owed_for(session: ReadSession, case: Sale) -> int:
    """Rials that the shop owes for a buy-in (its price) or a return (what the frozen invoice took for it)."""
    if case.kind is CaseKind.BUY_IN:
        return sum(line.fee - line.discount for line in case.lines)
    first = session.sale(case.refers_to)
    stored = chain.newest(session, first.invoice_number) if first is not None else None
    if stored is None:
        return 0
    rows = from_json(stored.document).lines
    if case.draft.get("subject", DEVICE) == WHOLE:
        return sum(row.tsstam for row in rows)
    return sum(row.tsstam for row in rows if row.imeis and case.unit and set(row.imeis) & set(case.unit.imeis))
