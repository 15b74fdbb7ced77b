"""Activations that completed sales still owe: listed and counted until one succeeds or a person closes them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.outbox import CLOSED_BY_PERSON, Settlement
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.ports.operations import QueueState
from tests.contract.storage_steps import LEASE, an_entry, issue, open_sale
from tests.fakes import parts
from tests.fakes.clock import NOON

S = OperationState
HOUR = timedelta(hours=1)


def completed(storage: SqlStorage, sale_id: str, imei: str) -> str:
    open_sale(storage, sale_id, imei)
    with storage.write() as session:
        number = issue(session, sale_id)
        session.complete_sale(sale_id, NOON)
    return number


def owed(storage: SqlStorage) -> list[str]:
    with storage.read() as session:
        return [row.entry.id for row in session.owed()]


def add(storage: SqlStorage, entry_id: str, state: S, problem: str = "", **changes: object) -> None:
    with storage.write() as session:
        session.add_entry(an_entry(entry_id, **changes))
        if state is S.CANCELLED:
            assert session.settle(entry_id, Settlement(state, problem), NOON)
        elif state is not S.QUEUED:
            session.claim(entry_id, "x", NOON, NOON + LEASE)
            assert session.settle(entry_id, Settlement(state, problem), NOON)


@pytest.mark.parametrize("state", [s for s in S if s not in (S.SUCCEEDED, S.SENDING)])
def test_whatever_did_not_succeed_is_owed(storage: SqlStorage, state: OperationState) -> None:
    number = completed(storage, "sale", parts.IMEI1)
    add(storage, "a", state, "p")
    with storage.read() as session:
        (row,) = session.owed()
        assert (row.entry, row.title, row.invoice_number, row.sold_at) == (session.entry("a"), "phone", number, NOON)
        assert session.queue() == QueueState(1, NOON, int(state.final), int(state is S.NEEDS_PERSON))


def test_what_succeeded_or_belongs_to_no_completed_sale_is_not(storage: SqlStorage) -> None:
    completed(storage, "sale", parts.IMEI1)
    open_sale(storage, "open", parts.OTHER1)
    add(storage, "a", S.REJECTED, "wrong")
    add(storage, "b", S.SUCCEEDED, created_at=NOON + HOUR)
    add(storage, "c", S.REJECTED, sale_id="open", device_key=parts.OTHER1)
    add(storage, "d", S.QUEUED, kind=OperationKind.INQUIRY)
    assert owed(storage) == []
    with storage.read() as session:
        assert session.queue() == QueueState(2, NOON, 1)  # the inquiry waits as ever; the refusal until it is closed


def test_the_last_try_stands_for_all_of_them(storage: SqlStorage) -> None:
    completed(storage, "sale", parts.IMEI1)
    completed(storage, "other", parts.OTHER1)
    add(storage, "a", S.REJECTED)
    add(storage, "b", S.CANCELLED)  # the same instant: the till's own order decides
    add(storage, "e", S.QUEUED, sale_id="other", device_key=parts.OTHER1, created_at=NOON - HOUR)
    assert owed(storage) == ["e", "b"]
    add(storage, "c", S.QUEUED, channel=Channel.USSD, created_at=NOON + HOUR)
    assert owed(storage) == ["e", "c"]


def test_closed_by_a_person_is_closed_once(storage: SqlStorage) -> None:
    completed(storage, "sale", parts.IMEI1)
    add(storage, "a", S.REJECTED, "wrong")
    with storage.write() as session:
        assert session.close_refused("a")
        assert not session.close_refused("a")
        assert not session.close_refused("missing")
    with storage.read() as session:
        entry = session.entry("a")
        assert entry is not None
        assert (entry.state, entry.last_problem) == (S.REJECTED, CLOSED_BY_PERSON)
        assert session.queue() == QueueState(0, None)
    assert owed(storage) == []


@pytest.mark.parametrize("state", [S.QUEUED, S.SUCCEEDED, S.OUTCOME_UNKNOWN])
def test_only_what_ended_in_vain_is_closed_like_that(storage: SqlStorage, state: OperationState) -> None:
    completed(storage, "sale", parts.IMEI1)
    add(storage, "a", state, "p")
    with storage.write() as session:
        assert not session.close_refused("a")
