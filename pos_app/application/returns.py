"""A sold phone comes back: its sale is undone by a paper of its own, money and stock follow in one transaction."""

from __future__ import annotations

from dataclasses import replace

from pos_app.application import codes, sell
from pos_app.application.ask import BINDING, withdraw
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.application.settlement import DEVICE, WHOLE
from pos_app.application.what_returns import number_of, unknown
from pos_app.domain import imei, which_list
from pos_app.domain.errors import ShopError
from pos_app.domain.ids import new_id
from pos_app.domain.outbox import CLOSED_BY_PERSON, OutboxEntry, withdrawable
from pos_app.domain.registry import OperationKind, OperationState
from pos_app.domain.rights import Right
from pos_app.domain.run import MIN_REASON
from pos_app.domain.sale import CaseKind, Sale, SaleState
from pos_app.domain.stock import UnitState
from pos_app.ports.storage import ReadSession, WriteSession

SUBJECTS = (DEVICE, WHOLE)
MAX_REASON = 400  # characters


@needs(Right.TAKE_BACK)
def begin(services: Services, text: str) -> str:
    """The return of the sale with this invoice number, or of the phone with this IMEI; the one that is open already is
    resumed. Raises ShopError `invoice-missing`, `unit-not-sold-here`, `already-returned`, `sale-without-device`, or why
    it is no number of a sold phone."""
    with services.storage.write() as session:
        first = _sale_of(session, text)
        unit, line = first.unit, first.device_line
        if unit is None or line is None:
            raise ShopError("sale-without-device", field="scan")
        undone = session.undoing(first.id)
        if undone:
            other = session.sale(undone)
            if other is not None and other.state is SaleState.OPEN and other.till_id == services.till_id:
                session.touch_sale(undone, services.clock.now())
                return undone
            raise ShopError("already-returned", field="scan", detail=first.invoice_number)
        if any(session.open_cases_of(unit.id)):
            raise ShopError("phone-in-another-case", field="scan", detail=unit.name)
        on = next((hit.sale_id for hit in session.find_units(unit.name)), "")
        if unit.state is not UnitState.SOLD or on != first.id:  # sold again since: that invoice counts
            raise ShopError("unit-not-sold-here", field="scan", detail=unit.name)
        case_id = sell.begin(services, session, CaseKind.RETURN, refers_to=first.id)
        session.set_buyer(case_id, first.buyer)
        for sold in first.lines:
            copied = replace(sold, id=new_id(services.clock.now()))
            session.add_line(case_id, copied, live=sold.unit is None)
        which = which_list.for_return(was_activated=_may_be_active(session.entries_of(first.id)))
        session.begin_run(case_id, which, services.checklists[which].version)
        read = {f"box{slot}": number for slot, number in enumerate(unit.imeis, 1)}  # what an inquiry asks for
        session.set_draft(case_id, {"subject": DEVICE, **read})
        return case_id


def _sale_of(session: ReadSession, text: str) -> Sale:
    plain = number_of(text)
    stored = session.invoice(plain)
    if stored is not None:
        found = session.sale(stored.sale_id)
        if found is None or found.kind is not CaseKind.SALE:
            raise ShopError("not-a-sale-invoice", field="scan", detail=plain)
        return found
    for hit in session.find_units(imei.normalise(plain)) or session.find_units(plain):
        if hit.sale_id and hit.sale_state == SaleState.COMPLETED.value and hit.kind is CaseKind.SALE:
            found = session.sale(hit.sale_id)
            if found is not None:
                return found
        raise ShopError("unit-not-sold-here", field="scan", detail=hit.unit.name)
    raise unknown(plain)


def _may_be_active(entries: tuple[OutboxEntry, ...]) -> bool:
    """The phone is its buyer's in the registry, or perhaps, or on its way to him: an open transfer too has sent a code.
    What never left the shop, or came to nothing, made it nobody's."""
    return any(entry.kind in BINDING and _perhaps(entry) for entry in entries)


def _perhaps(entry: OutboxEntry) -> bool:
    """A person who closes a duty ends our waiting for it, not what the buyer may have done with his code."""
    if entry.state not in (OperationState.REJECTED, OperationState.EXPIRED, OperationState.CANCELLED):
        return not withdrawable(entry)
    begun = entry.state is OperationState.EXPIRED or entry.first_sent_at is not None
    return entry.last_problem == CLOSED_BY_PERSON and begun


@needs(Right.TAKE_BACK)
def choose(services: Services, case_id: str, *, subject: str, reason: str, still_sealed: bool = False,
           to_guarantor: bool = False) -> None:  # fmt: skip
    """What comes back (the phone, or the whole invoice), why, and where the phone goes."""
    if subject not in SUBJECTS:
        raise ShopError("return-subject-missing", field="subject")
    if len(reason.strip()) < MIN_REASON:
        raise ShopError("reason-missing", field="return_reason")
    with services.storage.write() as session:
        case = sell.load(session, case_id)
        codes.refuse_in(session, reason, case, field="return_reason")
        said = {
            "subject": subject, "return_reason": reason.strip()[:MAX_REASON],
            "still_sealed": "yes" if still_sealed else "", "to_guarantor": "yes" if to_guarantor else "",
        }  # fmt: skip
        session.set_draft(case_id, {name: text for name, text in {**case.draft, **said}.items() if text})


@needs(Right.TAKE_BACK)
def exchange(services: Services, case_id: str) -> str:
    """The money of this return is settled in a new sale, which the counter shows next. Its id."""
    with services.storage.write() as session:
        case = sell.load(session, case_id)
        if case.kind is not CaseKind.RETURN:
            raise ShopError("sale-not-open", detail=case_id)
        if case.within:
            return case.within
        sale_id = sell.begin(services, session)
        session.set_buyer(sale_id, case.buyer)
        session.settle_within(case_id, sale_id)
        return sale_id


def call_off(services: Services, session: WriteSession, case: Sale) -> None:
    """What the undone sale still owed is not sent any more. Raises ShopError `activation-under-way` where a phone that
    was to be nobody's may have become its buyer's meanwhile."""
    entries = session.entries_of(case.refers_to)
    inactive = case.run is not None and case.run.checklist_id == which_list.RETURN_INACTIVE
    if inactive and _may_be_active(entries):
        raise ShopError("activated-meanwhile", detail=case.unit.name if case.unit else "")
    for entry in entries:
        nothing_there = withdrawable(entry) or entry.kind is OperationKind.INQUIRY
        if not entry.state.final and nothing_there:  # what may be over there stays open until it is known
            withdraw(session, entry, "sale-returned", services.clock.now())
        if entry.state is not OperationState.SUCCEEDED:
            session.close_refused(entry.id)  # nothing of it is owed any more
