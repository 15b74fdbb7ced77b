"""Staff who left, and wrong PINs by the steady clock. Whoever is locked now serves the half hour anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    none = sa.text("0")
    op.add_column("staff", sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
    for name, kind in (("left_ms", sa.BigInteger()), ("seen_ms", sa.BigInteger()), ("seen_by", sa.Integer())):
        op.add_column("staff", sa.Column(name, kind, nullable=False, server_default=none))
    op.execute("update staff set left_ms = 1800000 where failures > 0 or locked_until is not null")
    op.execute("update staff set failures = 10 where locked_until is not null")
    op.drop_column("staff", "locked_until")
