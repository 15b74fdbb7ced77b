"""Activation over the API: one effect whatever is lost, one key until it is settled, the code wiped after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pos_app.application import ask, completing, guide, sell, sync
from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.outbox import LEASE
from pos_app.domain.registry import Channel, Command, NotSent, OperationKind, OperationState, Reply, Unreadable
from pos_app.domain.run import StepState
from pos_app.domain.sale import SaleState
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till
from tests.fakes.registry import Phone, ScriptedRegistry, Step, answered, lost, refused

S = OperationState
ONCE = {parts.IMEI1: [parts.BUYER_SIM]}


def at(folder: Path, *activation: Step) -> tuple[Till, str]:
    """A till whose sale stands at step 4, and a registry that answers the next activations like this."""
    till = parts.at_work(parts.new_shop(folder))
    sale_id = steps.compared(till.services)
    till.registry._in_order = list(activation)
    return till, sale_id


def activation(till: Till, sale_id: str) -> OperationState:
    return [e for e in steps.entries(till.services, sale_id) if e.kind is OperationKind.ACTIVATION][-1].state


def keys(till: Till) -> set[str]:
    return {command.operation_id for command in till.api.commands if command.kind is OperationKind.ACTIVATION}


def test_success_wipes_the_code(till: Till) -> None:
    sale_id = steps.compared(till.services)
    asked = steps.activate(till.services, sale_id)
    assert (asked.state, asked.problem) == (S.SUCCEEDED, "")
    record = steps.last_record(till.services, sale_id, "activation")
    assert record.state is StepState.DONE
    entry = steps.entries(till.services, sale_id)[-1]
    assert entry.payload["activation_code"] == ""
    sale = steps.sale_of(till.services, sale_id)
    assert "code" not in sale.draft
    assert sale.draft["sim"] == parts.BUYER_SIM
    for shown in (asked, record, entry, sale, till.api.commands):
        assert parts.CODE not in repr(shown)
        assert parts.BUYER_SIM not in repr(shown)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"sim": "02188776655"}, "mobile-landline", "sim"),
        ({"sim": ""}, "mobile-missing", "sim"),
        ({"code": ""}, "activation-code-missing", "code"),
        ({"code": "012345"}, "activation-code-leading-zero", "code"),
        ({"code": "12345"}, "activation-code-length", "code"),
        ({"imei": parts.NOKIA}, "imei-not-this-unit", "imei"),
    ],
)
def test_a_wrong_field_is_named_before_anybody_is_asked(
    till: Till, values: dict[str, str], code: str, field: str
) -> None:
    sale_id = steps.compared(till.services)
    with pytest.raises(ShopError) as caught:
        steps.activate(till.services, sale_id, **values)  # type: ignore[arg-type]
    assert parts.codes_of(caught.value) == (code, field)
    assert keys(till) == set()
    assert len(steps.entries(till.services, sale_id)) == 1


def test_not_before_its_step(till: Till) -> None:
    sale_id = steps.answered(till.services)
    with pytest.raises(ShopError, match="step-out-of-order"):
        steps.activate(till.services, sale_id)
    assert keys(till) == set()


def test_a_wrong_code_is_refused_with_the_tries_left_and_corrected_under_a_new_key(till: Till) -> None:
    sale_id = steps.compared(till.services)
    for left in (2, 1):
        with pytest.raises(StepRefusedError) as caught:
            steps.activate(till.services, sale_id, code="999999")
        (finding,) = caught.value.findings
        assert (finding.code, finding.field, finding.detail) == ("activation-code-wrong", "code", str(left))
    assert steps.activate(till.services, sale_id).state is S.SUCCEEDED
    states = [e.state for e in steps.entries(till.services, sale_id) if e.kind is OperationKind.ACTIVATION]
    assert states == [S.REJECTED, S.REJECTED, S.SUCCEEDED]
    assert len(keys(till)) == 3
    assert till.registry.active_on == ONCE


@pytest.mark.parametrize("code", ["already-activated-other-sim", "owned-by-other", "blocked-or-stolen"])
def test_a_refusal_is_named_and_never_passes(tmp_path: Path, code: str) -> None:
    till, sale_id = at(tmp_path, refused(code))
    with pytest.raises(StepRefusedError, match=code):
        steps.activate(till.services, sale_id)
    with pytest.raises(ShopError, match="nothing-to-open"):
        guide.release(till.services, sale_id, "activation", pin=parts.PIN, reason="reason")


def test_active_on_this_sim_already_is_success(tmp_path: Path) -> None:
    till, sale_id = at(tmp_path)
    till.registry.active_on[parts.IMEI1] = [parts.BUYER_SIM]
    assert steps.activate(till.services, sale_id).state is S.SUCCEEDED
    assert steps.last_record(till.services, sale_id, "activation").state is StepState.DONE


@pytest.mark.parametrize("why", ["timeout", "html", "bad-json", "connection-lost"])
def test_a_lost_reply_is_unknown_then_asked_about_then_true(tmp_path: Path, why: str) -> None:
    till, sale_id = at(tmp_path, lost(why))
    asked = steps.activate(till.services, sale_id)
    assert (asked.state, asked.problem) == (S.OUTCOME_UNKNOWN, why)
    record = steps.last_record(till.services, sale_id, "activation")
    assert (record.state, [f.code for f in record.findings]) == (StepState.BLOCKED, ["activation-unknown"])
    assert ask.ask_again(till.services, sale_id).state is S.SUCCEEDED
    assert steps.last_record(till.services, sale_id, "activation").state is StepState.DONE
    assert (till.registry.active_on, len(keys(till)), len(till.api.asked)) == (ONCE, 1, 1)
    assert steps.entries(till.services, sale_id)[-1].payload["activation_code"] == ""
    with pytest.raises(ShopError, match="nothing-to-ask"):
        ask.ask_again(till.services, sale_id)


def test_an_unknown_that_never_arrived_is_sent_again_under_its_own_key(tmp_path: Path) -> None:
    till, sale_id = at(tmp_path, Unreadable("timeout"))
    assert steps.activate(till.services, sale_id).state is S.OUTCOME_UNKNOWN
    assert steps.activate(till.services, sale_id).state is S.SUCCEEDED
    assert (till.registry.active_on, len(keys(till)), len(till.api.asked)) == (ONCE, 1, 1)


@pytest.mark.parametrize("first", [lost("timeout"), Unreadable("html"), lambda c: answered(c, state=S.ACCEPTED)])
def test_never_two_keys_while_one_is_unsettled(tmp_path: Path, first: Step) -> None:
    till, sale_id = at(tmp_path, first)
    steps.activate(till.services, sale_id)
    for online in (True, False):
        till.registry.online = online
        others: tuple[dict[str, Any], ...] = (
            {"code": "111111"}, {"sim": "09120000002"}, {"channel": Channel.USSD}, {"imei": parts.IMEI2},
        )  # fmt: skip
        for other in others:
            with pytest.raises(ShopError, match="activation-unsettled"):
                steps.activate(till.services, sale_id, **other)
        if online:
            continue
        # asking in vain settles nothing either
        assert ask.ask_again(till.services, sale_id).problem == "no-connection"
        with pytest.raises(ShopError, match="activation-unsettled"):
            steps.activate(till.services, sale_id, code="111111")
    assert len(keys(till)) == 1


def test_what_was_never_sent_may_be_withdrawn(tmp_path: Path) -> None:
    till, sale_id = at(tmp_path, NotSent("no-connection"))
    assert steps.activate(till.services, sale_id, code="111111").state is S.QUEUED
    assert steps.activate(till.services, sale_id).state is S.SUCCEEDED
    states = [e.state for e in steps.entries(till.services, sale_id)][1:]
    assert states == [S.CANCELLED, S.SUCCEEDED]


def test_upstream_may_have_it_so_it_is_not_replaced(tmp_path: Path) -> None:
    """503 from a service in between: the repeat is safe because the key repeats, and only because of that."""
    till, sale_id = at(tmp_path, refused("upstream-unavailable"))
    assert steps.activate(till.services, sale_id).state is S.OUTCOME_UNKNOWN  # to the seller; on disk it waits
    assert activation(till, sale_id) is S.QUEUED
    with pytest.raises(ShopError, match="activation-unsettled"):
        steps.activate(till.services, sale_id, code="111111")
    assert steps.activate(till.services, sale_id).state is S.SUCCEEDED
    assert len(keys(till)) == 1


class Crash(BaseException):
    """The process dies: nothing below may catch it."""


def test_a_crash_while_sending_is_asked_about_first(tmp_path: Path) -> None:
    till, sale_id = at(tmp_path)
    honest = till.registry.submit

    def die(command: object) -> None:
        honest(command)  # type: ignore[arg-type]
        raise Crash

    till.registry.submit = die  # type: ignore[method-assign, assignment]
    with pytest.raises(Crash):
        steps.activate(till.services, sale_id)
    till.registry.submit = honest  # type: ignore[method-assign]
    again = till.restarted()
    assert activation(again, sale_id) is S.SENDING
    with pytest.raises(ShopError, match="operation-busy"):  # its lease still runs: perhaps it is alive
        steps.activate(again.services, sale_id)
    again.clock.move(seconds=LEASE.total_seconds() + 1)
    again.registry.online = False  # what cannot be asked about stays unknown, and is not replaced
    assert steps.activate(again.services, sale_id).state is S.OUTCOME_UNKNOWN
    with pytest.raises(ShopError, match="activation-unsettled"):
        steps.activate(again.services, sale_id, code="111111")
    again.registry.online = True
    assert steps.activate(again.services, sale_id).state is S.SUCCEEDED
    assert (again.registry.active_on, len(again.api.commands), len(again.api.asked)) == (ONCE, 0, 2)
    again.storage.close()


def test_a_crash_before_anything_was_sent(tmp_path: Path) -> None:
    till, sale_id = at(tmp_path)

    def die(command: object) -> None:
        raise Crash

    honest = till.registry.submit
    till.registry.submit = die  # type: ignore[method-assign, assignment]
    with pytest.raises(Crash):
        steps.activate(till.services, sale_id)
    till.registry.submit = honest  # type: ignore[method-assign]
    again = till.restarted()
    again.clock.move(seconds=LEASE.total_seconds() + 1)
    round_ = sync.once(again.services)
    assert (round_.sent, round_.settled, round_.queue.waiting) == (1, 1, 0)
    assert (again.registry.active_on, len(again.api.asked), len(keys(again))) == (ONCE, 1, 1)
    again.storage.close()


def test_given_up_it_is_not_sent_behind_the_sellers_back(tmp_path: Path) -> None:
    till, sale_id = at(tmp_path)
    till.registry.online = False
    assert steps.activate(till.services, sale_id).state is S.QUEUED
    sell.abandon(till.services, sale_id)
    till.registry.online = True
    till.clock.move(hours=1)
    assert sync.once(till.services).sent == 0
    assert till.registry.active_on == {}
    entry = steps.entries(till.services, sale_id)[-1]
    assert (entry.state, entry.payload["activation_code"]) == (S.CANCELLED, "")


@pytest.mark.parametrize(
    "first", [lost("timeout"), lambda c: answered(c, state=S.ACCEPTED), refused("upstream-unavailable")]
)
def test_while_the_registry_may_have_it_the_sale_is_not_given_up(tmp_path: Path, first: Step) -> None:
    till, sale_id = at(tmp_path, first)
    steps.activate(till.services, sale_id)
    before = activation(till, sale_id)
    with pytest.raises(ShopError, match="activation-under-way"):
        sell.abandon(till.services, sale_id)
    assert (steps.sale_of(till.services, sale_id).state, activation(till, sale_id)) == (SaleState.OPEN, before)


def test_given_up_in_the_middle_of_the_call_the_sale_stays(tmp_path: Path) -> None:
    till, sale_id = at(tmp_path)
    honest = till.registry.submit
    refusals: list[str] = []

    def meanwhile(command: Command) -> Reply:
        with pytest.raises(ShopError) as caught:
            sell.abandon(till.services, sale_id)
        refusals.append(caught.value.code)
        return honest(command)

    till.registry.submit = meanwhile  # type: ignore[method-assign]
    assert steps.activate(till.services, sale_id).state is S.SUCCEEDED
    assert refusals == ["activation-under-way"]
    assert steps.last_record(till.services, sale_id, "activation").state is StepState.DONE


def test_an_active_phone_does_not_go_back_to_the_shelf(till: Till) -> None:
    sale_id = steps.compared(till.services)
    steps.activate(till.services, sale_id)
    with pytest.raises(ShopError, match="already-activated-give-up"):
        sell.abandon(till.services, sale_id)
    completing.complete(till.services, steps.paid(till.services, sale_id))


def test_the_code_is_wiped_even_if_the_step_cannot_be_recorded(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    sale_id = steps.compared(till.services)

    def fails(*_args: object) -> None:
        raise ShopError("storage-locked")

    monkeypatch.setattr(ask, "_record_activation", fails)
    with pytest.raises(ShopError, match="storage-locked"):
        steps.activate(till.services, sale_id)
    entry = steps.entries(till.services, sale_id)[-1]
    assert (entry.state, entry.payload["activation_code"]) == (S.SUCCEEDED, "")


@pytest.mark.parametrize(
    ("first", "code", "detail"),
    [
        (NotSent("no-connection"), "activation-not-sent", "no-connection"),
        (refused("rate-limited"), "activation-not-sent", "rate-limited"),
        (refused("upstream-unavailable"), "activation-unknown", ""),
        (lambda c: answered(c, state=S.ACCEPTED), "activation-accepted", ""),
        (lambda c: answered(c, state=S.AWAITING_BUYER), "activation-accepted", ""),
    ],
)
def test_the_step_says_how_far_it_came(tmp_path: Path, first: Step, code: str, detail: str) -> None:
    till, sale_id = at(tmp_path, first)
    steps.activate(till.services, sale_id)
    (finding,) = steps.last_record(till.services, sale_id, "activation").findings
    assert (finding.code, finding.detail) == (code, detail)


def test_an_inquiry_that_was_only_accepted_says_so(tmp_path: Path) -> None:
    till = parts.at_work(parts.new_shop(tmp_path))
    till.registry._in_order = [lambda c: answered(c, state=S.ACCEPTED)]
    sale_id = steps.inquired(till.services)
    (finding,) = steps.last_record(till.services, sale_id, "inquiry").findings
    assert (finding.code, finding.detail) == ("no-answer", "accepted")


def test_an_unknown_outcome_may_be_decided_and_is_settled_later(tmp_path: Path) -> None:
    till, sale_id = at(tmp_path, lost("timeout"))
    steps.activate(till.services, sale_id)
    guide.decide(till.services, sale_id, "activation", "buyer waits")
    assert steps.last_record(till.services, sale_id, "activation").state is StepState.DEFERRED
    completing.complete(till.services, steps.paid(till.services, sale_id))
    assert len(keys(till)) == 1
    till.clock.move(hours=1)
    assert sync.once(till.services).settled == 1
    assert (till.registry.active_on, len(keys(till))) == (ONCE, 1)


def test_settled_in_the_background_the_step_takes_it_up(tmp_path: Path) -> None:
    """The round behind the screen was quicker than the seller's second press."""
    till, sale_id = at(tmp_path, lost("timeout"))
    steps.activate(till.services, sale_id)
    till.clock.move(hours=1)
    assert sync.once(till.services).settled == 1
    assert steps.activate(till.services, sale_id).state is S.SUCCEEDED
    assert steps.last_record(till.services, sale_id, "activation").state is StepState.DONE
    assert (till.registry.active_on, len(keys(till))) == (ONCE, 1)


