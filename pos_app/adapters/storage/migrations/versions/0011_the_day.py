"""Shifts of a till and the money that moves in them. Sales of before belong to none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAY = "way in ('cash', 'card_reader', 'transfer', 'cheque')"
_CAUSE = "cause in ('sale', 'buy_in', 'return', 'correction', 'paid_in', 'paid_out')"


def upgrade() -> None:
    nothing, none = sa.text("''"), sa.text("0")
    op.create_table(
        "shift",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("open_on", sa.Integer()),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=False),
        sa.Column("by_itself", sa.Boolean(), nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.Column("closed_by", sa.Text(), nullable=False, server_default=nothing),
        sa.Column("counted", sa.Text(), nullable=False, server_default=nothing),
        sa.Column("left", sa.BigInteger(), nullable=False, server_default=none),
        sa.Column("number", sa.Text()),
        sa.Column("document", sa.Text(), nullable=False, server_default=nothing),
        sa.CheckConstraint("opening >= 0", name=op.f("ck_shift_opening")),
        sa.CheckConstraint("(open_on is null) = (closed_at is not null)", name=op.f("ck_shift_open")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_shift_till_id_till")),
        sa.ForeignKeyConstraint(["open_on"], ["till.id"], name=op.f("fk_shift_open_on_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("open_on", name=op.f("uq_shift_open_on")),
        sa.UniqueConstraint("number", name=op.f("uq_shift_number")),
    )
    op.create_index(op.f("ix_shift_till_id"), "shift", ["till_id"])
    op.create_table(
        "cash_move",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("shift_id", ROW_ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("amount != 0", name=op.f("ck_cash_move_amount")),
        sa.CheckConstraint(_WAY, name=op.f("ck_cash_move_way")),
        sa.CheckConstraint(_CAUSE, name=op.f("ck_cash_move_cause")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_cash_move_shift_id_shift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_move")),
    )
    op.create_index(op.f("ix_cash_move_shift_id"), "cash_move", ["shift_id"])
    op.create_index(op.f("ix_cash_move_number"), "cash_move", ["number"])
    kind = "bigint" if op.get_bind().dialect.name == "postgresql" else "integer"
    op.execute(f"alter table sale add column shift_id {kind} constraint fk_sale_shift_id_shift references shift (id)")
    op.create_index(op.f("ix_sale_shift_id"), "sale", ["shift_id"])
