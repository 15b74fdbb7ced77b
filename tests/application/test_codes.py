"""The activation code: one per step, in no reason, and nowhere any more once it is used."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pos_app.application import (
    ask,
    completing,
    conflicts,
    guide,
    guide_used,
    handover,
    outbox,
    owed,
    returns,
    scan,
    sell,
    stocking,
    sync,
)
from pos_app.application.services import Services
from pos_app.application.settlement import DEVICE
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.errors import ShopError, StepRefusedError
from pos_app.domain.registry import Channel, OperationKind, OperationState
from pos_app.domain.sale import Sale
from pos_app.domain.stock import Condition, UnitState
from tests.application import steps, test_passenger
from tests.application.used_steps import BUYER_SIM, bought, compared, to_buy, transferred, used_unit
from tests.fakes import parts
from tests.fakes.parts import CODE, IMEI1, Till
from tests.fakes.registry import lost

S = OperationState
WALK_IN = "356938035643957"
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def as_people_write(code: str) -> tuple[str, ...]:
    digits = code.translate(PERSIAN)
    half = f"{digits[:3]}\u200c{digits[3:]}"
    return code, digits, f"{digits[:3]}-{digits[3:]}", f"{code[:3]} {code[3:]}", half, ".".join(code), f"کد{digits}است"


def whole_story(services: Services, sale_id: str) -> str:
    """All that the shop's file still says of this case, in Latin digits and without anything between them."""
    with services.storage.read() as session:
        sale, entries = session.sale(sale_id), session.entries_of(sale_id)
        stories = [session.story(entry.id) for entry in entries]
        payloads = [(entry.payload, entry.raw, entry.answer and entry.answer.raw_text) for entry in entries]
        told = [turn.text for story in stories for turn in story]
    assert sale is not None
    assert sale.run is not None
    texts = [pasted_in(record.evidence) for record in sale.run.records]
    said = repr((payloads, told, texts, sale.draft, [r.reason for r in sale.run.records]))
    latin = said.translate({**{ord("۰") + n: str(n) for n in range(10)}, ord("\u200c"): None})
    return latin.replace("\\u200c", "").replace("-", "").replace(" ", "").replace(".", "")


def pasted_in(evidence: object) -> tuple[str, str]:
    answer = getattr(evidence, "answer", None)
    return getattr(evidence, "raw_text", ""), getattr(answer, "raw_text", "")


def defer(services: Services, sale_id: str, reason: str) -> None:
    guide.defer_activation(
        services, sale_id, Channel.API, imei_used=IMEI1, sim=BUYER_SIM, code=CODE, reason=reason
    )  # fmt: skip


@pytest.mark.parametrize("written", as_people_write(CODE))
def test_the_code_that_is_being_set_is_no_reason(till: Till, written: str) -> None:
    sale_id = steps.compared(till.services)
    with pytest.raises(ShopError, match="reason-holds-code"):
        defer(till.services, sale_id, f"no network, it is {written}")
    assert "code" not in steps.sale_of(till.services, sale_id).draft


def by_decision(services: Services, case: Sale, reason: str) -> None:
    guide.decide(services, case.id, "activation", reason)


def by_release(services: Services, case: Sale, reason: str) -> None:
    guide.release(services, case.id, "activation", pin=parts.PIN, reason=reason)


def by_choosing_the_list(services: Services, case: Sale, reason: str) -> None:
    sell.choose_list(services, case.id, Condition.SEALED, boxed=True, pin=parts.PIN, reason=reason)


@pytest.mark.parametrize("give", [by_decision, by_release, by_choosing_the_list])
def test_no_reason_of_an_open_sale_holds_it(till: Till, give: Callable[[Services, Sale, str], None]) -> None:
    sale_id = steps.compared(till.services)
    sell.save_draft(till.services, sale_id, {"code": CODE})
    for written in as_people_write(CODE):
        with pytest.raises(ShopError, match="reason-holds-code"):
            give(till.services, steps.sale_of(till.services, sale_id), f"because {written}")


def test_a_refused_code_that_was_typed_over_is_still_none(till: Till) -> None:
    """The draft has the new one; the refused operation remembers the old."""
    sale_id = steps.compared(till.services)
    with pytest.raises(StepRefusedError):
        steps.activate(till.services, sale_id, code="111111")
    sell.save_draft(till.services, sale_id, {"code": CODE})
    with pytest.raises(ShopError, match="reason-holds-code"):
        guide.release(till.services, sale_id, "activation", pin=parts.PIN, reason="it was 111 111")


