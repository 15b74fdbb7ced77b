"""Expected cash, by property: the beginning and every way that cash moves, whatever the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pos_app.domain import day_document
from pos_app.domain.day_document import ByHand, CardSum, DayDocument, Pieces
from pos_app.domain.denominations import DENOMINATIONS, LOOSE, Kind, worth
from pos_app.domain.drawer import Cause, Move, sums, way_of
from pos_app.domain.errors import ShopError
from pos_app.domain.invoice import Party
from pos_app.domain.money import MAX_RIAL
from pos_app.domain.sale import PaymentMethod

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
rials = some.integers(-(10**12), 10**12).filter(bool)
moves = some.builds(
    Move, cause=some.sampled_from(Cause), way=some.sampled_from(PaymentMethod), amount=rials, at=some.just(NOON),
    who=some.just("x"), terminal=some.sampled_from(["", "12345678", "87654321"]),
)  # fmt: skip


@given(some.integers(0, 10**12), some.lists(moves), some.randoms(use_true_random=False))
def test_expected_is_the_beginning_and_all_cash_whatever_the_order(
    opening: int, done: list[Move], chance: object
) -> None:
    told = sums(opening, done)
    shuffled = list(done)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sums(opening, shuffled) == told
    assert told.expected == opening + sum(move.amount for move in done if move.way is PaymentMethod.CASH)


@given(some.lists(moves))
def test_nothing_is_lost_between_the_ways(done: list[Move]) -> None:
    told = sums(0, done)
    cards = sum(amount for _, amount in told.cards)
    assert told.expected + cards + told.transfers + told.cheques == sum(move.amount for move in done)
    assert told.cheque_count == sum(move.way is PaymentMethod.CHEQUE for move in done)


def test_cards_are_told_by_terminal() -> None:
    move = Move(cause=Cause.SALE, way=PaymentMethod.CARD_READER, amount=5, at=NOON, who="x", terminal="2")
    assert sums(0, [move, replace(move, terminal="1"), move]).cards == (("1", 5), ("2", 10))


def test_what_is_set_off_moves_nothing() -> None:
    assert way_of(2) is None
    assert [way_of(method.tax_code) for method in PaymentMethod] == list(PaymentMethod)


# -- counting --------------------------------------------------------------------------------------


@given(some.dictionaries(some.sampled_from([one.key for one in DENOMINATIONS]), some.integers(0, 100_000)))
def test_the_worth_of_what_is_counted(counted: dict[str, int]) -> None:
    by_key = {one.key: one.rials for one in DENOMINATIONS}
    assert worth(counted) == sum(by_key[key] * pieces for key, pieces in counted.items())
    assert worth({**counted, LOOSE: 7}) == worth(counted) + 7


def test_a_note_and_a_coin_of_one_value_are_two() -> None:
    keys = [one.key for one in DENOMINATIONS]
    assert len(keys) == len(set(keys))
    assert worth({"note_5000": 1, "coin_5000": 2}) == 15_000
    assert {one.kind for one in DENOMINATIONS} == set(Kind)


@pytest.mark.parametrize(
    ("counted", "code"),
    [({"note_1": 1}, "denomination-unknown"), ({"note_5000": -1}, "count-out-of-range"),
     ({"note_5000": 100_001}, "count-out-of-range"), ({LOOSE: MAX_RIAL, "coin_250": 1}, "amount-too-large"),
     ({LOOSE: MAX_RIAL + 1}, "count-out-of-range")],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused(counted: dict[str, int], code: str) -> None:
    with pytest.raises(ShopError, match=code):
        worth(counted)


# -- the frozen paper ------------------------------------------------------------------------------


def test_the_paper_is_read_back_as_it_was() -> None:
    document = DayDocument(
        number="Z1405-1-000001", shop=Party(name="Aria (sample)"), till_id=1, opened_at="a", opened_by="b",
        by_itself=True, closed_at="c", closed_by="d", opening=1, sales=2, bought=-3, returned=-4, corrected=5,
        paid_in=6, paid_out=-7, expected=0, counted=9, left=4, pieces=(Pieces(kind="note", rials=9, pieces=1),),
        cards=(CardSum(terminal="1", amount=2),), by_hand=(ByHand(at="e", who="f", amount=6, reason="g"),),
    )  # fmt: skip
    text = day_document.to_json(document)
    assert day_document.from_json(text) == document
    assert (document.difference, document.taken) == (9, 5)
    with pytest.raises(ValueError, match="day-schema-unknown"):
        day_document.from_json(text.replace('"kind":"day"', '"kind":"buy_in"'))
