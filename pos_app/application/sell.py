"""The sale and its basket: each change is on disk before the screen shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from pos_app.application import cheques, codes, in_currency, link, settlement, tacs
from pos_app.application import shop as shops
from pos_app.application.as_it_was import WAS, as_it_was, put_back
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.application.staff import approved_by
from pos_app.domain import paying, which_list
from pos_app.domain import sale as sales
from pos_app.domain.digits import plain_name
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import PermitEvidence
from pos_app.domain.freshness import too_old
from pos_app.domain.identifiers import check_mobile, check_postal_code
from pos_app.domain.ids import new_id
from pos_app.domain.money import MAX_RIAL, MoneyError
from pos_app.domain.outbox import OutboxEntry, Settlement, withdrawable
from pos_app.domain.registry import BY_PERSON, OperationKind, OperationState
from pos_app.domain.rights import Right
from pos_app.domain.run import MIN_REASON, bound, reopened
from pos_app.domain.sale import Buyer, CaseKind, Payment, Sale, SaleLine, SaleState
from pos_app.domain.stock import Condition, Product, Unit, UnitState
from pos_app.domain.typed import one_line
from pos_app.domain.vat import NOT_CALLED, Vat, rate_for
from pos_app.ports.storage import ReadSession, WriteSession

MAX_TYPED = 20_000  # characters of one field


def load(session: ReadSession, sale_id: str) -> Sale:
    """The open sale, fresh from disk. Raises ShopError `sale-not-open`."""
    sale = session.sale(sale_id)
    if sale is None or sale.state is not SaleState.OPEN:
        raise ShopError("sale-not-open", detail=sale_id)
    return sale


def begin(
    services: Services, session: WriteSession, kind: CaseKind = CaseKind.SALE, *, refers_to: str = "", within: str = ""
) -> str:
    """A new, empty case of this till."""
    now = services.clock.now()
    sale = Sale(
        id=new_id(now), till_id=services.till_id, seller=services.person, state=SaleState.OPEN, opened_at=now,
        kind=kind, refers_to=refers_to, within=within,
    )  # fmt: skip
    session.open_sale(sale)
    session.audit(services.till_id, now, services.person, f"{kind.value.replace('_', '-')}-opened", sale.id, {})
    return sale.id


#: Why a phone that is here, or was, is not for sale.
_NOT_FOR_SALE = {
    UnitState.SOLD: "unit-already-sold",
    UnitState.INTAKE: "unit-being-bought",
    UnitState.HELD: "unit-held",
    UnitState.BACK: "unit-came-back",
    UnitState.LEFT: "unit-has-left",
}


def refuse_not_for_sale(unit: Unit) -> None:
    if unit.state is not UnitState.IN_STOCK:
        raise ShopError(_NOT_FOR_SALE[unit.state], field="scan", detail=unit.name)


def add_unit(services: Services, session: WriteSession, sale_id: str, unit: Unit) -> None:
    """One device, and the checklist that comes with it. The schema refuses a unit that is elsewhere."""
    refuse_not_for_sale(unit)
    line = SaleLine(id=new_id(services.clock.now()), product=unit.product, quantity=1, fee=unit.asking, unit=unit)
    session.add_line(sale_id, line)
    which = which_list.for_sale(unit)
    session.begin_run(sale_id, which, services.checklists[which].version)
    tacs.suspect(services, session, unit)


@needs(Right.SELL)
def choose_list(
    services: Services, sale_id: str, condition: Condition, *, boxed: bool, pin: str = "", reason: str = ""
) -> None:
    """As what this phone is sold: sealed, used with or without its box, passenger. Answers that were recorded stay;
    what the other list asks besides is asked. That a used phone be sealed again only a manager says.

    Raises ShopError `step-out-of-order` once something binding is done, a PIN's errors, `reason-missing`."""
    if len(reason.strip()) < MIN_REASON and condition is Condition.SEALED:
        raise ShopError("reason-missing", field="reason")
    with services.storage.read() as session:
        shown = load(session, sale_id)
        codes.refuse_in(session, reason, shown)
    was = shown.unit
    upwards = condition is Condition.SEALED and was is not None and was.condition is not Condition.SEALED
    who = approved_by(services, Right.CALL_SEALED, pin).name if upwards else services.person
    with services.storage.write() as session:
        sale = load(session, sale_id)
        unit, run, line = sale.unit, sale.run, sale.device_line
        if unit is None or run is None or line is None or sale.kind is not CaseKind.SALE:
            raise ShopError("sale-without-device")
        if bound(services.list_of(run), run):
            raise ShopError("step-out-of-order")
        changed = replace(unit, condition=condition, boxed=boxed or condition is not Condition.USED)
        which = which_list.for_sale(changed)
        session.change_unit(changed)
        session.set_draft(sale_id, {WAS: as_it_was(unit), **sale.draft})
        session.change_run(sale_id, which, services.checklists[which].version)
        session.add_records(sale_id, reopened(services.checklists[which], run, services.clock.now(), services.person))
        if line.fee == unit.asking and line.fee != changed.asking:
            session.change_line(sale_id, replace(line, fee=changed.asking, discount=0))
        data: dict[str, object] = {"list": [run.checklist_id, which], "reason": reason.strip()[:400]}
        session.audit(services.till_id, services.clock.now(), who, "checklist-chosen", sale_id, data)


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


