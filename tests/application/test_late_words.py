"""Words that come late, or from the wrong mouth: a stop read over, a closed duty that went on, an old case's code."""

from __future__ import annotations

import pytest

from pos_app.application import ask, completing, guide, guide_used, handover, hands, outbox, owed, returns, sell
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import from_json
from pos_app.domain.outbox import OutboxEntry
from pos_app.domain.registry import Channel, OperationKind
from pos_app.domain.run import StepState
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.domain.stock import UnitState
from pos_app.domain.verdict import Verdict
from tests.application import steps
from tests.application.test_returns import asked_again, begun, ready, state_of
from tests.application.used_steps import (
    BUYER_SIM,
    OWNER_SIM,
    SHOP_SIM,
    activated,
    compared,
    paid,
    shop_with_sim,
    transferred,
    used_unit,
)
from tests.fakes import parts
from tests.fakes.parts import IMEI1, Till, codes_of
from tests.fakes.registry import Phone


def stopped(till: Till) -> None:
    """The service calls the phone stolen, and the sale is given up."""
    till.registry.knows(IMEI1, Phone(Verdict.BLOCKED_OR_STOLEN, "482915"))
    sale_id = steps.answered(till.services)
    assert control_of(till, sale_id) == (StepState.BLOCKED, ["verdict-gate"])
    sell.abandon(till.services, sale_id)


def control_of(till: Till, sale_id: str) -> tuple[StepState, list[str]]:
    record = steps.last_record(till.services, sale_id, "answer_control")
    return record.state, [finding.code for finding in record.findings]


def read_elsewhere(till: Till, verdict: Verdict = Verdict.LEGAL_NOT_ACTIVATED) -> str:
    """The seller says what stood on another screen."""
    till.clock.move(minutes=5)
    sale_id = steps.opened(till.services)
    asked = ask.inquire(till.services, sale_id, steps.BOTH, Channel.APP)
    ask.take_answer(
        till.services, sale_id, asked.entry_id, steps.answer_with(verdict), sender="", matches_hand=True
    )  # fmt: skip
    return sale_id


def test_a_stop_is_not_lifted_by_what_somebody_read_since(till: Till) -> None:
    stopped(till)
    sale_id = read_elsewhere(till)
    assert control_of(till, sale_id) == (StepState.BLOCKED, ["stopped-before"])
    with pytest.raises(ShopError, match="manager-needed"):
        guide.decide(till.services, sale_id, "answer_control", "it looks fine to me")
    guide.release(till.services, sale_id, "answer_control", pin=parts.PIN, reason="police paper seen")
    assert control_of(till, sale_id)[0] is StepState.RELEASED


def test_the_services_own_newer_answer_lifts_it(till: Till) -> None:
    stopped(till)
    till.clock.move(minutes=5)
    till.registry.knows(IMEI1, Phone(code="482915"))
    sale_id = steps.answered(till.services)
    assert control_of(till, sale_id) == (StepState.DONE, [])
    sell.abandon(till.services, sale_id)
    assert control_of(till, read_elsewhere(till)) == (StepState.DONE, [])


def test_no_answer_lifts_nothing(till: Till) -> None:
    stopped(till)
    till.clock.move(minutes=5)
    till.registry.knows(IMEI1, Phone(Verdict.UNAVAILABLE))
    sale_id = steps.answered(till.services)
    assert control_of(till, sale_id)[1] == ["stopped-before"]
    sell.abandon(till.services, sale_id)
    assert control_of(till, read_elsewhere(till))[1] == ["stopped-before"]


def sold_with_activation_begun(till: Till) -> str:
    """The seller dialled, nobody saw how it ended, and a manager closed the duty."""
    sale_id = steps.compared(till.services)
    guide.defer_activation(
        till.services, sale_id, Channel.USSD, imei_used=IMEI1, sim=BUYER_SIM, code="", reason="phone is charging"
    )  # fmt: skip
    completing.complete(till.services, steps.paid(till.services, sale_id))
    with till.services.storage.read() as session:
        (row,) = session.owed()
    owed.by_hand(till.services, row.entry.id, code="482915")
    with till.services.storage.read() as session:
        (row,) = session.owed()
    outbox.close(till.services, row.entry.id, "the buyer does it himself")
    return sale_id


