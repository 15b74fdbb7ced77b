"""Invoices on their way to the taxpayers' system: queued with the invoice itself, sent in the background, never twice.

The discipline is the outbox's (`deliver`, `sync`): claimed, told, settled, and no transaction open meanwhile.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from pos_app.application import e_invoices, tax_link
from pos_app.application import shop as shops
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain import e_invoice
from pos_app.domain.e_sending import (
    SLOW,
    InFolder,
    Sending,
    SendState,
    Step,
    TaxReply,
    Told,
    deadline,
    is_due,
    may_go_again,
    needs_new_uid,
    settle,
    waits_for_original,
)
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import InvoiceDocument, from_json
from pos_app.domain.outbox import LEASE
from pos_app.domain.registry import NotSent, Unreadable
from pos_app.domain.rights import Right
from pos_app.domain.run import MIN_REASON
from pos_app.ports.storage import ReadSession, WriteSession
from pos_app.ports.tax import Packet, SendingCounts, TaxOffice

BATCH = 20
MOST_SILENT = 3  # calls in a row without a readable answer: this round is over


@dataclass(frozen=True, slots=True)
class Round:
    """`problem`: code of why nothing is sent at all, "" = nothing stands in the way."""

    on: bool
    sent: int = 0
    settled: int = 0
    counts: SendingCounts = field(default_factory=SendingCounts)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """`entry` None = never queued; `due` until when it is in time."""

    number: str
    entry: Sending | None
    due: datetime
    late: bool


def queue(session: WriteSession, document: InvoiceDocument, at: datetime) -> None:
    """In the transaction that issues the invoice; nothing where the shop does not send."""
    if is_due(document) and tax_link.load(session).on:
        _add(session, document, at)


def _add(session: WriteSession, document: InvoiceDocument, at: datetime) -> None:
    held = document.needs_review
    session.add_sending(
        Sending(
            number=document.number, tax_id=document.tax_id, memory=document.tax_id[:6], uid=str(uuid.uuid4()),
            state=SendState.HELD if held else SendState.WAITING, created_at=at, next_at=at,
            problem="e-invoice-needs-review" if held else "",
        )
    )  # fmt: skip


@needs(Right.REGISTRY)
def queue_earlier(services: Services, number: str) -> None:
    """One that was issued while the shop did not send. Raises ShopError `invoice-missing`, `e-invoice-not-due`,
    `tax-sending-off`, `e-invoice-queued-already`."""
    at = services.clock.now()
    with services.storage.write() as session:
        stored = session.invoice(number)
        if stored is None:
            raise ShopError("invoice-missing", detail=number)
        document = from_json(stored.document)
        if not is_due(document):
            raise ShopError("e-invoice-not-due", detail=number)
        if not tax_link.load(session).on:
            raise ShopError("tax-sending-off")
        if session.sending(number) is not None:
            raise ShopError("e-invoice-queued-already", detail=number)
        _add(session, document, at)
        session.audit(services.till_id, at, services.person, "e-invoice-queued", number, {})


def once(services: Services, batch: int = BATCH) -> Round:
    """One round: what is due goes out or is asked about, one at a time, people first."""
    office = services.tax()
    now = services.clock.now()
    with services.storage.read() as session:
        on, counts = tax_link.load(session).on, session.sending_counts()
    if office is None or not on:
        return Round(on=False, counts=counts)
    if problem := office.ready():
        return Round(on=True, counts=counts, problem=problem)
    with services.storage.write() as session:
        session.recover_sendings(now)
        due = session.due_sendings(now, batch)
    sent = settled = silent = 0
    problem = ""
    for number in due:
        if services.waiting.somebody or silent >= MOST_SILENT:
            break
        done = one(services, office, number, "sync")
        if done is None:
            continue
        step, reply = done
        sent += reply is not None
        settled += step.state.final
        if isinstance(reply, NotSent):
            problem = reply.why
            break  # the rest would fare no better
        silent = silent + 1 if isinstance(reply, Unreadable) else 0
    with services.storage.read() as session:
        return Round(True, sent, settled, session.sending_counts(), problem)


def one(services: Services, office: TaxOffice, number: str, by: str) -> tuple[Step, TaxReply | None] | None:
    """The whole way of one invoice; None where somebody else is at it, or it is closed. A reply of None: it was not
    sent, for a reason of our own."""
    now = services.clock.now()
    lease = now + LEASE
    with services.storage.write() as session:
        entry = session.sending(number)
        if entry is None or not session.claim_sending(number, by, now, lease):
            return None
        packet = ""
        if entry.state is SendState.WAITING:
            made = _packet(session, entry, now)
            if isinstance(made, Step):
                session.settle_sending(number, made, now, lease=lease)
                return made, None
            packet = made
            session.keep_packet(number, packet)
        claimed = session.sending(number)
    reply = _talk(office, entry, claimed or entry, packet, now)
    after = services.clock.now()
    step = settle(claimed or entry, reply, now=after, jitter=services.jitter)
    with services.storage.write() as session:
        moved = session.settle_sending(number, step, after, lease=lease)
        if moved and step.state.final:
            data: dict[str, object] = {
                "state": step.state.value, "uid": entry.uid, "reference": step.reference,
                "errors": [told.code for told in step.errors],
            }  # fmt: skip
            session.audit(services.till_id, after, by, "e-invoice-settled", number, data)
    return step, reply


def _talk(office: TaxOffice, found: Sending, claimed: Sending, packet: str, now: datetime) -> TaxReply:
    """`found` as it was before it was claimed: what waits goes out, what may be over there is only asked about."""
    if found.state is SendState.WAITING:
        return office.send(Packet(found.uid, found.memory, packet))
    return office.look_up(found.uid, found.memory, claimed.first_sent_at or now, now, found.reference)


def _packet(session: ReadSession, entry: Sending, now: datetime) -> str | Step:
    """The JSON that goes out, or why it does not go now. A repeat says what the first one said, unless the term has
    run out since: then it has to say so."""
    if entry.refers_to and waits_for_original(session.sending(entry.refers_to)):
        return Step(SendState.WAITING, "e-invoice-original-open", SLOW, arrived=False)
    made = e_invoices.make(session, entry.number, now)
    if made.faults:
        errors = tuple(Told(fault.code, fault.field) for fault in made.faults)
        return Step(SendState.HELD, "e-invoice-faulty", errors=errors, arrived=False)
    text = e_invoice.text(made.invoice)
    late = "insr" in made.invoice["header"]
    return entry.packet if entry.packet and ('"insr":1' in entry.packet) == late else text


@needs(Right.REGISTRY)
def again(services: Services, number: str) -> None:
    """After something was put right, or looked at. The tax id stays; the packet is a new one only where the office has
    ended the last. Raises ShopError `invoice-missing`, `e-invoice-under-way`."""
    at = services.clock.now()
    with services.storage.write() as session:
        entry = session.sending(number)
        if entry is None:
            raise ShopError("invoice-missing", detail=number)
        fresh = str(uuid.uuid4()) if needs_new_uid(entry) else entry.uid
        if not may_go_again(entry) or not session.send_again(number, fresh, at):
            raise ShopError("e-invoice-under-way", detail=number)
        data: dict[str, object] = {"was": entry.state.value, "problem": entry.problem, "uid": entry.uid}
        session.audit(services.till_id, at, services.person, "e-invoice-again", number, data)


@needs(Right.REGISTRY)
def close(services: Services, number: str, reason: str) -> None:
    """Handed in by another way, or never to be: nothing of it is sent any more. Raises ShopError `reason-missing`,
    `invoice-missing`, `e-invoice-under-way`."""
    told = reason.strip()
    if len(told) < MIN_REASON:
        raise ShopError("reason-missing", field="reason")
    at = services.clock.now()
    with services.storage.write() as session:
        if session.sending(number) is None:
            raise ShopError("invoice-missing", detail=number)
        if not session.close_sending(number, "closed-by-person", at):
            raise ShopError("e-invoice-under-way", detail=number)
        session.audit(services.till_id, at, services.person, "e-invoice-closed", number, {"reason": told[:400]})


def in_folder(services: Services, number: str) -> InFolder:
    """What the buyer has said of an accepted invoice. Raises ShopError: `tax-sending-off`, `invoice-missing`, or the
    code of why the office could not be asked."""
    office = services.tax()
    with services.storage.read() as session:
        entry = session.sending(number)
    if office is None:
        raise ShopError("tax-sending-off")
    if entry is None:
        raise ShopError("invoice-missing", detail=number)
    with services.waiting.person():
        said = office.in_folder(entry.tax_id, entry.memory)
    if isinstance(said, NotSent | Unreadable):
        raise ShopError(said.why)
    return said


def seen(services: Services, number: str) -> OnItsWay:
    """Raises ShopError `invoice-missing`."""
    with services.storage.read() as session:
        stored = session.invoice(number)
        if stored is None:
            raise ShopError("invoice-missing", detail=number)
        due = deadline(stored.issued_at, shops.load(session).send_term_days)
        return OnItsWay(number, session.sending(number), due, services.clock.now() > due)