_OF_THE_PRICE = ("amount-below-unit", "amount-too-large")


@needs(Right.SELL)
def change_line(services: Services, sale_id: str, line_id: str, *, fee: int, discount: int, quantity: int) -> None:
    """New price, discount (rials) or quantity. Raises ShopError at the field that does not fit."""
    with services.storage.write() as session:
        sale = load(session, sale_id)
        line = next((line for line in sale.lines if line.id == line_id), None)
        if line is None:
            raise ShopError("line-missing")
        if sale.kind is CaseKind.RETURN:
            raise ShopError("return-price-fixed", field="fee")
        if not 0 < fee <= MAX_RIAL:
            raise ShopError("amount-not-positive" if fee <= 0 else "amount-too-large", field="fee")
        if not 0 < quantity <= sales.MAX_QUANTITY or (line.unit and quantity != 1):
            raise ShopError("quantity-too-large", field="quantity")
        changed = replace(line, fee=fee, discount=discount, quantity=quantity)
        shop = shops.load(session)
        try:
            in_currency.bill(
                replace(sale, lines=(changed,)), vat_of(services, session, sale, shop),
                shop.currency_on(today(services)),
            )  # fmt: skip
        except MoneyError as error:
            field = "fee" if error.code in _OF_THE_PRICE else "discount"
            raise ShopError(error.code, field=field, detail=error.detail) from error
        session.change_line(sale_id, changed)
        data: dict[str, object] = {"line": line_id, "fee": [line.fee, fee], "discount": [line.discount, discount]}
        session.audit(services.till_id, services.clock.now(), services.person, "price-changed", sale_id, data)


@needs(Right.SELL)
def remove_line(services: Services, sale_id: str, line_id: str) -> None:
    """Takes an accessory out. The device leaves only with its whole sale (`abandon`): its checklist hangs on it."""
    with services.storage.write() as session:
        sale = load(session, sale_id)
        line = next((line for line in sale.lines if line.id == line_id), None)
        if line is None or line.unit is not None or sale.kind is CaseKind.RETURN:
            raise ShopError("line-holds-device")
        session.remove_line(sale_id, line_id)


@needs(Right.SELL)
def set_buyer(services: Services, sale_id: str, buyer: Buyer) -> None:
    """See `put_buyer`."""
    with services.storage.write() as session:
        put_buyer(session, sale_id, buyer)


