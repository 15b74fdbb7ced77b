"""The table of TACs in the use cases: imported, learned, and what it makes a manager settle."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest

from pos_app.application import (
    ask,
    buy_in,
    completing,
    conflicts,
    duties,
    guide,
    guide_used,
    lives,
    returns,
    scan,
    sell,
    tacs,
)
from pos_app.application.services import Services
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.errors import ShopError
from pos_app.domain.feed import Allocation
from pos_app.domain.life import LifeKind
from pos_app.domain.registry import Channel
from pos_app.domain.tac import IMPORTED, LEARNED
from tests.application import steps, used_steps
from tests.fakes import parts
from tests.fakes.parts import IMEI1, IMEI2, NOKIA, OTHER1, PIN, Till

TAC = IMEI1[:8]
RIGHT = f"tac,brand,model\n{TAC},Samsung,Galaxy A55 5G\n49015420,Nokia,TA-1234\n".encode()
WRONG = f"tac;brand;model\n{TAC};Samsung;Galaxy S23\n".encode()


def clones(services: Services) -> list[Conflict]:
    with services.storage.read() as session:
        return [found for found in session.conflicts() if found.kind is ConflictKind.CLONE]


def row(services: Services, tac: str = TAC) -> tuple[str, str, str, int] | None:
    with services.storage.read() as session:
        found = session.tac(tac)
    return (found.brand, found.model, found.source, found.seen) if found else None


# -- the import --------------------------------------------------------------------------------------


def test_a_preview_writes_nothing_and_says_what_the_import_will_do(till: Till) -> None:
    seen = tacs.preview(till.services, RIGHT + b"1,2,3\n")
    assert (seen.rows, seen.new, seen.changed, [bad.line for bad in seen.bad]) == (2, 2, 0, [4])
    assert row(till.services) is None
    assert tacs.take(till.services, RIGHT + b"1,2,3\n") == seen
    assert row(till.services) == ("Samsung", "Galaxy A55 5G", IMPORTED, 0)
    again = tacs.take(till.services, WRONG + RIGHT.split(b"\n")[2].replace(b",", b";"))
    assert (again.rows, again.new, again.changed) == (2, 0, 1)
    with pytest.raises(ShopError, match="tac-nothing-read"):
        tacs.take(till.services, b"tac,brand,model\n1,2,3\n")


def test_the_form_of_a_buy_in_is_helped(till: Till) -> None:
    tacs.take(till.services, RIGHT)
    with till.services.storage.read() as session:
        assert tacs.suggest(session, IMEI2) == ("Samsung", "Galaxy A55 5G")
        assert tacs.suggest(session, parts.STOLEN) is None
        assert tacs.suggest(session, "35693803") is None


def test_a_scan_into_a_buy_in_names_the_model_where_nothing_was_said(till: Till) -> None:
    tacs.take(till.services, RIGHT)
    case_id = buy_in.begin(till.services)
    scan.take(till.services, case_id, "356938035643858")
    draft = steps.sale_of(till.services, case_id).draft
    assert (draft["brand"], draft["model"]) == ("Samsung", "Galaxy A55 5G")
    sell.save_draft(till.services, case_id, {"model": "Galaxy A55"})
    scan.take(till.services, case_id, "356938035643866")
    assert steps.sale_of(till.services, case_id).draft["model"] == "Galaxy A55"


# -- learning ----------------------------------------------------------------------------------------


def test_a_phone_that_passed_its_control_teaches_its_tac(till: Till) -> None:
    steps.inquired(till.services)
    assert row(till.services) is None
    steps.answered(till.services)
    assert row(till.services) == ("Samsung", "Galaxy A55", LEARNED, 1)
    assert clones(till.services) == []


def test_an_import_is_not_unlearned(till: Till) -> None:
    tacs.take(till.services, RIGHT)
    steps.answered(till.services)
    assert row(till.services) == ("Samsung", "Galaxy A55 5G", IMPORTED, 1)
    assert clones(till.services) == []


def test_an_answer_that_names_another_model_teaches_nothing(till: Till) -> None:
    sale_id = steps.opened(till.services)
    asked = ask.inquire(till.services, sale_id, steps.BOTH, Channel.WEB)
    other = replace(steps.ANSWER, model="SM-A156E")
    ask.take_answer(till.services, sale_id, asked.entry_id, other, sender="", matches_hand=True)
    assert row(till.services) is None


# -- suspicion ---------------------------------------------------------------------------------------


def test_the_scan_of_a_phone_whose_tac_is_another_model_waits_for_a_manager(till: Till) -> None:
    tacs.take(till.services, WRONG)
    sale_id = steps.compared(till.services)
    (found,) = [one for one in clones(till.services) if one.shop_says.startswith("product")]
    assert (found.imei, found.registry_says) == (IMEI1, "tac: Samsung Galaxy S23")
    with pytest.raises(ShopError, match="conflict-open"):
        steps.activate(till.services, sale_id)
    for one in clones(till.services):
        conflicts.decide(till.services, one.id, conflicts.SHOP, pin=PIN, reason="the table is wrong")
    steps.activate(till.services, sale_id)
    steps.paid(till.services, sale_id)
    assert completing.complete(till.services, sale_id).number


def test_what_was_decided_for_the_shop_is_not_raised_again(till: Till) -> None:
    tacs.take(till.services, WRONG)
    sale_id = steps.opened(till.services)
    (found,) = clones(till.services)
    conflicts.decide(till.services, found.id, conflicts.SHOP, pin=PIN, reason="looked at it")
    sell.abandon(till.services, sale_id)
    steps.opened(till.services, IMEI2)
    assert clones(till.services) == []
    steps.opened(till.services, OTHER1)  # another phone with this TAC is another suspicion
    assert [one.imei for one in clones(till.services)] == [OTHER1]


def test_a_suspicion_that_stands_keeps_the_phone(till: Till) -> None:
    tacs.take(till.services, WRONG)
    sale_id = steps.opened(till.services)
    (found,) = clones(till.services)
    conflicts.decide(till.services, found.id, conflicts.REGISTRY, pin=PIN, reason="box and phone differ")
    sell.abandon(till.services, sale_id)
    again = steps.opened(till.services)
    with till.services.storage.read() as session:
        lacks = sell.lacks(till.services, session, steps.sale_of(till.services, again))
    assert ("conflict-registry", "clone") in lacks


def test_an_answer_that_differs_from_the_table_is_found_when_it_is_recorded(till: Till) -> None:
    tacs.take(till.services, RIGHT)
    sale_id = steps.opened(till.services)
    asked = ask.inquire(till.services, sale_id, steps.BOTH, Channel.WEB)
    other = replace(steps.ANSWER, model="SM-S911B")
    ask.take_answer(till.services, sale_id, asked.entry_id, other, sender="", matches_hand=True)
    (found,) = clones(till.services)
    assert (found.shop_says, found.registry_says) == ("tac: Samsung Galaxy A55 5G", "answer: Samsung SM-S911B")


def test_an_earlier_answer_with_another_model_is_remembered(till: Till) -> None:
    sale_id = steps.opened(till.services)
    asked = ask.inquire(till.services, sale_id, steps.BOTH, Channel.WEB)
    other = replace(steps.ANSWER, model="SM-A156E")
    ask.take_answer(till.services, sale_id, asked.entry_id, other, sender="", matches_hand=True)
    assert clones(till.services) == []  # the step itself has stopped over it
    sell.abandon(till.services, sale_id)
    steps.opened(till.services, IMEI2)
    (found,) = clones(till.services)
    assert found.registry_says == "before: Samsung SM-A156E"


def test_bought_in_as_another_model_than_it_was_sold(till: Till) -> None:
    steps.sold(till.services)
    case_id = buy_in.begin(till.services)
    buy_in.put_device(till.services, case_id, brand="Samsung", model="Galaxy S23", imeis=(IMEI1, IMEI2))
    found = {(one.shop_says, one.registry_says) for one in clones(till.services)}
    assert ("product: Samsung Galaxy S23", "before: Samsung Galaxy A55 SM-A556E") in found
    assert ("product: Samsung Galaxy S23", "tac: Samsung Galaxy A55") in found  # learned when it was sold
    with till.services.storage.read() as session:
        lacks = sell.lacks(till.services, session, steps.sale_of(till.services, case_id))
    assert ("conflict-open", "clone") in lacks


WALK_IN = "356938035643957"  # never seen before, and of the same TAC


def typed(till: Till, case_id: str, model: str, *imeis: str) -> None:
    buy_in.put_device(till.services, case_id, brand="Samsung", model=model, imeis=imeis or (WALK_IN,))


def test_a_slip_of_the_keyboard_is_put_right_before_anybody_was_asked(till: Till) -> None:
    tacs.take(till.services, RIGHT)
    case_id = buy_in.begin(till.services)
    for model, left in (("Galaxy S23", 1), ("Galaxy S24", 2), ("Galaxy A55 128GB", 0)):
        typed(till, case_id, model)
        assert len(clones(till.services)) == left
    with till.services.storage.read() as session:
        assert "suspicion-put-right" in {said.kind for said in session.told_about((WALK_IN,))}


def test_what_was_suspected_of_a_known_phone_is_not_typed_away(till: Till) -> None:
    steps.sold(till.services)
    case_id = buy_in.begin(till.services)
    typed(till, case_id, "Galaxy S23", IMEI1, IMEI2)
    before = clones(till.services)
    typed(till, case_id, "Galaxy A55", IMEI1, IMEI2)
    assert clones(till.services) == before
    with till.services.storage.read() as session:
        lacks = sell.lacks(till.services, session, steps.sale_of(till.services, case_id))
    assert ("conflict-open", "clone") in lacks


def test_once_the_registry_was_asked_nothing_is_typed_away(till: Till) -> None:
    tacs.take(till.services, RIGHT)
    case_id = buy_in.begin(till.services)
    typed(till, case_id, "Galaxy S23")
    guide_used.identity(
        till.services, case_id, used_steps.PERSON, document_seen=True, consent=True, picture=used_steps.PICTURE
    )  # fmt: skip
    ask.inquire(till.services, case_id, (WALK_IN,), Channel.WEB)  # and no answer yet
    before = clones(till.services)
    with contextlib.suppress(ShopError):
        typed(till, case_id, "Galaxy A55")
    assert clones(till.services) == before != []
    sell.abandon(till.services, case_id)
    assert clones(till.services) == before  # it went home, and a manager still has to look


def test_a_phone_that_went_home_takes_along_what_was_only_typed(till: Till) -> None:
    tacs.take(till.services, RIGHT)
    case_id = buy_in.begin(till.services)
    typed(till, case_id, "Galaxy S23")
    (found,) = clones(till.services)
    sell.abandon(till.services, case_id)
    assert clones(till.services) == []
    assert duties.board(till.services).rows == ()
    assert lives.page(till.services, WALK_IN).open_at == frozenset()
    assert LifeKind.CONFLICT in {event.kind for event in lives.life(till.services, WALK_IN).events}

    again = buy_in.begin(till.services)  # it comes again: so does what was suspected
    typed(till, again, "Galaxy S23")
    assert clones(till.services) == [found]
    typed(till, again, "Galaxy A55")
    assert clones(till.services) == []


def test_a_suspicion_of_a_number_that_was_misread_goes_with_the_number(till: Till) -> None:
    tacs.take(till.services, RIGHT)
    case_id = buy_in.begin(till.services)
    typed(till, case_id, "Galaxy S23")
    typed(till, case_id, "Galaxy S23", "353308110002037")
    assert clones(till.services) == []
    typed(till, case_id, "Galaxy S23")
    assert len(clones(till.services)) == 1


def test_a_list_that_knows_the_second_slot_alone_is_heard(till: Till) -> None:
    tacs.take(till.services, RIGHT)
    listed = Allocation("second", 1, imei=IMEI2, brand="Samsung", model="Galaxy S23")
    with till.services.storage.write() as session:
        session.apply_allocations((listed,), 1)
        unit = session.find_units(IMEI1)[0].unit
        assert tacs.suspect(till.services, session, unit)
    assert {(one.shop_says, one.registry_says) for one in clones(till.services)} == {
        ("tac: Samsung Galaxy A55 5G", "answer: Samsung Galaxy S23")
    }  # fmt: skip


def test_pressing_twice_makes_no_suspicion_vanish(till: Till) -> None:
    steps.sold(till.services)
    case_id = buy_in.begin(till.services)
    for _ in range(2):
        buy_in.put_device(till.services, case_id, brand="Samsung", model="Galaxy S23", imeis=(IMEI1, IMEI2))
        assert len(clones(till.services)) == 2


def test_bought_in_as_what_it_was(till: Till) -> None:
    steps.sold(till.services)
    case_id = buy_in.begin(till.services)
    buy_in.put_device(till.services, case_id, brand="Samsung", model="Galaxy A55", imeis=(IMEI1, IMEI2))
    assert clones(till.services) == []


def test_a_doubted_phone_may_always_come_back(till: Till) -> None:
    number = steps.sold(till.services).number
    tacs.take(till.services, WRONG)
    with till.services.storage.write() as session:
        unit = session.find_units(IMEI1)[0].unit
        assert tacs.suspect(till.services, session, unit)
    case_id = returns.begin(till.services, number)
    with till.services.storage.read() as session:
        lacks = sell.lacks(till.services, session, steps.sale_of(till.services, case_id))
    assert not [code for code, _detail in lacks if code.startswith("conflict")]


def test_the_registry_list_is_heard_before_it_was_asked(till: Till) -> None:
    tacs.take(till.services, b"tac,brand,model\n49015420,Nokia,TA-1400\n")
    scan.take(till.services, "", NOKIA)
    (found,) = clones(till.services)
    assert (found.shop_says, found.registry_says) == ("product: Nokia TA-1234", "tac: Nokia TA-1400")


def test_asking_twice_raises_once(till: Till) -> None:
    tacs.take(till.services, WRONG)
    sale_id = steps.answered(till.services)
    before = len(clones(till.services))
    ask.inquire(till.services, sale_id, steps.BOTH, Channel.API)
    answer = steps.entries(till.services, sale_id)[-1].answer
    assert answer is not None
    guide.confirm_answer(till.services, sale_id, answer, Channel.API, matches_hand=True)
    assert len(clones(till.services)) == before > 0
