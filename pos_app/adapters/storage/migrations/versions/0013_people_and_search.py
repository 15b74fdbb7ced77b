"""Customers with a blind index, keys of their own, and what a search of everything goes by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "own_key",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_own_key")),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("details_sealed", sa.LargeBinary()),
        sa.Column("first_at", instant, nullable=False),
        sa.Column("last_at", instant, nullable=False),
        sa.Column("erased_at", instant),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_table(
        "customer_word",
        sa.Column("word", sa.String(length=32), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_word_customer_id_customer")),
        sa.PrimaryKeyConstraint("word", "customer_id", name=op.f("pk_customer_word")),
    )
    op.create_index("ix_customer_word_customer_id", "customer_word", ["customer_id"])
    op.create_table(
        "customer_case",
        sa.Column("sale_id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_case_customer_id_customer")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_customer_case_sale_id_sale")),
        sa.PrimaryKeyConstraint("sale_id", name=op.f("pk_customer_case")),
    )
    op.create_index("ix_customer_case_customer_id", "customer_case", ["customer_id"])
    op.add_column("product", sa.Column("folded", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.create_index("ix_invoice_seq", "invoice", ["seq"])
    op.create_index("ix_paper_seq", "paper", ["seq"])
