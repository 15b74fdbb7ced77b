"""What is owed goes out in the background: once each, in order, never early, never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pos_app.application import completing, guide, queue, sync
from pos_app.domain.errors import ShopError
from pos_app.domain.outbox import LEASE
from pos_app.domain.registry import Channel, OperationKind, OperationState, Unreadable
from pos_app.domain.verdict import Verdict
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till
from tests.fakes.registry import Phone, answered, lost, refused

S = OperationState
ONCE = {parts.IMEI1: [parts.BUYER_SIM]}


@pytest.fixture
def owed(till: Till) -> str:
    """A completed sale whose activation waits in the outbox."""
    sale_id = steps.owing(till.services)
    assert [e.kind for e in steps.entries(till.services, sale_id)] == [OperationKind.INQUIRY]
    completing.complete(till.services, sale_id)
    return sale_id


def entry_of(till: Till, sale_id: str) -> OperationState:
    return steps.entries(till.services, sale_id)[-1].state


def test_the_duty_is_written_with_the_sale(till: Till, owed: str) -> None:
    entry = steps.entries(till.services, owed)[-1]
    assert (entry.kind, entry.channel, entry.state) == (OperationKind.ACTIVATION, Channel.API, S.QUEUED)
    assert entry.payload == {"msisdn": parts.BUYER_SIM, "activation_code": parts.CODE, "shop": "shop-1"}
    with till.storage.read() as session:
        assert (session.queue().waiting, session.queue().oldest) == (1, till.clock.now())
    assert steps.sale_of(till.services, owed).draft == {}


def test_it_goes_out_exactly_once(till: Till, owed: str) -> None:
    round_ = sync.once(till.services)
    assert (round_.sent, round_.settled, round_.queue.waiting) == (1, 1, 0)
    for _ in range(3):
        assert sync.once(till.services).sent == 0
    assert till.registry.active_on == ONCE
    entry = steps.entries(till.services, owed)[-1]
    assert (entry.state, entry.payload["activation_code"], entry.settled_at) == (S.SUCCEEDED, "", till.clock.now())


def test_offline_for_days_nothing_is_lost(till: Till, owed: str) -> None:
    till.registry.online = False
    for _ in range(30):
        assert sync.once(till.services).settled == 0
        till.clock.move(days=1)
    assert entry_of(till, owed) is S.QUEUED
    again = till.restarted()
    again.registry.online = True
    assert sync.once(again.services).settled == 1
    assert again.registry.active_on == ONCE
    again.storage.close()


def test_a_lost_reply_is_looked_up_not_repeated(till: Till, owed: str) -> None:
    till.registry._in_order = [lost("timeout")]
    assert sync.once(till.services).settled == 0
    assert entry_of(till, owed) is S.OUTCOME_UNKNOWN
    till.registry.online = False
    till.clock.move(hours=1)
    sync.once(till.services)
    assert entry_of(till, owed) is S.OUTCOME_UNKNOWN  # that it could not be asked settles nothing
    till.registry.online = True
    till.clock.move(hours=1)
    assert sync.once(till.services).settled == 1
    assert (entry_of(till, owed), till.registry.active_on) == (S.SUCCEEDED, ONCE)
    assert len([c for c in till.api.commands if c.kind is OperationKind.ACTIVATION]) == 1


def test_garbage_again_and_again_calls_a_person_and_is_never_taken_for_an_answer(till: Till, owed: str) -> None:
    till.registry._by_kind = {OperationKind.ACTIVATION: Unreadable("html", "<html>")}
    for state in (S.OUTCOME_UNKNOWN, S.OUTCOME_UNKNOWN, S.NEEDS_PERSON, S.NEEDS_PERSON, S.NEEDS_PERSON):
        sync.once(till.services)
        till.clock.move(hours=1)
        assert entry_of(till, owed) is state
    till.registry._by_kind = {}
    sync.once(till.services)
    assert (entry_of(till, owed), till.registry.active_on) == (S.SUCCEEDED, ONCE)


def test_a_crash_between_sending_and_noting(till: Till, owed: str) -> None:
    honest = till.registry.submit

    def die(command: object) -> None:
        honest(command)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    till.registry.submit = die  # type: ignore[method-assign, assignment]
    with pytest.raises(KeyboardInterrupt):
        sync.once(till.services)
    till.registry.submit = honest  # type: ignore[method-assign]
    again = till.restarted()
    assert entry_of(again, owed) is S.SENDING
    assert sync.once(again.services).sent == 0  # the lease still runs
    again.clock.move(seconds=LEASE.total_seconds() + 1)
    assert sync.once(again.services).settled == 1
    assert (again.registry.active_on, again.api.commands, len(again.api.asked)) == (ONCE, [], 1)
    again.storage.close()


def test_never_earlier_than_asked(till: Till, owed: str) -> None:
    till.registry._in_order = [refused("rate-limited", retry_after=900)]
    sync.once(till.services)
    till.clock.move(seconds=899)
    assert sync.once(till.services).sent == 0
    till.clock.move(seconds=301)
    assert sync.once(till.services).settled == 1
    assert till.registry.active_on == ONCE


def test_what_was_accepted_is_asked_after(till: Till, owed: str) -> None:
    till.registry._in_order = [lambda command: answered(command, state=S.ACCEPTED)]
    sync.once(till.services)
    assert entry_of(till, owed) is S.ACCEPTED
    (key,) = {c.operation_id for c in till.api.commands if c.kind is OperationKind.ACTIVATION}
    till.registry.decide(key, S.SUCCEEDED)
    till.clock.move(hours=1)
    assert sync.once(till.services).settled == 1
    assert entry_of(till, owed) is S.SUCCEEDED
    assert till.api.asked == [key]


def test_a_refusal_stays_on_record(till: Till, owed: str) -> None:
    till.registry._in_order = [refused("already-activated-other-sim")]
    assert sync.once(till.services).settled == 1
    entry = steps.entries(till.services, owed)[-1]
    assert (entry.state, entry.last_problem) == (S.REJECTED, "already-activated-other-sim")
    assert sync.once(till.services).sent == 0


def test_a_stuck_device_blocks_no_other(till: Till, owed: str) -> None:
    till.registry._in_order = [refused("upstream-unavailable", retry_after=3600)]
    sync.once(till.services)
    till.registry._phones = {**till.registry._phones, parts.OTHER1: Phone(code=parts.CODE)}
    other = steps.owing(till.services, (parts.OTHER1, parts.OTHER2))
    completing.complete(till.services, other)
    assert sync.once(till.services).settled == 1
    assert (entry_of(till, other), entry_of(till, owed)) == (S.SUCCEEDED, S.QUEUED)


def test_a_till_without_access_keeps_the_duty(till: Till, owed: str) -> None:
    till.storage.close()
    by_hand = parts.at_work(till.path, clock=till.clock, online=False)
    assert sync.once(by_hand.services).queue.waiting == 1
    assert queue.round_(by_hand.services).link is queue.Link.BY_HAND
    by_hand.storage.close()


def test_the_status_line(till: Till, owed: str) -> None:
    till.registry.online = False
    status = queue.round_(till.services)
    assert (status.link, status.queue.waiting, status.queue.oldest) == (queue.Link.SILENT, 1, till.clock.now())
    till.registry.online = True
    till.clock.move(seconds=5)
    status = queue.round_(till.services)
    assert (status.link, status.queue.waiting, status.now) == (queue.Link.REACHED, 0, till.clock.now())


def test_offline_the_first_failure_ends_the_round(till: Till, owed: str) -> None:
    other = steps.owing(till.services, (parts.OTHER1, parts.OTHER2)) if parts.OTHER1 in till.registry._phones else ""
    assert other == ""
    till.registry.online = False
    assert sync.once(till.services).sent == 1
    assert till.clock.now() + timedelta(minutes=5) >= steps.entries(till.services, owed)[-1].next_at


def test_a_deferred_activation_needs_its_code_for_the_service(till: Till) -> None:
    sale_id = steps.compared(till.services)
    with pytest.raises(ShopError, match="activation-code-missing"):
        guide.defer_activation(
            till.services, sale_id, Channel.API, imei_used=parts.IMEI1, sim=parts.BUYER_SIM, code="", reason="later"
        )  # fmt: skip
    assert Verdict.LEGAL_NOT_ACTIVATED.gate == 0
