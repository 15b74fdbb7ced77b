"""Invoices on their way to the taxpayers' system."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_STATES = (
    "state in ('held', 'waiting', 'sending', 'unknown', 'sent', 'in_progress', 'succeeded', 'failed', "
    "'timed_out', 'closed')"
)


def upgrade() -> None:
    nothing, none = sa.text("''"), sa.text("0")
    op.create_table(
        "e_sending",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("memory", sa.String(length=6), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=none),
        sa.Column("unreadable", sa.Integer(), nullable=False, server_default=none),
        sa.Column("first_sent_at", sa.DateTime(timezone=True)),
        sa.Column("reference", sa.Text(), nullable=False, server_default=nothing),
        sa.Column("problem", sa.Text(), nullable=False, server_default=nothing),
        sa.Column("told_sealed", sa.LargeBinary()),
        sa.Column("packet_sealed", sa.LargeBinary()),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("claimed_by", sa.Text()),
        sa.Column("claimed_until", sa.DateTime(timezone=True)),
        sa.CheckConstraint(_STATES, name=op.f("ck_e_sending_state")),
        sa.ForeignKeyConstraint(["number"], ["invoice.number"], name=op.f("fk_e_sending_number_invoice")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_e_sending")),
        sa.UniqueConstraint("uid", name=op.f("uq_e_sending_uid")),
    )
    op.create_index("ix_e_sending_state", "e_sending", ["state"])
