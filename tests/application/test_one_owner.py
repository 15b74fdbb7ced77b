"""Found by trying to break it: a phone that is, or may be, another's never comes on sale, and is never paid twice."""

from __future__ import annotations

import pytest

from pos_app.application import ask, buy_in, completing, guide, guide_used, handover, owed, returns, scan, sell, sync
from pos_app.application.owing import owe
from pos_app.domain.errors import ShopError
from pos_app.domain.outbox import Settlement
from pos_app.domain.registry import Channel, OperationKind, OperationState, Unreadable
from pos_app.domain.sale import Buyer
from pos_app.domain.stock import Condition, UnitState
from tests.application import steps
from tests.application.steps import entries, last_record, sale_of
from tests.application.test_returns import begun, ready, state_of
from tests.application.used_steps import (
    BOTH,
    BUYER_SIM,
    OWNER_SIM,
    SHOP_SIM,
    activated,
    bought,
    compared,
    paid,
    shop_with_sim,
    sold_used,
    to_buy,
    transferred,
    used_unit,
)
from tests.fakes.parts import IMEI1, Till, codes_of

WALK_IN = "356938035643957"


def sold_with_open_transfer(till: Till, channel: Channel) -> str:
    used_unit(till)
    sale_id = compared(till.services)
    asked = transferred(till.services, sale_id, channel=channel)
    if channel is not Channel.API:
        handover.take_transfer(till.services, sale_id, asked.entry_id, succeeded=True, raw_text="", sender="")
    guide.defer_activation(
        till.services, sale_id, Channel.USSD, imei_used=IMEI1, sim=BUYER_SIM, code="", reason="at home"
    )  # fmt: skip
    completing.complete(till.services, paid(till.services, sale_id))
    return sale_id


@pytest.mark.parametrize("channel", [Channel.API, Channel.USSD])
def test_returned_while_the_buyer_holds_a_code_it_is_not_for_sale(till: Till, channel: Channel) -> None:
    sale_id = sold_with_open_transfer(till, channel)
    case_id = ready(till)
    assert sale_of(till.services, case_id).run.checklist_id == "return"  # type: ignore[union-attr]
    completing.complete(till.services, case_id)
    assert state_of(till) is UnitState.BACK
    (transfer,) = [e for e in entries(till.services, sale_id) if e.kind is OperationKind.TRANSFER]
    assert not transfer.state.final  # it is open over there, whatever the shop wishes


def test_an_activation_told_alone_frees_nothing(till: Till) -> None:
    steps.sold(till.services)
    completing.complete(till.services, ready(till))
    with till.services.storage.read() as session:
        activation = next(row.entry.id for row in session.owed() if row.entry.kind is OperationKind.ACTIVATION)
    for act in (
        lambda: owed.by_hand(till.services, activation, code="512345"),
        lambda: owed.told(till.services, activation, succeeded=True, raw_text="", sender=""),
    ):
        with pytest.raises(ShopError, match="transfer-first"):
            act()
    assert state_of(till) is UnitState.BACK


def test_one_phone_lies_in_one_case(till: Till) -> None:
    sold_used(till)
    till.registry.owns(IMEI1, OWNER_SIM)
    case_id = buy_in.begin(till.services)
    put = {"brand": "Samsung", "model": "Galaxy A55", "model_code": "SM-A556E", "imeis": BOTH}
    buy_in.put_device(till.services, case_id, **put)  # type: ignore[arg-type]
    other = buy_in.begin(till.beside(2))
    with pytest.raises(ShopError) as caught:
        buy_in.put_device(till.beside(2), other, **put)  # type: ignore[arg-type]
    assert codes_of(caught.value) == ("phone-in-another-case", "imei1")
    with pytest.raises(ShopError, match="phone-in-another-case"):
        returns.begin(till.beside(2), IMEI1)


def test_an_old_invoice_brings_nothing_back_that_was_sold_again(till: Till) -> None:
    _sale_id, first = sold_used(till)
    till.registry.owns(IMEI1, OWNER_SIM)
    case_id = buy_in.begin(till.services)
    buy_in.put_device(
        till.services, case_id, brand="Samsung", model="Galaxy A55", model_code="SM-A556E", imeis=BOTH
    )  # fmt: skip
    completing.complete(till.services, bought(till, case_id))
    assert state_of(till) is UnitState.IN_STOCK
    with pytest.raises(ShopError, match="unit-not-sold-here"):
        returns.begin(till.services, first.number)


def test_typing_at_a_buy_in_changes_nothing_for_good(till: Till) -> None:
    sold_used(till)
    with till.services.storage.read() as session:
        before = session.find_units(IMEI1)[0].unit
    case_id = buy_in.begin(till.services)
    buy_in.put_device(
        till.services, case_id, brand="Xiaomi", model="Mi 8", imeis=(IMEI1,), boxed=False
    )  # fmt: skip
    buy_in.put_device(till.services, case_id, brand="Xiaomi", model="Mi 9", imeis=(IMEI1,), boxed=False)
    with till.services.storage.read() as session:
        assert session.find_units(IMEI1)[0].unit.serial == before.serial  # not typed is not forgotten
    sell.abandon(till.services, case_id)
    with till.services.storage.read() as session:
        assert session.find_units(IMEI1)[0].unit == before


