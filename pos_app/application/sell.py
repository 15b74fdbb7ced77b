"""The sale and its basket: each change is on disk before the screen shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pos_app.application import link
from pos_app.application import shop as shops
from pos_app.application.invoicing import build_document
from pos_app.application.services import SEALED, Services
from pos_app.domain import sale as sales
from pos_app.domain.digits import fold
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import ActivationEvidence, InvoiceEvidence
from pos_app.domain.freshness import too_old
from pos_app.domain.facts import Facts
from pos_app.domain.identifiers import check_mobile, check_national_id, check_postal_code
from pos_app.domain.ids import new_id
from pos_app.domain.invoice import to_json
from pos_app.domain.money import MAX_RIAL, MoneyError
from pos_app.domain.outbox import OutboxEntry, Settlement, withdrawable
from pos_app.domain.registry import BY_PERSON, Channel, OperationKind, OperationState
from pos_app.domain.run import StepState, record
from pos_app.domain.sale import Buyer, Payment, Sale, SaleLine, SaleState
from pos_app.domain.stock import Product, Unit, UnitState
from pos_app.domain.vat import Vat, rate_for
from pos_app.ports.storage import ReadSession, StoredInvoice, WriteSession

MAX_TYPED = 20_000  # characters of one field


def load(session: ReadSession, sale_id: str) -> Sale:
    """The open sale, fresh from disk. Raises ShopError `sale-not-open`."""
    sale = session.sale(sale_id)
    if sale is None or sale.state is not SaleState.OPEN:
        raise ShopError("sale-not-open", detail=sale_id)
    return sale


def begin(services: Services, session: WriteSession) -> str:
    """A new, empty sale of this till."""
    now = services.clock.now()
    sale = Sale(
        id=new_id(now), till_id=services.till_id, seller=services.person, state=SaleState.OPEN, opened_at=now
    )  # fmt: skip
    session.open_sale(sale)
    session.audit(services.till_id, now, services.person, "sale-opened", sale.id, {})
    return sale.id


def add_unit(services: Services, session: WriteSession, sale_id: str, unit: Unit) -> None:
    """One device, and the checklist that comes with it. The schema refuses a unit that is elsewhere."""
    if unit.state is not UnitState.IN_STOCK:
        raise ShopError("unit-already-sold", detail=unit.imeis[0] if unit.imeis else unit.serial)
    line = SaleLine(
        id=new_id(services.clock.now()), product=unit.product, quantity=1, fee=unit.product.price, unit=unit
    )  # fmt: skip
    session.add_line(sale_id, line)
    session.begin_run(sale_id, SEALED, services.checklist.version)


def add_accessory(services: Services, session: WriteSession, sale: Sale, product: Product) -> None:
    """A second scan of the same accessory raises the quantity."""
    same = next((line for line in sale.lines if line.product.id == product.id), None)
    if same is None:
        line = SaleLine(id=new_id(services.clock.now()), product=product, quantity=1, fee=product.price)
        session.add_line(sale.id, line)
    elif same.quantity >= sales.MAX_QUANTITY:
        raise ShopError("quantity-too-large", detail=product.title)
    else:
        session.change_line(sale.id, replace(same, quantity=same.quantity + 1))


def change_line(services: Services, sale_id: str, line_id: str, *, fee: int, discount: int, quantity: int) -> None:
    """New price, discount (rials) or quantity. Raises ShopError at the field that does not fit."""
    with services.storage.write() as session:
        sale = load(session, sale_id)
        line = next((line for line in sale.lines if line.id == line_id), None)
        if line is None:
            raise ShopError("line-missing")
        if not 0 < fee <= MAX_RIAL:
            raise ShopError("amount-not-positive" if fee <= 0 else "amount-too-large", field="fee")
        if not 0 < quantity <= sales.MAX_QUANTITY or (line.unit and quantity != 1):
            raise ShopError("quantity-too-large", field="quantity")
        changed = replace(line, fee=fee, discount=discount, quantity=quantity)
        try:
            changed.amounts(vat_now(services, session))
        except MoneyError as error:
            raise ShopError(error.code, field="discount") from error
        session.change_line(sale_id, changed)
        data: dict[str, object] = {"line": line_id, "fee": [line.fee, fee], "discount": [line.discount, discount]}
        session.audit(services.till_id, services.clock.now(), services.person, "price-changed", sale_id, data)


def remove_line(services: Services, sale_id: str, line_id: str) -> None:
    """Takes an accessory out. The device leaves only with its whole sale (`abandon`): its checklist hangs on it."""
    with services.storage.write() as session:
        sale = load(session, sale_id)
        line = next((line for line in sale.lines if line.id == line_id), None)
        if line is None or line.unit is not None:
            raise ShopError("line-holds-device")
        session.remove_line(sale_id, line_id)


def set_buyer(services: Services, sale_id: str, buyer: Buyer) -> None:
    """Canonical numbers only. Raises ShopError at the field that is wrong; unusual prefixes pass."""
    checked = {}
    for field, check in (
        ("national_id", check_national_id), ("mobile", check_mobile), ("postal_code", check_postal_code)
    ):  # fmt: skip
        given = getattr(buyer, field)
        if given:
            said = check(given)
            if not said.ok:
                raise ShopError(said.code, field=field, detail=said.value)
            checked[field] = said.value
    clean = replace(buyer, name=buyer.name.strip()[:200], address=buyer.address.strip()[:400], **checked)
    with services.storage.write() as session:
        load(session, sale_id)
        session.set_buyer(sale_id, clean)


def set_payment(services: Services, sale_id: str, payment: Payment) -> None:
    reference = fold(payment.reference)[:40]
    with services.storage.write() as session:
        load(session, sale_id)
        session.set_payment(sale_id, replace(payment, reference=reference, terminal=fold(payment.terminal)[:20]))


def save_draft(services: Services, sale_id: str, changes: dict[str, str]) -> None:
    """What was typed and not yet recorded: nothing typed is lost, whatever happens to the program.

    Only the fields that changed, so that a scan which arrives meanwhile is not overwritten; "" removes one."""
    with services.storage.write() as session:
        sale = load(session, sale_id)
        draft = {**sale.draft, **{name: text[:MAX_TYPED] for name, text in changes.items()}}
        session.set_draft(sale_id, {name: text for name, text in draft.items() if text})


def abandon(services: Services, sale_id: str) -> None:
    """Gives the unit back to the stock. What was asked and answered stays on record; what nobody has heard of yet
    is not sent any more, else the phone would be activated for somebody who did not buy it. Raises ShopError
    `activation-under-way` or `already-activated-give-up` where the phone is, or may be, the buyer's already."""
    now = services.clock.now()
    with services.storage.write() as session:
        load(session, sale_id)
        entries = session.entries_of(sale_id)
        _keep_what_is_activated(entries)
        for entry in entries:
            if withdrawable(entry):
                session.settle(entry.id, Settlement(OperationState.CANCELLED, "sale-abandoned"), now)
                session.forget_code(entry.id)
            elif entry.channel.assisted:  # no background round asks a person
                session.settle(entry.id, Settlement(OperationState.EXPIRED, "sale-abandoned"), now)
                session.forget_code(entry.id)
        session.abandon_sale(sale_id)
        session.audit(services.till_id, now, services.person, "sale-abandoned", sale_id, {})