def test_a_duty_closed_by_a_person_may_have_come_to_its_end(till: Till) -> None:
    sold_with_activation_begun(till)
    case_id = returns.begin(till.services, IMEI1)
    assert steps.sale_of(till.services, case_id).run.checklist_id == "return"  # type: ignore[union-attr]


def test_nobodys_phone_that_has_an_owner_after_all_goes_the_long_way(till: Till) -> None:
    completing.complete(till.services, steps.owing(till.services))
    case_id = begun(till)
    till.registry.owns(IMEI1, BUYER_SIM)  # the buyer did it at home
    asked_again(till, case_id)
    run = steps.sale_of(till.services, case_id).run
    assert run is not None
    assert run.checklist_id == "return"
    guide_used.reset(till.services, case_id, done=True, unlocked=True)
    handover.defer_transfer(
        till.services, case_id, Channel.USSD, imei_used=IMEI1, from_sim=BUYER_SIM, to_sim=SHOP_SIM, reason="later today"
    )  # fmt: skip
    guide.defer_activation(
        till.services, case_id, Channel.USSD, imei_used=IMEI1, sim=SHOP_SIM, code="", reason="later today"
    )  # fmt: skip
    sell.set_payment(till.services, case_id, Payment(method=PaymentMethod.CASH))
    assert from_json(completing.complete(till.services, case_id).document).subject == "return"
    assert state_of(till) is UnitState.BACK


def test_nobodys_phone_is_not_taken_back_unasked(till: Till) -> None:
    completing.complete(till.services, steps.owing(till.services))
    case_id = begun(till)
    sell.set_payment(till.services, case_id, Payment(method=PaymentMethod.CASH))
    with pytest.raises(ShopError, match="step-missing"):
        completing.complete(till.services, case_id)


def done_by_hand(till: Till) -> OutboxEntry:
    """Both halves of what a return owes, told as done; the activation's last word."""
    with till.services.storage.read() as session:
        case_id = session.held_phones()[0].case_id
        transfer, activation = (row.entry for row in session.owed() if row.entry.sale_id == case_id)
    owed.by_hand(till.services, transfer.id)
    owed.told(till.services, transfer.id, succeeded=True, raw_text="", sender="")
    owed.by_hand(till.services, activation.id, code="512345")
    with till.services.storage.read() as session:
        last = next(
            row.entry for row in session.owed()
            if row.entry.sale_id == case_id and row.entry.kind is OperationKind.ACTIVATION
        )  # fmt: skip
    owed.told(till.services, last.id, succeeded=True, raw_text="", sender="")
    return last


def test_an_older_cases_code_frees_no_phone_that_waits_for_a_newer_one(till: Till) -> None:
    steps.sold(till.services)
    completing.complete(till.services, ready(till))
    first = done_by_hand(till)
    assert state_of(till) is UnitState.IN_STOCK
    till.registry.owns(IMEI1, SHOP_SIM)
    till.clock.move(days=1)
    again = compared(till.services)
    line = steps.sale_of(till.services, again).lines[0].id
    sell.change_line(till.services, again, line, fee=90_000_000, discount=0, quantity=1)
    transferred(till.services, again)
    activated(till, again)
    completing.complete(till.services, paid(till.services, again))
    till.clock.move(days=1)
    completing.complete(till.services, ready(till))
    with till.services.storage.write() as session:
        hands.activated(session, first, till.clock.now(), who="")
    assert state_of(till) is UnitState.BACK
    done_by_hand(till)
    assert state_of(till) is UnitState.IN_STOCK


def test_nobody_can_be_asked_back_to_a_sale(till: Till) -> None:
    """The phone is still its last owner's: he stands at the counter now, and not later."""
    shop_with_sim(till.services)
    used_unit(till, owner=OWNER_SIM)
    sale_id = compared(till.services)
    defer = {"imei_used": IMEI1, "to_sim": BUYER_SIM, "reason": "he comes tomorrow"}
    with pytest.raises(ShopError) as caught:
        handover.defer_transfer(till.services, sale_id, Channel.USSD, from_sim=OWNER_SIM, **defer)
    assert codes_of(caught.value) == ("seller-must-stay", "from_sim")
    handover.defer_transfer(till.services, sale_id, Channel.USSD, from_sim=SHOP_SIM, **defer)
    assert steps.last_record(till.services, sale_id, "transfer").state is StepState.DEFERRED
