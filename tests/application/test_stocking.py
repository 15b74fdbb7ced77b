"""A phone that never comes free by itself: a manager settles it, and nothing stays owed of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import completing, duties, guide, guide_used, lives, outbox, owed, stocking
from pos_app.domain.duty import DutyAct, DutyKind
from pos_app.domain.errors import ShopError
from pos_app.domain.life import LifeKind
from pos_app.domain.outbox import CLOSED_BY_PERSON
from pos_app.domain.registry import OperationKind
from pos_app.domain.stock import Unit, UnitState
from tests.application.used_steps import bought, to_buy
from tests.fakes.parts import IMEI1, MANAGER, PIN, Till, codes_of

WALK_IN = "356938035643957"


def unit_of(till: Till, number: str = WALK_IN) -> Unit:
    with till.services.storage.read() as session:
        (hit,) = session.find_units(number)
    return hit.unit


@pytest.fixture
def held(till: Till) -> Unit:
    completing.complete(till.services, bought(till, to_buy(till), activate=False))
    assert unit_of(till).state is UnitState.HELD
    return unit_of(till)


@pytest.mark.parametrize("becomes", [UnitState.IN_STOCK, UnitState.LEFT])
def test_a_manager_settles_it_with_a_reason(till: Till, held: Unit, becomes: UnitState) -> None:
    stocking.settle(till.services, held.id, becomes, pin=PIN, reason="its seller cannot be reached")
    assert unit_of(till).state is becomes
    with till.services.storage.read() as session:
        assert session.owed() == ()
        closed = session.entries_of(session.find_units(WALK_IN)[0].sale_id)
    assert all(entry.last_problem == CLOSED_BY_PERSON for entry in closed if not entry.state.final)
    assert [duty.kind for duty in duties.board(till.services).rows] == [DutyKind.PAPER]


def test_who_and_why_stand_in_the_audit(till: Till, held: Unit) -> None:
    stocking.settle(till.services, held.id, UnitState.LEFT, pin=PIN, reason="its seller took it back")
    engine = till.storage._storage._engine  # type: ignore[attr-defined]
    with engine.connect() as connection:
        who, data = connection.exec_driver_sql(
            "select who, data from audit_event where kind = 'unit-settled'"
        ).one()  # fmt: skip
    assert who == MANAGER
    assert "its seller took it back" in data
    assert '"was": "held"' in data


def test_not_without_a_pin_a_reason_and_a_choice(till: Till, held: Unit) -> None:
    for becomes, pin, reason, code in (
        (UnitState.SOLD, PIN, "reason", ("becomes-missing", "becomes")),
        (UnitState.LEFT, PIN, " ", ("reason-missing", "reason")),
        (UnitState.LEFT, "0000", "reason", ("pin-wrong", "pin")),
        (UnitState.LEFT, "", "reason", ("pin-missing", "pin")),
    ):
        with pytest.raises(ShopError) as caught:
            stocking.settle(till.services, held.id, becomes, pin=pin, reason=reason)
        assert codes_of(caught.value) == code
    assert unit_of(till).state is UnitState.HELD


def test_only_what_is_kept_back(till: Till) -> None:
    with pytest.raises(ShopError, match="unit-moved-meanwhile"):
        stocking.settle(till.services, unit_of(till, IMEI1).id, UnitState.LEFT, pin=PIN, reason="reason")
    with pytest.raises(ShopError, match="unit-moved-meanwhile"):
        stocking.settle(till.services, 999, UnitState.LEFT, pin=PIN, reason="reason")


@pytest.mark.parametrize("activate", [True, False])
def test_a_reset_that_a_manager_passed_over_keeps_the_phone(till: Till, activate: bool) -> None:
    """The case goes on with his word; the phone still asks for its owner's account. It is nobody's to sell before a
    manager says so of the phone itself."""
    services = till.services
    case_id = bought(till, to_buy(till), activate=activate)
    guide_used.reset(services, case_id, done=True, unlocked=False)
    guide.release(services, case_id, "reset", pin=PIN, reason="he signs out at home")
    completing.complete(services, case_id)
    assert unit_of(till).state is UnitState.HELD
    if not activate:
        (row,) = [r for r in outbox.listed(services).rows if r.waits and r.kind is OperationKind.ACTIVATION]
        asked = owed.by_hand(services, row.entry_id, code="512345")
        owed.told(services, asked.entry_id, succeeded=True, raw_text="", sender="")
        assert unit_of(till).state is UnitState.HELD  # active on the shop's SIM, and locked all the same
    (duty,) = [duty for duty in duties.board(services).rows if duty.kind is DutyKind.HELD]
    assert duty.unproven
    assert DutyAct.SETTLE in duty.acts
    stocking.settle(services, unit_of(till).id, UnitState.IN_STOCK, pin=PIN, reason="he came and signed out")
    assert unit_of(till).state is UnitState.IN_STOCK


@pytest.mark.parametrize("becomes", [UnitState.IN_STOCK, UnitState.LEFT])
def test_it_stands_in_the_life_of_the_phone(till: Till, held: Unit, becomes: UnitState) -> None:
    """By whom, why, and to what end; of this phone alone."""
    stocking.settle(till.services, held.id, becomes, pin=PIN, reason="its seller cannot be reached")
    said = [event for event in lives.life(till.services, WALK_IN).events if event.kind is LifeKind.RELEASED]
    assert [(event.who, event.state, event.reason) for event in said] == [
        (MANAGER, becomes.value, "its seller cannot be reached")
    ]
    assert all(event.kind is not LifeKind.RELEASED for event in lives.life(till.services, IMEI1).events)


def test_a_phone_that_no_case_brought_is_told_of_as_well(till: Till) -> None:
    with till.services.storage.write() as session:
        unit = session.find_units(IMEI1)[0].unit
        session.change_unit(replace(unit, state=UnitState.HELD))
    stocking.settle(till.services, unit.id, UnitState.IN_STOCK, pin=PIN, reason="counted by mistake")
    assert lives.life(till.services, IMEI1).events[-1].reason == "counted by mistake"
