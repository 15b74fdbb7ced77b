"""Prints: one row a print, of an invoice or of a buy-in's paper. The document counts those that may lie on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, RowMapping, Table, func, insert, or_, select, text, update

from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.session import SqlSession
from pos_app.domain.errors import ShopError
from pos_app.domain.print_job import PrintJob, PrintState, is_buy_in


def _of(number: str) -> tuple[Table, Column[Any]]:
    """The table that counts the prints of this document, and the column that names it."""
    job = t.print_job.c
    return (t.paper, job.paper_number) if is_buy_in(number) else (t.invoice, job.invoice_number)


class SqlPrintReads(SqlSession):
    """Implements `ports.prints.PrintReads`."""

    def last_prints(self, numbers: tuple[str, ...]) -> Mapping[str, PrintJob]:
        if not numbers:
            return {}
        job, later = t.print_job, t.print_job.alias("later")
        found: dict[str, PrintJob] = {}
        for name in ("invoice_number", "paper_number"):
            newest = select(func.max(later.c.nth)).where(later.c[name] == job.c[name]).scalar_subquery()
            query = select(job).where(job.c[name].in_(numbers), job.c.nth == newest)
            found.update({row[name]: _job(row) for row in self._db.execute(query).mappings()})
        return found

    def unclear_prints(self, till_id: int) -> tuple[PrintJob, ...]:
        job, later = t.print_job, t.print_job.alias("later")
        same = or_(later.c.invoice_number == job.c.invoice_number, later.c.paper_number == job.c.paper_number)
        settled = select(later.c.id).where(same, later.c.nth > job.c.nth, later.c.state == PrintState.PRINTED.value)
        query = (
            select(job)
            .where(text("print_job.state != 'printed'"))  # in these words its index is used
            .where(job.c.state == PrintState.UNKNOWN.value, job.c.till_id == till_id, ~settled.exists())
            .order_by(job.c.id)
        )
        return tuple(_job(row) for row in self._db.execute(query).mappings())


class SqlPrintWrites(SqlPrintReads):
    """Implements `ports.prints.PrintWrites`."""

    def add_print(self, job: PrintJob) -> PrintJob:
        table, key = _of(job.number)
        if self._db.scalar(select(table.c.number).where(table.c.number == job.number)) is None:
            raise ShopError("invoice-missing", detail=job.number)
        row = self._db.execute(insert(t.print_job).values(**{key.name: job.number}, **_columns(job)))
        made = row.inserted_primary_key
        self._count(job)
        return replace(job, id=int(made[0]) if made else 0)

    def move_print(self, job: PrintJob, was: PrintState) -> None:
        held = t.print_job.c
        moved = self._db.execute(
            update(t.print_job).where(held.id == job.id, held.state == was.value).values(**_columns(job))
        )
        if moved.rowcount != 1:
            raise ShopError("print-number-taken", detail=job.number)
        self._count(job)

    def recover_prints(self, till_id: int, at: datetime) -> int:
        held = t.print_job.c
        return self._db.execute(
            update(t.print_job)
            .where(text("print_job.state != 'printed'"))
            .where(held.state == PrintState.SENT.value, held.till_id == till_id)
            .values(state=PrintState.UNKNOWN.value, problem="crashed-while-printing", ended_at=at)
        ).rowcount

    def _count(self, job: PrintJob) -> None:
        """`prints` is the highest print of which a paper may exist."""
        table, _ = _of(job.number)
        own = table.c.number == job.number
        if job.counts:
            counted = update(table).where(own, table.c.prints < job.nth).values(prints=job.nth)
        else:
            counted = update(table).where(own, table.c.prints == job.nth).values(prints=job.nth - 1)
        self._db.execute(counted)


def _columns(job: PrintJob) -> dict[str, Any]:
    values = asdict(job)
    del values["id"], values["number"]
    return values | {"state": job.state.value}


def _job(row: RowMapping) -> PrintJob:
    values = dict(row)
    numbers = values.pop("invoice_number"), values.pop("paper_number")
    return PrintJob(**values | {"number": numbers[0] or numbers[1], "state": PrintState(row["state"])})