def _keep_what_is_activated(entries: tuple[OutboxEntry, ...]) -> None:
    """An activation binds the phone to a person: it never goes back on the shelf behind that person's back."""
    for entry in entries:
        if entry.kind is not OperationKind.ACTIVATION:
            continue
        if entry.state is OperationState.SUCCEEDED:
            raise ShopError("already-activated-give-up", detail=entry.device_key)
        only_begun = entry.channel in BY_PERSON and entry.state is OperationState.SENDING
        if not (entry.state.final or only_begun or withdrawable(entry)):
            raise ShopError("tell-first" if entry.channel.assisted else "activation-under-way", detail=entry.device_key)


def vat_now(services: Services, session: ReadSession, shop: shops.Shop | None = None) -> Vat:
    """The rate of today, in Tehran; `shop` where the caller has it already."""
    from pos_app import jalali

    shop = shop or shops.load(session)
    today = jalali.local(services.clock.now()).date()
    return rate_for(today, session.vat_rates(), registered=shop.vat_registered)


def lacks(services: Services, session: ReadSession, sale: Sale) -> tuple[tuple[str, str], ...]:
    """All that keeps the finishing button shut: (code, detail), in the order of work."""
    found = list(sales.missing(sale, services.checklist if sale.run else None))
    age = stale(services, session, sale)
    if age is not None:
        found.insert(0, _stale_code(age))
    if sale.unit is not None:
        found += [
            ("conflict-registry" if conflict.decision else "conflict-open", conflict.kind.value)
            for conflict in session.conflicts(imeis=sale.unit.imeis)
        ]
    if any(line.fee <= 0 for line in sale.lines):
        found.append(("price-missing", ""))
    return tuple(found)