def test_a_duty_is_not_closed_with_its_code_as_the_reason(till: Till) -> None:
    sale_id = steps.owing(till.services)
    completing.complete(till.services, sale_id)
    (row,) = [row for row in outbox.listed(till.services).rows if row.waits]
    with pytest.raises(ShopError, match="reason-holds-code"):
        outbox.close(till.services, row.entry_id, f"done with {CODE.translate(PERSIAN)}")
    assert [r.entry_id for r in outbox.listed(till.services).rows if r.waits] == [row.entry_id]
    outbox.close(till.services, row.entry_id, "the buyer did it himself")
    assert CODE not in whole_story(till.services, sale_id)


def test_a_return_is_not_reasoned_with_the_code_of_its_sale(till: Till) -> None:
    sale_id = steps.owing(till.services)
    paper = completing.complete(till.services, sale_id)
    case_id = returns.begin(till.services, paper.number)
    with pytest.raises(ShopError, match="reason-holds-code") as caught:
        returns.choose(till.services, case_id, subject=DEVICE, reason=f"code {CODE} does not work")
    assert caught.value.field == "return_reason"


def test_no_settlement_of_a_kept_phone_names_it(till: Till) -> None:
    """Bought, its activation owed, and the code of the message typed in since."""
    completing.complete(till.services, bought(till, to_buy(till, imeis=(WALK_IN,)), activate=False))
    (row,) = [row for row in outbox.listed(till.services).rows if row.waits and row.kind is OperationKind.ACTIVATION]
    owed.by_hand(till.services, row.entry_id, code=CODE)
    with till.services.storage.read() as session:
        (hit,) = session.find_units(WALK_IN)
    with pytest.raises(ShopError, match="reason-holds-code"):
        stocking.settle(till.services, hit.unit.id, UnitState.IN_STOCK, pin=parts.PIN, reason=f"because {CODE}")


def test_no_decision_between_two_words_names_it(till: Till) -> None:
    sale_id = steps.owing(till.services)
    with till.services.storage.write() as session:
        till.clock.now()
        session.add_conflict(
            Conflict(
                kind=ConflictKind.OPERATION, imei=IMEI1, subject=IMEI1, shop_says="succeeded",
                registry_says="rejected", found_at=till.clock.now(),
            )
        )  # fmt: skip
    (found,) = conflicts.listed(till.services)
    sell.save_draft(till.services, sale_id, {"code": CODE})
    with pytest.raises(ShopError, match="reason-holds-code"):
        conflicts.decide(till.services, found.id, "shop", pin=parts.PIN, reason=f"code {CODE}")


@pytest.mark.parametrize("written", [0, 1, 2, 3, 4])
def test_a_pasted_message_keeps_no_code_after_success(till: Till, written: int) -> None:
    """The end text of the transfer, and HAMTA's message to the buyer, are kept; the code in them is not."""
    used_unit(till)
    sale_id = compared(till.services)
    asked = transferred(till.services, sale_id, channel=Channel.USSD)
    text = f"HAMTA {as_people_write(CODE)[written]} IMEI {IMEI1}"
    handover.take_transfer(till.services, sale_id, asked.entry_id, succeeded=True, raw_text=text, sender="")
    assert CODE in whole_story(till.services, sale_id)  # the step still needs it
    said = ask.activate(till.services, sale_id, Channel.USSD, imei_used=IMEI1, sim=BUYER_SIM, code=CODE)
    ask.take_activation(
        till.services, sale_id, said.entry_id, succeeded=True, raw_text=f"done. {text}", sender="HAMTA"
    )  # fmt: skip
    left = whole_story(till.services, sale_id)
    assert CODE not in left
    assert left.count(IMEI1) >= 2  # and nothing else of what was pasted is gone


def test_told_of_a_duty_it_is_wiped_as_well(till: Till) -> None:
    sale_id = steps.compared(till.services)
    guide.defer_activation(
        till.services, sale_id, Channel.USSD, imei_used=IMEI1, sim=BUYER_SIM, code=CODE, reason="no network"
    )  # fmt: skip
    completing.complete(till.services, steps.paid(till.services, sale_id))
    (row,) = [row for row in outbox.listed(till.services).rows if row.waits]
    owed.by_hand(till.services, row.entry_id)
    owed.told(
        till.services, row.entry_id, succeeded=True, raw_text=f"done {CODE.translate(PERSIAN)}", sender="HAMTA"
    )  # fmt: skip
    assert CODE not in whole_story(till.services, sale_id)


