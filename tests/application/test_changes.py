"""What the registry says of our operations by itself: believed where it is newer, kept beside ours where it differs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import completing, conflicts, sync
from pos_app.application.owed import told
from pos_app.domain.conflict import ConflictKind
from pos_app.domain.errors import ShopError
from pos_app.domain.feed import OperationPage
from pos_app.domain.registry import Answered, Channel, OperationKind, OperationState
from pos_app.ports.feeds import OPERATIONS
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till
from tests.fakes.registry import answered, lost

S = OperationState


@pytest.fixture
def owed(till: Till) -> str:
    sale_id = steps.owing(till.services)
    completing.complete(till.services, sale_id)
    till.api.tells = True
    return sale_id


def last(till: Till, sale_id: str) -> S:
    return steps.entries(till.services, sale_id)[-1].state


def test_a_lost_reply_is_told_by_the_registry_itself(till: Till, owed: str) -> None:
    till.registry._in_order = [lost("timeout")]
    round_ = sync.once(till.services)
    assert (round_.settled, round_.changed) == (0, 1)
    assert last(till, owed) is S.SUCCEEDED
    entry = steps.entries(till.services, owed)[-1]
    assert (entry.version, entry.payload["activation_code"]) == (1, "")
    assert till.api.asked == []  # nobody had to ask
    assert sync.once(till.services).changed == 0


def test_an_accepted_operation_moves_when_the_registry_says_so(till: Till, owed: str) -> None:
    till.registry._by_kind = {OperationKind.ACTIVATION: lambda command: answered(command, state=S.ACCEPTED)}
    sync.once(till.services)
    assert last(till, owed) is S.ACCEPTED
    entry = steps.entries(till.services, owed)[-1]
    till.registry.decide(entry.id, S.AWAITING_BUYER)
    assert sync.once(till.services).changed == 1
    assert last(till, owed) is S.AWAITING_BUYER
    till.registry.decide(entry.id, S.EXPIRED)
    sync.once(till.services)
    assert last(till, owed) is S.EXPIRED


def test_page_and_cursor_are_one(till: Till, owed: str) -> None:
    till.registry._in_order = [lost("timeout")]
    sync.once(till.services)
    with till.storage.read() as session:
        first = session.feed(OPERATIONS).cursor
    assert first
    till.registry.forget_cursors()
    assert sync.once(till.services).changed == 0  # read anew from the beginning, nothing is newer
    with till.storage.read() as session:
        assert session.feed(OPERATIONS).cursor


def test_an_older_word_is_no_word(till: Till, owed: str) -> None:
    """Pages come doubled and out of order: only a higher version counts."""
    till.registry._by_kind = {OperationKind.ACTIVATION: lambda command: answered(command, state=S.ACCEPTED)}
    sync.once(till.services)
    entry = steps.entries(till.services, owed)[-1]
    told_now = till.registry._views[entry.id].operation
    newer = replace(told_now, state=S.AWAITING_BUYER, version=5)
    page = OperationPage((newer, told_now, replace(told_now, state=S.EXPIRED, version=3), newer), "next", False)
    till.api.lists.operation_changes = lambda _cursor, wait=0: page  # type: ignore[method-assign, misc]
    assert sync.once(till.services).changed == 1
    assert last(till, owed) is S.AWAITING_BUYER


def test_a_contradiction_changes_nothing_and_waits_for_a_manager(till: Till, owed: str) -> None:
    sync.once(till.services)
    entry = steps.entries(till.services, owed)[-1]
    assert entry.state is S.SUCCEEDED
    till.registry.decide(entry.id, S.EXPIRED)
    assert sync.once(till.services).changed == 1
    assert last(till, owed) is S.SUCCEEDED
    (found,) = conflicts.listed(till.services)
    assert (found.kind, found.imei, found.shop_says, found.registry_says) == (
        ConflictKind.OPERATION, parts.IMEI1, "succeeded", "expired"
    )  # fmt: skip
    sync.once(till.services)
    assert len(conflicts.listed(till.services)) == 1  # told once
    with pytest.raises(ShopError, match="pin-wrong"):
        conflicts.decide(till.services, found.id, "shop", pin="0000", reason="the buyer has service")
    with pytest.raises(ShopError, match="reason-missing"):
        conflicts.decide(till.services, found.id, "shop", pin=parts.PIN, reason=" x ")
    conflicts.decide(till.services, found.id, "shop", pin=parts.PIN, reason="the buyer has service")
    assert conflicts.listed(till.services) == ()
    with pytest.raises(ShopError, match="conflict-decided"):
        conflicts.decide(till.services, found.id, "registry", pin=parts.PIN, reason="changed my mind")
    with till.storage.read() as session:
        kept = session.conflict(found.id)
    assert kept is not None
    assert (kept.decision, kept.decided_by, kept.shop_says, kept.registry_says) == (
        "shop", parts.MANAGER, "succeeded", "expired"
    )  # fmt: skip


def test_a_word_of_staff_that_the_registry_contradicts_later(till: Till) -> None:
    """Told as activated by hand; a younger answer knows of no owner: both stand."""
    sale_id = steps.owing(till.services)
    completing.complete(till.services, sale_id)
    from pos_app.application import owed as duties

    asked = duties.by_hand(till.services, steps.entries(till.services, sale_id)[-1].id, Channel.USSD)
    told(till.services, asked.entry_id, succeeded=True, raw_text="", sender="")
    till.clock.move(hours=-1)  # the fake's answers are computed at noon; the word was given at noon as well
    entry = steps.entries(till.services, sale_id)[0]
    command = till.api.commands[0]
    view = answered(command, till.registry._answer(parts.IMEI1)).operation
    assert view.result is not None
    later = replace(view, operation_id=entry.id, result=replace(view.result, as_of=till.clock.now().replace(hour=23)))
    from pos_app.application.deliver import conclude
    from pos_app.domain.outbox import settle

    again = replace(entry, state=S.SENDING)
    settlement = settle(again, Answered(later), now=till.clock.now(), jitter=till.services.jitter)
    with till.storage.write() as session:
        session.add_entry(replace(again, id="again", local_seq=9_000, state=S.QUEUED, settled_at=None))
        session.claim("again", "x", till.clock.now(), till.clock.now())
        conclude(session, replace(again, id="again"), settlement, till.clock.now())
    (found,) = conflicts.listed(till.services)
    assert (found.kind, found.subject) == (ConflictKind.ACTIVATION, asked.entry_id)