def test_two_slots_either_number_is_activated(tmp_path: Path) -> None:
    phones = {n: Phone(code=parts.CODE) for n in steps.BOTH}
    till = parts.at_work(parts.new_shop(tmp_path), registry=ScriptedRegistry(phones=phones))
    sale_id = steps.compared(till.services)
    assert steps.activate(till.services, sale_id, imei=parts.IMEI2).state is S.SUCCEEDED
    assert till.registry.active_on == {parts.IMEI2: [parts.BUYER_SIM]}


def test_what_the_round_brought_is_taken_up_without_a_press(tmp_path: Path) -> None:
    till, sale_id = at(tmp_path, NotSent("no-connection"))
    steps.activate(till.services, sale_id)
    assert ask.take_up(till.services, sale_id) is None, "it still waits"
    till.clock.move(hours=1)
    sync.once(till.services)
    taken = ask.take_up(till.services, sale_id)
    assert taken is not None
    assert taken.state is S.SUCCEEDED
    assert steps.last_record(till.services, sale_id, "activation").state is StepState.DONE
    assert ask.take_up(till.services, sale_id) is None, "once is enough"
    assert till.registry.active_on == ONCE


def test_a_refusal_behind_the_screen_passes_nothing(tmp_path: Path) -> None:
    till, sale_id = at(tmp_path, NotSent("no-connection"), refused("blocked-or-stolen"))
    steps.activate(till.services, sale_id)
    till.clock.move(hours=1)
    sync.once(till.services)
    with pytest.raises(StepRefusedError, match="blocked-or-stolen"):
        ask.take_up(till.services, sale_id)
    assert steps.last_record(till.services, sale_id, "activation").state is StepState.BLOCKED


def test_an_answer_that_came_behind_the_screen_reaches_its_step(till: Till) -> None:
    sale_id = steps.opened(till.services)
    till.registry.online = False
    assert ask.inquire(till.services, sale_id, steps.BOTH, Channel.API).state is S.QUEUED
    till.registry.online = True
    till.clock.move(hours=1)
    sync.once(till.services)
    taken = ask.take_up(till.services, sale_id)
    assert taken is not None
    record = steps.last_record(till.services, sale_id, "inquiry")
    assert (record.state, record.evidence.box) == (StepState.DONE, steps.BOTH)  # type: ignore[union-attr]
    assert ask.take_up(till.services, sale_id) is None


def test_active_on_the_first_sim_another_is_not_tried(tmp_path: Path) -> None:
    till, sale_id = at(tmp_path, NotSent("no-connection"))
    steps.activate(till.services, sale_id)
    till.clock.move(hours=1)
    sync.once(till.services)
    with pytest.raises(ShopError, match="activated-on-first-sim") as said:
        steps.activate(till.services, sale_id, sim="09120000002")
    assert (said.value.field, len(keys(till))) == ("sim", 1)
    assert steps.activate(till.services, sale_id).state is S.SUCCEEDED
