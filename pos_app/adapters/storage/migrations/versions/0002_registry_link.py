"""The registry link: an operation's story, allocated stock, how far each list was read, conflicts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in (
        sa.Column("replaces", sa.String(length=36), nullable=False, server_default=sa.text("''")),
        sa.Column("unreadable", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("first_sent_at", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("deadline", INSTANT),
    ):
        op.add_column("operation", column)
    # Before this version nothing said when a command first went out: what was tried may have arrived.
    op.execute("update operation set first_sent_at = created_at where attempts > 0")
    op.create_table(
        "operation_event",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("operation_id", sa.String(length=36), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name=op.f("fk_operation_event_operation_id_operation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation_event")),
    )
    op.create_index(op.f("ix_operation_event_operation_id"), "operation_event", ["operation_id"])
    op.create_table(
        "allocation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("imei2", sa.String(length=15), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("model_code", sa.Text(), nullable=False),
        sa.Column("goods_id", sa.Text(), nullable=False),
        sa.Column("guarantee_tracking_id", sa.Text(), nullable=False),
        sa.Column("allocated_at", INSTANT),
        sa.Column("device", sa.Text()),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    op.create_index(op.f("ix_allocation_imei"), "allocation", ["imei"])
    second = sa.text("imei2 != ''")
    op.create_index("ix_allocation_imei2", "allocation", ["imei2"], sqlite_where=second, postgresql_where=second)
    op.create_table(
        "feed",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("renewing", sa.Boolean(), nullable=False),
        sa.Column("applied", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_feed")),
    )
    op.create_table(
        "conflict",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("shop_says", sa.Text(), nullable=False),
        sa.Column("registry_says", sa.Text(), nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("decision in ('', 'shop', 'registry')", name=op.f("ck_conflict_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    op.create_index(op.f("ix_conflict_imei"), "conflict", ["imei"])
    undecided = sa.text("decision = ''")
    op.create_index(
        "uq_conflict_once", "conflict", ["kind", "subject", "shop_says", "registry_says"], unique=True,
        sqlite_where=undecided, postgresql_where=undecided,
    )  # fmt: skip
