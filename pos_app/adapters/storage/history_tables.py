"""Where each till's history ends (decision 0022). The events themselves stand in `tables.audit_event`."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, String, Table

from pos_app.adapters.storage.tables import metadata

history_head = Table(
    "history_head", metadata,
    Column("till_id", ForeignKey("till.id"), primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("mac", String(64), nullable=False),
    CheckConstraint("count > 0", name="count"),
)  # fmt: skip