def test_another_phone_after_all_leaves_the_first_as_it_was(till: Till) -> None:
    sold_used(till)
    with till.services.storage.read() as session:
        before = session.find_units(IMEI1)[0].unit
    case_id = buy_in.begin(till.services)
    buy_in.put_device(till.services, case_id, brand="Xiaomi", model="Mi 8", imeis=(IMEI1,), boxed=False)
    buy_in.put_device(till.services, case_id, brand="Xiaomi", model="Mi 8", imeis=(WALK_IN,), boxed=False)
    with till.services.storage.read() as session:
        assert session.find_units(IMEI1)[0].unit == before
    till.registry.owns(WALK_IN, OWNER_SIM)
    unit = sale_of(till.services, case_id).unit
    assert unit is not None
    assert unit.imeis == (WALK_IN,)


def test_sold_as_something_else_it_is_the_same_again_when_given_up(till: Till) -> None:
    sale_id = steps.answered(till.services)
    sell.choose_list(till.services, sale_id, Condition.USED, boxed=False)
    record = last_record(till.services, sale_id, "answer_control")
    assert record.state.value == "reopened"  # the guards of that list have not judged it yet
    sell.abandon(till.services, sale_id)
    with till.services.storage.read() as session:
        unit = session.find_units(IMEI1)[0].unit
    assert (unit.condition, unit.boxed) == (Condition.SEALED, True)


def test_what_was_settled_before_the_end_owes_nothing(till: Till) -> None:
    """The activation was put off, and the background brought it to its end while the case was still open."""
    services = till.services
    case_id = bought(till, to_buy(till), activate=False)
    with services.storage.write() as session:
        now = till.clock.now()
        owe(services, session, sale_of(services, case_id))
        (duty,) = [e for e in session.entries_of(case_id) if e.kind is OperationKind.ACTIVATION]
        session.claim(duty.id, "x", now, now)
        session.settle(duty.id, Settlement(OperationState.SUCCEEDED), now)
    completing.complete(services, case_id)
    assert state_of(till, WALK_IN) is UnitState.IN_STOCK


def test_after_identity_nobody_else_sells(till: Till) -> None:
    case_id = bought(till, to_buy(till))
    with pytest.raises(ShopError, match="identity-is-certain"):
        sell.set_buyer(till.services, case_id, Buyer(name="Somebody Else"))


def test_the_code_activates_the_sim_it_was_sent_to(till: Till) -> None:
    used_unit(till)
    sale_id = compared(till.services)
    transferred(till.services, sale_id)
    with pytest.raises(ShopError) as caught:
        ask.activate(till.services, sale_id, Channel.USSD, imei_used=IMEI1, sim="09120000077", code="512345")
    assert codes_of(caught.value) == ("sim-not-the-transfers", "sim")
    with pytest.raises(ShopError, match="sim-not-the-transfers"):
        guide.defer_activation(
            till.services, sale_id, Channel.USSD, imei_used=IMEI1, sim="09120000077", code="", reason="later"
        )  # fmt: skip
    activated(till, sale_id)


def test_what_the_shop_takes_over_goes_to_its_own_sim(till: Till) -> None:
    shop_with_sim(till.services)
    steps.sold(till.services)
    case_id = begun(till)
    guide_used.reset(till.services, case_id, done=True, unlocked=True)
    with pytest.raises(ShopError) as caught:
        handover.transfer(
            till.services, case_id, Channel.API, imei_used=IMEI1, from_sim=BUYER_SIM, to_sim="09120000077"
        )  # fmt: skip
    assert codes_of(caught.value) == ("not-the-shops-sim", "to_sim")
    handover.transfer(till.services, case_id, Channel.API, imei_used=IMEI1, from_sim=BUYER_SIM, to_sim=SHOP_SIM)


def test_after_a_return_nothing_is_activated_for_the_former_buyer(till: Till) -> None:
    """It was lost on its way: it is looked up, and never sent again."""
    sale_id = steps.compared(till.services)
    till.registry._in_order = [Unreadable("timeout")]  # and it never arrived
    steps.activate(till.services, sale_id)
    guide.decide(till.services, sale_id, "activation", "it will come")
    completing.complete(till.services, steps.paid(till.services, sale_id))
    completing.complete(till.services, ready(till))
    for _ in range(4):
        till.clock.move(hours=1)
        sync.once(till.services)
    assert IMEI1 not in till.registry.active_on
    (entry,) = [e for e in entries(till.services, sale_id) if e.kind is OperationKind.ACTIVATION]
    assert (entry.state, entry.last_problem) == (OperationState.EXPIRED, "sale-returned")


def test_waiting_for_the_buyer_is_well_for_as_long_as_the_registry_says(till: Till) -> None:
    used_unit(till)
    sale_id = compared(till.services)
    asked = transferred(till.services, sale_id)
    till.registry.decide(asked.entry_id, OperationState.AWAITING_BUYER)
    for _ in range(3):
        till.clock.move(days=1)
        sync.once(till.services)
    with till.services.storage.read() as session:
        entry = session.entry(asked.entry_id)
    assert entry is not None
    assert entry.state is OperationState.AWAITING_BUYER


def test_an_open_transfer_by_hand_that_ran_out_is_told_later_and_begun_anew(till: Till) -> None:
    sale_id = sold_with_open_transfer(till, Channel.USSD)
    (transfer,) = [e for e in entries(till.services, sale_id) if e.kind is OperationKind.TRANSFER]
    assert owed.by_hand(till.services, transfer.id).script
    owed.told(till.services, transfer.id, succeeded=False, raw_text="", sender="")
    again = owed.by_hand(till.services, transfer.id)
    assert again.entry_id != transfer.id
    owed.told(till.services, again.entry_id, succeeded=True, raw_text="", sender="")
    assert scan.identify(till.services, IMEI1) is None
