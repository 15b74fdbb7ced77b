"""Money of a sale in which something else is settled: a phone taken in trade, a phone brought back in exchange."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pos_app.application import chain, in_currency
from pos_app.application import shop as shops
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
    """Rials. `used` of each credit is set off, in whole units of the paper's money; the rest of it is paid out."""

    total: int
    credits: tuple[Credit, ...]
    used: tuple[int, ...]

    @property
    def due(self) -> int:
        """What is to be paid with the sale; below 0 = the shop pays it out."""
        left = self.total - sum(self.used)
        return left if left > 0 else sum(self.used) - sum(credit.amount for credit in self.credits)


def attached(session: ReadSession, sale: Sale) -> tuple[Sale, ...]:
    """The cases that are settled with this open sale."""
    if sale.kind is not CaseKind.SALE:
        return ()
    found = (session.sale(case_id) for case_id in session.settled_with(sale.id))
    return tuple(case for case in found if case is not None and case.state is SaleState.OPEN)


def of(session: ReadSession, sale: Sale, vat: Vat, today: date) -> Settled:
    """In the money that papers of `today` are made out in. Raises MoneyError where price and discount do not fit."""
    currency = shops.load(session).currency_on(today)
    bill = in_currency.bill(sale, vat, currency).tsstam
    credits_ = tuple(Credit(case, owed_for(session, case, today)) for case in attached(session, sale))
    left, used = bill, []
    for credit in credits_:
        used.append(currency.whole(min(left, credit.amount)))
        left -= used[-1]
    return Settled(bill, credits_, tuple(used))


def owed_for(session: ReadSession, case: Sale, today: date) -> int:
    """Rials that the shop owes for a buy-in (its price) or a return (what the frozen invoice took for it, less what its
    buyer has not paid yet)."""
    if case.kind is CaseKind.BUY_IN:
        return shops.load(session).currency_on(today).whole(sum(line.fee - line.discount for line in case.lines))
    worth, unpaid = worth_and_unpaid(session, case, today)
    return worth - unpaid


def worth_and_unpaid(session: ReadSession, case: Sale, today: date) -> tuple[int, int]:
    """Rials of the rows that come back, and how much of them is set off against instalments and cheques that fall due
    after today. What has fallen due counts as paid: nobody tells this program of the bank."""
    first = session.sale(case.refers_to)
    stored = chain.newest(session, first.invoice_number) if first is not None else None
    if stored is None:
        return 0, 0
    document = from_json(stored.document)
    rows = document.lines
    if case.draft.get("subject", DEVICE) != WHOLE:
        rows = tuple(row for row in rows if row.imeis and case.unit and set(row.imeis) & set(case.unit.imeis))
    worth = sum(row.tsstam for row in rows)
    unpaid = min(worth, document.owed_after(today))
    return worth * document.unit_rials, unpaid * document.unit_rials
