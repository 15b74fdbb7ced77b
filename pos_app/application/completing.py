"""The end of a case: everything of it in one transaction, durable before paper is made.

A sale brings the trade-ins and returns that are settled in it to their end as well: all of them, or none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.application import (
    buy_in_paper,
    chain,
    cheques,
    counted,
    customers,
    drawer,
    e_sending,
    freezing,
    hands,
    returns,
    sell,
    settlement,
    taxing,
)
from pos_app.application import shop as shops
from pos_app.application.buy_in import STANDS_ON
from pos_app.application.invoicing import build_document, return_document
from pos_app.application.owing import owe
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import sale as sales
from pos_app.domain.drawer import Cause
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import InvoiceEvidence
from pos_app.domain.facts import Facts
from pos_app.domain.guards_used import OPENED
from pos_app.domain.invoice import PaymentLine, from_json
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import OperationKind, OperationState
from pos_app.domain.rights import Right
from pos_app.domain.run import Run, StepState, record, reset_proven
from pos_app.domain.sale import CaseKind, PaymentMethod, Sale
from pos_app.domain.stock import Condition, Unit, UnitState, may_become
from pos_app.ports.storage import StoredInvoice, WriteSession

OFFSET = 2  # تهاتر, the tax office's code for what is set off


@dataclass(frozen=True, slots=True)
class _Now:
    """What every paper of this transaction shares. `offset`: rials of the case that the sale `number` sets off."""

    services: Services
    session: WriteSession
    shop: shops.Shop
    at: datetime
    year: int
    clock_right: bool = False


@needs(Right.SELL)
def complete(services: Services, sale_id: str, *, clock_right: bool = False) -> StoredInvoice:
    """The paper that the case ends with: a sale's invoice, a return's, or the paper of a buy-in. `clock_right`: see
    `chain.next_number`.

    It is durable when this returns; only then may paper be made. Raises ShopError naming what is missing,
    StorageError when the disk or the database refuses: then nothing of it happened and the case is as it was.
    """
    from pos_app import jalali

    at = services.clock.now()
    with services.storage.write() as session:
        case = sell.load(session, sale_id)
        if case.within:
            raise ShopError("settled-with-sale", detail=case.within)
        missing = sell.lacks(services, session, case)
        if missing:
            raise ShopError(missing[0][0], detail=missing[0][1])
        shop = shops.load(session)
        if not shop.name:
            raise ShopError("shop-name-missing")
        now = _Now(services, session, shop, at, jalali.year(at), clock_right)
        if case.kind is CaseKind.SALE:
            return _sale(now, case)
        return _end(now, case, case, "", 0)


def papers(services: Services, sale_id: str) -> tuple[str, ...]:
    """Numbers of all that this finished case leaves to be printed: its own first, then those of what it settled."""
    with services.storage.read() as session:
        cases = [session.sale(case_id) for case_id in (sale_id, *session.settled_with(sale_id))]
    return tuple(case.invoice_number for case in cases if case is not None and case.invoice_number)


def _sale(now: _Now, sale: Sale) -> StoredInvoice:
    services, session = now.services, now.session
    vat = sell.vat_now(services, session, now.shop)
    settled = settlement.of(session, sale, vat, sell.today(services))
    seq, number = _invoice_number(now)
    offsets = []
    for credit, used in zip(settled.credits, settled.used, strict=True):
        paper = _end(now, credit.case, sale, number, used)
        if used:
            offsets.append(PaymentLine(method=OFFSET, amount=used, reference=paper.number))
    document = build_document(
        sale, now.shop, vat, number=number, at=now.at, offsets=tuple(offsets),
        tax_id=taxing.draw(session, now.shop, now.at),
    )  # fmt: skip
    invoice = freezing.freeze(services, document, sale.id, now.at)
    _last_step(now, sale, invoice)
    cheques.take(session, document)
    title = (sale.device_line or sale.lines[0]).product.title
    session.add_invoice(invoice, services.till_id, now.year, seq, title, document.tsstam * document.unit_rials)
    e_sending.queue(session, document, now.at)
    drawer.note(
        services, session, Cause.SALE, document.payments, number=number, at=now.at, unit_rials=document.unit_rials,
        sale_id=sale.id,
    )  # fmt: skip
    owe(services, session, sale)
    if sale.unit is not None:
        sell.refuse_not_for_sale(sale.unit)
    session.complete_sale(sale.id, now.at)
    counted.sold(services, session, sale, now.at)
    customers.take(session, sale, now.at)
    _told(now, sale, "sale-completed", invoice, document.tsstam)
    return invoice


def _end(now: _Now, case: Sale, payer: Sale, invoice_number: str, offset: int) -> StoredInvoice:
    """A buy-in or a return; `payer` holds the payment by which what the offset leaves is paid out."""
    if case.kind is CaseKind.BUY_IN:
        return _buy_in(now, case, payer, invoice_number, offset)
    return _return(now, case, payer, invoice_number, offset)


def _buy_in(now: _Now, case: Sale, payer: Sale, invoice_number: str, offset: int) -> StoredInvoice:
    services, session = now.services, now.session
    unit, run = _unit(case), _run(case)
    seq = session.next_paper_number("buy_in", services.till_id, now.year)
    number = f"B{now.year}-{services.till_id}-{seq:06d}"
    price = settlement.owed_for(session, case, sell.today(services))
    payment = _paid_out(payer, price - offset)
    document = buy_in_paper.build(
        case, now.shop, number=number, at=now.at, price=price, payment=payment, for_invoice=invoice_number
    )  # fmt: skip
    freezing.refuse_unprintable(services, document)
    text = buy_in_paper.to_json(document)
    paper = StoredInvoice(
        number=number, sale_id=case.id, issued_at=now.at, document=text, sha256=freezing.sha256(text), prints=0,
        kind="buy_in",
    )  # fmt: skip
    _last_step(now, case, paper)
    session.add_paper(paper, services.till_id, now.year, seq, unit.product.title, price)
    paid = (payment,) if payment is not None else ()
    drawer.note(services, session, Cause.BUY_IN, paid, number=number, at=now.at, sign=-1, sale_id=case.id)
    owe(services, session, case)
    _leave_its_old_sale(now, case, unit)
    becomes = UnitState.IN_STOCK if clear(run, session.entries_of(case.id)) else UnitState.HELD
    bought = replace(unit, condition=Condition.USED, price=0, cost=price, entered_at=now.at)
    _move(now, case, bought, becomes, (UnitState.INTAKE, UnitState.SOLD))
    session.free_line(case.id, unit.id)
    _told(now, case, "buy-in-completed", paper, price)
    return paper


def _return(now: _Now, case: Sale, payer: Sale, invoice_number: str, offset: int) -> StoredInvoice:
    services, session = now.services, now.session
    unit, run = _unit(case), _run(case)
    first = session.sale(case.refers_to)
    stored = chain.newest(session, first.invoice_number) if first is not None else None
    if first is None or stored is None or not session.free_line(first.id, unit.id):
        raise ShopError("unit-not-sold-here", detail=unit.name)
    returns.call_off(services, session, case)
    original = from_json(stored.document)
    chain.refuse_earlier(original, now.at)
    seq, number = _invoice_number(now)
    worth, unpaid = settlement.worth_and_unpaid(session, case, sell.today(services))
    subject = case.draft.get("subject", settlement.DEVICE)
    unit_rials = original.unit_rials  # what is set off is cut to it, and what is left of the worth is paid out
    currency = now.shop.currency_on(sell.today(services))
    whole, later, set_off = (rials // unit_rials for rials in (worth, unpaid, offset))
    paid = [
        PaymentLine(method=OFFSET, amount=later, reference=stored.number),
        PaymentLine(method=OFFSET, amount=set_off, reference=invoice_number),
        _paid_out(payer, whole - later - set_off, change=worth - unpaid - offset < currency.rials),
    ]
    document = return_document(
        original, case, number=number, at=now.at, subject=subject,
        payments=tuple(line for line in paid if line is not None and line.amount),
        tax_id=taxing.draw(session, now.shop, now.at, original),
    )  # fmt: skip
    paper = freezing.freeze(services, document, case.id, now.at)
    _last_step(now, case, paper)
    title = unit.product.title
    worth = document.tsstam * document.unit_rials
    session.add_referring(paper, services.till_id, now.year, seq, title, worth, original.number)
    e_sending.queue(session, document, now.at)
    drawer.note(
        services, session, Cause.RETURN, document.payments, number=number, at=now.at, sign=-1, unit_rials=unit_rials,
        sale_id=case.id,
    )  # fmt: skip
    owe(services, session, case)
    becomes = UnitState.IN_STOCK if clear(run, session.entries_of(case.id)) else UnitState.BACK
    if case.draft.get("to_guarantor"):
        becomes = UnitState.LEFT
    if becomes is UnitState.IN_STOCK:
        hands.overtake(session, first.id, now.at, who=services.person)
    untouched = run.checklist_id == "return_inactive" and bool(case.draft.get("still_sealed"))
    if subject == settlement.WHOLE:
        counted.given_back(services, session, first, case.id, original, now.at)
    worn = unit if untouched else replace(unit, condition=Condition.USED, price=0, grade="")
    _move(now, case, worn, becomes, (UnitState.SOLD,))
    _told(now, case, "sale-returned", paper, document.tsstam)
    return paper


def clear(run: Run, entries: tuple[OutboxEntry, ...]) -> bool:
    """Nothing of the way to the shop's own SIM is owed or in doubt, and nobody's account is on the phone: it may be
    offered for sale. What was put off, or decided on, counts by what became of its operation meanwhile."""
    if not reset_proven(run):
        return False
    transfer, activation = run.last("transfer"), run.last("activation")
    if transfer is None and activation is None:
        return True  # it was nobody's
    states = {kind: [e.state for e in entries if e.kind is kind] for kind in OperationKind}
    active = (activation is not None and activation.state is StepState.DONE) or (
        OperationState.SUCCEEDED in states[OperationKind.ACTIVATION]
    )
    opened = (transfer is not None and transfer.state in (StepState.DONE, StepState.RELEASED)) or any(
        state in OPENED for state in states[OperationKind.TRANSFER]
    )
    return active and opened


def _leave_its_old_sale(now: _Now, case: Sale, unit: Unit) -> None:
    """Sold here long ago, and here again: it leaves the sale that this purchase began with, and no other."""
    stood_on = case.draft.get(STANDS_ON, "")
    live = next((hit.sale_id for hit in now.session.find_units(unit.name) if hit.sale_id != case.id), "")
    if live != stood_on or (live and not now.session.free_line(live, unit.id)):
        raise ShopError("unit-moved-meanwhile", detail=unit.name)


def _move(now: _Now, case: Sale, unit: Unit, becomes: UnitState, before: tuple[UnitState, ...]) -> None:
    """The unit's next state; what a life may not do is a fault found before the disk sees it."""
    fresh = now.session.unit(unit.id)
    if fresh is None or fresh.state not in before or not may_become(fresh.state, becomes):
        raise ShopError("unit-moved-meanwhile", detail=unit.name)
    now.session.complete_sale(case.id, now.at, becomes)
    customers.take(now.session, case, now.at)
    now.session.change_unit(replace(unit, state=becomes))