def put_buyer(session: WriteSession, sale_id: str, buyer: Buyer, *, looked_at: bool = False) -> Buyer:
    """Canonical numbers only. Raises ShopError at the field that is wrong; unusual prefixes pass."""
    checked: dict[str, Any] = {}
    for field, check in (
        ("national_id", partial(paying.check_id_of, buyer.kind)), ("mobile", check_mobile),
        ("postal_code", check_postal_code), ("economic_no", paying.check_economic_no),
    ):  # fmt: skip
        given = getattr(buyer, field)
        if given:
            said = check(given)
            if not said.ok:
                raise ShopError(said.code, field=field, detail=said.value)
            checked[field] = said.value
    name, address = one_line(buyer.name).strip()[:200], one_line(buyer.address).strip()[:400]
    clean = replace(buyer, name=name, address=address, **checked)
    case = load(session, sale_id)
    certain = case.kind is CaseKind.BUY_IN and case.run is not None and case.run.passed("identity")
    if certain and not looked_at and clean != case.buyer:
        raise ShopError("identity-is-certain", field="name")
    session.set_buyer(sale_id, clean)
    return clean


@needs(Right.SELL)
def set_payment(services: Services, sale_id: str, payment: Payment) -> None:
    """All of it. Credit is only given to a buyer who is named: his identity is asked for first. Raises ShopError at the
    field that is wrong, `identity-for-credit` at the one of the buyer that is missing."""
    _put_payment(services, sale_id, lambda _before: payment)


@needs(Right.SELL)
def set_way(services: Services, sale_id: str, payment: Payment) -> None:
    """How the rest is paid; parts and instalments stay as they are."""
    _put_payment(
        services, sale_id, lambda before: replace(payment, parts=before.parts, instalments=before.instalments)
    )  # fmt: skip


@needs(Right.SELL)
def set_parts(services: Services, sale_id: str, payment: Payment) -> None:
    """Parts and instalments; how the rest is paid stays as it is. Raises as `set_payment`."""
    _put_payment(
        services, sale_id, lambda before: replace(before, parts=payment.parts, instalments=payment.instalments)
    )  # fmt: skip


def _put_payment(services: Services, sale_id: str, change: Callable[[Payment], Payment]) -> None:
    now = today(services)
    with services.storage.write() as session:
        sale = load(session, sale_id)
        checked = _checked(session, change(sale.payment), now)
        if checked.split and sale.kind is not CaseKind.SALE:
            raise ShopError("payment-in-one", detail=sale.kind.value)
        if paying.owed(checked, now):
            _refuse_unnamed(sale.buyer)
        session.set_payment(sale_id, checked)


def _checked(session: ReadSession, payment: Payment, now: date) -> Payment:
    """As `paying.checked`, in the money of the papers of that day; a cheque that pays another invoice is refused."""
    made = paying.checked(payment, now, shops.load(session).currency_on(now).rials)
    cheques.refuse_taken(session, made)
    return made


#: What was right when it was typed, said at the end: its day has come meanwhile.
_PASSED = {"due-in-past": "due-passed", "due-not-later": "due-passed"}


def _outdated(session: ReadSession, payment: Payment, now: date) -> list[tuple[str, str]]:
    """Why the payment that was typed on another day, or beside another sale, cannot be issued now."""
    try:
        _checked(session, payment, now)
    except ShopError as error:
        return [(_PASSED.get(error.code, error.code), error.detail)]
    return []


def _refuse_unnamed(buyer: Buyer) -> None:
    for field in paying.lacks_identity(buyer):
        raise ShopError("identity-for-credit", field=field)


def save_draft(services: Services, sale_id: str, changes: dict[str, str]) -> None:
    """What was typed and not yet recorded: nothing typed is lost, whatever happens to the program.

    Only the fields that changed, so that a scan which arrives meanwhile is not overwritten; "" removes one."""
    with services.storage.write() as session:
        sale = load(session, sale_id)
        draft = {**sale.draft, **{name: text[:MAX_TYPED] for name, text in changes.items()}}
        session.set_draft(sale_id, {name: text for name, text in draft.items() if text})


