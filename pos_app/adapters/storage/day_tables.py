"""Tables of the drawer: shifts, and every movement of money in them. What a movement says is never changed."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Table, Text, text
from sqlalchemy.types import Boolean

from pos_app.adapters.storage.tables import Instant, RowId, metadata

_NONE, _NOTHING = text("0"), text("''")

shift = Table(
    "shift", metadata,
    Column("id", RowId, primary_key=True),
    Column("till_id", ForeignKey("till.id"), nullable=False, index=True),
    Column("open_on", ForeignKey("till.id"), unique=True),  # its till while it is open: of each till one at most
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("opening", BigInteger, nullable=False),
    Column("by_itself", Boolean, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", Text, nullable=False, server_default=_NOTHING),
    Column("counted", Text, nullable=False, server_default=_NOTHING),  # JSON: pieces by denomination
    Column("left", BigInteger, nullable=False, server_default=_NONE),
    Column("number", Text, unique=True),
    Column("document", Text, nullable=False, server_default=_NOTHING),
    CheckConstraint("opening >= 0", name="opening"),
    CheckConstraint("(open_on is null) = (closed_at is not null)", name="open"),
)  # fmt: skip

cash_move = Table(
    "cash_move", metadata,
    Column("id", RowId, primary_key=True),
    Column("shift_id", ForeignKey("shift.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("number", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    CheckConstraint("amount != 0", name="amount"),
    CheckConstraint("way in ('cash', 'card_reader', 'transfer', 'cheque')", name="way"),
    CheckConstraint(
        "cause in ('sale', 'buy_in', 'return', 'correction', 'paid_in', 'paid_out')", name="cause",
    ),
)  # fmt: skip
