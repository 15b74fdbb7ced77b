"""A used phone changes hands: from the shop's SIM to the buyer's, in two steps that only together are one."""

from __future__ import annotations

import pytest

from pos_app.application import ask, completing, guide, guide_used, handover, owed, scan, sell, sync
from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.invoice import from_json
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.run import StepState
from pos_app.domain.stock import Condition, UnitState
from tests.application.steps import entries, last_record, sale_of
from tests.application.used_steps import (
    BOTH,
    BUYER_SIM,
    SHOP_SIM,
    activated,
    answered,
    compared,
    paid,
    sold_used,
    transferred,
    used_unit,
)
from tests.fakes.parts import IMEI1, PIN, Till, codes_of


def state_of(till: Till, code: str = IMEI1) -> UnitState:
    with till.services.storage.read() as session:
        (hit,) = session.find_units(code)
    return hit.unit.state


def test_seven_steps_and_the_invoice_says_used(till: Till) -> None:
    sale_id, stored = sold_used(till)
    document = from_json(stored.document)
    assert [record.step_id for record in sale_of(till.services, sale_id).run.records] == [  # type: ignore[union-attr]
        "reset", "inquiry", "answer_control", "box_match", "transfer", "activation", "invoice",
    ]  # fmt: skip
    assert document.lines[0].condition == "used"
    assert not document.lines[0].no_box
    assert document.registry is not None
    assert (document.registry.transfer_state, document.registry.activation_state) == ("succeeded", "succeeded")
    assert "482915" not in stored.document
    assert state_of(till) is UnitState.SOLD


def test_a_transfer_is_open_until_the_buyer_has_activated(till: Till) -> None:
    used_unit(till)
    sale_id = compared(till.services)
    asked = transferred(till.services, sale_id)
    assert asked.state is OperationState.ACCEPTED
    assert last_record(till.services, sale_id, "transfer").state is StepState.DONE
    with pytest.raises(ShopError, match="transfer-open-give-up"):
        sell.abandon(till.services, sale_id)
    activated(till, sale_id)
    till.clock.move(minutes=10)
    sync.once(till.services)
    kinds = {entry.kind: entry.state for entry in entries(till.services, sale_id)}
    assert kinds[OperationKind.TRANSFER] is OperationState.SUCCEEDED
    assert kinds[OperationKind.ACTIVATION] is OperationState.SUCCEEDED


def test_goes_on_the_next_day_after_the_program_was_ended(till: Till) -> None:
    used_unit(till)
    sale_id = compared(till.services)
    transferred(till.services, sale_id)
    till.clock.move(days=1)
    again = till.restarted()
    activated(again, sale_id)
    stored = completing.complete(again.services, paid(again.services, sale_id))
    assert from_json(stored.document).lines[0].condition == "used"


@pytest.mark.parametrize(
    ("from_sim", "to_sim", "code", "field"),
    [
        (SHOP_SIM, SHOP_SIM, "transfer-to-owner", "to_sim"),
        (SHOP_SIM, "+98 912 000 0009", "transfer-to-owner", "to_sim"),
        (SHOP_SIM, "02188776655", "mobile-landline", "to_sim"),
        ("0912", BUYER_SIM, "mobile-length", "from_sim"),
    ],
)
def test_a_wrong_party_is_named_at_its_field(till: Till, from_sim: str, to_sim: str, code: str, field: str) -> None:
    used_unit(till)
    sale_id = compared(till.services)
    with pytest.raises(ShopError) as caught:
        transferred(till.services, sale_id, from_sim, to_sim)
    assert codes_of(caught.value) == (code, field)
    assert not [e for e in entries(till.services, sale_id) if e.kind is OperationKind.TRANSFER]


def test_somebody_elses_phone_is_not_transferred(till: Till) -> None:
    used_unit(till, owner="09350000001")
    sale_id = compared(till.services)
    with pytest.raises(StepRefusedError, match="owned-by-other"):
        transferred(till.services, sale_id)
    assert sale_of(till.services, sale_id).run.last("transfer") is None  # type: ignore[union-attr]


