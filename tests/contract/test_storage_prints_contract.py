"""Prints: their states, how often a document counts as printed, and two windows that print at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.errors import ShopError
from pos_app.domain.print_job import PrintState, next_nth
from pos_app.domain.sale import CaseKind, Sale, SaleState
from pos_app.ports.storage import StoredInvoice
from tests.contract.storage_steps import SHA256, a_print, at_once, issue, open_sale
from tests.fakes.clock import NOON


def issued(storage: SqlStorage, sale_id: str = "sale") -> str:
    open_sale(storage, sale_id)
    with storage.write() as session:
        return issue(session, sale_id)


def prints_of(storage: SqlStorage, number: str) -> int:
    with storage.read() as session:
        stored = session.invoice(number) or session.paper(number)
    assert stored is not None
    return stored.prints


def test_a_print_keeps_all_that_is_known_of_it(storage: SqlStorage) -> None:
    number = issued(storage)
    job = replace(
        a_print(number, state=PrintState.SENT), sheet="80mm", language="en", printer="10.0.0.9:9100", problem="p",
        sent_at=NOON, ended_at=NOON + timedelta(seconds=2),
    )  # fmt: skip
    with storage.write() as session:
        kept = session.add_print(job)
    assert kept == replace(job, id=kept.id)
    assert kept.id
    with storage.read() as session:
        assert session.last_prints((number, "1405-1-000099")) == {number: kept}
        assert session.last_prints(()) == {}


def test_only_what_may_lie_on_paper_counts(storage: SqlStorage) -> None:
    number = issued(storage)
    with storage.write() as session:
        job = session.add_print(a_print(number, state=PrintState.SAVED))
    assert prints_of(storage, number) == 0
    counted = []
    was = PrintState.SAVED
    for state in (PrintState.SENT, PrintState.FAILED, PrintState.SENT, PrintState.PRINTED):
        with storage.write() as session:
            session.move_print(replace(job, state=state), was)
        was = state
        counted.append(prints_of(storage, number))
    assert counted == [1, 0, 1, 1]
    with storage.read() as session:
        assert session.unprinted_count() == 0


def test_the_newest_print_says_which_the_next_is(storage: SqlStorage) -> None:
    number, other = issued(storage), issued(storage, "other")
    with storage.write() as session:
        for nth in (1, 2):
            session.add_print(a_print(number, nth))
        session.add_print(a_print(number, 3, PrintState.FAILED))
        session.add_print(a_print(other, 1, PrintState.UNKNOWN))
    with storage.read() as session:
        found = session.last_prints((number, other))
    assert {name: (job.nth, next_nth(job)) for name, job in found.items()} == {number: (3, 3), other: (1, 2)}
    assert prints_of(storage, number) == 2


def test_two_windows_cannot_send_the_same_print(storage: SqlStorage) -> None:
    number = issued(storage)
    with storage.write() as session:
        job = session.add_print(a_print(number, state=PrintState.SAVED))

    def send() -> None:
        with storage.write() as session:
            session.move_print(replace(job, state=PrintState.SENT), PrintState.SAVED)

    refused = [error.code for error in at_once(send, send) if isinstance(error, ShopError)]
    assert refused in (["print-number-taken"], ["storage-locked"])


def test_what_was_being_sent_when_the_program_ended_is_unknown(storage: SqlStorage) -> None:
    mine, theirs, done = (issued(storage, name) for name in ("a", "b", "c"))
    with storage.write() as session:
        session.add_print(a_print(mine, state=PrintState.SENT))
        session.add_print(replace(a_print(theirs, state=PrintState.SENT), till_id=2))
        session.add_print(a_print(done))
    with storage.write() as session:
        assert session.recover_prints(1, NOON + timedelta(hours=1)) == 1
        assert session.recover_prints(1, NOON + timedelta(hours=1)) == 0
        (left,) = session.unclear_prints(1)
        assert (left.number, left.problem, left.ended_at) == (mine, "crashed-while-printing", NOON + timedelta(hours=1))
        assert session.unclear_prints(2) == ()
        session.add_print(a_print(mine, 2))
        assert session.unclear_prints(1) == ()  # a later print went well


def test_papers_of_buy_ins_have_prints_of_their_own(storage: SqlStorage) -> None:
    number = "B1405-1-000001"
    stored = StoredInvoice(
        number=number, sale_id="buy", issued_at=NOON, document="{}", sha256=SHA256, prints=0, kind="buy_in",
    )  # fmt: skip
    with storage.write() as session:
        session.open_sale(
            Sale(id="buy", till_id=1, seller="s", state=SaleState.OPEN, opened_at=NOON, kind=CaseKind.BUY_IN)
        )
        session.add_paper(stored, 1, 1405, 1, "phone", 1000)
        job = session.add_print(a_print(number))
    assert prints_of(storage, number) == 1
    with storage.read() as session:
        assert session.last_prints((number,)) == {number: job}
    with pytest.raises(ShopError, match="print-number-taken"), storage.write() as session:
        session.add_print(a_print(number))


def test_what_was_never_issued_cannot_be_printed(storage: SqlStorage) -> None:
    for number in ("1405-1-000009", "B1405-1-000009"):
        with pytest.raises(ShopError, match="invoice-missing"), storage.write() as session:
            session.add_print(a_print(number))
