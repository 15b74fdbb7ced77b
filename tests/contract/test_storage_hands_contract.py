"""Units whose state is held back, cases that refer to each other, papers of their own, invoices undone."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.errors import ShopError
from pos_app.domain.sale import CaseKind, Sale, SaleLine, SaleState
from pos_app.domain.stock import Condition, Unit, UnitState
from pos_app.ports.storage import ReadSession, StoredInvoice, WriteSession
from tests.contract.storage_steps import SHA256, a_print, at_once, issue, line_of, open_sale
from tests.fakes import parts
from tests.fakes.clock import NOON

OTHER = "356938035643957"


def case(session: WriteSession, case_id: str, kind: CaseKind, **links: str) -> None:
    session.open_sale(
        Sale(id=case_id, till_id=1, seller="s", state=SaleState.OPEN, opened_at=NOON, kind=kind, **links)  # type: ignore[arg-type]
    )


def unit_with(session: ReadSession, imei: str) -> Unit:
    (hit,) = session.find_units(imei)
    return hit.unit


@pytest.mark.parametrize("state", list(UnitState))
def test_every_state_of_a_unit_is_kept(storage: SqlStorage, state: UnitState) -> None:
    with storage.write() as session:
        unit = unit_with(session, parts.IMEI1)
        told = replace(unit, state=state, condition=Condition.USED, boxed=False, grade="C", price=7, serial="NEW")
        session.change_unit(told)
    with storage.read() as session:
        assert session.unit(unit.id) == told
        assert session.unit(99_999) is None


def test_a_second_number_is_learned_and_no_number_is_taken_from_another(storage: SqlStorage) -> None:
    with storage.write() as session:
        nokia = unit_with(session, parts.NOKIA)
        session.change_unit(replace(nokia, imeis=(parts.NOKIA, OTHER)))
        assert unit_with(session, OTHER).imeis == (parts.NOKIA, OTHER)
    with pytest.raises(ShopError, match="imei-in-stock-twice"), storage.write() as session:
        session.change_unit(replace(nokia, imeis=(parts.NOKIA, parts.IMEI1)))
    with storage.read() as looked:
        assert unit_with(looked, OTHER).id == nokia.id  # nothing of it happened


def test_cases_say_what_they_belong_to(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        case(session, "trade", CaseKind.BUY_IN, within="sale")
        case(session, "back", CaseKind.RETURN, refers_to="sale")
        assert session.settled_with("sale") == ("trade",)
        assert session.undoing("sale") == "back"
        session.settle_within("trade", "")
        assert session.settled_with("sale") == ()
        session.abandon_sale("back")
        assert session.undoing("sale") == ""
        kept = session.sale("trade")
    assert kept is not None
    assert (kept.kind, kept.within, kept.refers_to) == (CaseKind.BUY_IN, "", "")


def test_a_sold_phone_leaves_its_line_once(storage: SqlStorage) -> None:
    """Whoever of two tills takes it back first has it; the other is told that it is not on that line any more."""
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        session.complete_sale("sale", NOON)
        unit_id = unit_with(session, parts.IMEI1).id

    def take() -> bool:
        with storage.write() as session:
            return session.free_line("sale", unit_id)

    results = at_once(take, take)
    assert results.count(True) == 1
    with storage.read() as looked:
        sold = looked.sale("sale")
    assert sold is not None
    assert sold.unit is not None  # what was sold stands in the sale for ever


def test_an_invoice_is_undone_once(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        number = issue(session, "sale", 1)
        for case_id in ("a", "b"):
            case(session, case_id, CaseKind.RETURN, refers_to="sale")

    def undone(case_id: str, seq: int) -> StoredInvoice:
        return StoredInvoice(
            number=f"1405-1-{seq:06d}", sale_id=case_id, issued_at=NOON, document="{}", sha256=SHA256, prints=0,
            kind="return",
        )  # fmt: skip

    with storage.write() as session:
        session.add_referring(undone("a", 2), 1, 1405, 2, "phone", 1000, number)
    with pytest.raises(ShopError, match="invoice-undone-already"), storage.write() as session:
        session.add_referring(undone("b", 3), 1, 1405, 3, "phone", 1000, number)


def test_papers_have_a_series_and_prints_of_their_own(storage: SqlStorage) -> None:
    with storage.write() as session:
        case(session, "buy", CaseKind.BUY_IN)
        seq = session.next_paper_number("buy_in", 1, 1405)
        paper = StoredInvoice(
            number="B1405-1-000001", sale_id="buy", issued_at=NOON, document='{"name":"نمونه"}',
            sha256=hashlib.sha256('{"name":"نمونه"}'.encode()).hexdigest(), prints=0, kind="buy_in",
        )  # fmt: skip
        session.add_paper(paper, 1, 1405, seq, "phone", 1000)
        session.add_print(a_print(paper.number))
        assert session.paper(paper.number) == replace(paper, prints=1)
        assert session.paper("B1405-1-000009") is None
        assert session.next_invoice_number(1, 1405) == 1  # the invoices count by themselves
        found = session.sale("buy")
        assert found is not None
        assert found.invoice_number == paper.number
    with pytest.raises(ShopError, match="print-number-taken"), storage.write() as session:
        session.add_print(a_print(paper.number))
    with pytest.raises(ShopError, match="sale-already-invoiced"), storage.write() as session:
        session.add_paper(replace(paper, number="B1405-1-000002"), 1, 1405, 2, "phone", 1000)


def test_a_returned_phone_stands_beside_its_sold_line(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        session.complete_sale("sale", NOON)
        case(session, "back", CaseKind.RETURN, refers_to="sale")
        line: SaleLine = line_of(session, parts.IMEI1, "back:1")
        session.add_line("back", line, live=False)
        (hit,) = session.find_units(parts.IMEI1)
    assert (hit.sale_id, hit.kind, hit.unit.state) == ("sale", CaseKind.SALE, UnitState.SOLD)
