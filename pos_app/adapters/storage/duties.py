"""Questions about what is owed: each one statement, led by an index that holds only what is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, select, text, union_all

from pos_app.adapters.storage import mapping
from pos_app.adapters.storage import tables as t
from pos_app.adapters.storage.operations_read import waits
from pos_app.adapters.storage.session import SqlSession
from pos_app.adapters.storage.units import state_of
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.run import Run, StepRecord, StepState
from pos_app.domain.sale import CaseKind, SaleState
from pos_app.ports.duties import HeldPhone, OpenCase, OtherParty, Unprinted, WaitingOperation

_first = t.unit_imei.alias("first_number")


def _of_its_phone(column: ColumnElement[Any], case_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of the product or the first number of the phone that a case is about; null = it has none."""
    line = t.sale_line
    found = (
        select(column)
        .select_from(line)
        .join(t.product, t.product.c.id == line.c.product_id)
        .outerjoin(_first, and_(_first.c.unit_id == line.c.unit_id, _first.c.slot == 1))
        .where(line.c.sale_id == case_id, line.c.unit_id.is_not(None))
        .limit(1)
    )
    return found.scalar_subquery()


def _last_reset(case_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """How the factory reset of this case stands; null = its checklist asks for none."""
    r = t.step_record
    newest = select(r.c.state).where(r.c.sale_id == case_id, r.c.step_id == "reset").order_by(r.c.id.desc()).limit(1)
    return newest.scalar_subquery()


class SqlDutyReads(SqlSession):
    """Implements `ports.duties.DutyReads`."""

    def held_phones(self) -> tuple[HeldPhone, ...]:
        u, line, s = t.unit, t.sale_line, t.sale
        its_case = and_(
            s.c.id == line.c.sale_id, s.c.state == SaleState.COMPLETED.value, s.c.kind != CaseKind.SALE.value
        )  # fmt: skip
        query = (
            select(
                u.c.id, u.c.state, u.c.hold, t.product.c.title, _first.c.imei, s.c.id.label("case_id"),
                s.c.kind, s.c.completed_at, s.c.till_id, _last_reset(s.c.id).label("reset"),
            )
            .join(t.product, t.product.c.id == u.c.product_id)
            .outerjoin(_first, and_(_first.c.unit_id == u.c.id, _first.c.slot == 1))
            .outerjoin(line, line.c.unit_id == u.c.id)
            .outerjoin(s, its_case)
            # A partial index is used only where its condition is said again.
            .where(u.c.hold.in_(("owed", "returned")), text("unit.hold != ''"))
            .order_by(u.c.id)
        )  # fmt: skip
        last: dict[int, RowMapping] = {}
        for row in self._db.execute(query).mappings():
            known = last.get(row["id"])
            if known is None or known["case_id"] is None or (
                row["case_id"] is not None and row["completed_at"] > known["completed_at"]
            ):  # fmt: skip
                last[row["id"]] = row
        return tuple(_held(row) for row in last.values())

    def waiting_operations(self) -> tuple[WaitingOperation, ...]:
        o, s = t.operation, t.sale.alias("whose")  # `waits` asks the table itself
        query = (
            select(
                o.c.id, o.c.sale_id, o.c.kind, o.c.step, o.c.channel, o.c.state, o.c.till_id, o.c.created_at,
                o.c.deadline, o.c.device_key, s.c.kind.label("case_kind"), s.c.state.label("case_state"),
                s.c.completed_at, s.c.till_id.label("case_till"),
                t.run.c.checklist_id, _of_its_phone(t.product.c.title, o.c.sale_id).label("title"),
            )
            .join(s, s.c.id == o.c.sale_id)
            .outerjoin(t.run, t.run.c.sale_id == s.c.id)
            .where(waits())
            .order_by(o.c.created_at, o.c.local_seq, o.c.id)
        )  # fmt: skip
        return tuple(
            WaitingOperation(
                entry_id=row["id"], case_id=row["sale_id"], case_kind=CaseKind(row["case_kind"]),
                kind=OperationKind(row["kind"]), step=row["step"], channel=Channel(row["channel"]),
                state=OperationState(row["state"]), till_id=row["till_id"], created_at=row["created_at"],
                deadline=row["deadline"], title=row["title"] or "", imei=row["device_key"],
                done_at=row["completed_at"] if row["case_state"] == SaleState.COMPLETED.value else None,
                case_open=row["case_state"] == SaleState.OPEN.value, case_till=row["case_till"],
                list_id=row["checklist_id"] or "",
            )
            for row in self._db.execute(query).mappings()
        )  # fmt: skip

    def open_cases(self) -> tuple[OpenCase, ...]:
        s, r = t.sale, t.step_record
        # Led by the tills, which are few: the index of sales begins with them.
        is_open = and_(s.c.state == SaleState.OPEN.value, s.c.till_id.in_(select(t.till.c.id)))
        cases = self._db.execute(
            select(
                s.c.id, s.c.kind, s.c.till_id, s.c.opened_at, s.c.touched_at, t.run.c.checklist_id, t.run.c.version,
                _of_its_phone(t.product.c.title, s.c.id).label("title"),
                _of_its_phone(_first.c.imei, s.c.id).label("imei"),
            )
            .outerjoin(t.run, t.run.c.sale_id == s.c.id)
            .where(is_open)
            .order_by(s.c.opened_at, s.c.id)
        ).mappings().all()  # fmt: skip
        steps: dict[str, list[StepRecord]] = {}
        found = self._db.execute(select(r).join(s, s.c.id == r.c.sale_id).where(is_open).order_by(r.c.id)).mappings()
        for row in found if cases else ():
            steps.setdefault(row["sale_id"], []).append(mapping.record_from(self._of(row["sale_id"]), row))
        return tuple(_open(row, tuple(steps.get(row["id"], ()))) for row in cases)

    def unprinted(self, limit: int) -> tuple[Unprinted, ...]:
        either = union_all(*(
            select(p.c.number, p.c.sale_id, p.c.till_id, p.c.issued_at, p.c.title)
            .where(text(f"{p.name}.prints = 0"))
            for p in (t.invoice, t.paper)
        )).subquery()  # fmt: skip
        query = (
            select(either, t.sale.c.kind, _of_its_phone(_first.c.imei, either.c.sale_id).label("imei"))
            .join(t.sale, t.sale.c.id == either.c.sale_id)
            .order_by(either.c.issued_at, either.c.number)
            .limit(limit)
        )
        return tuple(
            Unprinted(
                number=row["number"], case_id=row["sale_id"], case_kind=CaseKind(row["kind"]), till_id=row["till_id"],
                issued_at=row["issued_at"], title=row["title"], imei=row["imei"] or "",
            )
            for row in self._db.execute(query).mappings()
        )  # fmt: skip

    def unprinted_count(self) -> int:
        counts = (
            select(func.count()).select_from(p).where(text(f"{p.name}.prints = 0")).scalar_subquery()
            for p in (t.invoice, t.paper)
        )
        return sum(self._db.execute(select(*counts)).one())

    def parties(self, case_ids: tuple[str, ...]) -> Mapping[str, OtherParty]:
        s = t.sale
        query = select(s.c.id, s.c.buyer_sealed).where(s.c.id.in_(case_ids), s.c.buyer_sealed.is_not(None))
        found: dict[str, OtherParty] = {}
        for row in self._db.execute(query).mappings() if case_ids else ():
            plain = mapping.open_json(self._of(row["id"]), row["buyer_sealed"], f"sale.buyer:{row['id']}") or {}
            found[row["id"]] = OtherParty(plain.get("name", ""), plain.get("mobile", ""))
        return found

    def titles(self, imeis: tuple[str, ...]) -> Mapping[str, str]:
        n = t.unit_imei
        query = (
            select(n.c.imei, t.product.c.title)
            .join(t.unit, t.unit.c.id == n.c.unit_id)
            .join(t.product, t.product.c.id == t.unit.c.product_id)
            .where(n.c.imei.in_(imeis))
        )
        return {row.imei: row.title for row in self._db.execute(query)} if imeis else {}


def _held(row: RowMapping) -> HeldPhone:
    held = HeldPhone(
        unit_id=row["id"], state=state_of(row["state"], row["hold"]), title=row["title"], imei=row["imei"] or ""
    )  # fmt: skip
    if row["case_id"] is None:
        return held
    return HeldPhone(
        unit_id=held.unit_id, state=held.state, title=held.title, imei=held.imei, case_id=row["case_id"],
        case_kind=CaseKind(row["kind"]), since=row["completed_at"], till_id=row["till_id"],
        unproven=row["reset"] not in (None, StepState.DONE.value),
    )  # fmt: skip


def _open(row: RowMapping, records: tuple[StepRecord, ...]) -> OpenCase:
    run = Run(row["checklist_id"], row["version"], records) if row["checklist_id"] else None
    touched = max([row["touched_at"], *(record.at for record in records)])
    return OpenCase(
        case_id=row["id"], kind=CaseKind(row["kind"]), till_id=row["till_id"], opened_at=row["opened_at"],
        touched_at=touched, title=row["title"] or "", imei=row["imei"] or "", run=run,
    )  # fmt: skip
