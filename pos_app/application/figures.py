"""What the shop did, in figures: read off the frozen documents, looked at by day, week and month of the Jalali year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from pos_app.application import duties
from pos_app.application.permits import needs
from pos_app.application.services import Services
from pos_app.domain.effect import effect
from pos_app.domain.invoice import CORRECTIVE, RETURN, VOID, InvoiceDocument, InvoiceLine, from_json
from pos_app.domain.rights import Right
from pos_app.domain.sale import Sale
from pos_app.ports.figures import Aged, Figure, Goods, ProductSums, Sums, Unread, VatSums
from pos_app.ports.storage import ReadSession

SOME = 200  # invoices of one transaction
BEST = 25  # models that are shown
AGES = (30, 90, 180, 365)  # days
NOTHING = Sums(0, 0, 0, 0, 0, 0, 0)
STEPS = ("day", "week", "month")


# -- reading the documents ---------------------------------------------------------------------------


def catch_up(services: Services, rounds: int = 1, told: Callable[[int], None] = lambda _left: None) -> int:
    """Reads the figures of invoices that have none yet, some in a transaction; how many are left. 0 rounds = all."""
    while True:
        with services.storage.read() as reading:
            if not reading.unread_count():
                return 0
        with services.storage.write() as session:
            unread = session.unread_figures(SOME)
            ends = {(one.till_id, one.year): one.seq for one in unread}
            figures = [_figure(session, one) for one in unread if one.document]
            session.add_figures(figures, [(till, year, seq) for (till, year), seq in ends.items()])
            if not unread:
                session.end_reading()
            left = session.unread_count()
        told(left)
        rounds -= 1
        if rounds == 0:
            return left


def _figure(session: ReadSession, one: Unread) -> Figure:
    from pos_app import jalali

    document = from_json(one.document)
    before = _corrected(session, document)
    change = effect(document, before)
    first = session.sale(_first_sale(session, document, one.sale_id))
    goods = _less(_goods(session, document, first), _goods(session, before, first) if before else ())
    sign = -1 if document.subject in (VOID, RETURN) else 1
    counted = tuple(
        Goods(
            product_id=row.product_id, quantity=sign * row.quantity, net=sign * row.net,
            cost=None if row.cost is None else sign * row.cost,
        )
        for row in goods
    )  # fmt: skip
    phones = 0 if before is not None else sign * sum(bool(line.imeis or line.serial) for line in document.lines)
    return Figure(
        number=one.number, till_id=one.till_id, year=one.year, seq=one.seq,
        day=jalali.local(one.issued_at).date(), subject=document.subject, seller=one.seller, phones=phones,
        discount=change.discount, vat=change.vat, net=change.net, goods=counted, payments=_paid(document, before),
    )  # fmt: skip


def _corrected(session: ReadSession, document: InvoiceDocument) -> InvoiceDocument | None:
    if document.subject != CORRECTIVE:
        return None
    stored = session.invoice(document.refers_to, for_books=True)
    return from_json(stored.document) if stored is not None else None


def _first_sale(session: ReadSession, document: InvoiceDocument, sale_id: str) -> str:
    """Whose rows the document has: a void and a return are cases of their own."""
    own = session.sale(sale_id)
    return own.refers_to if own is not None and own.refers_to else sale_id


def _goods(session: ReadSession, document: InvoiceDocument, first: Sale | None) -> tuple[Goods, ...]:
    """By product: how many, for how much, bought for how much."""
    if first is None:
        return ()
    rows = dict(enumerate(first.lines, 1))
    costs = {moved.product_id: moved.cost for moved in session.movements_of(first.id) if moved.quantity < 0}
    found: dict[int, Goods] = {}
    for line in document.lines:
        sold = next((row for row in first.lines if row.unit and _is_of(line, row.unit.imeis, row.unit.serial)), None)
        row = sold or rows.get(line.row_no)
        if row is None:
            continue
        quantity = int(Decimal(line.quantity))
        one = row.unit.cost if row.unit else costs.get(row.product.id)
        cost = None if one is None else one * quantity
        before = found.get(row.product.id)
        net = line.adis * document.unit_rials
        found[row.product.id] = (
            Goods(product_id=row.product.id, quantity=quantity, net=net, cost=cost)
            if before is None
            else Goods(
                product_id=row.product.id, quantity=before.quantity + quantity, net=before.net + net,
                cost=None if cost is None or before.cost is None else before.cost + cost,
            )
        )  # fmt: skip
    return tuple(found.values())


def _is_of(line: InvoiceLine, imeis: tuple[str, ...], serial: str) -> bool:
    return bool(set(line.imeis) & set(imeis)) or (not line.imeis and bool(line.serial) and line.serial == serial)


def _less(now: Iterable[Goods], was: Iterable[Goods]) -> tuple[Goods, ...]:
    before = {one.product_id: one for one in was}
    return tuple(
        Goods(
            product_id=one.product_id, quantity=one.quantity - then.quantity, net=one.net - then.net,
            cost=None if one.cost is None or then.cost is None else one.cost - then.cost,
        )
        if (then := before.get(one.product_id)) is not None
        else one
        for one in now
    )  # fmt: skip


def _paid(document: InvoiceDocument, before: InvoiceDocument | None) -> tuple[tuple[int, int], ...]:
    """By way of paying; a corrective carries all payments, so that only the difference is its own."""
    sign = -1 if document.subject in (VOID, RETURN) else 1
    sums: dict[int, int] = {}
    for of, by in ((document, sign), (before, -1)):
        for line in of.payments if of is not None else ():
            sums[line.method] = sums.get(line.method, 0) + by * line.amount * document.unit_rials
    return tuple((method, amount) for method, amount in sorted(sums.items()) if amount)


# -- periods -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """Days of Tehran, both ends in it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def step(self) -> str:
        """What one bar of it stands for."""
        return "day" if self.days <= 31 else "week" if self.days <= 120 else "month"


