"""Questions about operations: what waits, what is due, the story of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, case, func, or_, select

from pos_app.adapters.storage import mapping, tables
from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage.session import SqlSession
from pos_app.domain.outbox import ASKED_TO_WAIT, IMPLAUSIBLE_LEASE, IMPLAUSIBLE_WAIT, LEASE, OutboxEntry
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.sale import CaseKind, SaleState
from pos_app.ports.operations import OperationEvent, OperationRow, OwedRow, QueueState
from pos_app.ports.secrets import Sealer

_t = tables
_FINAL = tuple(state.value for state in OperationState if state.final)
_OPEN = tuple(state.value for state in OperationState if not state.final)
_IN_VAIN = tuple(state.value for state in OperationState if state.final and state is not OperationState.SUCCEEDED)
_ASKED_AGAIN = tuple(
    state.value for state in OperationState if not state.final and state is not OperationState.SENDING
)  # fmt: skip


def lease_is_over(now: datetime) -> ColumnElement[bool]:
    """Run out; or it ends so late that a clock wrote it which has been set back since."""
    until = _t.operation.c.claimed_until
    call = and_(_t.operation.c.channel == Channel.API.value, until > now + LEASE * 10)
    return or_(until < now, until > now + IMPLAUSIBLE_LEASE, call)


def _beyond_belief(now: datetime) -> ColumnElement[bool]:
    """A next time later than any wait of our own, and nobody asked us to wait: the clock has been set back."""
    o = _t.operation
    return and_(
        o.c.next_at > now + IMPLAUSIBLE_WAIT, o.c.last_problem.not_in(ASKED_TO_WAIT),
        o.c.state.not_in((OperationState.ACCEPTED.value, OperationState.AWAITING_BUYER.value)),
    )  # fmt: skip


def waits() -> ColumnElement[bool]:
    """Open, or ended in a way that a person has not closed yet. What succeeded is a million beside what waits: the
    index of states leads past it."""
    o = _t.operation
    ended = or_(and_(o.c.state.in_(_IN_VAIN), say.OWED), say.REFUSED)
    return and_(o.c.state.in_((*_OPEN, *_IN_VAIN)), or_(o.c.state.in_(_OPEN), ended))


class SqlOperationReads(SqlSession):
    """Implements `ports.operations.OperationReads`."""

    def _of_entry(self, entry_id: str) -> Sealer:
        """What seals the private values of this operation's case."""
        return self._of(self._db.scalar(say.CASE_OF_ENTRY, {"entry_id": entry_id}) or "")

    def entry(self, entry_id: str) -> OutboxEntry | None:
        row = self._db.execute(say.ENTRY, {"entry_id": entry_id}).mappings().first()
        return mapping.entry_from(self._of(row["sale_id"]), row) if row else None

    def entries_of(self, sale_id: str) -> tuple[OutboxEntry, ...]:
        rows = self._db.execute(say.ENTRIES, {"sale_id": sale_id}).mappings()
        return tuple(mapping.entry_from(self._of(row["sale_id"]), row) for row in rows)

    def queue(self) -> QueueState:
        o = _t.operation
        query = select(
            func.count(), func.min(o.c.created_at), func.sum(case((o.c.state.in_(_FINAL), 1), else_=0)),
            func.sum(case((o.c.state == OperationState.NEEDS_PERSON.value, 1), else_=0)),
        ).where(waits())  # fmt: skip
        row = self._db.execute(query).one()
        return QueueState(row[0], row[1], row[2] or 0, row[3] or 0)

    def owed(self) -> tuple[OwedRow, ...]:
        rows = self._db.execute(say.OWED_ROWS).mappings()
        return tuple(
            OwedRow(
                entry=mapping.entry_from(self._of(row["sale_id"]), row), title=row["title"] or "",
                invoice_number=row["number"] or "", sold_at=row["issued_at"], case_kind=CaseKind(row["case_kind"]),
            )
            for row in rows
        )  # fmt: skip

    def due_entries(self, now: datetime, limit: int) -> tuple[str, ...]:
        """Per device in order: questions among themselves, and commands that change something among themselves,
        whichever till they came from. A till's own order is its count; between tills what is under way goes first,
        then the older key (keys sort as they were made)."""
        o, other = _t.operation, _t.operation.alias("other")
        inquiry = OperationKind.INQUIRY.value
        before_here = and_(other.c.till_id == o.c.till_id, other.c.local_seq < o.c.local_seq)
        before_there = and_(
            other.c.till_id != o.c.till_id, or_(other.c.state != OperationState.QUEUED.value, other.c.id < o.c.id)
        )
        open_before = (
            select(other.c.id)
            .where(
                other.c.device_key == o.c.device_key, other.c.id != o.c.id, other.c.state.not_in(_FINAL),
                (other.c.kind == inquiry) == (o.c.kind == inquiry), or_(before_here, before_there),
            )
            .exists()
        )  # fmt: skip
        rows = self._db.scalars(
            select(o.c.id)
            .where(
                o.c.state.in_(_ASKED_AGAIN), o.c.channel == "api", or_(o.c.next_at <= now, _beyond_belief(now)),
                or_(o.c.claimed_until.is_(None), lease_is_over(now)),
                # What is under way already is only asked about, so it never stands in its own way.
                or_(o.c.state != OperationState.QUEUED.value, ~open_before),
            )
            .order_by(o.c.next_at, o.c.id).limit(limit)
        )  # fmt: skip
        return tuple(rows)

    def operations(self, *, closed: int, waiting: int | None = None) -> tuple[OperationRow, ...]:
        o, here = _t.operation, waits()
        first = self._rows(here, o.c.created_at, o.c.id, limit=waiting)
        rest = self._rows(~here, o.c.id.desc(), limit=closed)
        return (*(self._row(row, waits=True) for row in first), *(self._row(row, waits=False) for row in rest))

    def waiting_operation(self, entry_id: str) -> OperationRow | None:
        o = _t.operation
        rows = self._rows(and_(o.c.id == entry_id, waits()), o.c.id, limit=1)
        return self._row(rows[0], waits=True) if rows else None

    def _rows(
        self, where: ColumnElement[bool], *order: ColumnElement[Any], limit: int | None
    ) -> Sequence[RowMapping]:  # fmt: skip
        o = _t.operation
        title = (
            select(_t.product.c.title)
            .join(_t.sale_line, _t.sale_line.c.product_id == _t.product.c.id)
            .where(_t.sale_line.c.sale_id == o.c.sale_id, _t.sale_line.c.unit_id.is_not(None))
            .limit(1).scalar_subquery()
        )  # fmt: skip
        invoice, paper = (
            select(table.c.number).where(table.c.sale_id == o.c.sale_id).scalar_subquery()
            for table in (_t.invoice, _t.paper)
        )
        number = func.coalesce(invoice, paper)
        sale, issued, kind = (
            select(column).where(_t.sale.c.id == o.c.sale_id).scalar_subquery()
            for column in (_t.sale.c.state, _t.sale.c.completed_at, _t.sale.c.kind)
        )
        rows = select(
            o, title.label("title"), number.label("number"), issued.label("issued_at"), sale.label("sale_state"),
            kind.label("case_kind"),
        )  # fmt: skip
        return self._db.execute(rows.where(where).order_by(*order).limit(limit)).mappings().all()

    def _row(self, row: RowMapping, *, waits: bool) -> OperationRow:
        return OperationRow(
            entry=mapping.entry_from(self._of(row["sale_id"]), row), title=row["title"] or "",
            invoice_number=row["number"] or "", waits=waits, sold_at=row["issued_at"],
            sale_open=row["sale_state"] == SaleState.OPEN.value, case_kind=CaseKind(row["case_kind"]),
        )  # fmt: skip

    def story(self, entry_id: str) -> tuple[OperationEvent, ...]:
        e, sealer, place = _t.operation_event, self._of_entry(entry_id), f"operation_event.text:{entry_id}"
        rows = self._db.execute(select(e).where(e.c.operation_id == entry_id).order_by(e.c.id)).mappings()
        return tuple(
            OperationEvent(
                at=row["at"], last_at=row["last_at"], times=row["times"], kind=row["kind"],
                state=OperationState(row["state"]), problem=row["problem"], who=row["who"],
                text=mapping.open_json(sealer, row["text_sealed"], place) or "",
            )
            for row in rows
        )  # fmt: skip

    def last_answer(self, imeis: tuple[str, ...]) -> OutboxEntry | None:
        o = _t.operation
        query = (
            select(o)
            .where(
                o.c.device_key.in_(imeis), o.c.kind == OperationKind.INQUIRY.value,
                o.c.state == OperationState.SUCCEEDED.value, o.c.answer_sealed.is_not(None),
            )
            .order_by(o.c.settled_at.desc(), o.c.id.desc()).limit(1)
        )  # fmt: skip
        row = self._db.execute(query).mappings().first()
        return mapping.entry_from(self._of(row["sale_id"]), row) if row else None

    def modem_waits(self) -> tuple[OutboxEntry, ...]:
        o = _t.operation
        query = select(o).where(o.c.channel == Channel.MODEM.value, o.c.state == OperationState.ACCEPTED.value)
        rows = self._db.execute(query.order_by(o.c.id)).mappings()
        return tuple(mapping.entry_from(self._of(row["sale_id"]), row) for row in rows)
