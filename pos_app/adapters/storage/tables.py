"""The schema. What may not be, the database itself forbids: see the named constraints.

Private values are sealed before they come here (`*_sealed`); times are UTC; money is whole rials.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)
from sqlalchemy.types import Boolean, TypeDecorator

HEAD = "0013"  # the newest migration; a test holds it to the folder

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """Aware UTC on our side; SQLite has no zone of its own, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        aware: datetime = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware


#: SQLite counts rows only in a column called INTEGER PRIMARY KEY.
RowId = BigInteger().with_variant(Integer(), "sqlite")

till = Table("till", metadata, Column("id", Integer, primary_key=True), Column("name", Text, nullable=False))

staff = Table(
    "staff", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("pin_hash", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("left_ms", BigInteger, nullable=False, server_default=text("0")),
    Column("seen_ms", BigInteger, nullable=False, server_default=text("0")),
    Column("seen_by", Integer, nullable=False, server_default=text("0")),
    CheckConstraint("role in ('owner', 'manager', 'seller')", name="role"),
)  # fmt: skip

product = Table(
    "product", metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("gtin", Text, nullable=False),
    Column("brand", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("model_code", Text, nullable=False),
    Column("goods_code", Text, nullable=False),
    Column("unit_code", Integer, nullable=False),
    Column("guarantee", Text, nullable=False),
    Column("vat_hundredths", Integer),
    Column("folded", Text, nullable=False, server_default=text("''")),
    Column("category", Text, nullable=False, server_default=text("''")),
    Column("low_level", Integer, nullable=False, server_default=text("0")),
    CheckConstraint("kind in ('device', 'accessory')", name="kind"),
    CheckConstraint("price >= 0", name="price"),
)  # fmt: skip
gtin_once = Index("uq_product_gtin", product.c.gtin, unique=True, sqlite_where=product.c.gtin != "")

unit = Table(
    "unit", metadata,
    Column("id", RowId, primary_key=True),
    Column("product_id", ForeignKey("product.id"), nullable=False),
    Column("serial", Text, nullable=False, index=True),
    Column("eid", Text, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("hold", Text, nullable=False, server_default=text("''")),
    Column("condition", Text, nullable=False, server_default=text("'sealed'")),
    Column("boxed", Boolean, nullable=False, server_default=true()),
    Column("grade", Text, nullable=False, server_default=text("''")),
    Column("price", BigInteger, nullable=False, server_default=text("0")),
    Column("cost", BigInteger),
    Column("entered_at", Instant),
    Column("purchase_id", ForeignKey("purchase.id")),
    CheckConstraint("state in ('in_stock', 'sold')", name="state"),
    CheckConstraint("hold in ('', 'intake', 'owed', 'returned', 'left')", name="hold"),
    CheckConstraint("condition in ('sealed', 'used', 'passenger')", name="condition"),
    CheckConstraint("price >= 0", name="price"),
)  # fmt: skip
held_back = Index("ix_unit_hold", unit.c.hold, sqlite_where=unit.c.hold != "")

# One phone is one unit, whichever slot is scanned, its whole life long: the number itself is the key.
unit_imei = Table(
    "unit_imei", metadata,
    Column("imei", String(15), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False),
    Column("slot", Integer, nullable=False),
    UniqueConstraint("unit_id", "slot"),
    CheckConstraint("length(imei) = 15", name="length"),
)  # fmt: skip
by_last_four = Index("ix_unit_imei_last_four", text("substr(imei, 12)"), _table=unit_imei)

sale = Table(
    "sale", metadata,
    Column("id", String(36), primary_key=True),
    Column("till_id", ForeignKey("till.id"), nullable=False),
    Column("seller", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("touched_at", Instant, nullable=False),
    Column("completed_at", Instant),
    Column("buyer_sealed", LargeBinary),
    Column("payment_sealed", LargeBinary),
    Column("draft_sealed", LargeBinary),
    Column("kind", Text, nullable=False, server_default=text("'sale'")),
    Column("refers_to", ForeignKey("sale.id"), index=True),
    Column("within", ForeignKey("sale.id"), index=True),
    Column("shift_id", ForeignKey("shift.id"), index=True),
    CheckConstraint("kind in ('sale', 'buy_in', 'return')", name="kind"),
    CheckConstraint("state in ('open', 'completed', 'abandoned')", name="state"),
    Index("ix_sale_till_state", "till_id", "state"),
)  # fmt: skip

# `live` is false once its sale is abandoned, its unit brought back, or its buy-in done. The partial index below is what
# makes "in two carts" and "sold twice" impossible, whatever the program does.
sale_line = Table(
    "sale_line", metadata,
    Column("id", String(36), primary_key=True),
    Column("sale_id", ForeignKey("sale.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("product_id", ForeignKey("product.id"), nullable=False),
    Column("unit_id", ForeignKey("unit.id")),
    Column("quantity", Integer, nullable=False),
    Column("fee", BigInteger, nullable=False),
    Column("discount", BigInteger, nullable=False),
    Column("live", Boolean, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("unit_id is null or quantity = 1", name="one_unit"),
)  # fmt: skip
unit_once = Index("uq_sale_line_live_unit", sale_line.c.unit_id, unique=True, sqlite_where=text("live"))
its_lines = Index("ix_sale_line_unit_id", sale_line.c.unit_id, sqlite_where=sale_line.c.unit_id.is_not(None))

run = Table(
    "run", metadata,
    Column("sale_id", ForeignKey("sale.id"), primary_key=True),
    Column("checklist_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
)  # fmt: skip

step_record = Table(
    "step_record", metadata,
    Column("id", RowId, primary_key=True),
    Column("sale_id", ForeignKey("run.sale_id"), nullable=False, index=True),
    Column("step_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("channel", Text),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("evidence_sealed", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
)  # fmt: skip

operation = Table(
    "operation", metadata,
    Column("id", String(36), primary_key=True),
    Column("sale_id", ForeignKey("sale.id"), nullable=False, index=True),
    Column("device_key", String(15), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("till_id", ForeignKey("till.id"), nullable=False),
    Column("local_seq", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("payload_sealed", LargeBinary, nullable=False),
    Column("payload_sha256", String(64), nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("last_problem", Text, nullable=False),
    Column("attempts_left", Integer),
    Column("answer_sealed", LargeBinary),
    Column("assurance", Text),
    Column("settled_at", Instant),
    Column("claimed_by", Text),
    Column("claimed_until", Instant),
    Column("replaces", String(36), nullable=False, server_default=text("''")),
    Column("unreadable", Integer, nullable=False, server_default=text("0")),
    Column("first_sent_at", Instant),
    Column("version", Integer, nullable=False, server_default=text("0")),
    Column("deadline", Instant),
    Column("step", Text, nullable=False, server_default=text("''")),
    UniqueConstraint("till_id", "local_seq"),
)  # fmt: skip

# The story of an operation: only ever added to. What happens again in the same words is counted, not written anew.
operation_event = Table(
    "operation_event", metadata,
    Column("id", RowId, primary_key=True),
    Column("operation_id", ForeignKey("operation.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("times", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("text_sealed", LargeBinary),
)  # fmt: skip

# What the registry counts to this shop, in its own words; the shop's own knowledge stands in `unit`.
allocation = Table(
    "allocation", metadata,
    Column("id", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("imei", String(15), nullable=False, index=True),
    Column("imei2", String(15), nullable=False),
    Column("serial", Text, nullable=False),
    Column("brand", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("model_code", Text, nullable=False),
    Column("goods_id", Text, nullable=False),
    Column("guarantee_tracking_id", Text, nullable=False),
    Column("allocated_at", Instant),
    Column("device", Text),  # the registry's own view of it, JSON
    Column("round", Integer, nullable=False),
)  # fmt: skip
second_imei = Index("ix_allocation_imei2", allocation.c.imei2, sqlite_where=allocation.c.imei2 != "")

# How far each list of the registry has been read. `round` counts full readings; `renewing` while one is under way.
feed = Table(
    "feed", metadata,
    Column("name", Text, primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("renewing", Boolean, nullable=False),
    Column("applied", BigInteger, nullable=False),
    Column("begun_at", Instant),
    Column("ended_at", Instant),
    Column("problem", Text, nullable=False),
)  # fmt: skip

# Two sources that disagree, side by side. A manager decides with a reason; neither side is ever overwritten.
conflict = Table(
    "conflict", metadata,
    Column("id", RowId, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("imei", String(15), nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("shop_says", Text, nullable=False),
    Column("registry_says", Text, nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decision", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    CheckConstraint("decision in ('', 'shop', 'registry')", name="decision"),
)  # fmt: skip
conflict_once = Index(
    "uq_conflict_once", conflict.c.kind, conflict.c.subject, conflict.c.shop_says, conflict.c.registry_says,
    unique=True, sqlite_where=conflict.c.decision == "",
)  # fmt: skip

invoice = Table(
    "invoice", metadata,
    Column("number", Text, primary_key=True),
    Column("till_id", ForeignKey("till.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("sale_id", ForeignKey("sale.id"), nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("title", Text, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("document_sealed", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("subject", Text, nullable=False, server_default=text("'original'")),
    Column("refers_to", ForeignKey("invoice.number")),
    Column("prints", Integer, nullable=False, server_default=text("0")),
    Column("tax_id", Text, nullable=False, server_default=text("''")),
    CheckConstraint("subject in ('original', 'corrective', 'void', 'return')", name="subject"),
    UniqueConstraint("till_id", "year", "seq"),
    Index("ix_invoice_seq", "seq"),
)  # fmt: skip
# A corrective stands beside the invoice of its sale; what refers to an invoice does so once, so that corrections are a
# chain whose newest counts.
of_its_case = invoice.c.subject != "corrective"
invoiced_once = Index("uq_invoice_sale_id", invoice.c.sale_id, unique=True, sqlite_where=of_its_case)
taxed_once = Index("uq_invoice_tax_id", invoice.c.tax_id, unique=True, sqlite_where=invoice.c.tax_id != "")
undone_once = Index(
    "uq_invoice_undone", invoice.c.refers_to, unique=True, sqlite_where=invoice.c.refers_to.is_not(None)
)

never_printed = Index("ix_invoice_unprinted", invoice.c.issued_at, sqlite_where=text("prints = 0"))

# Papers that are no invoices: what a walk-in signs. Frozen at issue, with a series of their own.
paper = Table(
    "paper", metadata,
    Column("number", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("till_id", ForeignKey("till.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("sale_id", ForeignKey("sale.id"), nullable=False, unique=True),
    Column("issued_at", Instant, nullable=False),
    Column("title", Text, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("document_sealed", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("prints", Integer, nullable=False),
    CheckConstraint("kind in ('buy_in')", name="kind"),
    UniqueConstraint("kind", "till_id", "year", "seq"),
    Index("ix_paper_seq", "seq"),
)  # fmt: skip
paper_never_printed = Index("ix_paper_unprinted", paper.c.issued_at, sqlite_where=text("prints = 0"))

# Which model a TAC (the first eight digits of an IMEI) belongs to: imported by the shop, or learned from its own scans.
tac = Table(
    "tac", metadata,
    Column("tac", String(8), primary_key=True),
    Column("brand", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("changed_at", Instant, nullable=False),
    CheckConstraint("length(tac) = 8", name="length"),
    CheckConstraint("source in ('import', 'scan')", name="source"),
)  # fmt: skip

counter = Table(
    "counter", metadata,
    Column("till_id", ForeignKey("till.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
)  # fmt: skip

# The last serial that a tax memory has given, whichever till drew it; a memory that comes back goes on from there.
tax_serial = Table(
    "tax_serial", metadata,
    Column("memory", String(6), primary_key=True),
    Column("last", BigInteger, nullable=False),
    CheckConstraint("last between 0 and 999999999999", name="last"),
)  # fmt: skip

# A print of an invoice, or of a buy-in's paper. Two windows cannot make the same print: its number is given once, and
# it is sent from one state only.
print_job = Table(
    "print_job", metadata,
    Column("id", RowId, primary_key=True),
    Column("invoice_number", ForeignKey("invoice.number")),
    Column("paper_number", ForeignKey("paper.number")),
    Column("nth", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("till_id", ForeignKey("till.id"), nullable=False),
    Column("by", Text, nullable=False),
    Column("printer", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("ended_at", Instant),
    CheckConstraint("state in ('saved', 'sent', 'printed', 'failed', 'unknown')", name="state"),
    CheckConstraint("(invoice_number is null) != (paper_number is null)", name="one_document"),
    UniqueConstraint("invoice_number", "nth"),
    UniqueConstraint("paper_number", "nth"),
)  # fmt: skip
unsettled_prints = Index("ix_print_job_unsettled", print_job.c.state, sqlite_where=text("state != 'printed'"))

audit_event = Table(
    "audit_event", metadata,
    Column("till_id", ForeignKey("till.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("data", Text, nullable=False),
    Column("hash", String(64), nullable=False, server_default=text("''")),
    Column("mac", String(64), nullable=False, server_default=text("''")),
)  # fmt: skip

setting = Table(
    "setting", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False)
)  # fmt: skip

vat_rate = Table(
    "vat_rate", metadata,
    Column("valid_from", Date, primary_key=True),
    Column("valid_to", Date, nullable=False),
    Column("hundredths", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    CheckConstraint("valid_from <= valid_to", name="order"),
    CheckConstraint("hundredths between 0 and 10000", name="rate"),
)  # fmt: skip

picture = Table(
    "picture", metadata,
    Column("sha256", String(64), primary_key=True),
    Column("bytes_sealed", LargeBinary, nullable=False),
)  # fmt: skip

# What nobody publishes of the registry and the shop found out: a text with its source, never a rule.
note = Table(
    "note", metadata,
    Column("name", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("author", Text, nullable=False),
)  # fmt: skip


def suit_postgres() -> None:
    """The partial indexes in PostgreSQL's words. Said above, they would load its dialect at every start on SQLite."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if "sqlite_where" in index.dialect_kwargs:
                index.dialect_kwargs["postgresql_where"] = index.dialect_kwargs["sqlite_where"]
