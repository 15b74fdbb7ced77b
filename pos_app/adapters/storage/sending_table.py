"""The table of what is on its way to the taxpayers' system: one row an invoice (decision 0017)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, LargeBinary, String, Table, Text, text

from pos_app.adapters.storage.tables import Instant, metadata

e_sending = Table(
    "e_sending", metadata,
    Column("number", ForeignKey("invoice.number"), primary_key=True),
    Column("uid", String(36), nullable=False, unique=True),
    Column("memory", String(6), nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("unreadable", Integer, nullable=False, server_default=text("0")),
    Column("first_sent_at", Instant),
    Column("reference", Text, nullable=False, server_default=text("''")),
    Column("problem", Text, nullable=False, server_default=text("''")),
    Column("told_sealed", LargeBinary),
    Column("packet_sealed", LargeBinary),
    Column("settled_at", Instant),
    Column("claimed_by", Text),
    Column("claimed_until", Instant),
    CheckConstraint(
        "state in ('held', 'waiting', 'sending', 'unknown', 'sent', 'in_progress', 'succeeded', 'failed', "
        "'timed_out', 'closed')",
        name="state",
    ),
)  # fmt: skip