@needs(Right.SELL)
def abandon(services: Services, sale_id: str) -> None:
    """Gives the unit back to the stock; a phone that was to be bought goes home with its seller. What was asked and
    answered stays on record; what nobody has heard of yet is not sent any more, else the phone would be activated for
    somebody who did not buy it. Raises ShopError `activation-under-way`, `transfer-open-give-up` or
    `already-activated-give-up` (`-buy-in`, `-return`) where the phone is, or may be, another's already."""
    now = services.clock.now()
    with services.storage.write() as session:
        sale = load(session, sale_id)
        entries = session.entries_of(sale_id)
        _keep_what_is_bound(sale.kind, entries)
        for case_id in session.settled_with(sale_id):
            session.settle_within(case_id, "")  # the trade-in stands for itself now
        if sale.unit is not None:
            session.change_unit(put_back(session, sale))
        for entry in entries:
            if withdrawable(entry):
                session.settle(entry.id, Settlement(OperationState.CANCELLED, "sale-abandoned"), now)
                session.forget_code(entry.id)
            elif entry.channel.assisted:  # no background round asks a person
                session.settle(entry.id, Settlement(OperationState.EXPIRED, "sale-abandoned"), now)
                session.forget_code(entry.id)
        session.abandon_sale(sale_id)
        session.audit(services.till_id, now, services.person, "sale-abandoned", sale_id, {})


_ACTIVE = {
    CaseKind.SALE: "already-activated-give-up",
    CaseKind.BUY_IN: "already-activated-give-up-buy-in",
    CaseKind.RETURN: "already-activated-give-up-return",
}


def _keep_what_is_bound(kind: CaseKind, entries: tuple[OutboxEntry, ...]) -> None:
    """An activation binds the phone to a person, an open transfer is about to: it never goes back on the shelf behind
    that person's back."""
    binding = [e for e in entries if e.kind in (OperationKind.ACTIVATION, OperationKind.TRANSFER)]
    for entry in binding:  # first: the transfer that this completed may be open until the registry says so
        if entry.state is OperationState.SUCCEEDED:
            raise ShopError(_ACTIVE[kind], detail=entry.device_key)
    for entry in binding:
        if entry.kind is OperationKind.TRANSFER and entry.state in _OPEN_TRANSFER:
            raise ShopError("transfer-open-give-up", detail=entry.device_key)
        only_begun = entry.channel in BY_PERSON and entry.state is OperationState.SENDING
        if not (entry.state.final or only_begun or withdrawable(entry)):
            raise ShopError("tell-first" if entry.channel.assisted else "activation-under-way", detail=entry.device_key)


_OPEN_TRANSFER = (OperationState.ACCEPTED, OperationState.AWAITING_BUYER)


def vat_now(services: Services, session: ReadSession, shop: shops.Shop | None = None) -> Vat:
    """The rate of today, in Tehran; `shop` where the caller has it already."""
    shop = shop or shops.load(session)
    return rate_for(today(services), session.vat_rates(), registered=shop.vat_registered)


def vat_of(services: Services, session: ReadSession, case: Sale, shop: shops.Shop | None = None) -> Vat:
    """What the shop pays a walk-in bears none, and asks for no row of the table."""
    return NOT_CALLED if case.kind is CaseKind.BUY_IN else vat_now(services, session, shop)


def lacks(services: Services, session: ReadSession, sale: Sale) -> tuple[tuple[str, str], ...]:
    """All that keeps the finishing button shut: (code, detail), in the order of work."""
    found = list(sales.missing(sale, services.list_of(sale.run) if sale.run else None))
    found = _lacks_of_money(services, session, sale, found)
    for case in settlement.attached(session, sale):
        if lacks(services, session, case):
            code = "trade-in-unfinished" if case.kind is CaseKind.BUY_IN else "return-unfinished"
            found.append((code, case.unit.name) if case.unit else ("trade-in-not-read", ""))
    age = stale(services, session, sale)
    if age is not None:
        found.insert(0, _stale_code(age))
    found += _doubts(session, sale)
    if sale.kind is CaseKind.BUY_IN and sale.unit is None:
        found = [("device-missing", "")]
    if (holder := _holder_is_another(sale)) is not None:
        found.append(("holder-is-not-buyer", holder))
    if sale.kind is CaseKind.RETURN and not sale.draft.get("return_reason"):
        found.insert(0, ("return-reason-missing", ""))
    if any(line.fee <= 0 or (sale.kind is CaseKind.BUY_IN and line.fee <= line.discount) for line in sale.lines):
        found.append(("price-missing", ""))
    return tuple(found)


