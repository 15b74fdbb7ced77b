"""The drawer of this till: its shift, cash by hand, and what each paper moved. Selling is never blocked: the first
money that moves opens a shift (decision 0024)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pos_app.application import shop as shops
from pos_app.application import staff
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.drawer import BY_HAND, Cause, Move, Shift, Sums, sums, way_of
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import PaymentLine
from pos_app.domain.money import MAX_RIAL
from pos_app.domain.rights import Right
from pos_app.domain.sale import PaymentMethod
from pos_app.domain.typed import one_line
from pos_app.ports.storage import ReadSession, WriteSession

MAX_REASON, MIN_REASON = 200, 3
SHOWN = 30  # closed shifts on the page


@dataclass(frozen=True, slots=True)
class Drawer:
    """As it stands. `shift` None: none is open; `left` is then what the last one left there. `sales`: how many.
    `opening_told`: what was there at the beginning was counted once, so that another sum takes a manager."""

    shift: Shift | None
    sums: Sums
    moves: tuple[Move, ...]
    sales: int
    left: int
    closed: tuple[Shift, ...]
    opening_told: bool = False


def look(services: Services) -> Drawer:
    with services.storage.read() as session:
        shift = session.open_shift(services.till_id)
        last = session.last_closed(services.till_id)
        moves = session.moves(shift.id) if shift else ()
        closed = tuple(one for one in session.shifts(services.till_id, SHOWN) if one.closed_at is not None)
        sales = session.sales_in(shift.id) if shift else 0
        left = last.left if last else 0
        told = shift is not None and _told(session, shift)
    return Drawer(shift, sums(shift.opening if shift else left, moves), moves, sales, left, closed, told)


@needs(Right.DRAWER)
def begin(services: Services, opening: int) -> int:
    """`opening`: rials that were counted in the drawer. Raises ShopError `amount-too-large`, `amount-negative`,
    `shift-open-already`."""
    _refuse_amount(opening, "opening", least=0)
    now = services.clock.now()
    with services.storage.write() as session:
        made = Shift(till_id=services.till_id, opened_at=now, opened_by=services.person, opening=opening)
        shift_id = session.begin_shift(made)
        data: dict[str, object] = {"opening": opening}
        session.audit(services.till_id, now, services.person, "shift-opened", str(shift_id), data)
    return shift_id


@needs(Right.DRAWER)
def say_opening(services: Services, opening: int, *, pin: str = "") -> None:
    """What was there when the first shift opened by itself. Once it was counted, here or by the shift before, another
    sum could hide what is missing: a manager's, at work or by `pin` in place. Both sums stay on record.

    Raises ShopError `no-shift-open`, `needs-manager`, a PIN's errors."""
    _refuse_amount(opening, "opening", least=0)
    with services.storage.read() as session:
        told = _told(session, _open(session, services))
    who = staff.may_or_approved(services, Right.CLOSE_SHIFT, pin) if told else services.person
    with services.storage.write() as session:
        shift = _open(session, services)
        if _told(session, shift) and not told:
            raise ShopError("needs-manager")  # somebody else said it meanwhile
        session.set_opening(shift.id, opening)
        data: dict[str, object] = {"opening": [shift.opening, opening], "changed": told, "seller": services.person}
        session.audit(services.till_id, services.clock.now(), who, "opening-said", str(shift.id), data)


def openings_before(session: ReadSession, shift_id: int) -> tuple[int, ...]:
    """Sums that were counted at its beginning and put right later, oldest first."""
    events = session.told_about((str(shift_id),))
    return tuple(one.data["opening"][0] for one in events if one.kind == "opening-said" and one.data.get("changed"))


def _told(session: ReadSession, shift: Shift) -> bool:
    return not shift.by_itself or session.last_closed(shift.till_id) is not None


@needs(Right.DRAWER)
def move(services: Services, cause: Cause, amount: int, reason: str) -> None:
    """Cash into the drawer or out of it, by hand. `amount` in rials, above 0 either way. Raises ShopError
    `amount-not-positive`, `amount-too-large`, `reason-missing`; ValueError for a cause that only a paper has."""
    if cause not in BY_HAND:
        raise ValueError("cause-not-by-hand")
    _refuse_amount(amount, "amount", least=1)
    told = one_line(reason).strip()[:MAX_REASON]
    if len(told) < MIN_REASON:
        raise ShopError("reason-missing", field="reason")
    now = services.clock.now()
    with services.storage.write() as session:
        shift_id = _take_shift(services, session, now)
        moved = Move(
            cause=cause, way=PaymentMethod.CASH, amount=amount if cause is Cause.PAID_IN else -amount, at=now,
            who=services.person, reason=told,
        )  # fmt: skip
        session.add_move(shift_id, moved)
        data: dict[str, object] = {"amount": moved.amount, "reason": told}
        session.audit(services.till_id, now, services.person, cause.value.replace("_", "-"), str(shift_id), data)


def note(
    services: Services, session: WriteSession, cause: Cause, paid: Iterable[PaymentLine], *, number: str, at: datetime,
    sign: int = 1, unit_rials: int = 1, sale_id: str = "",
) -> None:  # fmt: skip
    """What a paper says was paid, into the shift that is open, in the paper's own transaction. `sign` -1: the shop pays
    it out; `unit_rials`: what one unit of the paper's money is worth. The case `sale_id` belongs to that shift."""
    shift_id = _take_shift(services, session, at)
    if sale_id:
        session.put_in_shift(sale_id, shift_id)
    for line in paid:
        way = way_of(line.method)
        if way is None or not line.amount:
            continue
        terminal = line.terminal
        if way is PaymentMethod.CARD_READER and not terminal:
            terminal = shops.load(session).card_terminal
        moved = Move(
            cause=cause, way=way, amount=sign * line.amount * unit_rials, at=at, who=services.person,
            terminal=terminal if way is PaymentMethod.CARD_READER else "", number=number,
        )  # fmt: skip
        session.add_move(shift_id, moved)


def _take_shift(services: Services, session: WriteSession, at: datetime) -> int:
    """The one that is open; else one opens by itself, over what the last one left in the drawer."""
    known = session.open_shift(services.till_id)
    if known is not None:
        return known.id
    last = session.last_closed(services.till_id)
    opening = last.left if last else 0
    made = Shift(
        till_id=services.till_id, opened_at=at, opened_by=services.person, opening=opening, by_itself=True
    )  # fmt: skip
    shift_id = session.begin_shift(made)
    data: dict[str, object] = {"opening": opening, "by_itself": True}
    session.audit(services.till_id, at, services.person, "shift-opened", str(shift_id), data)
    return shift_id


def _open(session: ReadSession, services: Services) -> Shift:
    known = session.open_shift(services.till_id)
    if known is None:
        raise ShopError("no-shift-open")
    return known


def _refuse_amount(amount: int, field: str, *, least: int) -> None:
    if amount < least:
        raise ShopError("amount-not-positive" if least else "amount-negative", field=field)
    if amount > MAX_RIAL:
        raise ShopError("amount-too-large", field=field)
