"""A closed shift as one hash: its row, the paper of its day, and every movement of money in it. The event of the
closing names it, so that none of them can be changed unseen."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import Connection, select

from pos_app.adapters.storage.day_tables import cash_move, shift
from pos_app.domain.history import instant


def digest(db: Connection, shift_id: int) -> str:
    s, m = shift.c, cash_move.c
    row = db.execute(
        select(s.number, s.till_id, s.opened_at, s.opened_by, s.opening, s.closed_at, s.closed_by, s.counted, s.left,
               s.document).where(s.id == shift_id)
    ).one()  # fmt: skip
    moves = db.execute(
        select(m.id, m.at, m.who, m.cause, m.way, m.amount, m.terminal, m.number, m.reason)
        .where(m.shift_id == shift_id).order_by(m.id)
    ).all()  # fmt: skip
    said = [[instant(part) if hasattr(part, "astimezone") else part for part in one] for one in (row, *moves)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
