"""What completed sales still owe the registry: never out of sight, and always with a way to its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pos_app.application import completing, guide, outbox, owed, queue, sync
from pos_app.domain.errors import ShopError
from pos_app.domain.outbox import CLOSED_BY_PERSON
from pos_app.domain.registry import Answered, Assurance, Channel, OperationState
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till
from tests.fakes.registry import answered, lost, refused

S = OperationState
WRONG = "999999"


def deferred(till: Till, channel: Channel = Channel.API, code: str = parts.CODE) -> str:
    """A completed sale whose activation waits. Returns the sale's id."""
    sale_id = steps.compared(till.services)
    guide.defer_activation(
        till.services, sale_id, channel, imei_used=parts.IMEI1, sim=parts.BUYER_SIM, code=code, reason="no network"
    )  # fmt: skip
    completing.complete(till.services, steps.paid(till.services, sale_id))
    return sale_id


@pytest.fixture
def wrong_code(till: Till) -> str:
    """Put off with a code that the registry then refuses."""
    sale_id = deferred(till, code=WRONG)
    assert sync.once(till.services).settled == 1
    return sale_id


def waiting(till: Till) -> tuple[outbox.Line, ...]:
    return tuple(row for row in outbox.listed(till.services).rows if row.waits)


def only(till: Till) -> outbox.Line:
    (row,) = waiting(till)
    return row


def last(till: Till, sale_id: str) -> tuple[OperationState, str, str]:
    entry = steps.entries(till.services, sale_id)[-1]
    return entry.state, entry.last_problem, entry.payload["activation_code"]


def test_a_refused_duty_stays_in_sight(till: Till, wrong_code: str) -> None:
    row = only(till)
    assert (row.imei, row.channel, row.state) == (parts.IMEI1, Channel.API, S.REJECTED)
    assert (row.problem, row.attempts_left) == ("activation-code-wrong", 2)
    assert row.sim == "0912***0001"
    assert row.invoice_number == steps.sale_of(till.services, wrong_code).invoice_number
    assert row.deadline_hint == row.since + timedelta(days=outbox.GRACE_HINT_DAYS)
    waiting = queue.round_(till.services).queue
    assert (waiting.waiting, waiting.refused, waiting.oldest) == (1, 1, row.since)
    till.clock.move(days=90)
    assert sync.once(till.services).queue.waiting == 1


def test_the_corrected_code_goes_out_under_a_new_key(till: Till, wrong_code: str) -> None:
    old = only(till).entry_id
    with pytest.raises(ShopError) as caught:
        owed.try_again(till.services, old, "012345")
    assert parts.codes_of(caught.value) == ("activation-code-leading-zero", "code")
    with pytest.raises(ShopError, match="activation-code-missing"):
        owed.try_again(till.services, old, "")
    new = owed.try_again(till.services, old, parts.CODE)
    assert new != old
    row = only(till)
    assert (row.entry_id, row.state) == (new, S.QUEUED)
    assert (row.replaces, row.replaced_at, row.replaced_problem) == (old, row.since, "activation-code-wrong")
    with pytest.raises(ShopError, match="operation-closed"):
        owed.try_again(till.services, old, parts.CODE)
    round_ = sync.once(till.services)
    assert (round_.settled, round_.queue.waiting) == (1, 0)
    assert till.registry.active_on == {parts.IMEI1: [parts.BUYER_SIM]}
    assert waiting(till) == ()
    assert [e.payload["activation_code"] for e in steps.entries(till.services, wrong_code)[1:]] == ["", ""]


def test_a_new_key_inherits_nothing_of_the_old_ones_past(till: Till) -> None:
    """The registry answered the refused one with a version; of the new key it knows nothing, and that is no riddle."""
    sale_id = deferred(till, code=WRONG)
    said = datetime(2026, 12, 1, tzinfo=UTC)
    till.registry._in_order = [
        lambda command: Answered(replace(answered(command, state=S.REJECTED).operation, version=7, deadline=said))
    ]
    sync.once(till.services)
    assert (only(till).state, only(till).deadline) == (S.REJECTED, said)
    owed.try_again(till.services, only(till).entry_id, parts.CODE)
    new = steps.entries(till.services, sale_id)[-1]
    assert (new.version, new.first_sent_at, new.deadline, new.unreadable, new.attempts) == (0, None, None, 0, 0)
    assert sync.once(till.services).settled == 1
    assert till.registry.active_on == {parts.IMEI1: [parts.BUYER_SIM]}
    assert till.api.asked == []


def test_another_way_by_hand_before_it_was_begun_only(till: Till) -> None:
    sale_id = deferred(till, Channel.USSD)
    asked = owed.by_hand(till.services, only(till).entry_id, Channel.APP)
    old, new = steps.entries(till.services, sale_id)[1:]
    assert (old.state, new.id, new.channel, new.replaces) == (S.CANCELLED, asked.entry_id, Channel.APP, old.id)
    again = owed.by_hand(till.services, asked.entry_id, Channel.WEB)
    assert (again.entry_id, again.script) == (asked.entry_id, asked.script)


def test_never_two_keys_while_the_registry_may_have_one(till: Till) -> None:
    sale_id = deferred(till)
    till.registry._in_order = [lost("timeout")]
    sync.once(till.services)
    row = only(till)
    assert row.state is S.OUTCOME_UNKNOWN
    with pytest.raises(ShopError, match="activation-unsettled"):
        owed.try_again(till.services, row.entry_id, "111111")
    with pytest.raises(ShopError, match="activation-unsettled"):
        owed.by_hand(till.services, row.entry_id)
    assert len(steps.entries(till.services, sale_id)) == 2


