"""Whatever was said last: a phone that may be activated is not activated again, nor put back on the shelf."""

from __future__ import annotations

import pytest

from pos_app.application import ask, completing, deliver, guide, sell, sync
from pos_app.domain.errors import ShopError
from pos_app.domain.outbox import LEASE
from pos_app.domain.registry import Channel, Command, NotSent, OperationKind, OperationState, Reply
from pos_app.domain.sale import SaleState
from pos_app.domain.stock import UnitState
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till
from tests.fakes.registry import lost, refused

S = OperationState
ONCE = {parts.IMEI1: [parts.BUYER_SIM]}


def keys(till: Till) -> set[str]:
    return {c.operation_id for c in till.api.commands if c.kind is OperationKind.ACTIVATION}


def defer(till: Till, sale_id: str, code: str = parts.CODE) -> None:
    guide.defer_activation(
        till.services, sale_id, Channel.API, imei_used=parts.IMEI1, sim=parts.BUYER_SIM, code=code, reason="later"
    )


def passed_on(till: Till) -> str:
    """A 503 behind which the registry carried it out, and then no network: the last word says "not sent"."""
    sale_id = steps.compared(till.services)
    honest = till.registry.submit

    def pass_on(command: Command) -> Reply:
        honest(command)
        return refused("upstream-unavailable")

    till.registry.submit = pass_on  # type: ignore[method-assign]
    steps.activate(till.services, sale_id)
    till.registry.submit = honest  # type: ignore[method-assign]
    till.registry.online = False
    till.clock.move(hours=1)
    sync.once(till.services)
    entry = steps.entries(till.services, sale_id)[-1]
    assert (entry.state, entry.last_problem) == (S.QUEUED, "no-connection")
    return sale_id


def test_what_was_once_passed_on_is_not_forgotten_by_a_later_word(till: Till) -> None:
    sale_id = passed_on(till)
    with pytest.raises(ShopError, match="activation-under-way"):
        sell.abandon(till.services, sale_id)
    for channel, sim in ((Channel.API, "09120000002"), (Channel.USSD, parts.BUYER_SIM)):
        with pytest.raises(ShopError, match="activation-unsettled"):
            steps.activate(till.services, sale_id, sim=sim, channel=channel)
    till.registry.online = True
    assert steps.activate(till.services, sale_id).state is S.SUCCEEDED
    assert (till.registry.active_on, len(keys(till))) == (ONCE, 1)


def test_a_look_up_that_never_received_it_sets_it_free_again(till: Till) -> None:
    sale_id = steps.compared(till.services)
    till.registry._in_order = [refused("upstream-unavailable")]
    steps.activate(till.services, sale_id)
    till.clock.move(hours=1)
    till.registry._in_order = [refused("rate-limited", retry_after=60)]  # asked, never received, and then told to wait
    sync.once(till.services)
    entry = steps.entries(till.services, sale_id)[-1]
    assert (entry.state, entry.last_problem, entry.first_sent_at) == (S.QUEUED, "rate-limited", None)
    sell.abandon(till.services, sale_id)
    assert till.registry.active_on == {}


def test_settled_by_the_background_nothing_is_owed_at_the_end(till: Till) -> None:
    sale_id = steps.compared(till.services)
    till.registry._in_order = [lost("timeout")]
    steps.activate(till.services, sale_id)
    guide.decide(till.services, sale_id, "activation", "the line is bad")
    till.clock.move(hours=1)
    sync.once(till.services)
    steps.paid(till.services, sale_id)
    completing.complete(till.services, sale_id)
    for _ in range(3):
        sync.once(till.services)
    assert (till.registry.active_on, len(keys(till))) == (ONCE, 1)
    with till.storage.read() as session:
        assert session.owed() == ()


