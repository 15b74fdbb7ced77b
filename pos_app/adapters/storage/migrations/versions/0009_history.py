"""Events become a signed chain. Those of earlier programs are signed when the shop is opened (`history.sign_earlier`):
a migration has no key.

What the database itself can refuse, it refuses: an event is neither changed nor taken away, only signed once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_SQLITE = (
    """create trigger audit_event_stays before delete on audit_event
    begin select raise(abort, 'history is only ever added to'); end""",
    """create trigger audit_event_unchanged before update on audit_event when old.mac != ''
    begin select raise(abort, 'history is only ever added to'); end""",
)
_POSTGRES = (
    """create function history_stays() returns trigger language plpgsql as
    $$ begin raise exception 'history is only ever added to'; end $$""",
    "create trigger audit_event_stays before delete on audit_event for each row execute function history_stays()",
    """create trigger audit_event_unchanged before update on audit_event for each row when (old.mac != '')
    execute function history_stays()""",
)


def upgrade() -> None:
    nothing = sa.text("''")
    op.add_column("audit_event", sa.Column("hash", sa.String(length=64), nullable=False, server_default=nothing))
    op.add_column("audit_event", sa.Column("mac", sa.String(length=64), nullable=False, server_default=nothing))
    op.create_table(
        "history_head",
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_history_head_count")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_history_head_till_id_till")),
        sa.PrimaryKeyConstraint("till_id", name=op.f("pk_history_head")),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(statement)
