"""How often an invoice was printed stands on it, so that the ones never printed are found without reading them all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invoice", sa.Column("prints", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute(
        "update invoice set prints = (select count(*) from print_job where print_job.invoice_number = invoice.number)"
    )
    for table in ("invoice", "paper"):
        never = sa.text("prints = 0")
        op.create_index(
            f"ix_{table}_unprinted", table, ["issued_at"], sqlite_where=never, postgresql_where=never
        )  # fmt: skip