def test_a_refused_code_is_not_tried_again_by_finishing_the_sale(till: Till) -> None:
    sale_id = steps.compared(till.services)
    till.registry.online = False
    steps.activate(till.services, sale_id, code="111111")
    guide.decide(till.services, sale_id, "activation", "no network")
    till.registry.online = True
    till.clock.move(hours=1)
    sync.once(till.services)  # the background learns that the code is wrong
    assert steps.entries(till.services, sale_id)[-1].state is S.REJECTED
    steps.paid(till.services, sale_id)
    completing.complete(till.services, sale_id)
    sync.once(till.services)
    assert till.registry._wrong == {parts.IMEI1: 1}
    with till.storage.read() as session:
        (owed,) = session.owed()
    assert (owed.entry.state, owed.entry.attempts_left) == (S.REJECTED, 2)


@pytest.mark.parametrize("succeeded", [None])
def test_an_activation_by_hand_that_broke_off_keeps_the_phone_from_the_shelf(
    till: Till, succeeded: bool | None
) -> None:
    sale_id = steps.compared(till.services)
    asked = steps.activate(till.services, sale_id, channel=Channel.USSD)
    ask.take_activation(till.services, sale_id, asked.entry_id, succeeded=None, raw_text="", sender="")
    with pytest.raises(ShopError, match="tell-first"):
        sell.abandon(till.services, sale_id)
    sale = steps.sale_of(till.services, sale_id)
    assert sale.state is SaleState.OPEN
    with pytest.raises(ShopError):
        ask.take_activation(till.services, sale_id, asked.entry_id, succeeded=False, raw_text="", sender="")
    sell.abandon(till.services, sale_id)  # refused: it is nobody's
    with till.storage.read() as session:
        assert session.find_units(parts.IMEI1)[0].unit.state is UnitState.IN_STOCK


def test_a_worker_that_slept_through_its_lease_changes_nothing(till: Till) -> None:
    """Asleep with a claim; another one recovered, asked and sent; then the sleeper says "nothing was sent"."""
    sale_id = steps.owing(till.services)
    completing.complete(till.services, sale_id)
    honest = till.registry.submit

    def sleep(_command: Command) -> Reply:
        till.registry.submit, till.registry._in_order = honest, [lost("timeout")]  # type: ignore[method-assign]
        till.clock.move(seconds=LEASE.total_seconds() + 1)
        sync.once(till.services)
        return NotSent("no-connection")

    till.registry.submit = sleep  # type: ignore[method-assign, assignment]
    deliver.one(till.services, till.api, steps.entries(till.services, sale_id)[-1].id, "sleeper")
    assert steps.entries(till.services, sale_id)[-1].state is S.OUTCOME_UNKNOWN
    till.clock.move(hours=1)
    sync.once(till.services)
    assert (steps.entries(till.services, sale_id)[-1].state, till.registry.active_on) == (S.SUCCEEDED, ONCE)


@pytest.mark.parametrize("days", [1, 100, 366])
@pytest.mark.parametrize("lost_reply", [False, True])
def test_a_clock_that_was_ahead_strands_nothing(till: Till, days: int, lost_reply: bool) -> None:
    """Claimed, or waiting for its next time, while the clock was ahead; then the clock is put right."""
    sale_id = steps.owing(till.services)
    completing.complete(till.services, sale_id)
    duty = steps.entries(till.services, sale_id)[-1].id
    if lost_reply:
        till.registry._in_order = [lost("timeout")]
        sync.once(till.services)
    till.clock.move(days=days)
    now = till.clock.now()
    with till.storage.write() as session:
        assert session.claim(duty, "killed", now, now + LEASE)
    till.clock.move(days=-days)
    sync.once(till.services)
    till.clock.move(minutes=6)
    sync.once(till.services)
    assert (steps.entries(till.services, sale_id)[-1].state, till.registry.active_on) == (S.SUCCEEDED, ONCE)


def test_a_next_time_from_another_year_is_not_waited_for(till: Till) -> None:
    sale_id = steps.owing(till.services)
    completing.complete(till.services, sale_id)
    till.clock.move(days=100)
    till.registry.online = False
    sync.once(till.services)
    till.clock.move(days=-100)
    till.registry.online = True
    sync.once(till.services)
    assert till.registry.active_on == ONCE