def test_a_refused_code_is_wiped_with_the_right_one(till: Till) -> None:
    """A wrong code may be another phone's."""
    sale_id = steps.compared(till.services)
    with pytest.raises(StepRefusedError):
        steps.activate(till.services, sale_id, code="111111")
    assert "111111" in whole_story(till.services, sale_id)
    steps.activate(till.services, sale_id)
    left = whole_story(till.services, sale_id)
    assert "111111" not in left
    assert CODE not in left


def test_the_duty_s_refused_code_is_wiped_by_the_background(till: Till) -> None:
    sale_id = steps.compared(till.services)
    guide.defer_activation(
        till.services, sale_id, Channel.API, imei_used=IMEI1, sim=parts.BUYER_SIM, code="111111", reason="no network"
    )  # fmt: skip
    completing.complete(till.services, steps.paid(till.services, sale_id))
    sync.once(till.services)
    (row,) = [row for row in outbox.listed(till.services).rows if row.waits]
    assert "111111" in whole_story(till.services, sale_id)
    owed.try_again(till.services, row.entry_id, CODE)
    assert sync.once(till.services).settled == 1
    left = whole_story(till.services, sale_id)
    assert "111111" not in left
    assert CODE not in left


def test_a_try_that_waits_keeps_its_code_when_another_is_closed(till: Till) -> None:
    sale_id = steps.compared(till.services)
    with pytest.raises(StepRefusedError):
        steps.activate(till.services, sale_id, code="111111")
    till.registry.online = False
    steps.activate(till.services, sale_id)
    first, second = [e for e in steps.entries(till.services, sale_id) if e.kind is OperationKind.ACTIVATION]
    assert (first.state, second.state.final) == (S.REJECTED, False)
    with till.services.storage.write() as session:
        outbox.end(till.services, session, first, "it was mistyped", till.services.person)
    tries = [e for e in steps.entries(till.services, sale_id) if e.kind is OperationKind.ACTIVATION]
    assert [e.payload["activation_code"] for e in tries] == ["", CODE]
    assert steps.sale_of(till.services, sale_id).draft["code"] == CODE


def test_holder_and_buyer_have_a_code_each(till: Till) -> None:
    """What is scanned goes to the step that is open, and neither writes over the other."""
    sale_id = test_passenger.compared(till)
    services = till.services
    guide_used.permit(services, sale_id, test_passenger.PERMIT)
    scan.take(services, sale_id, test_passenger.CODE)
    assert steps.sale_of(services, sale_id).draft["holder_code"] == test_passenger.CODE
    guide.defer_activation(
        services, sale_id, Channel.API, imei_used=IMEI1, sim=test_passenger.HOLDER_SIM, code=test_passenger.CODE,
        reason="no network", step_id="holder_activation",
    )  # fmt: skip
    scan.take(services, sale_id, CODE)
    draft = steps.sale_of(services, sale_id).draft
    assert (draft["holder_code"], draft["code"]) == (test_passenger.CODE, CODE)
    for code in (CODE, test_passenger.CODE):
        with pytest.raises(ShopError, match="reason-holds-code"):
            guide.decide(services, sale_id, "transfer", f"because {code}")


def test_the_holder_s_code_is_wiped_and_the_buyer_s_stays(till: Till) -> None:
    sale_id = test_passenger.compared(till)
    services = till.services
    guide_used.permit(services, sale_id, test_passenger.PERMIT)
    sell.save_draft(services, sale_id, {"holder_code": test_passenger.CODE, "code": CODE})
    ask.activate(
        services, sale_id, Channel.API, imei_used=IMEI1, sim=test_passenger.HOLDER_SIM, code=test_passenger.CODE,
        step_id="holder_activation",
    )  # fmt: skip
    draft = steps.sale_of(services, sale_id).draft
    assert ("holder_code" in draft, draft["code"]) == (False, CODE)


def test_done_meanwhile_it_is_taken_up_without_its_code(till: Till) -> None:
    """The background learned that it went through, and wiped the code before the seller pressed again."""
    sale_id = steps.compared(till.services)
    till.registry._in_order = [lost("timeout")]
    steps.activate(till.services, sale_id)
    till.clock.move(minutes=30)
    sync.once(till.services)
    assert [e.state for e in steps.entries(till.services, sale_id)][-1] is S.SUCCEEDED
    assert "code" not in steps.sale_of(till.services, sale_id).draft
    assert steps.activate(till.services, sale_id, code="").state is S.SUCCEEDED
    assert till.registry.active_on == {IMEI1: [parts.BUYER_SIM]}