def stale(services: Services, session: ReadSession, sale: Sale) -> timedelta | None:
    """How old the answer is that this sale stands on, where that is older than the shop allows; None = it holds."""
    if sale.run is None:
        return None
    return too_old(services.checklist, sale.run, services.clock.now(), link.max_age(session))


def refuse_stale(services: Services, session: ReadSession, sale: Sale) -> None:
    """Raises ShopError `answer-too-old`: the registry is asked again before anything is done on its word."""
    age = stale(services, session, sale)
    if age is not None:
        code, detail = _stale_code(age)
        raise ShopError(code, detail=detail)


def _stale_code(age: timedelta) -> tuple[str, str]:
    if age < timedelta(0):
        return "answer-undated", ""
    return "answer-too-old", str(int(age.total_seconds() // 3600))


def complete(services: Services, sale_id: str) -> StoredInvoice:
    """One transaction: sale, units, invoice number, frozen document, last step, outbox entries, audit.

    It is durable when this returns; only then may paper be made. Raises ShopError naming what is missing,
    StorageError when the disk or the database refuses: then nothing of it happened and the basket is as it was.
    """
    from pos_app import jalali

    now = services.clock.now()
    with services.storage.write() as session:
        sale = load(session, sale_id)
        checklist = services.checklist if sale.run else None
        missing = lacks(services, session, sale)
        if missing:
            raise ShopError(missing[0][0], detail=missing[0][1])
        shop = shops.load(session)
        vat = vat_now(services, session, shop)
        if not shop.name:
            raise ShopError("shop-name-missing")
        year = jalali.year(now)
        seq = session.next_invoice_number(services.till_id, year)
        number = f"{year}-{services.till_id}-{seq:06d}"
        document = build_document(sale, shop, vat, number=number, at=now)
        lacking = services.renderer.unprintable(document)
        if lacking:
            raise ShopError("glyph-missing", detail=lacking)
        text = to_json(document)
        sha256 = _sha256(text)
        if sale.run and checklist and sale.unit:
            evidence = InvoiceEvidence(number=number, document_sha256=sha256)
            facts = Facts(unit=sale.unit)
            finished = record(
                checklist, sale.run, sales.INVOICE_STEP, evidence, facts, channel=None, at=now, by=services.person
            )  # fmt: skip
            session.add_records(sale_id, finished.records[len(sale.run.records) :])
        invoice = StoredInvoice(
            number=number, sale_id=sale_id, issued_at=now, document=text, sha256=sha256, prints=0
        )  # fmt: skip
        title = (sale.device_line or sale.lines[0]).product.title
        session.add_invoice(invoice, services.till_id, year, seq, title, document.tsstam)
        _owe_activation(services, session, sale)
        session.complete_sale(sale_id, now)
        data: dict[str, object] = {"invoice": number, "total": document.tsstam, "document": sha256}
        session.audit(services.till_id, now, services.person, "sale-completed", sale_id, data)
    return invoice


def _sha256(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def _owe_activation(services: Services, session: WriteSession, sale: Sale) -> None:
    """A deferred activation becomes an outbox entry in the sale's own transaction, unless one is open, was brought to
    its end by the background meanwhile, or was refused for this very code: that stays the duty, no try is wasted."""
    last = sale.run.last("activation") if sale.run else None
    if last is None or last.state is not StepState.DEFERRED or not isinstance(last.evidence, ActivationEvidence):
        return
    sim, code = sale.draft.get("sim", ""), sale.draft.get("code", "")
    earlier = [e for e in session.entries_of(sale.id) if e.kind is OperationKind.ACTIVATION]
    if any(not e.state.final or e.state is OperationState.SUCCEEDED for e in earlier):
        return
    if any(e.state is OperationState.REJECTED and _says(e) == (last.evidence.imei, sim, code) for e in earlier):
        return
    now = services.clock.now()
    session.add_entry(
        OutboxEntry(
            id=new_id(now), sale_id=sale.id, device_key=last.evidence.imei, kind=OperationKind.ACTIVATION,
            channel=last.channel or Channel.USSD, state=OperationState.QUEUED, till_id=services.till_id,
            local_seq=session.next_local_seq(services.till_id), created_at=now, next_at=now,
            payload={"msisdn": sim, "activation_code": code, "shop": services.shop_id},
        )
    )  # fmt: skip


def _says(entry: OutboxEntry) -> tuple[str, str, str]:
    """Which phone an activation binds to which SIM, and by which code."""
    return entry.device_key, entry.payload.get("msisdn", ""), entry.payload.get("activation_code", "")
