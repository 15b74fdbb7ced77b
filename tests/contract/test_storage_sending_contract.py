"""Invoices on their way to the taxpayers' system, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.e_sending import Sending, SendState, Step, Told
from pos_app.domain.errors import ShopError
from pos_app.ports.storage import StoredInvoice
from pos_app.ports.tax import SendingCounts
from tests.contract.storage_steps import LEASE, SHA256, at_once, open_sale
from tests.fakes import parts
from tests.fakes.clock import NOON

FIRST, SECOND = "1405-1-000001", "1405-1-000002"
TAX = {FIRST: "A1121604C220002F095011", SECOND: "A1121604C220002F095012"}
ERRORS = (Told("0103502", "«mu» خالی است"),)


def entry(number: str = FIRST, **changes: object) -> Sending:
    plain = Sending(
        number=number, tax_id=TAX[number], memory="A11216", uid=f"uid-{number}", state=SendState.WAITING,
        created_at=NOON, next_at=NOON,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture
def issued(storage: SqlStorage) -> SqlStorage:
    """Two invoices; the second corrects the first, and both wait."""
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        for seq, (number, tax_id) in enumerate(TAX.items(), 1):
            kind = "original" if number == FIRST else "corrective"
            paper = StoredInvoice(
                number=number, sale_id="sale", issued_at=NOON + timedelta(minutes=seq), document="{}", sha256=SHA256,
                prints=0, kind=kind, tax_id=tax_id,
            )  # fmt: skip
            refers_to = "" if number == FIRST else FIRST
            session.add_referring(paper, 1, 1405, seq, "phone", 1000, refers_to)
        session.complete_sale("sale", NOON)
        session.add_sending(entry())
        session.add_sending(entry(SECOND))
    return storage


def state(storage: SqlStorage, number: str = FIRST) -> Sending:
    with storage.read() as session:
        found = session.sending(number)
    assert found is not None
    return found


def claim(storage: SqlStorage, number: str = FIRST, **later: float) -> bool:
    now = NOON + timedelta(**later)
    with storage.write() as session:
        return session.claim_sending(number, "me", now, now + LEASE)


def settle(storage: SqlStorage, step: Step, **later: float) -> bool:
    with storage.write() as session:
        return session.settle_sending(FIRST, step, NOON + timedelta(**later), lease=NOON + LEASE)


def test_what_is_queued_comes_back(issued: SqlStorage) -> None:
    assert state(issued) == entry()
    assert state(issued, SECOND) == entry(SECOND, refers_to=FIRST)
    with issued.read() as session:
        assert session.sendings((FIRST, "none")) == {FIRST: entry()}
        assert session.sendings(()) == {}
        assert session.due_sendings(NOON, 9) == (FIRST, SECOND)
        assert session.due_sendings(NOON - timedelta(seconds=1), 9) == ()
        assert session.due_sendings(NOON, 1) == (FIRST,)
        assert session.sending_counts() == SendingCounts(2, 0, NOON + timedelta(minutes=1))
        assert session.unqueued(9) == ()


def test_no_invoice_is_queued_twice(issued: SqlStorage) -> None:
    with pytest.raises(ShopError, match="e-invoice-queued-already"), issued.write() as session:
        session.add_sending(entry(uid="another"))


def test_one_claims_and_the_other_does_not(issued: SqlStorage) -> None:
    assert sorted(map(bool, at_once(lambda: claim(issued), lambda: claim(issued)))) == [False, True]
    found = state(issued)
    assert (found.state, found.first_sent_at, found.attempts) == (SendState.SENDING, NOON, 1)
    with issued.read() as session:
        assert session.due_sendings(NOON, 9) == (SECOND,)


def test_a_crash_is_looked_up_and_not_sent_anew(issued: SqlStorage) -> None:
    claim(issued)
    with issued.write() as session:
        assert session.recover_sendings(NOON) == 0  # its lease still runs
        assert session.recover_sendings(NOON + LEASE * 2) == 1
    found = state(issued)
    assert (found.state, found.problem, found.first_sent_at) == (SendState.UNKNOWN, "crashed-while-sending", NOON)
    assert claim(issued, minutes=2)
    assert state(issued).state is SendState.UNKNOWN
    assert state(issued).first_sent_at == NOON  # the first time counts


def test_a_settlement_is_whole_and_private(issued: SqlStorage, engine: Engine) -> None:
    claim(issued)
    with issued.write() as session:
        session.keep_packet(FIRST, '{"header":{"bid":"0499370899"}}')
    assert settle(issued, Step(SendState.FAILED, "tax-refused", None, "ref", ERRORS, ERRORS, "sign"), minutes=1)
    found = state(issued)
    assert (found.state, found.reference, found.errors, found.warnings) == (SendState.FAILED, "ref", ERRORS, ERRORS)
    assert (found.sign, found.problem, found.settled_at) == ("sign", "tax-refused", NOON + timedelta(minutes=1))
    assert found.packet == '{"header":{"bid":"0499370899"}}'
    with engine.connect() as connection:
        row = connection.execute(text("select * from e_sending where number = :n"), {"n": FIRST}).one()
    assert b"0499370899" not in b"".join(bytes(cell) for cell in row if isinstance(cell, bytes | memoryview))
    assert not settle(issued, Step(SendState.SUCCEEDED), minutes=2)  # nothing leaves an end
    assert not claim(issued, minutes=9)


def test_what_did_not_leave_counts_as_unsent(issued: SqlStorage) -> None:
    claim(issued)
    assert settle(issued, Step(SendState.WAITING, "no-connection", timedelta(minutes=1), arrived=False))
    found = state(issued)
    assert (found.first_sent_at, found.next_at) == (None, NOON + timedelta(minutes=1))


def test_a_lease_that_was_taken_over_settles_nothing(issued: SqlStorage) -> None:
    claim(issued)
    with issued.write() as session:
        session.recover_sendings(NOON + LEASE * 2)
    assert claim(issued, minutes=2)
    assert not settle(issued, Step(SendState.SENT, reference="late"), minutes=3)
    assert state(issued).reference == ""


def test_again_and_closed(issued: SqlStorage) -> None:
    with issued.write() as session:
        assert not session.send_again(FIRST, "new", NOON)  # it waits anyway
    claim(issued)
    with issued.write() as session:
        assert not session.close_sending(FIRST, "closed-by-person", NOON)  # it is under way
    settle(issued, Step(SendState.FAILED, "tax-refused", None, "ref", ERRORS))
    with issued.read() as session:
        assert session.sending_counts().called == 1
    with issued.write() as session:
        assert session.send_again(FIRST, "new", NOON)
    assert state(issued) == entry(uid="new")
    with issued.write() as session:
        assert session.close_sending(FIRST, "closed-by-person", NOON)
        assert not session.send_again(FIRST, "newer", NOON)
    assert state(issued).state is SendState.CLOSED


def test_a_clock_that_was_set_back_does_not_hold_anything(issued: SqlStorage) -> None:
    claim(issued, days=400)
    with issued.write() as session:
        assert session.recover_sendings(NOON) == 1
        assert FIRST in session.due_sendings(NOON, 9)