def _paid_out(payer: Sale, amount: int, *, change: bool = False) -> PaymentLine | None:
    """`change`: less than any sum of today's money, which needs no way of its own to be chosen."""
    method = payer.payment.method or (PaymentMethod.CASH if change else None)
    if amount <= 0:
        return None
    if method is None:
        raise ShopError("payment-missing")
    return PaymentLine(method=method.tax_code, amount=amount, reference=payer.payment.reference)


def _invoice_number(now: _Now) -> tuple[int, str]:
    _year, seq, number = chain.next_number(now.services, now.session, now.at, clock_right=now.clock_right)
    return seq, number


def _last_step(now: _Now, case: Sale, paper: StoredInvoice) -> None:
    if case.run is None or case.unit is None:
        return
    evidence = InvoiceEvidence(number=paper.number, document_sha256=paper.sha256)
    finished = record(
        now.services.list_of(case.run), case.run, sales.INVOICE_STEP, evidence, Facts(unit=case.unit), channel=None,
        at=now.at, by=now.services.person,
    )  # fmt: skip
    now.session.add_records(case.id, finished.records[len(case.run.records) :])


def _told(now: _Now, case: Sale, kind: str, paper: StoredInvoice, total: int) -> None:
    data: dict[str, object] = {"invoice": paper.number, "total": total, "document": paper.sha256}
    now.session.audit(now.services.till_id, now.at, now.services.person, kind, case.id, data)


def _unit(case: Sale) -> Unit:
    if case.unit is None:
        raise ShopError("sale-without-device")
    return case.unit


def _run(case: Sale) -> Run:
    if case.run is None:
        raise ShopError("sale-without-device")
    return case.run