def test_a_till_without_access_cannot_queue(till: Till) -> None:
    sale_id = deferred(till, Channel.USSD)
    till.storage.close()
    alone = parts.at_work(till.path, clock=till.clock, online=False)
    with pytest.raises(ShopError, match="no-credentials"):
        owed.try_again(alone.services, only(alone).entry_id, parts.CODE)
    assert last(alone, sale_id)[0] is S.QUEUED
    alone.storage.close()


@pytest.mark.parametrize("code", ["", parts.CODE])
def test_a_duty_by_hand_is_listed_and_comes_to_its_end(till: Till, code: str) -> None:
    sale_id = deferred(till, Channel.USSD, code)
    row = only(till)
    assert (row.channel, row.state) == (Channel.USSD, S.QUEUED)
    asked = owed.by_hand(till.services, row.entry_id, code=parts.CODE)
    assert (asked.entry_id == row.entry_id) == (code == parts.CODE)
    assert parts.CODE in [line.value for line in asked.script]
    assert owed.by_hand(till.services, asked.entry_id).script == asked.script
    with pytest.raises(ShopError, match="sender-missing"):
        owed.told(till.services, asked.entry_id, succeeded=True, raw_text="done", sender="")
    with pytest.raises(ShopError, match="sender-not-genuine"):
        owed.told(till.services, asked.entry_id, succeeded=True, raw_text="done", sender="+98912")
    owed.told(till.services, asked.entry_id, succeeded=True, raw_text="done", sender="HAMTA")
    assert last(till, sale_id) == (S.SUCCEEDED, "", "")
    assert steps.entries(till.services, sale_id)[-1].assurance is Assurance.EVIDENCE_TEXT
    assert (waiting(till), sync.once(till.services).queue.waiting) == ((), 0)
    with pytest.raises(ShopError, match="operation-closed"):
        owed.told(till.services, asked.entry_id, succeeded=False, raw_text="", sender="")


def test_refused_by_api_then_done_by_hand(till: Till, wrong_code: str) -> None:
    asked = owed.by_hand(till.services, only(till).entry_id, code=parts.CODE)
    owed.told(till.services, asked.entry_id, succeeded=False, raw_text="", sender="")
    assert (only(till).state, only(till).problem) == (S.REJECTED, "activation-refused")
    again = owed.by_hand(till.services, asked.entry_id)
    owed.told(till.services, again.entry_id, succeeded=True, raw_text="", sender="")
    assert waiting(till) == ()
    assert [e.state for e in steps.entries(till.services, wrong_code)[1:]] == [S.REJECTED, S.REJECTED, S.SUCCEEDED]


def test_what_nobody_has_heard_of_may_be_done_by_hand_instead(till: Till) -> None:
    sale_id = deferred(till)
    asked = owed.by_hand(till.services, only(till).entry_id)
    assert [e.state for e in steps.entries(till.services, sale_id)[1:]] == [S.CANCELLED, S.SENDING]
    assert sync.once(till.services).sent == 0
    owed.told(till.services, asked.entry_id, succeeded=None, raw_text="", sender="")
    assert (only(till).state, only(till).problem) == (S.OUTCOME_UNKNOWN, "dialogue-broke-off")
    assert owed.by_hand(till.services, asked.entry_id).script != asked.script  # the card says: ask first
    with pytest.raises(ShopError, match="activation-unsettled"):
        owed.try_again(till.services, asked.entry_id, parts.CODE)


@pytest.mark.parametrize(
    ("first", "before", "after"),
    [
        (refused("owned-by-other"), S.REJECTED, S.REJECTED), (lost("html"), S.OUTCOME_UNKNOWN, S.EXPIRED),
        (refused("rate-limited"), S.QUEUED, S.CANCELLED),
    ],
)  # fmt: skip
def test_closed_with_a_reason(till: Till, first: object, before: OperationState, after: OperationState) -> None:
    sale_id = deferred(till)
    till.registry._in_order = [first]  # type: ignore[list-item]
    sync.once(till.services)
    row = only(till)
    assert row.state is before
    with pytest.raises(ShopError) as caught:
        outbox.close(till.services, row.entry_id, " a ")
    assert parts.codes_of(caught.value) == ("reason-missing", "reason")
    outbox.close(till.services, row.entry_id, "the buyer brought it back")
    assert last(till, sale_id) == (after, CLOSED_BY_PERSON, "")
    till.clock.move(days=1)
    round_ = sync.once(till.services)
    assert (round_.sent, round_.queue.waiting, waiting(till)) == (0, 0, ())
    with pytest.raises(ShopError, match="operation-closed"):
        outbox.close(till.services, row.entry_id, "again")


def test_not_closed_in_the_middle_of_a_call(till: Till) -> None:
    deferred(till)
    honest = till.registry.submit

    def meanwhile(command: object) -> object:
        with pytest.raises(ShopError, match="operation-busy"):
            outbox.close(till.services, only(till).entry_id, "reason")
        return honest(command)  # type: ignore[arg-type]

    till.registry.submit = meanwhile  # type: ignore[method-assign, assignment]
    assert sync.once(till.services).settled == 1
