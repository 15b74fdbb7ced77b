"""The outbox page's questions and acts: only what doubles nothing is offered, and every turn is on record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import channels, completing, outbox, owed, sell, sync
from pos_app.application.outbox import Act, Line
from pos_app.domain.errors import ShopError
from pos_app.domain.outbox import CLOSED_BY_PERSON, LEASE, OPEN_TOO_LONG
from pos_app.domain.registry import Assurance, Capabilities, Channel, OperationKind, OperationState, Unreadable
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till
from tests.fakes.registry import lost, refused

S = OperationState


@pytest.fixture
def duty(till: Till) -> str:
    """The id of an activation that a completed sale owes, waiting in the queue."""
    sale_id = steps.owing(till.services)
    completing.complete(till.services, sale_id)
    return steps.entries(till.services, sale_id)[-1].id


def line(till: Till, entry_id: str) -> Line:
    return next(row for row in outbox.listed(till.services).rows if row.entry_id == entry_id)


def turns(till: Till, entry_id: str) -> list[tuple[str, str, str, int]]:
    return [(t.kind, t.state.value, t.problem, t.times) for t in outbox.story(till.services, entry_id)]


def test_what_waits_stands_first_and_numbers_of_people_are_masked(till: Till, duty: str) -> None:
    rows = outbox.listed(till.services).rows
    assert [(row.kind, row.waits) for row in rows] == [
        (OperationKind.ACTIVATION, True), (OperationKind.INQUIRY, False)
    ]  # fmt: skip
    first = rows[0]
    assert (first.entry_id, first.title, first.sim, first.imei) == (duty, "Galaxy A55", "0912***0001", parts.IMEI1)
    assert first.invoice_number
    assert first.acts == {Act.SEND, Act.CORRECT, Act.BY_HAND, Act.CLOSE}
    assert rows[1].acts == frozenset()


def test_send_now_does_not_wait_for_its_turn(till: Till, duty: str) -> None:
    till.registry._in_order = [refused("rate-limited", retry_after=900)]
    sync.once(till.services)
    assert sync.once(till.services).sent == 0
    assert outbox.ask_now(till.services, duty) is S.SUCCEEDED
    with pytest.raises(ShopError, match="operation-closed"):
        outbox.ask_now(till.services, duty)


def test_an_unknown_outcome_can_only_be_asked_about_or_closed(till: Till, duty: str) -> None:
    till.registry._in_order = [lost("timeout")]
    sync.once(till.services)
    assert line(till, duty).acts == {Act.ASK, Act.CLOSE}
    assert outbox.ask_now(till.services, duty) is S.SUCCEEDED
    assert len([c for c in till.api.commands if c.kind is OperationKind.ACTIVATION]) == 1


def test_asking_while_the_background_is_at_it(till: Till, duty: str) -> None:
    now = till.clock.now()
    with till.storage.write() as session:
        session.claim(duty, "sync", now, now + LEASE)
    assert line(till, duty).acts == frozenset()
    with pytest.raises(ShopError, match="operation-busy"):
        outbox.ask_now(till.services, duty)


def test_the_story_keeps_every_raw_answer_and_counts_what_repeats(till: Till, duty: str) -> None:
    till.registry._by_kind = {OperationKind.ACTIVATION: Unreadable("html", "<html>busy</html>")}
    for _ in range(2):
        sync.once(till.services)
        till.clock.move(hours=1)
    till.registry.online = False
    for _ in range(4):
        sync.once(till.services)
        till.clock.move(hours=1)
    till.registry.online, till.registry._by_kind = True, {}
    sync.once(till.services)
    assert turns(till, duty) == [
        ("settled", "outcome_unknown", "html", 2), ("settled", "outcome_unknown", "no-connection", 4),
        ("settled", "succeeded", "", 1),
    ]  # fmt: skip
    assert [t.text for t in outbox.story(till.services, duty)] == ["<html>busy</html>", "", "{}"]


def test_a_person_is_called_after_a_day_and_it_still_settles_by_itself(till: Till, duty: str) -> None:
    till.registry._in_order = [lost("timeout")]
    sync.once(till.services)
    till.registry.online = False
    till.clock.move(seconds=OPEN_TOO_LONG.total_seconds() + 1)
    sync.once(till.services)
    with till.storage.read() as session:
        assert (session.queue().waiting, session.queue().called) == (1, 1)
    assert line(till, duty).acts == {Act.ASK, Act.CLOSE}
    till.registry.online = True
    till.clock.move(minutes=6)
    assert sync.once(till.services).settled == 1
    assert line(till, duty).state is S.SUCCEEDED


def test_a_key_that_the_registry_may_have_dropped_is_not_sent_blindly(till: Till, duty: str) -> None:
    till.registry._in_order = [Unreadable("timeout")]  # it never arrived, and nobody can know
    sync.once(till.services)
    till.clock.move(days=31)
    sync.once(till.services)
    assert (line(till, duty).state, till.registry.active_on) == (S.NEEDS_PERSON, {})
    till.clock.move(days=1)
    sync.once(till.services)
    assert line(till, duty).state is S.NEEDS_PERSON


def test_one_that_never_left_is_sent_after_any_number_of_days(till: Till, duty: str) -> None:
    till.registry.online = False
    sync.once(till.services)
    till.clock.move(days=90)
    till.registry.online = True
    assert sync.once(till.services).settled == 1
    assert till.registry.active_on == {parts.IMEI1: [parts.BUYER_SIM]}


def test_a_refusal_stays_until_a_person_closes_it(till: Till, duty: str) -> None:
    till.registry._in_order = [refused("activation-code-wrong", attempts_left=2)]
    sync.once(till.services)
    assert (line(till, duty).state, line(till, duty).waits, line(till, duty).attempts_left) == (S.REJECTED, True, 2)
    with till.storage.read() as session:
        assert (session.queue().waiting, session.queue().refused) == (1, 1)
    with pytest.raises(ShopError, match="reason-missing"):
        outbox.close(till.services, duty, " x")
    outbox.close(till.services, duty, "the buyer brought it back")
    closed = line(till, duty)
    assert (closed.waits, closed.problem, closed.acts) == (False, CLOSED_BY_PERSON, frozenset())
    last = outbox.story(till.services, duty)[-1]
    assert (last.kind, last.problem, last.who, last.text) == (
        "closed", "activation-code-wrong", parts.SELLER, "the buyer brought it back"
    )  # fmt: skip
    with pytest.raises(ShopError, match="operation-closed"):
        outbox.close(till.services, duty, "again")


def test_of_an_open_sale_nothing_is_closed_behind_the_counter(till: Till) -> None:
    sale_id = steps.compared(till.services)
    till.registry._in_order = [refused("activation-code-wrong", attempts_left=2)]
    with pytest.raises(ShopError):
        steps.activate(till.services, sale_id, code="111111")
    entry = steps.entries(till.services, sale_id)[-1]
    assert line(till, entry.id).acts == {Act.COUNTER}
    with pytest.raises(ShopError, match="finish-at-the-counter"):
        outbox.close(till.services, entry.id, "not wanted")
    sell.abandon(till.services, sale_id)
    assert not line(till, entry.id).waits


def by_hand(till: Till, duty: str, text: str = "", sender: str = "") -> str:
    asked = owed.by_hand(till.services, duty, Channel.USSD)
    owed.told(till.services, asked.entry_id, succeeded=True, raw_text=text, sender=sender)
    return asked.entry_id


def test_proof_raises_the_assurance_and_nothing_lowers_it(till: Till, duty: str) -> None:
    entry_id = by_hand(till, duty)
    assert line(till, entry_id).assurance is Assurance.STAFF_WORD
    assert line(till, entry_id).acts == {Act.PROOF}

    def add(text: str, picture: bytes | None = None) -> Assurance | None:
        return outbox.add_proof(till.services, entry_id, raw_text=text, sender="HAMTA", picture=picture)

    assert add("done") is Assurance.EVIDENCE_TEXT
    assert add("", b"picture") is Assurance.EVIDENCE_PICTURE
    assert add("another text") is Assurance.EVIDENCE_PICTURE
    assert line(till, entry_id).assurance is Assurance.EVIDENCE_PICTURE
    assert [t.kind for t in outbox.story(till.services, entry_id)] == ["settled", "proof", "proof", "proof"]


@pytest.mark.parametrize(
    ("text", "sender", "code"), [("", "HAMTA", "proof-missing"), ("x", "09120000009", "sender-not-genuine")]
)
def test_a_proof_that_proves_nothing(till: Till, duty: str, text: str, sender: str, code: str) -> None:
    entry_id = by_hand(till, duty)
    with pytest.raises(ShopError, match=code):
        outbox.add_proof(till.services, entry_id, raw_text=text, sender=sender, picture=None)
    with pytest.raises(ShopError, match="operation-closed"):
        outbox.add_proof(till.services, duty, raw_text="x", sender="HAMTA", picture=None)


def test_the_code_and_the_sim_are_covered_in_the_story(till: Till, duty: str) -> None:
    with till.storage.write() as session:
        said = f"sent {parts.CODE} for {parts.BUYER_SIM}"
        session.note(duty, "exchange", till.clock.now(), who="modem", text=said)
    (turn,) = outbox.story(till.services, duty)
    assert parts.CODE not in turn.text
    assert parts.BUYER_SIM not in turn.text
    assert "0912***0001" in turn.text


def test_a_crash_is_a_turn_of_the_story(till: Till, duty: str) -> None:
    now = till.clock.now()
    with till.storage.write() as session:
        session.claim(duty, "sync", now, now + LEASE)
    till.clock.move(seconds=LEASE.total_seconds() + 1)
    till.registry.online = False
    sync.once(till.services)
    assert turns(till, duty)[0] == ("crashed", "outcome_unknown", "crashed-while-sending", 1)


def test_a_seller_who_waits_goes_before_the_background(till: Till, duty: str) -> None:
    with till.services.waiting.person():
        assert sync.once(till.services).sent == 0
    assert sync.once(till.services).sent == 1


def test_a_registry_that_is_not_well_is_left_for_this_round(till: Till) -> None:
    """Three unreadable answers in a row: the round is over, so that fifty time-outs do not hold everything up."""
    till.registry._by_kind = {OperationKind.ACTIVATION: Unreadable("timeout")}
    sale_id = steps.owing(till.services)
    completing.complete(till.services, sale_id)
    entry = steps.entries(till.services, sale_id)[-1]
    with till.storage.write() as session:
        for place in range(5):
            session.add_entry(
                replace(entry, id=f"other-{place}", local_seq=9_000 + place, device_key=f"{place:015}")
            )  # fmt: skip
    assert sync.once(till.services).sent == sync.MOST_SILENT
    till.clock.move(hours=1)
    assert sync.once(till.services).sent == sync.MOST_SILENT


def test_of_a_long_queue_the_oldest_are_shown_and_the_rest_is_counted(till: Till, duty: str) -> None:
    with till.storage.read() as session:
        entry = session.entry(duty)
    assert entry is not None
    with till.storage.write() as session:
        for place in range(4):
            session.add_entry(
                replace(entry, id=f"other-{place}", local_seq=9_000 + place, created_at=till.clock.now())
            )  # fmt: skip
    listed = outbox.listed(till.services, waiting=2)
    assert (len([row for row in listed.rows if row.waits]), listed.more) == (2, 3)
    assert listed.rows[0].entry_id == duty
    assert outbox.listed(till.services).more == 0


def test_a_code_that_an_answer_repeats_goes_with_the_code_itself(till: Till, duty: str) -> None:
    said = f"refused {parts.CODE} for +98 912 000 0001"
    till.registry._by_kind = {OperationKind.ACTIVATION: Unreadable("html", said)}
    sync.once(till.services)
    (turn,) = outbox.story(till.services, duty)
    assert parts.CODE not in turn.text
    assert "000 0001" not in turn.text
    till.registry._by_kind = {}
    till.clock.move(hours=1)
    sync.once(till.services)  # it succeeds, and the code is wiped
    with till.storage.read() as session:
        texts = [turn.text for turn in session.story(duty)]
    assert len(texts) == 2
    assert not [text for text in texts if parts.CODE in text]


def test_how_long_keys_are_kept_is_the_registrys_own_word(till: Till, duty: str) -> None:
    week = Capabilities(commands=frozenset(OperationKind), idempotency_ttl_days=7)
    till.registry.capabilities = lambda: week  # type: ignore[method-assign]
    channels.remember(till.services)
    till.registry._in_order = [Unreadable("timeout")]
    sync.once(till.services)
    till.clock.move(days=10)
    sync.once(till.services)
    assert (line(till, duty).state, till.registry.active_on) == (S.NEEDS_PERSON, {})
