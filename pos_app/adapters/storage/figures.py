"""Figures: one row an invoice, and totals of a day that are added to. A dashboard over a million sales reads days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, Table, and_, bindparam, case, func, insert, literal, or_, select, update

from pos_app.adapters.storage import figure_tables as f
from pos_app.adapters.storage import goods_tables as g
from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.session import SqlSession
from pos_app.domain.errors import StorageError
from pos_app.ports.figures import Aged, Figure, ProductSums, Sums, Unread, VatSums

_ISSUED, _READ = "invoice:", "figures:"  # names of the counters: the last number given, the last one read
_SUMS = ("phones", "net", "vat", "discount", "cost", "costed")


def _within(column: Column[Any], first: date, last: date) -> Any:
    return column.between(bindparam(None, first, Date), bindparam(None, last, Date))


class SqlFigureReads(SqlSession):
    """Implements `ports.figures.FigureReads`."""

    def _behind(self) -> list[tuple[int, int, int, int]]:
        """Till, year, last number read, last number given; where they differ."""
        rows = self._db.execute(
            select(t.counter.c.till_id, t.counter.c.name, t.counter.c.last).where(
                or_(t.counter.c.name.startswith(_ISSUED), t.counter.c.name.startswith(_READ))
            )
        )
        found: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
        for till, name, last in rows:
            kind, _colon, year = name.partition(":")
            found[till, int(year)][kind == "invoice"] = last
        return [(till, year, read, given) for (till, year), (read, given) in sorted(found.items()) if read < given]

    def unread_count(self) -> int:
        return sum(given - read for _till, _year, read, given in self._behind())

    def unread_figures(self, limit: int) -> tuple[Unread, ...]:
        i = t.invoice.c
        found: list[Unread] = []
        for till, year, read, _given in self._behind():
            query = (
                select(i.number, i.till_id, i.year, i.seq, i.issued_at, i.document_sealed, i.sale_id, t.sale.c.seller)
                .join(t.sale, t.sale.c.id == i.sale_id)
                .where(i.till_id == till, i.year == year, i.seq > read)
                .order_by(i.seq)
                .limit(limit - len(found))
            )
            for number, *rest, sealed, sale_id, seller in self._db.execute(query):
                till_id, of_year, seq, issued_at = rest
                document = self._document_of(number, sale_id, sealed)
                found.append(Unread(number, till_id, of_year, seq, issued_at, document, sale_id, seller))
            if len(found) >= limit:
                break
        return tuple(found)

    def _document_of(self, number: str, sale_id: str, sealed: bytes) -> str:
        """ "" where it cannot be opened: `main.py verify` names it, the sums of all others go on."""
        try:
            return self._of(sale_id).open(sealed, f"invoice.document:{number}").decode()
        except StorageError:
            return ""

    def sums_by_day(self, first: date, last: date) -> dict[date, Sums]:
        return self._sums(f.day_seller.c.day, first, last)

    def sums_by_seller(self, first: date, last: date) -> dict[str, Sums]:
        return self._sums(f.day_seller.c.seller, first, last)

    def _sums(self, key: Column[Any], first: date, last: date) -> dict[Any, Sums]:
        c = f.day_seller.c
        totals = [func.sum(c[name]) for name in ("invoices", *_SUMS)]
        rows = self._db.execute(select(key, *totals).where(_within(c.day, first, last)).group_by(key).order_by(key))
        return {row[0]: Sums(*(int(value) for value in row[1:])) for row in rows}

    def sums_by_product(self, first: date, last: date, limit: int) -> tuple[ProductSums, ...]:
        c = f.day_product.c
        net = func.sum(c.net)
        best = (
            select(c.product_id, func.sum(c.quantity), net, func.sum(c.cost), func.sum(c.costed))
            .where(_within(c.day, first, last))
            .group_by(c.product_id)
            .order_by(net.desc(), c.product_id)
            .limit(limit)
        )
        rows = self._db.execute(best).all()
        named = select(t.product.c.id, t.product.c.title).where(t.product.c.id.in_([row[0] for row in rows]))
        titles: dict[int, str] = {row.id: row.title for row in self._db.execute(named)}
        return tuple(ProductSums(row[0], titles.get(row[0], ""), *(int(value) for value in row[1:])) for row in rows)

    def sums_by_method(self, first: date, last: date) -> dict[int, tuple[int, int]]:
        c = f.day_method.c
        query = select(c.method, func.sum(c.payments), func.sum(c.amount)).where(_within(c.day, first, last))
        return {row[0]: (int(row[1]), int(row[2])) for row in self._db.execute(query.group_by(c.method))}

    def vat_by_day(self, first: date, last: date) -> tuple[VatSums, ...]:
        c = f.invoice_figure.c
        query = (
            select(c.day, c.subject, func.count(), func.sum(c.net), func.sum(c.vat))
            .where(_within(c.day, first, last))
            .group_by(c.day, c.subject)
            .order_by(c.day, c.subject)
        )
        return tuple(VatSums(row[0], row[1], int(row[2]), int(row[3]), int(row[4])) for row in self._db.execute(query))

    def stock_by_age(self, edges: Sequence[datetime]) -> tuple[Aged, ...]:
        u, p = t.unit.c, t.product.c
        group = case(*((u.entered_at >= edge, place) for place, edge in enumerate(edges)), else_=len(edges))
        asking = case((u.price > 0, u.price), (u.condition == "sealed", p.price), else_=0)
        query = (
            select(
                group, func.count(), func.coalesce(func.sum(u.cost), 0),
                func.coalesce(func.sum(case((u.cost.is_(None), 1), else_=0)), 0), func.coalesce(func.sum(asking), 0),
            )
            .select_from(t.unit.join(t.product, p.id == u.product_id))
            .where(u.state == "in_stock", u.hold == "")
            .group_by(group)
        )  # fmt: skip
        found = {row[0]: tuple(int(value) for value in row[1:]) for row in self._db.execute(query)}
        limits: list[datetime | None] = [*edges, None]
        return tuple(Aged(since, *found.get(place, (0, 0, 0, 0))) for place, since in enumerate(limits))

    def counted_stock(self) -> tuple[int, int]:
        level = g.stock_level.c
        worth = level.quantity * func.coalesce(level.cost, literal(0))
        query = select(func.sum(level.quantity), func.sum(worth)).where(level.quantity > 0)
        pieces, cost = self._db.execute(query).one()
        return int(pieces or 0), int(cost or 0)

    def bought_in(self, first: datetime, end: datetime) -> tuple[int, int]:
        p = t.paper.c
        query = select(func.count(), func.coalesce(func.sum(p.total), 0))
        row = self._db.execute(query.where(and_(p.issued_at >= first, p.issued_at < end))).one()
        return int(row[0]), int(row[1])


class SqlFigureWrites(SqlFigureReads):
    """Implements `ports.figures.FigureWrites`."""

    def add_figures(self, figures: Iterable[Figure], read_to: Iterable[tuple[int, int, int]]) -> None:
        rows: list[dict[str, Any]] = []
        sellers: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * 7)
        products: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * 4)
        methods: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * 2)
        for one in figures:
            sums = {name: getattr(one, name) for name in _SUMS}
            rows.append({"number": one.number, "till_id": one.till_id, "day": one.day, "subject": one.subject,
                         "seller": one.seller, **sums})  # fmt: skip
            _add(sellers[one.day, one.seller], (1, *sums.values()))
            for goods in one.goods:
                costed = goods.net if goods.cost is not None else 0
                _add(products[one.day, goods.product_id], (goods.quantity, goods.net, goods.cost or 0, costed))
            for method, amount in one.payments:
                _add(methods[one.day, method], (1, amount))
        if rows:
            self._db.execute(say.into(f.invoice_figure), rows)
        self._raise(f.day_seller, ("day", "seller"), ("invoices", *_SUMS), sellers)
        self._raise(f.day_product, ("day", "product_id"), ("quantity", "net", "cost", "costed"), products)
        self._raise(f.day_method, ("day", "method"), ("payments", "amount"), methods)
        for till, year, seq in read_to:
            self._read_to(till, f"{_READ}{year}", seq)

    def end_reading(self) -> None:
        for till, year, _read, given in self._behind():
            self._read_to(till, f"{_READ}{year}", given)

    def _raise(
        self, table: Table, key: tuple[str, ...], names: tuple[str, ...], totals: dict[tuple[Any, ...], list[int]]
    ) -> None:
        """Adds to the row of this key, or makes it."""
        mine = [table.c[name] == bindparam(f"k_{name}") for name in key]
        raised = update(table).where(*mine).values({name: table.c[name] + bindparam(f"m_{name}") for name in names})
        for values, sums in sorted(totals.items()):
            keys, more = dict(zip(key, values, strict=True)), dict(zip(names, sums, strict=True))
            given = {f"k_{name}": value for name, value in keys.items()}
            given |= {f"m_{name}": value for name, value in more.items()}
            if self._db.execute(raised, given).rowcount == 0:
                self._db.execute(insert(table), {**keys, **more})

    def _read_to(self, till: int, name: str, seq: int) -> None:
        mine = t.counter.c.till_id == till, t.counter.c.name == name
        if self._db.execute(update(t.counter).where(*mine).values(last=seq)).rowcount == 0:
            self._db.execute(say.into(t.counter), {"till_id": till, "name": name, "last": seq})


def _add(totals: list[int], more: Sequence[int]) -> None:
    for place, value in enumerate(more):
        totals[place] += value
