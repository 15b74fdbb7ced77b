"""The life of a phone: found by any of its names, told in order, open ends marked, kept as a paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.application import (
    ask,
    buy_in,
    completing,
    conflicts,
    guide_used,
    handover,
    lives,
    returns,
    sell,
    tacs,
)
from pos_app.application.services import Services
from pos_app.domain.errors import ShopError
from pos_app.domain.feed import Allocation
from pos_app.domain.life import LifeKind
from pos_app.domain.registry import Channel
from pos_app.domain.sale import Payment, PaymentMethod
from pos_app.domain.stock import UnitState
from tests.application import steps
from tests.fakes import parts
from tests.fakes.clock import NOON
from tests.fakes.parts import BUYER_SIM, IMEI1, IMEI2, OTHER1, PIN, Till

SHOP_SIM, STRANGER = "09120000009", "352099001761481"
CASH = Payment(method=PaymentMethod.CASH)


def kinds(services: Services, text: str = IMEI1) -> list[str]:
    return [event.kind.value for event in lives.life(services, text).events]


def brought_back(services: Services, number: str) -> str:
    """Step by step, every paper in the hand."""
    case_id = returns.begin(services, number)
    returns.choose(services, case_id, subject="return", reason="screen flickers")
    guide_used.match_device(services, case_id, steps.BOTH, (), tray_says="none")
    guide_used.reset(services, case_id, done=True, unlocked=True)
    asked = handover.transfer(
        services, case_id, Channel.WEB, imei_used=IMEI1, from_sim=BUYER_SIM, to_sim=SHOP_SIM
    )  # fmt: skip
    handover.take_transfer(services, case_id, asked.entry_id, succeeded=True, raw_text="", sender="")
    asked = ask.activate(services, case_id, Channel.WEB, imei_used=IMEI1, sim=SHOP_SIM, code="123456")
    ask.take_activation(services, case_id, asked.entry_id, succeeded=True, raw_text="", sender="")
    sell.set_payment(services, case_id, CASH)
    return completing.complete(services, case_id).number


# -- finding -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [IMEI1, IMEI2, IMEI2[-4:], IMEI1[-9:], "r5cx0000001", parts.EID, f"IMEI: {IMEI1}/01", "S/N: R5CX0000001"]
)
def test_any_name_finds_the_phone(till: Till, text: str) -> None:
    (found,) = lives.search(till.services, text)
    assert (found.imeis, found.standing) == ((IMEI1, IMEI2), "in_stock")
    assert lives.life(till.services, found.name).imeis == (IMEI1, IMEI2)


def test_a_paper_finds_its_phone(till: Till) -> None:
    number = steps.sold(till.services).number
    year, _till, _seq = number.split("-")
    for text in (number, f"{year}-1-1"):
        (found,) = lives.search(till.services, text)
        assert (found.name, found.standing) == (IMEI1, "sold")
    with pytest.raises(ShopError, match="phone-unknown"):
        lives.search(till.services, f"{year}-1-2")


def test_many_with_one_serial_are_listed_newest_first(till: Till) -> None:
    found = lives.search(till.services, "SHARED")
    assert [one.name for one in found] == [parts.STOLEN, parts.NOKIA]
    with pytest.raises(ShopError, match="serial-shared"):
        lives.page(till.services, "SHARED")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "search-empty"), ("  ", "search-empty"), ("123", "search-too-short"), ("0000", "phone-unknown"),
        ("482915", "digits-unknown"), (STRANGER, "phone-unknown"), ("abc", "phone-unknown"),
        ("B1405-1-1", "phone-unknown"),
    ],
)  # fmt: skip
def test_what_nobody_knows_is_said_so(till: Till, text: str, code: str) -> None:
    with pytest.raises(ShopError, match=code) as caught:
        lives.search(till.services, text)
    assert code != "digits-unknown" or caught.value.detail == ""  # it may be an activation code


def test_a_number_that_was_only_listed_has_a_page_too(till: Till) -> None:
    row = Allocation("x", 1, imei=STRANGER, brand="Samsung", model="Galaxy A15", allocated_at=NOON)
    with till.services.storage.write() as session:
        session.apply_allocations((row,), 1)
    (found,) = lives.search(till.services, STRANGER)
    assert (found.name, found.title, found.standing) == (STRANGER, "", "allocated")
    told = lives.life(till.services, STRANGER)
    assert (told.model, [event.kind for event in told.events]) == ("Galaxy A15", [LifeKind.ALLOCATED])


# -- telling -----------------------------------------------------------------------------------------


def test_a_sale_is_told_in_the_order_of_its_steps(till: Till) -> None:
    number = steps.sold(till.services).number
    told = lives.life(till.services, IMEI2)
    assert kinds(till.services) == ["inquired", "controlled", "compared", "activation", "sold"]
    sold = told.events[-1]
    assert (sold.number, sold.person, sold.who) == (number, "علی رضایی", parts.SELLER)
    assert told.events[3].detail == "0912***0001"
    assert (told.standing, told.condition) == ("sold", "")
    assert parts.CODE not in repr(told)
    assert BUYER_SIM not in repr(told)


def test_the_age_of_an_answer_stands_beside_it(till: Till) -> None:
    steps.answered(till.services)
    controlled = lives.life(till.services, IMEI1).events[1]
    assert controlled.state == "LEGAL_NOT_ACTIVATED"
    assert controlled.answered_at is not None
    assert controlled.answered_at <= controlled.at


def test_a_sale_that_was_given_up_stays_in_the_life(till: Till) -> None:
    sell.abandon(till.services, steps.answered(till.services))
    last = lives.life(till.services, IMEI1).events[-1]
    assert (last.kind, last.state) == (LifeKind.DECIDED, "sale-abandoned")
    assert kinds(till.services)[:2] == ["inquired", "controlled"]


def test_what_is_owed_is_open_until_it_is_done(till: Till) -> None:
    completing.complete(till.services, steps.owing(till.services))
    shown = lives.page(till.services, IMEI1)
    assert [shown.life.events[at].kind for at in shown.open_at] == [LifeKind.ACTIVATION]
    assert "deferred" in {event.state for event in shown.life.events}


def test_a_conflict_is_open_until_it_is_decided(till: Till) -> None:
    tacs.take(till.services, f"tac,brand,model\n{IMEI1[:8]},Samsung,Galaxy S23\n".encode())
    steps.opened(till.services)
    shown = lives.page(till.services, IMEI2)
    (at,) = shown.open_at
    event = shown.life.events[at]
    assert (event.kind, event.state) == (LifeKind.CONFLICT, "clone")
    assert event.detail == "product: Samsung Galaxy A55 SM-A556E / tac: Samsung Galaxy S23"
    with till.services.storage.read() as session:
        (found,) = session.conflicts()
    till.clock.move(hours=1)
    conflicts.decide(till.services, found.id, conflicts.SHOP, pin=PIN, reason="wrong table")
    shown = lives.page(till.services, IMEI2)
    assert shown.open_at == frozenset()
    assert (shown.life.events[-1].state, shown.life.events[-1].reason, shown.life.events[-1].who) == (
        "shop", "wrong table", parts.MANAGER
    )  # fmt: skip


def test_a_phone_that_came_back_keeps_its_whole_life(till: Till) -> None:
    number = steps.sold(till.services).number
    till.clock.move(days=2)
    undone = brought_back(till.services, number)
    told = lives.life(till.services, undone)  # by the paper that undid the sale
    assert told.imeis == (IMEI1, IMEI2)
    assert [event.kind.value for event in told.events][4:] == [
        "sold", "compared", "reset", "transfer", "activation", "transfer", "returned"
    ]  # fmt: skip
    back = told.events[-1]
    assert (back.number, back.detail, back.reason, back.state) == (undone, number, "screen flickers", "return")
    assert (told.standing, told.condition) == ("in_stock", "used")
    assert lives.page(till.services, IMEI1).open_at == frozenset()


def test_a_phone_on_the_counter_to_be_bought(till: Till) -> None:
    steps.sold(till.services)
    case_id = buy_in.begin(till.services)
    buy_in.put_device(till.services, case_id, brand="Samsung", model="Galaxy A55", imeis=(IMEI1, IMEI2))
    with till.services.storage.read() as session:
        state = session.find_units(IMEI1)[0].unit.state
    assert lives.life(till.services, IMEI1).standing == {UnitState.INTAKE: "intake", UnitState.SOLD: "sold"}[state]


# -- the dossier -------------------------------------------------------------------------------------


def test_the_dossier_lies_beside_the_papers_and_stands_in_the_life(till: Till) -> None:
    steps.sold(till.services)
    till.clock.move(minutes=1)
    path = lives.dossier(till.services, IMEI2)
    assert path.parent == till.services.papers
    assert path.name.startswith(f"dossier-{IMEI1}-")
    assert path.read_bytes().startswith(b"%PDF")
    last = lives.life(till.services, IMEI1).events[-1]
    assert (last.kind, last.state, last.who) == (LifeKind.PAPER, "dossier", parts.SELLER)


def test_names_are_masked_on_what_leaves_the_shop(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    steps.sold(till.services)
    drawn: list[str] = []

    class Heard(parts.RecordingRenderer):
        def dossier(self, dossier: object, *, stamp: bytes | None) -> bytes:
            drawn.append(repr(dossier))
            return b"%PDF"

    lives.dossier(replace(till.services, renderer=Heard()), IMEI1)
    assert "علی رضایی" not in drawn[0]
    assert "علی ر…" in drawn[0]


def test_a_phone_beside_it_has_a_life_of_its_own(till: Till) -> None:
    steps.sold(till.services)
    assert kinds(till.services, OTHER1) == []
