"""Changes of operations: leases, settlements, and the story that each leaves behind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, or_, select, update

from pos_app.adapters.storage import mapping, tables
from pos_app.adapters.storage import statements as say
from pos_app.adapters.storage.operations_read import SqlOperationReads, lease_is_over
from pos_app.domain import evidence
from pos_app.domain.covered import without_code
from pos_app.domain.outbox import CLOSED_BY_PERSON, OVER_THERE, OutboxEntry, Settlement, may_move
from pos_app.domain.registry import BY_PERSON, OperationState

_t = tables
_KEPT = tuple(state.value for state in OVER_THERE)
_BY_PERSON = tuple(channel.value for channel in BY_PERSON)


def _sha256(sealed: bytes) -> str:
    """Of the sealed form: a hash of the plain one would give a six-digit code away to anyone with patience."""
    return hashlib.sha256(sealed).hexdigest()


class SqlOperationWrites(SqlOperationReads):
    """Implements `ports.operations.OperationWrites`."""

    def next_local_seq(self, till_id: int) -> int:
        return self._next(till_id, "local_seq")

    def add_entry(self, entry: OutboxEntry) -> None:
        sealed = mapping.seal_json(self._of(entry.sale_id), entry.payload, f"operation.payload:{entry.id}")
        self._db.execute(
            say.into(_t.operation),
            {
                "id": entry.id, "sale_id": entry.sale_id, "device_key": entry.device_key, "kind": entry.kind.value,
                "channel": entry.channel.value, "state": entry.state.value, "till_id": entry.till_id,
                "local_seq": entry.local_seq, "created_at": entry.created_at, "next_at": entry.next_at,
                "attempts": entry.attempts, "payload_sealed": sealed, "payload_sha256": _sha256(sealed),
                "schema_version": mapping.PAYLOAD_SCHEMA, "last_problem": entry.last_problem,
                "replaces": entry.replaces, "unreadable": entry.unreadable, "first_sent_at": entry.first_sent_at,
                "version": entry.version, "deadline": entry.deadline, "step": entry.step,
            },
        )  # fmt: skip

    def claim(self, entry_id: str, by: str, now: datetime, until: datetime) -> bool:
        o = _t.operation
        free = or_(o.c.claimed_until.is_(None), lease_is_over(now))
        took = self._db.execute(
            update(o)
            .where(o.c.id == entry_id, free, o.c.state.in_((*_KEPT, "queued", "sending")))
            .values(
                state=case((o.c.state.in_(_KEPT), o.c.state), else_=OperationState.SENDING.value),
                claimed_by=by, claimed_until=until, attempts=o.c.attempts + 1,
                first_sent_at=case((o.c.channel.in_(_BY_PERSON), func.coalesce(o.c.first_sent_at, now)),
                                   else_=o.c.first_sent_at),
            )
        )  # fmt: skip
        return took.rowcount == 1

    def settle(
        self, entry_id: str, settlement: Settlement, now: datetime, *, who: str = "", lease: datetime | None = None
    ) -> bool:
        row = self._db.execute(say.STANDING, {"entry_id": entry_id}).first()
        if row is None or not may_move(OperationState(row.state), settlement.state):
            return False
        if lease is not None and row.claimed_until != lease:
            return False
        values: dict[str, Any] = {
            "state": settlement.state.value, "last_problem": settlement.problem, "claimed_by": None,
            "claimed_until": None, "attempts_left": settlement.attempts_left, "unreadable": settlement.unreadable,
            "next_at": now + settlement.wait if settlement.wait is not None else row.next_at,
        }  # fmt: skip
        if settlement.answer or settlement.raw:
            answer = evidence.answer_to_plain(settlement.answer) if settlement.answer else None
            plain = {"result": answer, "raw": settlement.raw}
            values["answer_sealed"] = mapping.seal_json(self._of_entry(entry_id), plain, f"operation.answer:{entry_id}")
        if settlement.assurance:
            values["assurance"] = settlement.assurance.value
        if settlement.arrived is False:
            values["first_sent_at"] = None
        elif settlement.arrived and row.first_sent_at is None:
            values["first_sent_at"] = now
        if settlement.version > row.version:
            values["version"] = settlement.version
        if settlement.deadline is not None:
            values["deadline"] = settlement.deadline
        if settlement.state.final:
            values["settled_at"] = now
        self._db.execute(say.CHANGE_ENTRY, {"entry_key": entry_id, **values})
        self._tell(entry_id, "settled", now, settlement.state.value, settlement.problem, who, settlement.raw)
        return True

    def note(self, entry_id: str, kind: str, at: datetime, *, who: str, problem: str = "", text: str = "") -> None:
        state = self._db.scalar(select(_t.operation.c.state).where(_t.operation.c.id == entry_id))
        if state is not None:
            self._tell(entry_id, kind, at, state, problem, who, text)

    def _tell(self, entry_id: str, kind: str, at: datetime, state: str, problem: str, who: str, text: str) -> None:
        """One more turn; the same words as the turn before only count it up, so that a registry that talks rubbish for
        days does not fill the disk."""
        place = f"operation_event.text:{entry_id}"
        last = self._db.execute(say.LAST_EVENT, {"entry_id": entry_id}).mappings().first()
        if last is not None and (last["kind"], last["state"], last["problem"], last["who"]) == (
            kind, state, problem, who
        ) and (mapping.open_json(self._of_entry(entry_id), last["text_sealed"], place) or "") == text:  # fmt: skip
            e = _t.operation_event
            self._db.execute(update(e).where(e.c.id == last["id"]).values(times=e.c.times + 1, last_at=at))
            return
        self._db.execute(
            say.into(_t.operation_event),
            {
                "operation_id": entry_id, "at": at, "last_at": at, "times": 1, "kind": kind, "state": state,
                "problem": problem, "who": who,
                "text_sealed": mapping.seal_json(self._of_entry(entry_id), text, place) if text else None,
            },
        )  # fmt: skip

    def raise_assurance(self, entry_id: str, assurance: str) -> None:
        self._db.execute(update(_t.operation).where(_t.operation.c.id == entry_id).values(assurance=assurance))

    def hasten(self, entry_id: str, now: datetime) -> bool:
        o = _t.operation
        free = or_(o.c.claimed_until.is_(None), lease_is_over(now))
        open_ = o.c.state.in_((*_KEPT, OperationState.QUEUED.value))
        return self._db.execute(update(o).where(o.c.id == entry_id, free, open_).values(next_at=now)).rowcount == 1

    def close_refused(self, entry_id: str) -> bool:
        o = _t.operation
        ended = [state.value for state in OperationState if state.final and state is not OperationState.SUCCEEDED]
        closed = self._db.execute(
            update(o)
            .where(o.c.id == entry_id, o.c.state.in_(ended), o.c.last_problem != CLOSED_BY_PERSON)
            .values(last_problem=CLOSED_BY_PERSON)
        )
        return closed.rowcount == 1

    def forget_code(self, entry_id: str) -> None:
        entry = self.entry(entry_id)
        if entry and entry.payload.get("activation_code"):
            code, payload = entry.payload["activation_code"], {**entry.payload, "activation_code": ""}
            sealed = mapping.seal_json(self._of(entry.sale_id), payload, f"operation.payload:{entry_id}")
            values: dict[str, Any] = {"payload_sealed": sealed, "payload_sha256": _sha256(sealed)}
            self._db.execute(update(_t.operation).where(_t.operation.c.id == entry_id).values(**values))
            self._reword(entry, lambda text: without_code(text, code))

    def reword(self, sale_id: str, clean: Callable[[str], str]) -> None:
        for entry in self.entries_of(sale_id):
            self._reword(entry, clean)
        r, sealer = _t.step_record, self._of(sale_id)
        for row in self._db.execute(select(r).where(r.c.sale_id == sale_id).order_by(r.c.id)).mappings().all():
            record = mapping.record_from(sealer, row)
            if (said := evidence.reworded(record.evidence, clean)) != record.evidence:
                sealed = mapping.record_to(sealer, sale_id, replace(record, evidence=said))["evidence_sealed"]
                self._db.execute(update(r).where(r.c.id == row["id"]).values(evidence_sealed=sealed))

    def _reword(self, entry: OutboxEntry, clean: Callable[[str], str]) -> None:
        """What came is kept as it came, but for what `clean` takes out."""
        answer = entry.answer and replace(entry.answer, raw_text=clean(entry.answer.raw_text))
        if (raw := clean(entry.raw)) != entry.raw or answer != entry.answer:
            plain = {"result": evidence.answer_to_plain(answer) if answer else None, "raw": raw}
            sealed = mapping.seal_json(self._of(entry.sale_id), plain, f"operation.answer:{entry.id}")
            self._db.execute(update(_t.operation).where(_t.operation.c.id == entry.id).values(answer_sealed=sealed))
        e, place = _t.operation_event, f"operation_event.text:{entry.id}"
        for row in self._db.execute(select(e.c.id, e.c.text_sealed).where(e.c.operation_id == entry.id)).all():
            text = mapping.open_json(self._of(entry.sale_id), row.text_sealed, place) or ""
            if (wiped := clean(text)) != text:
                sealed = mapping.seal_json(self._of(entry.sale_id), wiped, place)
                self._db.execute(update(e).where(e.c.id == row.id).values(text_sealed=sealed))

    def recover_crashed(self, now: datetime) -> int:
        """The lease says when to believe in a crash. A person does not crash, and a modem that has handed over holds no
        lease any more."""
        o = _t.operation
        where = (o.c.state == OperationState.SENDING.value, o.c.channel.in_(("api", "modem")), lease_is_over(now))
        lost = self._db.scalars(select(o.c.id).where(*where)).all()
        for entry_id in lost:
            self._db.execute(
                update(o)
                .where(o.c.id == entry_id)
                .values(
                    state=OperationState.OUTCOME_UNKNOWN.value, last_problem="crashed-while-sending",
                    claimed_by=None, claimed_until=None, next_at=now,
                    first_sent_at=func.coalesce(o.c.first_sent_at, now),
                )
            )  # fmt: skip
            state = OperationState.OUTCOME_UNKNOWN.value
            self._tell(entry_id, "crashed", now, state, "crashed-while-sending", "", "")
        return len(lost)