def test_by_hand_the_transfer_ends_with_the_buyers_activation(till: Till) -> None:
    used_unit(till)
    sale_id = compared(till.services)
    asked = transferred(till.services, sale_id, channel=Channel.USSD)
    assert next(line.say for line in asked.script) == "dial-owner-sim"
    handover.take_transfer(till.services, sale_id, asked.entry_id, succeeded=True, raw_text="done", sender="")
    said = ask.activate(
        till.services, sale_id, Channel.USSD, imei_used=IMEI1, sim=BUYER_SIM, code="512345"
    )  # fmt: skip
    ask.take_activation(till.services, sale_id, said.entry_id, succeeded=True, raw_text="", sender="")
    by_kind = {entry.kind: entry for entry in entries(till.services, sale_id)}
    assert by_kind[OperationKind.TRANSFER].state is OperationState.SUCCEEDED
    assert by_kind[OperationKind.TRANSFER].last_problem == "completed-by-activation"
    assert by_kind[OperationKind.ACTIVATION].payload["activation_code"] == ""


def test_a_broken_dialogue_is_neither_done_nor_repeated(till: Till) -> None:
    used_unit(till)
    sale_id = compared(till.services)
    asked = transferred(till.services, sale_id, channel=Channel.USSD)
    handover.take_transfer(till.services, sale_id, asked.entry_id, succeeded=None, raw_text="", sender="")
    assert last_record(till.services, sale_id, "transfer").state is StepState.BLOCKED
    with pytest.raises(ShopError, match="transfer-unsettled"):
        transferred(till.services, sale_id, channel=Channel.WEB)


def test_both_may_be_owed_and_are_told_later(till: Till) -> None:
    used_unit(till)
    sale_id = compared(till.services)
    handover.defer_transfer(
        till.services, sale_id, Channel.USSD, imei_used=IMEI1, from_sim=SHOP_SIM, to_sim=BUYER_SIM, reason="no network"
    )  # fmt: skip
    guide.defer_activation(
        till.services, sale_id, Channel.USSD, imei_used=IMEI1, sim=BUYER_SIM, code="", reason="no network"
    )  # fmt: skip
    stored = completing.complete(till.services, paid(till.services, sale_id))
    facts = from_json(stored.document).registry
    assert facts is not None
    assert (facts.transfer_state, facts.activation_state) == ("deferred", "deferred")
    with till.services.storage.read() as session:
        rows = session.owed()
    assert [row.entry.kind for row in rows] == [OperationKind.TRANSFER, OperationKind.ACTIVATION]
    first, second = (row.entry.id for row in rows)
    owed.by_hand(till.services, first)
    owed.told(till.services, first, succeeded=True, raw_text="", sender="")
    with till.services.storage.read() as session:
        assert [row.entry.state for row in session.owed()] == [OperationState.AWAITING_BUYER, OperationState.QUEUED]
    owed.by_hand(till.services, second, code="512345")
    (again,) = [e for e in entries(till.services, sale_id) if e.kind is OperationKind.ACTIVATION and not e.state.final]
    owed.told(till.services, again.id, succeeded=True, raw_text="", sender="")
    with till.services.storage.read() as session:
        assert session.owed() == ()


def test_without_its_box_screen_and_tray_take_its_place(till: Till) -> None:
    used_unit(till, boxed=False)
    services = till.services
    sale_id = scan.take(services, "", IMEI1).sale_id
    guide_used.reset(services, sale_id, done=True, unlocked=True)
    answered(services, sale_id)
    with pytest.raises(StepRefusedError, match="tray-not-read"):
        guide_used.match_device(services, sale_id, BOTH, ())
    with pytest.raises(StepRefusedError, match="imei-slots-swapped"):
        guide_used.match_device(services, sale_id, BOTH[::-1], BOTH)
    guide_used.match_device(services, sale_id, BOTH, BOTH)
    transferred(services, sale_id)
    activated(till, sale_id)
    document = from_json(completing.complete(services, paid(services, sale_id)).document)
    assert document.lines[0].no_box


def test_a_phone_that_still_asks_for_its_old_account_stops(till: Till) -> None:
    used_unit(till)
    sale_id = scan.take(till.services, "", IMEI1).sale_id
    with pytest.raises(StepRefusedError, match="reset-not-done"):
        guide_used.reset(till.services, sale_id, done=False, unlocked=False)
    guide_used.reset(till.services, sale_id, done=True, unlocked=False)
    assert last_record(till.services, sale_id, "reset").state is StepState.BLOCKED
    with pytest.raises(ShopError, match="manager-needed"):
        guide.decide(till.services, sale_id, "reset", "the buyer knows")
    guide.release(till.services, sale_id, "reset", pin=PIN, reason="sold for parts")
    assert last_record(till.services, sale_id, "reset").state is StepState.RELEASED


