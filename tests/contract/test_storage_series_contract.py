"""Rows of numbers after a restore, on both databases."""

from __future__ import annotations

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.series import Series

INVOICES, BUY_INS = Series(1, "invoice", 1405), Series(2, "buy_in", 1405)


def test_what_was_given_is_told(storage: SqlStorage) -> None:
    with storage.write() as session:
        session.next_invoice_number(1, 1405)
        session.next_invoice_number(1, 1405)
        session.next_paper_number("buy_in", 2, 1405)
        session.next_local_seq(1)
        session.next_tax_serial("A1B2C3", 9)
    with storage.read() as session:
        assert session.counters().numbers == {INVOICES: 2, BUY_INS: 1}
        assert session.counters().serials == {"A1B2C3": 10}
        assert session.till_ids() == (1, 2)


def test_numbers_go_on_after_the_jump_and_never_back(storage: SqlStorage) -> None:
    with storage.write() as session:
        session.next_invoice_number(1, 1405)
        for last in (418, 7):
            session.raise_series(INVOICES, last)
            session.raise_series(BUY_INS, last)
            session.raise_tax_serial("A1B2C3", last)
    with storage.write() as session:
        assert session.next_invoice_number(1, 1405) == 419
        assert session.next_paper_number("buy_in", 2, 1405) == 419
        assert session.next_tax_serial("A1B2C3") == 419
