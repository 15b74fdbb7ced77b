"""Second-hand trade: conditions and holds of a unit, buy-ins and returns, their papers, the table of TACs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _check(name: str, rule: str) -> str:
    return f"constraint ck_{name} check ({rule})"


#: table, column with its rule. Written out: SQLite takes a check with a new column, and only there.
_COLUMNS = {
    "unit": (
        "hold text not null default '' " + _check("unit_hold", "hold in ('', 'intake', 'owed', 'returned', 'left')"),
        "condition text not null default 'sealed' "
        + _check("unit_condition", "condition in ('sealed', 'used', 'passenger')"),
        "grade text not null default ''",
        "price bigint not null default 0 " + _check("unit_price", "price >= 0"),
    ),
    "sale": (
        "kind text not null default 'sale' " + _check("sale_kind", "kind in ('sale', 'buy_in', 'return')"),
        "refers_to varchar(36) constraint fk_sale_refers_to_sale references sale (id)",
        "within varchar(36) constraint fk_sale_within_sale references sale (id)",
    ),
    "operation": ("step text not null default ''",),
    "invoice": (
        "subject text not null default 'original' "
        + _check("invoice_subject", "subject in ('original', 'void', 'return')"),
        "refers_to text constraint fk_invoice_refers_to_invoice references invoice (number)",
    ),
}


def upgrade() -> None:
    for table, columns in _COLUMNS.items():
        for column in columns:
            op.execute(f"alter table {table} add column {column}")
    op.add_column("unit", sa.Column("boxed", sa.Boolean(), nullable=False, server_default=sa.true()))
    held, units = sa.text("hold != ''"), sa.text("unit_id IS NOT NULL")
    undone = sa.text("refers_to IS NOT NULL")
    op.create_index("ix_unit_hold", "unit", ["hold"], sqlite_where=held, postgresql_where=held)
    op.create_index(op.f("ix_sale_refers_to"), "sale", ["refers_to"])
    op.create_index(op.f("ix_sale_within"), "sale", ["within"])
    op.create_index("ix_sale_line_unit_id", "sale_line", ["unit_id"], sqlite_where=units, postgresql_where=units)
    op.create_index(
        "uq_invoice_undone", "invoice", ["refers_to"], unique=True, sqlite_where=undone, postgresql_where=undone
    )  # fmt: skip
    op.create_index("ix_unit_imei_last_four", "unit_imei", [sa.text("substr(imei, 12)")])
    op.create_index(op.f("ix_audit_event_subject"), "audit_event", ["subject"])
    # A line that was taken out of its sale is no part of it any more: from now on it is not kept at all.
    op.execute("delete from sale_line where not live and sale_id in (select id from sale where state != 'abandoned')")
    op.create_table(
        "paper",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.String(length=36), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("document_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("prints", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('buy_in')", name=op.f("ck_paper_kind")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_paper_sale_id_sale")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_paper_till_id_till")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_paper")),
        sa.UniqueConstraint("kind", "till_id", "year", "seq", name=op.f("uq_paper_kind_till_id_year_seq")),
        sa.UniqueConstraint("sale_id", name=op.f("uq_paper_sale_id")),
    )
    op.create_table(
        "tac",
        sa.Column("tac", sa.String(length=8), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("length(tac) = 8", name=op.f("ck_tac_length")),
        sa.CheckConstraint("source in ('import', 'scan')", name=op.f("ck_tac_source")),
        sa.PrimaryKeyConstraint("tac", name=op.f("pk_tac")),
    )
