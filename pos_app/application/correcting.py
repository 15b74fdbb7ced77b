"""An issued invoice never changes: another one, which refers to it, stands for it or takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pos_app.application import chain, codes, counted, customers, drawer, e_sending, freezing, sell, settlement, taxing
from pos_app.application import shop as shops
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.application.staff import approved_by
from pos_app.domain.correction import RowChange, corrected, money_moved
from pos_app.domain.drawer import Cause
from pos_app.domain.errors import ShopError
from pos_app.domain.ids import new_id
from pos_app.domain.invoice import (
    CORRECTIVE,
    VOID,
    InvoiceDocument,
    PaymentLine,
    from_json,
)
from pos_app.domain.rights import Right
from pos_app.domain.run import MIN_REASON
from pos_app.domain.sale import CaseKind, PaymentMethod
from pos_app.ports.storage import ReadSession, StoredInvoice

MAX_REASON = 400  # characters
OFFSET = 2  # `pmt` of the tax office: what is set off


@dataclass(frozen=True, slots=True)
class Correctable:
    """What stands for an invoice now. `void_here`: no phone is on it, so that it is voided without a return."""

    document: InvoiceDocument
    void_here: bool


def standing(services: Services, number: str) -> Correctable:
    """Raises ShopError `invoice-missing`, `not-a-sale-invoice`, `invoice-undone-already`."""
    with services.storage.read() as session:
        document = _standing(session, number)[1]
    return Correctable(document, not any(line.imeis or line.serial for line in document.lines))


@needs(Right.CORRECT)
def correct(
    services: Services, number: str, changes: Mapping[int, RowChange], *, reason: str, pin: str,
    method: PaymentMethod | None = None, reference: str = "",
) -> StoredInvoice:  # fmt: skip
    """A corrective invoice of what stands for this number; `changes` by row. A manager says so.

    `method` pays what is more. Raises ShopError: `reason-missing`, `reason-holds-code`, `cheque-as-part`, a PIN's
    errors, `payment-missing`, those of `standing` and of `domain.correction.corrected`, `before-referred`,
    `clock-set-back`, `glyph-missing`."""
    _refuse_cheque(method)
    told = _told(services, number, reason)  # before the PIN, so that no try is spent on it
    manager = approved_by(services, Right.CORRECT, pin)
    at = services.clock.now()
    with services.storage.write() as session:
        stored, document = _standing(session, number)
        chain.refuse_earlier(document, at)
        shop = shops.load(session)
        year, seq, own = chain.next_number(services, session, at)
        by = PaymentLine(method=(method or PaymentMethod.CASH).tax_code, amount=0, reference=reference.strip()[:40])
        made = corrected(
            document, changes, number=own, issued_at=at.isoformat(), reason=told, difference_by=by,
            today=sell.today(services), tax_id=taxing.draw(session, shop, at, document),
        )  # fmt: skip
        if method is None and made.tsstam > document.tsstam:
            raise ShopError("payment-missing", field="method")
        paper = freezing.freeze(services, made, stored.sale_id, at)
        title = made.lines[0].description
        session.add_referring(paper, services.till_id, year, seq, title, made.tsstam * made.unit_rials, document.number)
        e_sending.queue(session, made, at)
        moved = money_moved(document, made, sell.today(services))
        paid = (replace(by, amount=moved),)
        drawer.note(services, session, Cause.CORRECTION, paid, number=own, at=at, unit_rials=made.unit_rials)
        first = session.sale(stored.sale_id)
        if first is not None:
            counted.corrected(services, session, first, document, made, at)
        data: dict[str, object] = {
            "invoice": own, "refers_to": document.number, "total": [document.tsstam, made.tsstam],
            "moved": moved, "document": paper.sha256, "reason": told,
            "seller": services.person,
        }  # fmt: skip
        session.audit(services.till_id, at, manager.name, "invoice-corrected", stored.sale_id, data)
    return paper


@needs(Right.CORRECT)
def void(services: Services, number: str, *, reason: str, pin: str, method: PaymentMethod) -> StoredInvoice:
    """Takes back a whole invoice on which no phone is, and gives its money back by `method`. With a phone it is a
    return (`returns.begin`), which settles the phone as well.

    Raises ShopError as `correct` does, and `void-by-return`."""
    _refuse_cheque(method)
    told = _told(services, number, reason)
    if not standing(services, number).void_here:
        raise ShopError("void-by-return", detail=number)
    manager = approved_by(services, Right.CORRECT, pin)
    at = services.clock.now()
    with services.storage.write() as session:
        stored, document = _standing(session, number)
        chain.refuse_earlier(document, at)
        shop = shops.load(session)
        first = session.sale(stored.sale_id)
        if first is None or session.undoing(stored.sale_id):
            raise ShopError("invoice-undone-already", detail=number)
        case_id = sell.begin(services, session, CaseKind.RETURN, refers_to=stored.sale_id)
        session.set_buyer(case_id, first.buyer)
        for line in first.lines:
            session.add_line(case_id, replace(line, id=new_id(at)))
        session.set_draft(case_id, {"subject": settlement.WHOLE, "return_reason": told})
        year, seq, own = chain.next_number(services, session, at)
        unpaid = min(document.tsstam, document.owed_after(sell.today(services)))
        back = (
            PaymentLine(method=OFFSET, amount=unpaid, reference=document.number),
            PaymentLine(method=method.tax_code, amount=document.tsstam - unpaid),
        )
        made = replace(
            document, number=own, issued_at=at.isoformat(), subject=VOID, refers_to=document.number,
            refers_to_tax_id=document.tax_id, tax_id=taxing.draw(session, shop, at, document), reason=told,
            payments=tuple(line for line in back if line.amount), instalments=(), public_key="", signature="",
        )  # fmt: skip
        paper = freezing.freeze(services, made, case_id, at)
        title = made.lines[0].description
        session.add_referring(paper, services.till_id, year, seq, title, made.tsstam * made.unit_rials, document.number)
        e_sending.queue(session, made, at)
        customers.take(session, sell.load(session, case_id), at)
        session.complete_sale(case_id, at)
        drawer.note(
            services, session, Cause.RETURN, made.payments, number=own, at=at, sign=-1, unit_rials=made.unit_rials,
            sale_id=case_id,
        )  # fmt: skip
        counted.given_back(services, session, first, case_id, document, at)
        data: dict[str, object] = {
            "invoice": own, "refers_to": document.number, "total": made.tsstam, "document": paper.sha256,
            "seller": services.person,
        }  # fmt: skip
        session.audit(services.till_id, at, manager.name, "sale-returned", case_id, data)
    return paper


def moved_by(services: Services, made: StoredInvoice) -> int:
    """Rials that the buyer pays with this correction, below 0 = what is given back to him with it or with this void."""
    document = from_json(made.document)
    if document.subject == VOID:
        return -sum(line.amount for line in document.payments if line.method != OFFSET) * document.unit_rials
    with services.storage.read() as session:
        first = session.invoice(document.refers_to)
    before = from_json(first.document) if first is not None else document
    return money_moved(before, document, sell.day_of(made.issued_at)) * document.unit_rials


def _told(services: Services, number: str, reason: str) -> str:
    """It stands on the paper and in the audit: a code that is still of use does not. Raises as `standing`, too."""
    if len(reason.strip()) < MIN_REASON:
        raise ShopError("reason-missing", field="reason")
    with services.storage.read() as session:
        stored, _document = _standing(session, number)
        codes.refuse_in(session, reason, session.sale(stored.sale_id))
    return reason.strip()[:MAX_REASON]


def _refuse_cheque(method: PaymentMethod | None) -> None:
    """A cheque has an id and a day of its own, which nobody types here."""
    if method is PaymentMethod.CHEQUE:
        raise ShopError("cheque-as-part", field="method")


def _standing(session: ReadSession, number: str) -> tuple[StoredInvoice, InvoiceDocument]:
    """The invoice or the last of its corrections, where nothing has taken it back."""
    stored = chain.newest(session, number)
    if stored is None:
        raise ShopError("invoice-missing", detail=number)
    if stored.kind not in ("original", CORRECTIVE):
        raise ShopError("not-a-sale-invoice", detail=number)
    if session.referring_to(stored.number) is not None:
        raise ShopError("invoice-undone-already", detail=stored.number)
    return stored, from_json(stored.document)