def named(name: str, today: date) -> Period:
    """today, week (from Saturday), month, quarter, year, last_month, last_year of the Jalali calendar, up to today.
    Raises KeyError for another name."""
    from pos_app import jalali

    year, month, _day = jalali.parts(today)
    quarter = (month - 1) // 3 * 3 + 1
    past_year, past_month = (year, month - 1) if month > 1 else (year - 1, 12)
    return {
        "today": Period(today, today),
        "week": Period(today - timedelta(days=(today.weekday() + 2) % 7), today),
        "month": Period(jalali.gregorian(year, month, 1), today),
        "quarter": Period(jalali.gregorian(year, quarter, 1), today),
        "year": Period(jalali.gregorian(year, 1, 1), today),
        "last_month": Period(
            jalali.gregorian(past_year, past_month, 1), jalali.gregorian(year, month, 1) - timedelta(days=1)
        ),
        "last_year": Period(jalali.gregorian(year - 1, 1, 1), jalali.gregorian(year, 1, 1) - timedelta(days=1)),
    }[name]


def begin_of(day: date, step: str) -> date:
    """First day of the week or month that it lies in."""
    from pos_app import jalali

    if step == "week":
        return day - timedelta(days=(day.weekday() + 2) % 7)
    if step == "month":
        year, month, _ = jalali.parts(day)
        return jalali.gregorian(year, month, 1)
    return day


def by_step(days: dict[date, Sums], period: Period, step: str) -> tuple[tuple[date, Sums], ...]:
    """Every day, week or month of the period, those on which nothing was sold as well."""
    found: dict[date, Sums] = {}
    day = period.first
    while day <= period.last:
        key = max(begin_of(day, step), period.first)
        found[key] = added(found.get(key, NOTHING), days.get(day, NOTHING))
        day += timedelta(days=1)
    return tuple(sorted(found.items()))


def added(one: Sums, other: Sums) -> Sums:
    return Sums(*(a + b for a, b in zip(one, other, strict=True)))


# -- looking -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Vat:
    """By month of the Jalali year; `net` and `vat` of sales, of what was given back, and what is left."""

    month: date
    subject: str
    invoices: int
    net: int
    vat: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """`unread`: invoices whose figures are still being read. `ages` of the stock as it lies here now; `pieces` of
    counted goods, with what they cost. `bought_in`: how many, for how much."""

    period: Period
    step: str
    total: Sums
    series: tuple[tuple[date, Sums], ...]
    sellers: tuple[tuple[str, Sums], ...]
    products: tuple[ProductSums, ...]
    methods: tuple[tuple[int, int, int], ...]
    vat: tuple[Vat, ...]
    ages: tuple[Aged, ...]
    pieces: tuple[int, int]
    bought_in: tuple[int, int]
    duties: int
    overdue: int
    unread: int = 0


@needs(Right.EXPORT)
def look(services: Services, period: Period) -> Dashboard:
    """A few statements over days; none grows with the number of sales."""
    now = services.clock.now()
    with services.storage.read() as session:
        days = session.sums_by_day(period.first, period.last)
        sellers = sorted(session.sums_by_seller(period.first, period.last).items(), key=lambda one: -one[1].net)
        methods = session.sums_by_method(period.first, period.last)
        owed = duties.count(services, session)
        return Dashboard(
            period=period, step=period.step, total=_total(days.values()), series=by_step(days, period, period.step),
            sellers=tuple(sellers), products=session.sums_by_product(period.first, period.last, BEST),
            methods=tuple((code, count, amount) for code, (count, amount) in sorted(methods.items())),
            vat=_by_month(session.vat_by_day(period.first, period.last)),
            ages=session.stock_by_age([now - timedelta(days=age) for age in AGES]), pieces=session.counted_stock(),
            bought_in=session.bought_in(_midnight(period.first), _midnight(period.last + timedelta(days=1))),
            duties=owed.duties, overdue=owed.overdue, unread=session.unread_count(),
        )  # fmt: skip


def today(services: Services) -> date:
    from pos_app import jalali

    return jalali.local(services.clock.now()).date()


def _total(sums: Iterable[Sums]) -> Sums:
    total = NOTHING
    for one in sums:
        total = added(total, one)
    return total


def _by_month(days: tuple[VatSums, ...]) -> tuple[Vat, ...]:
    found: dict[tuple[date, str], Vat] = {}
    for one in days:
        key = begin_of(one.day, "month"), one.subject
        was = found.get(key)
        found[key] = Vat(
            month=key[0], subject=one.subject, invoices=one.invoices + (was.invoices if was else 0),
            net=one.net + (was.net if was else 0), vat=one.vat + (was.vat if was else 0),
        )  # fmt: skip
    return tuple(found[key] for key in sorted(found))


def _midnight(day: date) -> datetime:
    """Its begin in Tehran, as an instant."""
    from pos_app import jalali

    return datetime(day.year, day.month, day.day, tzinfo=jalali.tehran()).astimezone(UTC)
