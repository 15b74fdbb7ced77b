"""What is owed, as SQLite and PostgreSQL tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.evidence import InquiryEvidence, ResetEvidence
from pos_app.domain.registry import OperationKind, OperationState
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.sale import Buyer, CaseKind, Sale, SaleState
from pos_app.domain.stock import UnitState
from pos_app.ports.duties import OtherParty
from pos_app.ports.storage import StoredInvoice
from tests.contract.storage_steps import SHA256, a_print, an_entry, issue, line_of, open_sale
from tests.fakes import parts
from tests.fakes.clock import NOON

HOUR = timedelta(hours=1)


def bought(storage: SqlStorage, case_id: str, state: UnitState, *, at: int = 0) -> int:
    """A complete buy-in of the first phone, which now stands like this."""
    with storage.write() as session:
        session.open_sale(
            Sale(id=case_id, till_id=2, seller="s", state=SaleState.OPEN, opened_at=NOON, kind=CaseKind.BUY_IN)
        )
        line = line_of(session, parts.IMEI1, f"{case_id}:line")
        assert line.unit is not None
        session.add_line(case_id, line, live=False)
        session.complete_sale(case_id, NOON + at * HOUR, state)
    return line.unit.id


@pytest.mark.parametrize("state", list(UnitState))
def test_only_what_is_kept_back_with_the_last_case_that_brought_it(storage: SqlStorage, state: UnitState) -> None:
    bought(storage, "first", UnitState.IN_STOCK)
    unit_id = bought(storage, "last", state, at=2)
    with storage.read() as session:
        found = session.held_phones()
    if state not in (UnitState.HELD, UnitState.BACK):
        assert found == ()
        return
    (phone,) = found
    assert (phone.unit_id, phone.state, phone.title, phone.imei) == (unit_id, state, "Galaxy A55", parts.IMEI1)
    assert (phone.case_id, phone.case_kind, phone.since) == ("last", CaseKind.BUY_IN, NOON + 2 * HOUR)
    assert phone.till_id == 2


@pytest.mark.parametrize(
    ("states", "unproven"),
    [
        ((), False), ((StepState.DONE,), False), ((StepState.BLOCKED, StepState.RELEASED), True),
        ((StepState.RELEASED, StepState.DONE), False),
    ],
)  # fmt: skip
def test_a_reset_that_was_only_released_is_told(
    storage: SqlStorage, states: tuple[StepState, ...], unproven: bool
) -> None:
    bought(storage, "case", UnitState.HELD)
    with storage.write() as session:
        session.begin_run("case", "buy_in", 1)
        for state in states:
            said = ResetEvidence(done=True, unlocked=state is StepState.DONE)
            record = StepRecord(step_id="reset", state=state, evidence=said, channel=None, at=NOON, by="s")
            session.add_records("case", (record,))
    with storage.read() as session:
        (phone,) = session.held_phones()
    assert phone.unproven is unproven


def test_a_phone_that_no_case_brought(storage: SqlStorage) -> None:
    with storage.write() as session:
        unit = session.find_units(parts.NOKIA)[0].unit
        session.change_unit(replace(unit, state=UnitState.HELD))
    with storage.read() as session:
        (phone,) = session.held_phones()
    assert (phone.case_id, phone.since, phone.imei) == ("", None, parts.NOKIA)


def test_the_same_operations_wait_here_as_on_the_registry_page(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    open_sale(storage, "open", parts.OTHER1, till_id=2)
    with storage.write() as session:
        issue(session, "sale")
        session.complete_sale("sale", NOON)
        session.begin_run("sale", "sealed", 1)
        for at, (entry_id, sale_id) in enumerate((("a", "sale"), ("b", "open"), ("c", "sale"))):
            number = parts.IMEI1 if sale_id == "sale" else parts.OTHER1
            session.add_entry(
                an_entry(
                    entry_id, sale_id=sale_id, device_key=number, created_at=NOON + at * HOUR,
                    kind=OperationKind.INQUIRY if entry_id == "b" else OperationKind.ACTIVATION,
                )
            )  # fmt: skip
    with storage.read() as session:
        found = session.waiting_operations()
        shown = [row.entry.id for row in session.operations(closed=0)]
        assert session.queue().waiting == len(found)
    assert [one.entry_id for one in found] == shown
    owed, asked = next(one for one in found if one.case_id == "sale"), next(one for one in found if one.case_open)
    assert (owed.done_at, owed.title, owed.list_id, owed.state) == (NOON, "Galaxy A55", "sealed", OperationState.QUEUED)
    assert (asked.done_at, asked.case_till, asked.kind, asked.list_id) == (None, 2, OperationKind.INQUIRY, "")


def test_open_cases_of_every_till_with_their_steps(storage: SqlStorage) -> None:
    open_sale(storage, "young", parts.OTHER1, till_id=2, at=NOON + HOUR)
    open_sale(storage, "old", parts.IMEI1)
    open_sale(storage, "done", parts.NOKIA)
    open_sale(storage, "empty", at=NOON + 2 * HOUR)
    record = StepRecord(
        step_id="inquiry", state=StepState.DONE, evidence=InquiryEvidence(box=(parts.IMEI1,)), channel=None,
        at=NOON + 3 * HOUR, by="s",
    )  # fmt: skip
    with storage.write() as session:
        session.complete_sale("done", NOON)
        session.begin_run("old", "used", 1)
        session.add_records("old", (record,))
    with storage.read() as session:
        found = session.open_cases()
    assert [(case.case_id, case.till_id, case.imei) for case in found] == [
        ("old", 1, parts.IMEI1), ("young", 2, parts.OTHER1), ("empty", 1, ""),
    ]  # fmt: skip
    assert found[0].touched_at == NOON + 3 * HOUR
    assert found[0].run is not None
    assert (found[0].run.checklist_id, found[0].run.records) == ("used", (record,))
    assert (found[1].run, found[1].touched_at) == (None, NOON + HOUR)


def test_never_printed_and_printed(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    bought(storage, "bought", UnitState.HELD)
    with storage.write() as session:
        number = issue(session, "sale")
        stored = StoredInvoice(
            number="B1405-2-000001", sale_id="bought", issued_at=NOON + HOUR, document="{}", sha256=SHA256, prints=0,
            kind="buy_in",
        )  # fmt: skip
        session.add_paper(stored, 2, 1405, 1, "phone", 1000)
    with storage.read() as session:
        found = session.unprinted(9)
        assert [one.number for one in session.unprinted(1)] == [number]
        assert session.unprinted_count() == 2
    assert [(one.number, one.imei, one.case_kind) for one in found] == [
        (number, parts.IMEI1, CaseKind.SALE), ("B1405-2-000001", parts.IMEI1, CaseKind.BUY_IN),
    ]  # fmt: skip
    with storage.write() as session:
        session.add_print(a_print(number, 1))
        session.add_print(a_print("B1405-2-000001"))
        session.add_print(a_print(number, 2))
    with storage.read() as session:
        assert (session.unprinted(9), session.unprinted_count()) == ((), 0)
        invoice = session.invoice(number)
        assert invoice is not None
        assert invoice.prints == 2


def test_names_and_titles(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    open_sale(storage, "nobody")
    with storage.write() as session:
        session.set_buyer("sale", Buyer(name="x", mobile=parts.BUYER_SIM))
    with storage.read() as session:
        assert session.parties(("sale", "nobody", "none")) == {"sale": OtherParty("x", parts.BUYER_SIM)}
        assert session.titles((parts.IMEI2, parts.NOKIA, "0" * 15)) == {
            parts.IMEI2: "Galaxy A55", parts.NOKIA: "Nokia"
        }  # fmt: skip
        assert (session.parties(()), session.titles(())) == ({}, {})


def test_an_index_leads_to_what_is_open(engine: Engine, storage: SqlStorage) -> None:
    """Nothing is read that grows with the stock or with what was sold."""
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by how much there is")
    with storage.read() as session:
        said: list[str] = []
        ask = session._db.execute

        def listen(statement: object, *given: object) -> object:
            compiled = statement.compile(engine, compile_kwargs={"literal_binds": True})  # type: ignore[attr-defined]
            plan = session._db.exec_driver_sql(f"explain query plan {compiled}").all()
            said.extend(f"{step[3]}" for step in plan)
            return ask(statement, *given)  # type: ignore[call-overload]

        session._db.execute = listen  # type: ignore[method-assign, assignment]
        session.held_phones()
        session.waiting_operations()
        session.open_cases()
        session.unprinted(9)
        session.unprinted_count()
    scans = {step for step in said if step.startswith("SCAN")}
    assert not {step for step in scans if step.split()[1] in ("unit", "sale", "sale_line", "operation")}, scans
    assert {step for step in scans if "invoice" in step} <= {
        "SCAN invoice USING INDEX ix_invoice_unprinted", "SCAN invoice USING COVERING INDEX ix_invoice_unprinted"
    }  # fmt: skip