def _holder_is_another(sale: Sale) -> str | None:
    """The holder's name, where the permit says that he takes the phone himself and the invoice says somebody else."""
    record = sale.run.last("permit") if sale.run else None
    if record is None or not isinstance(record.evidence, PermitEvidence) or not record.evidence.for_holder:
        return None
    holder = record.evidence.holder
    return None if not sale.buyer.name or plain_name(holder) == plain_name(sale.buyer.name) else holder


def _lacks_of_money(
    services: Services, session: ReadSession, sale: Sale, found: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Who must be named before the payment, and how the rest is paid: nothing, where parts or what comes back cover it
    to the rial."""
    unpaid = ("payment-missing", "")
    kept = [lack for lack in found if lack != unpaid]
    if sale.kind is CaseKind.SALE and paying.invoice_type(sale.buyer, paying.owed(sale.payment, today(services))) == 1:
        lacking = paying.lacks_identity(sale.buyer)
        kept += [("identity-missing", name) for name in lacking if name != "name" or ("buyer-missing", "") not in kept]
    if sale.within:
        return kept
    kept += _outdated(session, sale.payment, today(services))
    try:
        rest = _rest(services, session, sale)
    except MoneyError as error:
        return [*kept, (error.code, error.detail)]
    if not sale.payment.split and unpaid not in found:
        return kept
    if rest is not None and rest < 0 and sale.payment.split:
        return [*kept, ("payments-exceed", str(-rest))]
    return kept if unpaid not in found or rest == 0 else [*kept, unpaid]


def _rest(services: Services, session: ReadSession, sale: Sale) -> int | None:
    """Rials that parts, instalments and what comes back leave to pay; None where it cannot be told, which is said by
    itself. Raises MoneyError where the prices make no sum."""
    if sale.kind is CaseKind.RETURN:
        return settlement.owed_for(session, sale, today(services))
    if sale.kind is not CaseKind.SALE or not sale.lines:
        return None
    try:
        return settlement.of(session, sale, vat_now(services, session), today(services)).due - sale.payment.split
    except MoneyError:
        raise
    except ShopError:
        return None


def today(services: Services) -> date:
    """The day of the shop, in Tehran."""
    return day_of(services.clock.now())


def day_of(instant: datetime) -> date:
    """In Tehran."""
    from pos_app import jalali

    return jalali.local(instant).date()


def stale(services: Services, session: ReadSession, sale: Sale) -> timedelta | None:
    """How old the answer is that this sale stands on, where that is older than the shop allows; None = it holds."""
    if sale.run is None:
        return None
    return too_old(services.list_of(sale.run), sale.run, services.clock.now(), link.max_age(session))


def refuse_unsound(services: Services, session: ReadSession, sale: Sale) -> None:
    """Before anything binds the phone to a person: what could not be sold is not activated either.

    Raises ShopError `answer-too-old`, `answer-undated` (the registry is asked again), `conflict-open`,
    `conflict-registry`."""
    age = stale(services, session, sale)
    doubts = [_stale_code(age)] if age is not None else _doubts(session, sale)
    if doubts:
        code, detail = doubts[0]
        raise ShopError(code, detail=detail)


def _doubts(session: ReadSession, sale: Sale) -> list[tuple[str, str]]:
    """What comes back is not kept away by a doubt."""
    if sale.unit is None or sale.kind is CaseKind.RETURN:
        return []
    return [
        ("conflict-registry" if conflict.decision else "conflict-open", conflict.kind.value)
        for conflict in session.conflicts(imeis=sale.unit.imeis)
    ]


def _stale_code(age: timedelta) -> tuple[str, str]:
    if age < timedelta(0):
        return "answer-undated", ""
    return "answer-too-old", str(int(age.total_seconds() // 3600))
