"""Questions about one phone's whole life. Each goes by an index on the phone, its cases or its numbers."""

from __future__ import annotations

import json

from sqlalchemy import and_, func, or_, select

from pos_app.adapters.storage import mapping
from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.allocation_rows import allocation_from
from pos_app.adapters.storage.session import SqlSession
from pos_app.adapters.storage.units import unit_from
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.feed import Allocation
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.print_job import SENDABLE
from pos_app.domain.registry import OperationState
from pos_app.domain.stock import Unit
from pos_app.ports.lives import OperationTurn, PaperOf, Told


class SqlLifeReads(SqlSession):
    """Implements `ports.lives.LifeReads`."""

    def cases_with(self, unit_id: int) -> tuple[str, ...]:
        line, sale = t.sale_line, t.sale
        query = (
            select(sale.c.id)
            .where(sale.c.id.in_(select(line.c.sale_id).where(line.c.unit_id == unit_id)))
            .order_by(sale.c.opened_at, sale.c.id)
        )
        return tuple(self._db.scalars(query))

    def operations_about(self, imeis: tuple[str, ...]) -> tuple[OutboxEntry, ...]:
        o = t.operation
        query = select(o).where(o.c.device_key.in_(imeis)).order_by(o.c.created_at, o.c.id)
        return tuple(mapping.entry_from(self._of(row["sale_id"]), row) for row in self._db.execute(query).mappings())

    def turns_of(self, operation_ids: tuple[str, ...]) -> tuple[OperationTurn, ...]:
        e = t.operation_event
        query = (
            select(e.c.operation_id, e.c.at, e.c.kind, e.c.state, e.c.problem, e.c.who)
            .where(e.c.operation_id.in_(operation_ids))
            .order_by(e.c.at, e.c.id)
        )
        rows = self._db.execute(query).mappings()
        return tuple(OperationTurn(**{**row, "state": OperationState(row["state"])}) for row in rows)

    def papers_of(self, sale_ids: tuple[str, ...]) -> tuple[PaperOf, ...]:
        i, p, job = t.invoice, t.paper, t.print_job
        invoices = self._db.execute(
            select(i.c.number, i.c.sale_id, i.c.issued_at, i.c.subject, i.c.refers_to).where(i.c.sale_id.in_(sale_ids))
        ).all()
        papers = self._db.execute(
            select(p.c.number, p.c.sale_id, p.c.issued_at, p.c.kind).where(p.c.sale_id.in_(sale_ids))
        ).all()
        numbers = [row.number for row in (*invoices, *papers)]
        jobs = self._db.execute(
            select(func.coalesce(job.c.invoice_number, job.c.paper_number).label("number"), job.c.nth, job.c.made_at)
            .where(or_(job.c.invoice_number.in_(numbers), job.c.paper_number.in_(numbers)))
            .where(job.c.state.not_in([state.value for state in SENDABLE]))
            .order_by(job.c.nth)
        ).all()
        prints = {number: tuple((made.nth, made.made_at) for made in jobs if made.number == number)
                  for number in numbers}  # fmt: skip
        return (
            *(
                PaperOf(
                    number=row.number, sale_id=row.sale_id, issued_at=row.issued_at, kind=row.subject,
                    refers_to=row.refers_to or "", prints=prints[row.number],
                )
                for row in invoices
            ),
            *(
                PaperOf(
                    number=row.number, sale_id=row.sale_id, issued_at=row.issued_at, kind=row.kind,
                    prints=prints[row.number],
                )
                for row in papers
            ),
        )  # fmt: skip

    def conflicts_about(self, imeis: tuple[str, ...]) -> tuple[Conflict, ...]:
        c = t.conflict
        query = select(c).where(c.c.imei.in_(imeis)).order_by(c.c.found_at, c.c.id)
        rows = self._db.execute(query).mappings()
        return tuple(Conflict(**{**row, "kind": ConflictKind(row["kind"])}) for row in rows)

    def allocations_about(self, imeis: tuple[str, ...]) -> tuple[Allocation, ...]:
        a = t.allocation
        # Each number by its own index; a partial one is used only where its condition is said again.
        named = or_(a.c.imei.in_(imeis), and_(a.c.imei2.in_(imeis), a.c.imei2 != ""))
        return tuple(allocation_from(row) for row in self._db.execute(select(a).where(named)).mappings())

    def told_about(self, subjects: tuple[str, ...]) -> tuple[Told, ...]:
        e = t.audit_event
        query = (
            select(e.c.at, e.c.who, e.c.kind, e.c.subject, e.c.data)
            .where(e.c.subject.in_(subjects), e.c.subject != "")
            .order_by(e.c.at, e.c.till_id, e.c.seq)
        )
        return tuple(Told(**{**row, "data": json.loads(row["data"])}) for row in self._db.execute(query).mappings())

    def sale_of_paper(self, number: str) -> str:
        for table in (t.invoice, t.paper):
            found = self._db.scalar(select(table.c.sale_id).where(table.c.number == number))
            if found is not None:
                return str(found)
        return ""

    def units_ending(self, digits: str, limit: int) -> tuple[Unit, ...]:
        if len(digits) < say.SHORTEST_END:
            return ()
        ends = self._db.scalars(say.ENDING, say.ending(digits, limit))
        found = [self._db.execute(say.UNIT, {"unit_id": unit_id}).mappings().all() for unit_id in ends]
        return tuple(unit_from(rows) for rows in found)
