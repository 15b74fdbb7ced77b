"""A print is a job with a state; buy-in papers have theirs too. What stood there had been made, so it counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
_EARLIER = (
    "insert into print_job (id, invoice_number, nth, state, sheet, language, till_id, by, printer, problem, made_at,"
    " sent_at, ended_at) select k.id, k.invoice_number, k.nth, 'printed', 'a4', '', i.till_id, '', '', '', k.at, k.at,"
    " k.at from print_job_kept k join invoice i on i.number = k.invoice_number"
)


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    op.execute("create table print_job_kept as select * from print_job")
    op.drop_table("print_job")
    op.create_table(
        "print_job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invoice_number", sa.Text()),
        sa.Column("paper_number", sa.Text()),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.CheckConstraint(
            "state in ('saved', 'sent', 'printed', 'failed', 'unknown')", name=op.f("ck_print_job_state")
        ),
        sa.CheckConstraint(
            "(invoice_number is null) != (paper_number is null)", name=op.f("ck_print_job_one_document")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_number"], ["invoice.number"], name=op.f("fk_print_job_invoice_number_invoice")
        ),
        sa.ForeignKeyConstraint(["paper_number"], ["paper.number"], name=op.f("fk_print_job_paper_number_paper")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_print_job_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
        sa.UniqueConstraint("invoice_number", "nth", name=op.f("uq_print_job_invoice_number_nth")),
        sa.UniqueConstraint("paper_number", "nth", name=op.f("uq_print_job_paper_number_nth")),
    )
    unsettled = sa.text("state != 'printed'")
    op.create_index(
        "ix_print_job_unsettled", "print_job", ["state"], sqlite_where=unsettled, postgresql_where=unsettled
    )
    op.execute(_EARLIER)
    if postgres:  # it counts its rows apart from them
        op.execute(
            "select setval(pg_get_serial_sequence('print_job', 'id'), max(id)) from print_job having max(id) > 0"
        )
    op.drop_table("print_job_kept")
