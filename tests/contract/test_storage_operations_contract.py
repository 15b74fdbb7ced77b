"""Operations in the shop's memory: leases, order, and final states that stay final, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.errors import StorageError
from pos_app.domain.evidence import ActivationEvidence
from pos_app.domain.outbox import Settlement
from pos_app.domain.registry import Assurance, Channel, OperationState
from pos_app.domain.run import StepRecord, StepState
from pos_app.domain.verdict import InquiryAnswer, Verdict
from pos_app.ports.operations import QueueState
from tests.contract.storage_steps import LEASE, an_entry, at_once, open_sale
from tests.fakes import parts
from tests.fakes.clock import NOON

S = OperationState


@pytest.fixture
def entered(storage: SqlStorage) -> SqlStorage:
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        session.add_entry(an_entry("a"))
    return storage


def state_of(storage: SqlStorage, entry_id: str = "a") -> OperationState:
    with storage.read() as session:
        entry = session.entry(entry_id)
    assert entry is not None
    return entry.state


def test_an_entry_comes_back(entered: SqlStorage) -> None:
    with entered.read() as session:
        assert session.entry("a") == an_entry("a")
        assert session.entries_of("sale") == (an_entry("a"),)
        assert session.entry("b") is None
        assert session.queue() == QueueState(1, NOON)


def test_a_claim_is_a_lease(entered: SqlStorage) -> None:
    with entered.write() as session:
        assert session.claim("a", "one", NOON, NOON + LEASE)
        assert not session.claim("a", "two", NOON + LEASE, NOON + 2 * LEASE)
        assert session.claim("a", "two", NOON + LEASE + timedelta(seconds=1), NOON + 3 * LEASE)
        assert not session.claim("b", "two", NOON, NOON + LEASE)
    with entered.read() as session:
        entry = session.entry("a")
    assert entry is not None
    assert (entry.state, entry.attempts) == (S.SENDING, 2)


def test_of_two_claimers_one_gets_it(entered: SqlStorage) -> None:
    def claim(by: str) -> bool:
        with entered.write() as session:
            return session.claim("a", by, NOON, NOON + LEASE)

    results = at_once(lambda: claim("one"), lambda: claim("two"))
    assert results.count(True) == 1
    (other,) = [result for result in results if result is not True]
    assert other is False or (isinstance(other, StorageError) and other.code == "storage-locked")


@pytest.mark.parametrize("state", [S.ACCEPTED, S.AWAITING_BUYER])
def test_what_was_accepted_is_asked_about_under_a_lease_and_keeps_its_state(
    entered: SqlStorage, state: OperationState
) -> None:
    with entered.write() as session:
        session.claim("a", "one", NOON, NOON + LEASE)
        assert session.settle("a", Settlement(state, wait=timedelta(seconds=2)), NOON)
    later = NOON + timedelta(seconds=2)
    with entered.write() as session:
        assert session.due_entries(later, 9) == ("a",)
        assert session.claim("a", "one", later, later + LEASE)
        assert session.due_entries(later, 9) == ()
        assert session.recover_crashed(later + 2 * LEASE) == 0
    assert state_of(entered) is state


def test_a_crash_while_sending_is_an_unknown_outcome(entered: SqlStorage) -> None:
    with entered.write() as session:
        session.claim("a", "one", NOON, NOON + LEASE)
        assert session.recover_crashed(NOON + LEASE) == 0  # it may still be running
        assert session.recover_crashed(NOON + LEASE + timedelta(seconds=1)) == 1
    with entered.read() as session:
        entry = session.entry("a")
        assert entry is not None
        assert (entry.state, entry.last_problem) == (S.OUTCOME_UNKNOWN, "crashed-while-sending")
        assert session.due_entries(entry.next_at, 9) == ("a",)


def test_a_person_with_a_phone_does_not_crash(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        session.add_entry(an_entry("a", channel=Channel.USSD))
        assert session.due_entries(NOON, 9) == ()  # nothing sends it by itself
        session.claim("a", "one", NOON, NOON + LEASE)
        assert session.recover_crashed(NOON + timedelta(days=1)) == 0


@pytest.mark.parametrize("final", [S.SUCCEEDED, S.REJECTED, S.EXPIRED])
def test_final_states_are_left_by_nothing(entered: SqlStorage, final: OperationState) -> None:
    answer = InquiryAnswer(Verdict.LEGAL_NOT_ACTIVATED, parts.IMEI1, as_of=NOON)
    with entered.write() as session:
        assert not session.settle("a", Settlement(final), NOON)  # never sent, so nothing can have come back
        session.claim("a", "one", NOON, NOON + LEASE)
        settlement = Settlement(final, "p", answer=answer, assurance=Assurance.EVIDENCE_TEXT, attempts_left=2, raw="r")
        assert session.settle("a", settlement, NOON)
    for state in S:
        with entered.write() as session:
            assert not session.settle("a", Settlement(state, "other"), NOON)
            assert not session.claim("a", "one", NOON + timedelta(days=1), NOON + timedelta(days=2))
    with entered.read() as session:
        entry = session.entry("a")
        assert entry is not None
        assert (entry.state, entry.last_problem, entry.attempts_left, entry.raw) == (final, "p", 2, "r")
        assert (entry.answer, entry.assurance, entry.settled_at) == (answer, Assurance.EVIDENCE_TEXT, NOON)
        refused = final is S.REJECTED  # shown until a person closes it
        assert session.queue() == (QueueState(1, NOON, 1) if refused else QueueState(0, None))
    with entered.write() as session:
        assert not session.settle("missing", Settlement(S.SUCCEEDED), NOON)


def test_due_entries_in_the_order_of_each_device(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    later = NOON + timedelta(minutes=5)
    rows = [
        an_entry("a", local_seq=101, next_at=later),  # not yet due, and first of its device
        an_entry("b", local_seq=102),
        an_entry("c", local_seq=103, device_key=parts.NOKIA),
        an_entry("d", local_seq=104, device_key=parts.NOKIA),
        an_entry("e", local_seq=105, device_key=parts.OTHER1, channel=Channel.SMS),
        an_entry("f", local_seq=106, device_key=parts.STOLEN),
    ]
    with storage.write() as session:
        for row in rows:
            session.add_entry(row)
        assert session.due_entries(NOON, 9) == ("c", "f")
        assert session.due_entries(NOON, 1) == ("c",)
        assert session.due_entries(later, 9) == ("c", "f", "a")  # what was put off goes behind the others
        session.claim("a", "x", later, later + LEASE)
        session.settle("a", Settlement(S.REJECTED), later)
        session.claim("f", "x", later, later + LEASE)
        assert session.due_entries(later, 9) == ("b", "c")
        assert session.queue() == QueueState(5, NOON)  # the refusal of "a" was followed by "b"


def test_a_wait_is_kept(entered: SqlStorage) -> None:
    with entered.write() as session:
        session.claim("a", "x", NOON, NOON + LEASE)
        session.settle("a", Settlement(S.QUEUED, "rate-limited", timedelta(seconds=90)), NOON)
        assert session.due_entries(NOON + timedelta(seconds=89), 9) == ()
        assert session.due_entries(NOON + timedelta(seconds=90), 9) == ("a",)


def test_forgetting_the_code_keeps_the_rest(entered: SqlStorage) -> None:
    with entered.write() as session:
        session.forget_code("a")
        session.forget_code("a")
        session.forget_code("missing")
    with entered.read() as session:
        entry = session.entry("a")
    assert entry is not None
    assert entry.payload == {"msisdn": parts.BUYER_SIM, "activation_code": ""}


def test_what_was_pasted_is_reworded_across_the_case(entered: SqlStorage) -> None:
    """And only there: another case that holds the same digits is another matter."""
    open_sale(entered, "other", parts.NOKIA)
    record = StepRecord(
        step_id="activation", state=StepState.DONE, channel=Channel.USSD, at=NOON, by="s",
        evidence=ActivationEvidence(imei=parts.IMEI1, sim="0912***0001", state=S.SUCCEEDED, raw_text="code 482915"),
    )  # fmt: skip
    with entered.write() as session:
        session.add_entry(an_entry("b", sale_id="other", device_key=parts.NOKIA, local_seq=200))
        for sale_id, entry_id in (("sale", "a"), ("other", "b")):
            session.begin_run(sale_id, "sealed", 1)
            session.add_records(sale_id, (record,))
            session.note(entry_id, "heard", NOON, who="HAMTA", text="it is 482915")
            session.claim(entry_id, "x", NOON, NOON + LEASE)
            session.settle(entry_id, Settlement(S.SUCCEEDED, raw="482915 sent"), NOON)
        session.reword("sale", lambda text: text.replace("482915", "*"))
    told = {}
    with entered.read() as session:
        for sale_id, entry_id in (("sale", "a"), ("other", "b")):
            sale, entry = session.sale(sale_id), session.entry(entry_id)
            assert sale is not None
            assert sale.run is not None
            assert entry is not None
            assert replace(sale.run.records[0], evidence=record.evidence) == record
            said = sale.run.records[0].evidence
            assert isinstance(said, ActivationEvidence)
            told[sale_id] = (said.raw_text, entry.raw, "482915" in repr([t.text for t in session.story(entry_id)]))
            assert entry.state is S.SUCCEEDED
    assert told == {"sale": ("code *", "* sent", False), "other": ("code 482915", "482915 sent", True)}
