"""An operation's story, the rows of the outbox page, and who goes first, on both databases."""

from __future__ import annotations

from datetime import timedelta

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.outbox import Settlement
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.verdict import InquiryAnswer, Verdict
from tests.contract.storage_steps import LEASE, an_entry, issue, open_sale
from tests.fakes import parts
from tests.fakes.clock import NOON

S = OperationState


def test_a_story_is_added_to_and_repeats_are_counted(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    later = NOON + timedelta(minutes=1)
    with storage.write() as session:
        session.add_entry(an_entry("a"))
        session.claim("a", "x", NOON, NOON + LEASE)
        for at in (NOON, later):
            session.settle("a", Settlement(S.OUTCOME_UNKNOWN, "html", timedelta(0), raw="<p>"), at, who="sync")
        session.note("a", "proof", later, who="s", text="seen")
        session.note("missing", "proof", later, who="s", text="seen")
        first, second = session.story("a")
    assert (first.times, first.at, first.last_at, first.text, first.who) == (2, NOON, later, "<p>", "sync")
    assert (second.kind, second.state, second.text) == ("proof", S.OUTCOME_UNKNOWN, "seen")


def test_what_was_learned_stays_with_the_entry(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    later = NOON + timedelta(minutes=1)
    with storage.write() as session:
        session.add_entry(an_entry("a", replaces="b"))
        session.claim("a", "x", NOON, NOON + LEASE)
        session.settle("a", Settlement(S.QUEUED, "no-connection", timedelta(0)), NOON)
        before = session.entry("a")
        session.claim("a", "x", NOON, NOON + LEASE)
        told = Settlement(S.ACCEPTED, wait=timedelta(0), arrived=True, version=4, deadline=later)
        session.settle("a", told, later)
        session.settle("a", Settlement(S.OUTCOME_UNKNOWN, "html", timedelta(0), arrived=True, unreadable=2), NOON)
        after = session.entry("a")
    assert before is not None
    assert (before.first_sent_at, before.version, before.replaces) == (None, 0, "b")
    assert after is not None
    assert (after.first_sent_at, after.version, after.deadline, after.unreadable) == (later, 4, later, 2)


def test_rows_of_the_outbox(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        for place, entry_id in enumerate("abc"):
            session.add_entry(an_entry(entry_id, created_at=NOON + timedelta(minutes=place)))
        session.settle("a", Settlement(S.CANCELLED), NOON)
        number = issue(session, "sale")
        waiting = session.operations(closed=0)
        assert [(row.entry.id, row.title, row.invoice_number) for row in waiting] == [
            ("b", "Galaxy A55", number), ("c", "Galaxy A55", number)
        ]  # fmt: skip
        rows = session.operations(closed=5)
        assert [(row.entry.id, row.waits) for row in rows] == [("b", True), ("c", True), ("a", False)]


def test_the_last_answer_about_any_number_of_a_phone(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    answer = InquiryAnswer(Verdict.LEGAL_NOT_ACTIVATED, parts.IMEI1, as_of=NOON)
    with storage.write() as session:
        for place, entry_id in enumerate("ab"):
            session.add_entry(an_entry(entry_id, kind=OperationKind.INQUIRY, local_seq=500 + place))
            session.claim(entry_id, "x", NOON, NOON + LEASE)
            at = NOON + timedelta(hours=place)
            session.settle(entry_id, Settlement(S.SUCCEEDED, answer=answer, raw="r"), at)
        session.add_entry(an_entry("c", kind=OperationKind.INQUIRY))
        last = session.last_answer((parts.IMEI2, parts.IMEI1))
        assert last is not None
        assert (last.id, last.answer) == ("b", answer)
        assert session.last_answer((parts.IMEI2,)) is None


def test_hastened_it_is_due_now(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        session.add_entry(an_entry("a", next_at=NOON + timedelta(minutes=5)))
        assert session.due_entries(NOON, 9) == ()
        assert session.hasten("a", NOON)
        assert session.due_entries(NOON, 9) == ("a",)
        session.claim("a", "x", NOON, NOON + LEASE)
        assert not session.hasten("a", NOON)
        assert not session.hasten("missing", NOON)


def test_what_a_modem_waits_for(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        session.add_entry(an_entry("a", channel=Channel.MODEM))
        session.claim("a", "x", NOON, NOON + LEASE)
        assert session.modem_waits() == ()
        session.settle("a", Settlement(S.ACCEPTED, "sms-awaited", timedelta(0)), NOON)
        assert [entry.id for entry in session.modem_waits()] == ["a"]


def test_order_of_one_device_between_tills_and_kinds(storage: SqlStorage) -> None:
    open_sale(storage, "sale", parts.IMEI1)
    with storage.write() as session:
        session.add_entry(an_entry("b", till_id=2, local_seq=1))
        session.add_entry(an_entry("a", local_seq=900))
        session.add_entry(an_entry("q", local_seq=901, kind=OperationKind.INQUIRY))
        assert session.due_entries(NOON, 9) == ("a", "q")  # a question does not wait for a command
        session.claim("b", "x", NOON, NOON + LEASE)
        assert session.due_entries(NOON, 9) == ("q",)  # what is under way at the other till goes first
        session.settle("b", Settlement(S.REJECTED), NOON)
        assert session.due_entries(NOON, 9) == ("a", "q")
