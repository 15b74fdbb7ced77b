"""Where goods come from and how many there are: suppliers, purchases, movements of what is counted, prices as they
changed, stocktakes."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from pos_app.adapters.storage.tables import Instant, RowId, metadata, unit

supplier = Table(
    "supplier", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("contact_sealed", LargeBinary),
)  # fmt: skip

# `number` is the supplier's own, "" = none was given. What an import brought has no supplier where its file named none.
purchase = Table(
    "purchase", metadata,
    Column("id", RowId, primary_key=True),
    Column("supplier_id", ForeignKey("supplier.id"), index=True),
    Column("number", Text, nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("till_id", ForeignKey("till.id"), nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("total", BigInteger, nullable=False),
    CheckConstraint("source in ('intake', 'import')", name="source"),
)  # fmt: skip
their_number_once = Index(
    "uq_purchase_number", purchase.c.supplier_id, purchase.c.number, unique=True, sqlite_where=purchase.c.number != ""
)

purchase_line = Table(
    "purchase_line", metadata,
    Column("id", RowId, primary_key=True),
    Column("purchase_id", ForeignKey("purchase.id"), nullable=False, index=True),
    Column("product_id", ForeignKey("product.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("cost", BigInteger),
    CheckConstraint("quantity > 0", name="quantity"),
)  # fmt: skip

# What no phone of the shop is sold under: looked at by product, oldest first. It holds all that a list of goods asks.
units_for_sale = Index(
    "ix_unit_for_sale", unit.c.product_id, unit.c.entered_at, unit.c.cost, unit.c.price,
    sqlite_where=text("state = 'in_stock' and hold = ''"),
)  # fmt: skip
units_of_purchase = Index("ix_unit_purchase_id", unit.c.purchase_id, sqlite_where=unit.c.purchase_id.is_not(None))

# Accessories are counted: each change is a row, `stock_level` holds their sum, in the same transaction.
stock_movement = Table(
    "stock_movement", metadata,
    Column("id", RowId, primary_key=True),
    Column("product_id", ForeignKey("product.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("cost", BigInteger),
    Column("case_id", String(36), ForeignKey("sale.id")),
    Column("purchase_id", ForeignKey("purchase.id")),
    Column("till_id", ForeignKey("till.id"), nullable=False),
    Column("who", Text, nullable=False),
    Column("reason", Text, nullable=False),
    CheckConstraint("kind in ('purchase', 'import', 'sale', 'return', 'count')", name="kind"),
    CheckConstraint("quantity != 0", name="quantity"),
)  # fmt: skip
of_a_case = Index("ix_stock_movement_case_id", stock_movement.c.case_id,
                  sqlite_where=stock_movement.c.case_id.is_not(None))  # fmt: skip

# `cost`: of one piece, on the average of what lies here; null = nobody said.
stock_level = Table(
    "stock_level", metadata,
    Column("product_id", ForeignKey("product.id"), primary_key=True, autoincrement=False),
    Column("quantity", BigInteger, nullable=False),
    Column("cost", BigInteger),
)  # fmt: skip

price_change = Table(
    "price_change", metadata,
    Column("id", RowId, primary_key=True),
    Column("product_id", ForeignKey("product.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("old", BigInteger, nullable=False),
    Column("new", BigInteger, nullable=False),
)  # fmt: skip

# `result`: counts at its close, JSON; "" = it is open.
stocktake = Table(
    "stocktake", metadata,
    Column("id", RowId, primary_key=True),
    Column("till_id", ForeignKey("till.id"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", Text, nullable=False, server_default=text("''")),
    Column("note", Text, nullable=False, server_default=text("''")),
    Column("result", Text, nullable=False, server_default=text("''")),
)  # fmt: skip
one_open = Index("uq_stocktake_open", stocktake.c.till_id, unique=True, sqlite_where=stocktake.c.result == "")

# A phone counts once, a code that nothing is known of once; of accessories the pieces are counted.
stocktake_scan = Table(
    "stocktake_scan", metadata,
    Column("id", RowId, primary_key=True),
    Column("stocktake_id", ForeignKey("stocktake.id"), nullable=False, index=True),
    Column("code", Text, nullable=False),
    Column("unit_id", ForeignKey("unit.id")),
    Column("product_id", ForeignKey("product.id")),
    Column("finding", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    CheckConstraint("finding in ('counted', 'sold', 'kept', 'gone', 'unknown', 'missing')", name="finding"),
)  # fmt: skip
counted_once = Index(
    "uq_stocktake_scan_unit", stocktake_scan.c.stocktake_id, stocktake_scan.c.unit_id, unique=True,
    sqlite_where=stocktake_scan.c.unit_id.is_not(None),
)  # fmt: skip
piled_once = Index(
    "uq_stocktake_scan_product", stocktake_scan.c.stocktake_id, stocktake_scan.c.product_id, unique=True,
    sqlite_where=stocktake_scan.c.product_id.is_not(None),
)  # fmt: skip
unknown_once = Index(
    "uq_stocktake_scan_code", stocktake_scan.c.stocktake_id, stocktake_scan.c.code, unique=True,
    sqlite_where=text("finding = 'unknown'"),
)  # fmt: skip
