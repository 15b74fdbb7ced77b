"""Customers, and what is kept of each. Part of `ports.storage`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from pos_app.domain.customer import Customer, CustomerCase
from pos_app.domain.sale import Buyer


class CustomerReads(Protocol):
    def customer(self, customer_id: int) -> Customer | None: ...

    def customers_with(self, words: tuple[str, ...], limit: int) -> tuple[Customer, ...]:
        """Those whom each of these words finds (see `domain.customer.words_of`), the one seen last first."""
        ...

    def customer_of(self, sale_id: str) -> int:
        """0 = this case names nobody."""
        ...

    def cases_of_customer(self, customer_id: int, limit: int = 100) -> tuple[CustomerCase, ...]:
        """Finished ones, newest first."""
        ...


class CustomerWrites(Protocol):
    def put_customer(self, customer_id: int, person: Buyer, at: datetime) -> int:
        """0 = a new one; returns his id."""
        ...

    def set_customer(self, sale_id: str, customer_id: int) -> None: ...

    def seal_anew(self) -> int:
        """The keys of cases and customers, and the pictures, under the newest data key; how many."""
        ...

    def erase_customer(self, customer_id: int, at: datetime) -> tuple[str, ...]:
        """Takes his keys away and overwrites what they sealed: his details, and of each of his cases the other party,
        the document of its papers, evidence, pictures, answers. Numbers, totals, hashes and the history stay. Returns
        the ids of those cases."""
        ...
