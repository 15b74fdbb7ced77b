"""Customers: sealed each under a key of his own, found again by a blind index, erased by taking the key away."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Column, RowMapping, delete, func, insert, select, update

from pos_app.adapters.storage import erasing, mapping
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.own_keys import of_customer
from pos_app.adapters.storage.people_tables import customer, customer_case, customer_word, own_key
from pos_app.adapters.storage.session import SqlSession
from pos_app.domain.customer import Customer, CustomerCase, words_of
from pos_app.domain.sale import Buyer, CaseKind, SaleState

_PAGE = 1_000  # rows that are sealed anew at once


class SqlCustomerReads(SqlSession):
    """Implements `ports.customers.CustomerReads`."""

    def customer(self, customer_id: int) -> Customer | None:
        row = self._db.execute(select(customer).where(customer.c.id == customer_id)).mappings().first()
        return self._customer(row) if row else None

    def _customer(self, row: RowMapping) -> Customer:
        place = f"customer.details:{row['id']}"
        sealer = self._own.of(of_customer(row["id"]))
        plain = mapping.open_json(sealer, row["details_sealed"], place)
        return Customer(
            id=row["id"], person=mapping.buyer_from(plain), first_at=row["first_at"], last_at=row["last_at"],
            erased_at=row["erased_at"],
        )  # fmt: skip

    def customers_with(self, words: tuple[str, ...], limit: int) -> tuple[Customer, ...]:
        if not words:
            return ()
        w = customer_word.c
        query = select(customer)
        for word in words:
            mine = select(w.customer_id).where(w.word == self._sealer.blind(word))
            query = query.where(customer.c.id.in_(mine))
        rows = self._db.execute(query.order_by(customer.c.last_at.desc(), customer.c.id.desc()).limit(limit))
        return tuple(self._customer(row) for row in rows.mappings().all())

    def _is_erased(self, sale_id: str) -> bool:
        c = customer_case.c
        gone = select(customer.c.erased_at).join(customer_case, c.customer_id == customer.c.id)
        return self._db.scalar(gone.where(c.sale_id == sale_id)) is not None

    def customer_of(self, sale_id: str) -> int:
        return self._db.scalar(select(customer_case.c.customer_id).where(customer_case.c.sale_id == sale_id)) or 0

    def cases_of_customer(self, customer_id: int, limit: int = 100) -> tuple[CustomerCase, ...]:
        s, i, p, line, n = t.sale, t.invoice, t.paper, t.sale_line, t.unit_imei
        imei = (
            select(func.min(n.c.imei))
            .join(line, line.c.unit_id == n.c.unit_id)
            .where(line.c.sale_id == s.c.id, n.c.slot == 1)
            .scalar_subquery()
        )
        query = (
            select(
                s.c.id, s.c.kind, s.c.completed_at, func.coalesce(i.c.number, p.c.number).label("number"),
                func.coalesce(i.c.title, p.c.title).label("title"), func.coalesce(i.c.total, p.c.total).label("total"),
                imei.label("imei"),
            )
            .join(customer_case, customer_case.c.sale_id == s.c.id)
            .outerjoin(i, (i.c.sale_id == s.c.id) & t.of_its_case)
            .outerjoin(p, p.c.sale_id == s.c.id)
            .where(customer_case.c.customer_id == customer_id, s.c.state == SaleState.COMPLETED.value)
            .order_by(s.c.completed_at.desc(), s.c.id.desc())
            .limit(limit)
        )  # fmt: skip
        return tuple(
            CustomerCase(
                sale_id=row["id"], kind=CaseKind(row["kind"]), at=row["completed_at"], number=row["number"] or "",
                title=row["title"] or "", imei=row["imei"] or "", total=row["total"] or 0,
            )
            for row in self._db.execute(query).mappings()
        )  # fmt: skip


class SqlCustomerWrites(SqlCustomerReads):
    """Implements `ports.customers.CustomerWrites`."""

    def put_customer(self, customer_id: int, person: Buyer, at: datetime) -> int:
        if not customer_id:
            made = self._db.execute(insert(customer).values(first_at=at, last_at=at)).inserted_primary_key
            customer_id = int(made[0]) if made else 0
            self._own.make(of_customer(customer_id))
        sealer = self._own.of(of_customer(customer_id))
        sealed = mapping.seal_json(sealer, asdict(person), f"customer.details:{customer_id}")
        mine = customer.c.id == customer_id
        self._db.execute(update(customer).where(mine).values(details_sealed=sealed, last_at=at))
        self._index(customer_id, frozenset(self._sealer.blind(word) for word in words_of(person)))
        return customer_id

    def _index(self, customer_id: int, words: frozenset[str]) -> None:
        w = customer_word.c
        known = frozenset(self._db.scalars(select(w.word).where(w.customer_id == customer_id)))
        if gone := known - words:
            self._db.execute(delete(customer_word).where(w.customer_id == customer_id, w.word.in_(gone)))
        if new := words - known:
            rows: list[dict[str, Any]] = [{"word": word, "customer_id": customer_id} for word in sorted(new)]
            self._db.execute(insert(customer_word), rows)

    def unnamed_cases(self) -> tuple[tuple[str, datetime], ...]:
        """Finished cases of a program that kept no customers, oldest first."""
        s = t.sale
        known = select(customer_case.c.sale_id).where(customer_case.c.sale_id == s.c.id).exists()
        query = select(s.c.id, s.c.completed_at).where(s.c.state == SaleState.COMPLETED.value, ~known)
        rows = self._db.execute(query.order_by(s.c.completed_at, s.c.id)).all()
        return tuple((row.id, row.completed_at) for row in rows)

    def set_customer(self, sale_id: str, customer_id: int) -> None:
        self._db.execute(insert(customer_case).values(sale_id=sale_id, customer_id=customer_id))

    def seal_anew(self) -> int:
        return sum(
            self._anew(table.c[key], table.c[sealed], place)
            for table, key, sealed, place in (
                (own_key, "subject", "key_sealed", "own_key"), (t.picture, "sha256", "bytes_sealed", "picture.bytes"),
            )
        )  # fmt: skip

    def _anew(self, key: Column[Any], sealed: Column[Any], place: str) -> int:
        last, count = "", 0
        while True:
            query = select(key, sealed).where(key > last).order_by(key).limit(_PAGE)
            page = self._db.execute(query).all()
            for name, kept in page:
                last, where = name, f"{place}:{name}"
                again = self._sealer.seal(self._sealer.open(kept, where), where)
                self._db.execute(update(key.table).where(key == name).values({sealed: again}))
            count += len(page)
            if len(page) < _PAGE:
                return count

    def _voids_of(self, customer_id: int) -> tuple[str, ...]:
        """What took back a sale of his and was given no customer: voids of an earlier program."""
        s, c = t.sale, customer_case
        his = select(c.c.sale_id).where(c.c.customer_id == customer_id)
        known = select(c.c.sale_id).where(c.c.sale_id == s.c.id).exists()
        done = s.c.state == SaleState.COMPLETED.value
        return tuple(self._db.scalars(select(s.c.id).where(s.c.refers_to.in_(his), done, ~known)))

    def erase_customer(self, customer_id: int, at: datetime) -> tuple[str, ...]:
        mine = customer_case.c.customer_id == customer_id
        for sale_id in self._voids_of(customer_id):
            self.set_customer(sale_id, customer_id)
        cases = tuple(self._db.scalars(select(customer_case.c.sale_id).where(mine).order_by(customer_case.c.sale_id)))
        for case in cases:
            erasing.erase_case(self._db, self._sealer, self._own, case)
        self._own.shred(of_customer(customer_id))
        self._db.execute(delete(customer_word).where(customer_word.c.customer_id == customer_id))
        gone = {"details_sealed": None, "erased_at": at}
        self._db.execute(update(customer).where(customer.c.id == customer_id).values(**gone))
        return cases
