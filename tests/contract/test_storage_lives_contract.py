"""One phone's life as the disk knows it, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.feed import Allocation
from pos_app.domain.ids import new_id
from pos_app.domain.sale import CaseKind, Sale, SaleLine, SaleState
from pos_app.domain.stock import Unit
from pos_app.ports.storage import StoredInvoice
from tests.contract.storage_steps import a_print
from tests.fakes import parts
from tests.fakes.clock import NOON


def unit_of(storage: SqlStorage, number: str = parts.IMEI1) -> Unit:
    with storage.read() as session:
        return session.find_units(number)[0].unit


def case(storage: SqlStorage, unit: Unit, *, days: int, kind: CaseKind = CaseKind.SALE, live: bool = False) -> str:
    at = NOON + timedelta(days=days)
    sale = Sale(id=new_id(at), till_id=1, seller="Sara", state=SaleState.OPEN, opened_at=at, kind=kind)
    with storage.write() as session:
        session.open_sale(sale)
        line = SaleLine(id=new_id(at), product=unit.product, quantity=1, fee=1, unit=unit)
        session.add_line(sale.id, line, live=live)
    return sale.id


def test_every_case_of_a_phone_oldest_first_given_up_ones_too(storage: SqlStorage) -> None:
    unit = unit_of(storage)
    later, first = case(storage, unit, days=2), case(storage, unit, days=1, kind=CaseKind.BUY_IN)
    case(storage, unit_of(storage, parts.NOKIA), days=1)
    with storage.write() as session:
        session.abandon_sale(first)
    with storage.read() as session:
        assert session.cases_with(unit.id) == (first, later)
        assert session.cases_with(0) == ()


def test_papers_of_cases_with_their_prints(storage: SqlStorage) -> None:
    unit = unit_of(storage)
    sold, bought = case(storage, unit, days=1), case(storage, unit, days=2, kind=CaseKind.BUY_IN)
    paper = StoredInvoice(number="1405-1-000001", sale_id=sold, issued_at=NOON, document="{}", sha256="x", prints=0)
    with storage.write() as session:
        session.add_invoice(paper, 1, 1405, 1, "Galaxy", 5)
        session.add_print(a_print(paper.number, 1))
        session.add_print(a_print(paper.number, 2, at=NOON + timedelta(hours=1)))
        receipt = replace(paper, number="B1405-1-000001", sale_id=bought, kind="buy_in")
        session.add_paper(receipt, 1, 1405, 1, "Galaxy", 5)
    with storage.read() as session:
        invoice, receipt_of = session.papers_of((sold, bought))
        assert invoice.prints == ((1, NOON), (2, NOON + timedelta(hours=1)))
        assert (invoice.kind, receipt_of.kind, receipt_of.sale_id) == ("original", "buy_in", bought)
        assert session.sale_of_paper("1405-1-000001") == sold
        assert session.sale_of_paper("B1405-1-000001") == bought
        assert session.sale_of_paper("1405-1-000009") == ""


def test_conflicts_decided_ones_too(storage: SqlStorage) -> None:
    found = Conflict(kind=ConflictKind.CLONE, imei=parts.IMEI1, subject="s", shop_says="a", registry_says="b",
                     found_at=NOON)  # fmt: skip
    with storage.write() as session:
        session.add_conflict(found)
        (kept,) = session.conflicts()
        session.decide_conflict(kept.id, "shop", "Karimi", "seen", NOON)
        session.add_conflict(replace(found, shop_says="c", found_at=NOON - timedelta(days=1)))
        session.add_conflict(replace(found, imei=parts.NOKIA, subject="n"))
        about = session.conflicts_about((parts.IMEI1, parts.IMEI2))
    assert [(one.shop_says, one.decision) for one in about] == [("c", ""), ("a", "shop")]


def test_the_list_of_the_registry_hidden_rows_too(storage: SqlStorage) -> None:
    row = Allocation("a", 1, imei=parts.IMEI1, imei2=parts.IMEI2)
    with storage.write() as session:
        session.apply_allocations((row, Allocation("b", 1, imei=parts.NOKIA)), 1)
        session.apply_allocations((Allocation("a", 2, deleted=True),), 1)
        (kept,) = session.allocations_about((parts.IMEI2,))
    assert (kept.allocation_id, kept.deleted) == ("a", True)


def test_the_audit_by_subject(storage: SqlStorage) -> None:
    with storage.write() as session:
        session.audit(1, NOON + timedelta(hours=1), "Sara", "unit-freed", "case", {"unit": 7})
        session.audit(2, NOON, "Sara", "unit-taken-in", "7", {})
        session.audit(1, NOON, "Sara", "shop-changed", "", {})
        told = session.told_about(("case", "7", ""))
    assert [(one.kind, one.data) for one in told] == [("unit-taken-in", {}), ("unit-freed", {"unit": 7})]


def test_the_last_digits_find_the_newest_first(storage: SqlStorage) -> None:
    product = unit_of(storage).product
    with storage.write() as session:
        for serial, numbers in (("1", ("490154203398202",)), ("2", ("490154203488202", "490154203308202"))):
            session.put_unit(Unit(id=0, product=product, imeis=numbers, serial=serial), product.id)
    with storage.read() as session:
        assert [unit.serial for unit in session.units_ending("8202", 9)] == ["2", "1"]
        assert [unit.serial for unit in session.units_ending("8202", 1)] == ["2"]
        assert [unit.serial for unit in session.units_ending("98202", 9)] == ["1"]
        assert [unit.serial for unit in session.units_ending("490154203308202", 9)] == ["2"]
        assert session.units_ending("202", 9) == session.units_ending("9999", 9) == ()
        assert session.units_ending("2" * 15, 9) == ()


def test_the_last_digits_go_by_their_index(storage: SqlStorage) -> None:
    """What keeps the search fast in a large shop; PostgreSQL decides by its own statistics."""
    if storage._engine.dialect.name != "sqlite":
        return
    query = "explain query plan select unit_id from unit_imei where substr(unit_imei.imei, 12) = '8202'"
    with storage._engine.connect() as connection:
        plan = " ".join(str(row) for row in connection.execute(text(query)))
    assert "ix_unit_imei_last_four" in plan
