"""Goods: suppliers, purchases, counted stock, prices as they changed, stocktakes; and the figures of what was sold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_NOTHING = sa.text("''")


def _table(name: str, *columns: sa.Column[Any], key: tuple[str, ...] = ("id",), refers: Mapping[str, str] | None = None,
           checks: Mapping[str, str] | None = None, once: tuple[str, ...] = ()) -> None:  # fmt: skip
    """A table whose constraints have the names that `tables.metadata` gives them."""
    op.create_table(
        name,
        *columns,
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.{of}"], name=op.f(f"fk_{name}_{column}_{table}"))
            for column, (table, of) in ((c, target.split(".")) for c, target in (refers or {}).items())
        ),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{name}_{called}")) for called, rule in (checks or {}).items()),
        *(sa.UniqueConstraint(column, name=op.f(f"uq_{name}_{column}")) for column in once),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )


def _row_id(name: str = "id") -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _big(name: str) -> sa.Column[Any]:
    """A number that points into a table of many rows."""
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"))


def _needed(name: str, kind: Any, default: Any = None) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=default)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    rule = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=rule, postgresql_where=rule)


def upgrade() -> None:
    op.add_column("product", _needed("category", sa.Text(), _NOTHING))
    op.add_column("product", _needed("low_level", sa.Integer(), sa.text("0")))
    _purchases()
    op.add_column("unit", sa.Column("cost", sa.BigInteger()))
    op.add_column("unit", _instant("entered_at", nullable=True))
    # In these words both databases add the column without writing the table anew.
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE unit ADD COLUMN purchase_id {kind} CONSTRAINT fk_unit_purchase_id_purchase"
        " REFERENCES purchase (id)"
    )
    _partial(
        "ix_unit_for_sale", "unit", ["product_id", "entered_at", "cost", "price"], "state = 'in_stock' and hold = ''"
    )
    _partial("ix_unit_purchase_id", "unit", ["purchase_id"], "purchase_id is not null")
    _counted()
    _stocktakes()
    _figures()


def _purchases() -> None:
    _table(
        "supplier", _needed("id", sa.Integer()), _needed("name", sa.Text()),
        sa.Column("contact_sealed", sa.LargeBinary()), once=("name",),
    )  # fmt: skip
    _table(
        "purchase", _row_id(), sa.Column("supplier_id", sa.Integer()), _needed("number", sa.Text()),
        _needed("day", sa.Date()), _needed("source", sa.Text()), _needed("till_id", sa.Integer()),
        _needed("who", sa.Text()), _instant("at"), _needed("total", sa.BigInteger()),
        refers={"supplier_id": "supplier.id", "till_id": "till.id"},
        checks={"source": "source in ('intake', 'import')"},
    )  # fmt: skip
    op.create_index("ix_purchase_supplier_id", "purchase", ["supplier_id"])
    op.create_index("ix_purchase_day", "purchase", ["day"])
    _partial("uq_purchase_number", "purchase", ["supplier_id", "number"], "number != ''", unique=True)
    _table(
        "purchase_line", _row_id(), _row_id("purchase_id"), _needed("product_id", sa.Integer()),
        _needed("quantity", sa.Integer()), sa.Column("cost", sa.BigInteger()),
        refers={"purchase_id": "purchase.id", "product_id": "product.id"}, checks={"quantity": "quantity > 0"},
    )  # fmt: skip
    op.create_index("ix_purchase_line_purchase_id", "purchase_line", ["purchase_id"])


def _counted() -> None:
    _table(
        "stock_movement", _row_id(), _needed("product_id", sa.Integer()), _instant("at"), _needed("kind", sa.Text()),
        _needed("quantity", sa.Integer()), sa.Column("cost", sa.BigInteger()), sa.Column("case_id", sa.String(36)),
        _big("purchase_id"), _needed("till_id", sa.Integer()), _needed("who", sa.Text()), _needed("reason", sa.Text()),
        refers={"product_id": "product.id", "case_id": "sale.id", "purchase_id": "purchase.id", "till_id": "till.id"},
        checks={
            "kind": "kind in ('purchase', 'import', 'sale', 'return', 'count')", "quantity": "quantity != 0",
        },
    )  # fmt: skip
    op.create_index("ix_stock_movement_product_id", "stock_movement", ["product_id"])
    _partial("ix_stock_movement_case_id", "stock_movement", ["case_id"], "case_id is not null")
    _table(
        "stock_level", _needed("product_id", sa.Integer()), _needed("quantity", sa.BigInteger()),
        sa.Column("cost", sa.BigInteger()), key=("product_id",), refers={"product_id": "product.id"},
    )  # fmt: skip
    _table(
        "price_change", _row_id(), _needed("product_id", sa.Integer()), _instant("at"), _needed("who", sa.Text()),
        _needed("old", sa.BigInteger()), _needed("new", sa.BigInteger()), refers={"product_id": "product.id"},
    )  # fmt: skip
    op.create_index("ix_price_change_product_id", "price_change", ["product_id"])


def _stocktakes() -> None:
    _table(
        "stocktake", _row_id(), _needed("till_id", sa.Integer()), _instant("opened_at"),
        _needed("opened_by", sa.Text()), _instant("closed_at", nullable=True),
        _needed("closed_by", sa.Text(), _NOTHING), _needed("note", sa.Text(), _NOTHING),
        _needed("result", sa.Text(), _NOTHING), refers={"till_id": "till.id"},
    )  # fmt: skip
    _partial("uq_stocktake_open", "stocktake", ["till_id"], "result = ''", unique=True)
    _table(
        "stocktake_scan", _row_id(), _row_id("stocktake_id"), _needed("code", sa.Text()), _big("unit_id"),
        sa.Column("product_id", sa.Integer()), _needed("finding", sa.Text()), _needed("quantity", sa.Integer()),
        _instant("at"), _needed("who", sa.Text()),
        refers={"stocktake_id": "stocktake.id", "unit_id": "unit.id", "product_id": "product.id"},
        checks={"finding": "finding in ('counted', 'sold', 'kept', 'gone', 'unknown', 'missing')"},
    )  # fmt: skip
    op.create_index("ix_stocktake_scan_stocktake_id", "stocktake_scan", ["stocktake_id"])
    for name, column, where in (
        ("unit", "unit_id", "unit_id is not null"), ("product", "product_id", "product_id is not null"),
        ("code", "code", "finding = 'unknown'"),
    ):  # fmt: skip
        _partial(f"uq_stocktake_scan_{name}", "stocktake_scan", ["stocktake_id", column], where, unique=True)


def _figures() -> None:
    def money() -> tuple[sa.Column[Any], ...]:
        return tuple(_needed(name, sa.BigInteger()) for name in ("net", "cost", "costed"))

    def counts() -> tuple[sa.Column[Any], ...]:
        return _needed("phones", sa.Integer()), _needed("discount", sa.BigInteger()), _needed("vat", sa.BigInteger())

    _table(
        "invoice_figure", _needed("number", sa.Text()), _needed("till_id", sa.Integer()), _needed("day", sa.Date()),
        _needed("subject", sa.Text()), _needed("seller", sa.Text()), *counts(), *money(), key=("number",),
        refers={"number": "invoice.number", "till_id": "till.id"},
    )  # fmt: skip
    op.create_index("ix_invoice_figure_day", "invoice_figure", ["day", "subject", "net", "vat"])
    _table(
        "day_seller", _needed("day", sa.Date()), _needed("seller", sa.Text()), _needed("invoices", sa.Integer()),
        *counts(), *money(), key=("day", "seller"),
    )  # fmt: skip
    _table(
        "day_product", _needed("day", sa.Date()), _needed("product_id", sa.Integer()),
        _needed("quantity", sa.Integer()), *money(), key=("day", "product_id"), refers={"product_id": "product.id"},
    )  # fmt: skip
    _table(
        "day_method", _needed("day", sa.Date()), _needed("method", sa.Integer()), _needed("payments", sa.Integer()),
        _needed("amount", sa.BigInteger()), key=("day", "method"),
    )  # fmt: skip
