"""Customers, how they are found again, and the keys that are theirs alone (decision 0023)."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from pos_app.adapters.storage.tables import Instant, metadata, sale

# What is sealed of a case or a customer is sealed under a key of its own, itself sealed under the shop's. Erasing a
# person takes the key away: whatever a disk still holds of the rest, nobody can read it.
own_key = Table(
    "own_key", metadata,
    Column("subject", Text, primary_key=True),  # case:<id of a sale>, customer:<id>
    Column("key_sealed", LargeBinary, nullable=False),
)  # fmt: skip

customer = Table(
    "customer", metadata,
    Column("id", Integer, primary_key=True),
    Column("details_sealed", LargeBinary),  # null = erased
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("erased_at", Instant),
)  # fmt: skip

# Blind index: keyed hashes of a national id, a mobile number, and the words of a name with their beginnings.
customer_word = Table(
    "customer_word", metadata,
    Column("word", String(32), primary_key=True),
    Column("customer_id", ForeignKey("customer.id"), primary_key=True),
)  # fmt: skip
its_words = Index("ix_customer_word_customer_id", customer_word.c.customer_id)

customer_case = Table(
    "customer_case", metadata,
    Column("sale_id", ForeignKey(sale.c.id), primary_key=True),
    Column("customer_id", ForeignKey("customer.id"), nullable=False, index=True),
)  # fmt: skip
