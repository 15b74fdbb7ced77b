"""Tax ids and their serials; corrective invoices, which belong to the sale of the invoice that they correct."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SUBJECTS = "subject in ('original', 'corrective', 'void', 'return')"
_COLUMNS = (
    "number, till_id, year, seq, sale_id, issued_at, title, total, document_sealed, sha256, subject, refers_to, prints"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _build_anew()
    else:
        op.drop_constraint(op.f("uq_invoice_sale_id"), "invoice")
        op.drop_constraint(op.f("ck_invoice_subject"), "invoice")
        op.create_check_constraint(op.f("ck_invoice_subject"), "invoice", _SUBJECTS)
        op.add_column("invoice", sa.Column("tax_id", sa.Text(), nullable=False, server_default=sa.text("''")))
    first, given = sa.text("subject != 'corrective'"), sa.text("tax_id != ''")
    op.create_index(
        "uq_invoice_sale_id", "invoice", ["sale_id"], unique=True, sqlite_where=first, postgresql_where=first
    )  # fmt: skip
    op.create_index("uq_invoice_tax_id", "invoice", ["tax_id"], unique=True, sqlite_where=given, postgresql_where=given)
    op.create_table(
        "tax_serial",
        sa.Column("memory", sa.String(length=6), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("last between 0 and 999999999999", name=op.f("ck_tax_serial_last")),
        sa.PrimaryKeyConstraint("memory", name=op.f("pk_tax_serial")),
    )


def _build_anew() -> None:
    """SQLite changes no constraint of a table that is there; foreign keys are off meanwhile (`migrate.upgrade`)."""
    op.create_table(
        "invoice_anew",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.String(length=36), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("document_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, server_default=sa.text("'original'")),
        sa.Column("refers_to", sa.Text()),
        sa.Column("prints", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("tax_id", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.CheckConstraint(_SUBJECTS, name=op.f("ck_invoice_subject")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_invoice_sale_id_sale")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_invoice_till_id_till")),
        sa.ForeignKeyConstraint(["refers_to"], ["invoice.number"], name=op.f("fk_invoice_refers_to_invoice")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_invoice")),
        sa.UniqueConstraint("till_id", "year", "seq", name=op.f("uq_invoice_till_id_year_seq")),
    )
    op.execute(f"insert into invoice_anew ({_COLUMNS}) select {_COLUMNS} from invoice")  # noqa: S608 - names of ours
    op.execute("drop table invoice")
    op.execute("alter table invoice_anew rename to invoice")
    undone, never = sa.text("refers_to IS NOT NULL"), sa.text("prints = 0")
    op.create_index("uq_invoice_undone", "invoice", ["refers_to"], unique=True, sqlite_where=undone)
    op.create_index("ix_invoice_unprinted", "invoice", ["issued_at"], sqlite_where=never)
