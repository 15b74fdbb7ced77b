"""What was sold, in open figures: one row an invoice, and the totals of a day. All of it is read off the frozen
documents, and could be made anew from them; no row holds a person but who sold."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, Table, Text

from pos_app.adapters.storage.tables import metadata


def _money() -> tuple[Column[int], ...]:
    """`cost` of what was sold, as far as it is known, and `costed`: the net sum of just that."""
    return (
        Column("net", BigInteger, nullable=False), Column("cost", BigInteger, nullable=False),
        Column("costed", BigInteger, nullable=False),
    )  # fmt: skip


# What is given back counts below zero, and a corrective by what it changes: sums are true by themselves.
invoice_figure = Table(
    "invoice_figure", metadata,
    Column("number", ForeignKey("invoice.number"), primary_key=True),
    Column("till_id", ForeignKey("till.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("subject", Text, nullable=False),
    Column("seller", Text, nullable=False),
    Column("phones", Integer, nullable=False),
    Column("discount", BigInteger, nullable=False),
    Column("vat", BigInteger, nullable=False),
    *_money(),
)  # fmt: skip

# It holds all that a VAT report asks: a year of a large shop is read without touching its rows.
vat_of_days = Index(
    "ix_invoice_figure_day", invoice_figure.c.day, invoice_figure.c.subject, invoice_figure.c.net, invoice_figure.c.vat
)

day_seller = Table(
    "day_seller", metadata,
    Column("day", Date, primary_key=True),
    Column("seller", Text, primary_key=True),
    Column("invoices", Integer, nullable=False),
    Column("phones", Integer, nullable=False),
    Column("discount", BigInteger, nullable=False),
    Column("vat", BigInteger, nullable=False),
    *_money(),
)  # fmt: skip

day_product = Table(
    "day_product", metadata,
    Column("day", Date, primary_key=True),
    Column("product_id", ForeignKey("product.id"), primary_key=True),
    Column("quantity", Integer, nullable=False),
    *_money(),
)  # fmt: skip

# `method` under the tax office's code, as invoices carry it.
day_method = Table(
    "day_method", metadata,
    Column("day", Date, primary_key=True),
    Column("method", Integer, primary_key=True, autoincrement=False),
    Column("payments", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
)  # fmt: skip
