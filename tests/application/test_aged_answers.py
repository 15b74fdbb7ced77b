"""An answer that lay too long is asked for again before the phone is sold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.application import ask, completing, guide, sell
from pos_app.domain.errors import ShopError
from pos_app.domain.options import MAX_AGE
from pos_app.domain.registry import Channel
from pos_app.domain.run import StepState
from tests.application import steps
from tests.fakes import parts
from tests.fakes.parts import Till


def lacks(till: Till, sale_id: str) -> list[tuple[str, str]]:
    with till.storage.read() as session:
        return list(sell.lacks(till.services, session, steps.sale_of(till.services, sale_id)))


def renewed(till: Till, sale_id: str) -> None:
    ask.inquire(till.services, sale_id, steps.BOTH, Channel.API)
    answer = steps.entries(till.services, sale_id)[-1].answer
    assert answer is not None
    fresh = replace(answer, as_of=till.clock.now())  # the fake's own clock stands at noon
    guide.confirm_answer(till.services, sale_id, fresh, Channel.API, matches_hand=True)


def test_a_parked_sale_asks_again_before_anything_is_done(till: Till) -> None:
    sale_id = steps.compared(till.services)
    till.clock.move(hours=24)
    assert ("answer-too-old", "24") not in lacks(till, sale_id)
    till.clock.move(hours=3)
    assert lacks(till, sale_id)[0] == ("answer-too-old", "27")
    with pytest.raises(ShopError, match="answer-too-old"):
        steps.activate(till.services, sale_id)
    with pytest.raises(ShopError, match="answer-too-old"):
        guide.defer_activation(
            till.services,
            sale_id,
            Channel.API,
            imei_used=parts.IMEI1,
            sim=parts.BUYER_SIM,
            code=parts.CODE,
            reason="why",
        )
    assert till.registry.active_on == {}
    renewed(till, sale_id)
    assert steps.last_record(till.services, sale_id, "answer_control").state is StepState.DONE
    steps.activate(till.services, sale_id)
    steps.paid(till.services, sale_id)
    assert lacks(till, sale_id) == []
    assert completing.complete(till.services, sale_id).number


def test_an_activated_phone_is_sold_whatever_the_age(till: Till) -> None:
    sale_id = steps.ready(till.services)
    till.clock.move(days=9)
    assert completing.complete(till.services, sale_id).number


def test_one_that_owes_its_activation_is_asked_about_again(till: Till) -> None:
    sale_id = steps.owing(till.services)
    till.clock.move(days=2)
    with pytest.raises(ShopError, match="answer-too-old"):
        completing.complete(till.services, sale_id)
    renewed(till, sale_id)
    assert completing.complete(till.services, sale_id).number


def test_offline_the_seller_decides_anew(till: Till) -> None:
    sale_id = steps.owing(till.services)
    till.clock.move(days=2)
    till.registry.online = False
    ask.inquire(till.services, sale_id, steps.BOTH, Channel.API)
    guide.decide(till.services, sale_id, "inquiry", "no network")
    guide.confirm_answer(till.services, sale_id, ask.unavailable(parts.IMEI1), Channel.API, matches_hand=True)
    guide.decide(till.services, sale_id, "answer_control", "no network")
    assert completing.complete(till.services, sale_id).number


def test_the_limit_is_the_shops_own(till: Till) -> None:
    with till.storage.write() as session:
        session.put_setting(MAX_AGE, "2")
    sale_id = steps.compared(till.services)
    till.clock.move(hours=3)
    assert lacks(till, sale_id)[0] == ("answer-too-old", "3")


@pytest.mark.parametrize("days", [2, -2, 400])
def test_a_wrong_clock_ages_no_answer_that_was_just_given(till: Till, days: int) -> None:
    """The registry's time is held against its own clock, not against ours."""
    till.clock.move(days=days)
    till.registry.clock_offset = -timedelta(days=days)
    sale_id = steps.compared(till.services)
    assert not [code for code, _ in lacks(till, sale_id) if code.startswith("answer")]
    assert steps.activate(till.services, sale_id).problem == ""


def test_a_clock_set_back_makes_an_answer_one_of_no_age(till: Till) -> None:
    sale_id = steps.compared(till.services)
    till.clock.move(days=-1)
    assert lacks(till, sale_id)[0] == ("answer-undated", "")
    with pytest.raises(ShopError, match="answer-undated"):
        steps.activate(till.services, sale_id)
