"""Serials of a tax memory, tax ids, and the chain of invoices that refer to one another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.errors import ShopError, StorageError
from pos_app.domain.tax_id import MAX_SERIAL
from pos_app.ports.storage import StoredInvoice
from tests.contract.storage_steps import SHA256, at_once, issue, open_sale
from tests.fakes import parts
from tests.fakes.clock import NOON


def serials(storage: SqlStorage, *memories: str, above: int = 0) -> list[int]:
    with storage.write() as session:
        return [session.next_tax_serial(memory, above) for memory in memories]


def test_each_memory_counts_by_itself_and_goes_on_when_it_comes_back(storage: SqlStorage) -> None:
    assert serials(storage, "A11216", "A11216") == [1, 2]
    assert serials(storage, "DEF5GH") == [1]
    assert serials(storage, "A11216") == [3]


def test_what_another_program_has_used_is_never_given(storage: SqlStorage) -> None:
    assert serials(storage, "A11216", above=455) == [456]
    assert serials(storage, "A11216", above=455) == [457]
    assert serials(storage, "A11216", above=5) == [458]  # a smaller word never leads back
    assert serials(storage, "A11216", above=1_000) == [1_001]


def test_a_serial_that_was_not_used_comes_back(storage: SqlStorage) -> None:
    def take_and_fail() -> None:
        with storage.write() as session:
            assert session.next_tax_serial("A11216") == 2
            raise InterruptedError

    assert serials(storage, "A11216") == [1]
    with pytest.raises(InterruptedError):
        take_and_fail()
    assert serials(storage, "A11216") == [2]


def test_a_memory_that_is_used_up_says_so(storage: SqlStorage) -> None:
    assert serials(storage, "A11216", above=MAX_SERIAL - 1) == [MAX_SERIAL]
    with pytest.raises(ShopError, match="tax-serial-out-of-range"):
        serials(storage, "A11216")


def test_two_tills_never_get_the_same_serial(storage: SqlStorage) -> None:
    got: list[int] = []

    def serial() -> int:
        while True:
            try:
                with storage.write() as session:
                    return session.next_tax_serial("A11216")
            except StorageError as error:
                if error.code != "storage-locked":
                    raise

    def many() -> None:
        got.extend(serial() for _ in range(10))

    at_once(many, many)
    assert sorted(got) == list(range(1, 21))


def paper(sale_id: str, seq: int, kind: str = "corrective", tax_id: str = "") -> StoredInvoice:
    return StoredInvoice(
        number=f"1405-1-{seq:06d}", sale_id=sale_id, issued_at=NOON, document="{}", sha256=SHA256, prints=0,
        kind=kind, tax_id=tax_id,
    )  # fmt: skip


def test_corrections_are_a_chain_beside_the_sales_own_invoice(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        number = issue(session, "sale", 1)
        session.complete_sale("sale", NOON)
        assert session.referring_to(number) is None
        session.add_referring(paper("sale", 2), 1, 1405, 2, "phone", 900, number)
        session.add_referring(paper("sale", 3), 1, 1405, 3, "phone", 800, "1405-1-000002")
    with storage.read() as session:
        assert session.referring_to(number) == paper("sale", 2)
        assert session.referring_to("1405-1-000002") == paper("sale", 3)
        sale = session.sale("sale")
        assert sale is not None
        assert sale.invoice_number == number
        (hit,) = session.find_units(parts.IMEI1)
        assert hit.invoice_number == number
        assert [row.number for row in session.invoices(9)] == ["1405-1-000003", "1405-1-000002", number]
        assert {(row.number, row.kind, row.refers_to) for row in session.papers_of(("sale",))} == {
            (number, "original", ""),
            ("1405-1-000002", "corrective", number),
            ("1405-1-000003", "corrective", "1405-1-000002"),
        }
        assert session.unprinted_count() == 3
        assert [row.case_id for row in session.unprinted(9)] == ["sale"] * 3
    with pytest.raises(ShopError, match="invoice-undone-already"), storage.write() as session:
        session.add_referring(paper("sale", 4), 1, 1405, 4, "phone", 700, number)
    with pytest.raises(ShopError, match="sale-already-invoiced"), storage.write() as session:
        session.add_invoice(paper("sale", 4, "original"), 1, 1405, 4, "phone", 700)


def test_the_invoice_that_a_till_issued_last(storage: SqlStorage) -> None:
    later = replace(paper("a", 1, "original"), number="1406-1-000001", issued_at=NOON + timedelta(days=200))
    for sale_id, imei in (("a", parts.IMEI1), ("b", parts.OTHER1)):
        open_sale(storage, sale_id, imei)
    with storage.write() as session:
        assert session.newest_invoice(1) is None
        session.add_invoice(later, 1, 1406, 1, "phone", 1000)
        session.add_invoice(paper("b", 7, "original"), 1, 1405, 7, "phone", 1000)
        assert session.newest_invoice(1) == (later.number, later.issued_at)
        assert session.newest_invoice(2) is None


def test_a_tax_id_stands_on_one_invoice(storage: SqlStorage) -> None:
    first = paper("a", 1, "original", "A1121604C220002F095011")
    for sale_id, imei in (("a", parts.IMEI1), ("b", parts.OTHER1)):
        open_sale(storage, sale_id, imei)
    with storage.write() as session:
        session.add_invoice(first, 1, 1405, 1, "phone", 1000)
        assert session.invoice(first.number) == first
    with pytest.raises(ShopError, match="tax-id-taken"), storage.write() as session:
        session.add_invoice(replace(first, number="1405-1-000002", sale_id="b"), 1, 1405, 2, "phone", 1000)


def test_foreign_keys_hold_after_a_migration(engine: Engine) -> None:
    SqlStorage(engine, parts.SEALER).bring_up_to_date()
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("pragma foreign_keys")).scalar() == 1