def test_a_sealed_phone_may_turn_out_used(till: Till) -> None:
    """Answers that were recorded stay, what the other list asks besides is asked."""
    till.registry.owns(IMEI1, SHOP_SIM)
    sale_id = scan.take(till.services, "", IMEI1).sale_id
    answered(till.services, sale_id)
    assert last_record(till.services, sale_id, "answer_control").state is StepState.BLOCKED  # sealed, but active
    sell.choose_list(till.services, sale_id, Condition.USED, boxed=True)
    sale = sale_of(till.services, sale_id)
    assert sale.run is not None
    assert sale.lines[0].fee == 0  # what a new one costs is no price for it
    step = sale.run.current(till.services.list_of(sale.run))
    assert step is not None
    assert step.id == "reset"
    with pytest.raises(ShopError, match="reason-missing"):
        sell.choose_list(till.services, sale_id, Condition.SEALED, boxed=True, pin=PIN)
    sell.choose_list(till.services, sale_id, Condition.SEALED, boxed=True, pin=PIN, reason="it is sealed after all")
    assert sale_of(till.services, sale_id).run.checklist_id == "sealed"  # type: ignore[union-attr]


def test_a_transfer_that_ran_out_stands_open_again(till: Till) -> None:
    """By the service: the registry itself says so, and the code is worth nothing any more."""
    used_unit(till)
    sale_id = compared(till.services)
    asked = transferred(till.services, sale_id)
    till.registry.decide(asked.entry_id, OperationState.EXPIRED)
    del till.registry.transfers[IMEI1]
    till.clock.move(minutes=10)
    sync.once(till.services)
    assert ask.take_up(till.services, sale_id) is not None
    record = last_record(till.services, sale_id, "transfer")
    assert [finding.code for finding in record.findings] == ["transfer-fell-through"]
    assert ask.take_up(till.services, sale_id) is None  # said once
    transferred(till.services, sale_id)
    activated(till, sale_id)
    completing.complete(till.services, paid(till.services, sale_id))


def test_a_code_that_never_comes_is_told_by_hand(till: Till) -> None:
    used_unit(till)
    sale_id = compared(till.services)
    asked = transferred(till.services, sale_id, channel=Channel.USSD)
    for succeeded in (True, False):
        handover.take_transfer(till.services, sale_id, asked.entry_id, succeeded=succeeded, raw_text="", sender="")
    assert last_record(till.services, sale_id, "transfer").state is StepState.BLOCKED
    again = transferred(till.services, sale_id, channel=Channel.USSD)
    assert again.entry_id != asked.entry_id
    sell.abandon(till.services, sale_id)  # nothing is open any more


def test_a_reason_never_holds_the_code(till: Till) -> None:
    """Reasons stand in the open."""
    used_unit(till)
    sale_id = compared(till.services)
    transferred(till.services, sale_id)
    code = till.registry.transfers[IMEI1].code
    sell.save_draft(till.services, sale_id, {"code": code})
    with pytest.raises(ShopError, match="reason-holds-code"):
        guide.defer_activation(
            till.services, sale_id, Channel.USSD, imei_used=IMEI1, sim=BUYER_SIM, code="", reason=f"it was {code}"
        )  # fmt: skip


def test_a_wrong_buyer_is_called_off_by_the_service(till: Till) -> None:
    used_unit(till)
    sale_id = compared(till.services)
    with pytest.raises(ShopError, match="nothing-to-cancel"):
        handover.cancel(till.services, sale_id)
    transferred(till.services, sale_id, to_sim="09120000066")
    with pytest.raises(ShopError, match="transfer-open-to-other"):
        transferred(till.services, sale_id)
    handover.cancel(till.services, sale_id)
    record = last_record(till.services, sale_id, "transfer")
    assert [finding.code for finding in record.findings] == ["transfer-fell-through"]
    transferred(till.services, sale_id)
    activated(till, sale_id)
    completing.complete(till.services, paid(till.services, sale_id))


def test_called_off_while_the_line_is_down_nothing_is_believed(till: Till) -> None:
    used_unit(till)
    sale_id = compared(till.services)
    transferred(till.services, sale_id)
    till.registry.online = False
    handover.cancel(till.services, sale_id)
    assert last_record(till.services, sale_id, "transfer").state is StepState.DONE
    with pytest.raises(ShopError, match="transfer-open-give-up"):
        sell.abandon(till.services, sale_id)
    till.registry.online = True
    handover.cancel(till.services, sale_id)
    sell.abandon(till.services, sale_id)
