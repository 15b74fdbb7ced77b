"""Shifts and moves on both databases: of each till one shift is open at most, and what is closed stays so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from pos_app.adapters.storage.storage import SqlStorage
from pos_app.domain.drawer import Cause, Move, Shift
from pos_app.domain.errors import ShopError
from pos_app.domain.sale import CaseKind, PaymentMethod, Sale, SaleState

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NEW = Shift(till_id=1, opened_at=NOON, opened_by="s", opening=7)
MOVE = Move(cause=Cause.SALE, way=PaymentMethod.CASH, amount=-(10**15), at=NOON, who="s", number="n")


def test_of_each_till_one_shift_is_open(storage: SqlStorage) -> None:
    with storage.write() as session:
        first = session.begin_shift(NEW)
        other = session.begin_shift(replace(NEW, till_id=2, by_itself=True))
        assert session.open_shift(1) == replace(NEW, id=first)
        assert session.open_shift(2) == replace(NEW, id=other, till_id=2, by_itself=True)
        assert (session.last_closed(1), session.shift(999)) == (None, None)
    with storage.write() as session, pytest.raises(ShopError, match="shift-open-already"):
        session.begin_shift(NEW)


def test_the_database_itself_holds_it(storage: SqlStorage, engine: Engine) -> None:
    with storage.write() as session:
        session.begin_shift(NEW)
    again = text(
        "insert into shift (till_id, open_on, opened_at, opened_by, opening, by_itself)"
        " values (1, 1, '2026-11-22 12:00:00', 's', 0, false)"
    )
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(again)


def test_it_is_closed_once_with_all_that_is_said_of_it(storage: SqlStorage) -> None:
    with storage.write() as session:
        shift_id = session.begin_shift(NEW)
        session.set_opening(shift_id, 9)
        ended = replace(
            NEW, id=shift_id, opening=9, closed_by="m", counted={"note_5000": 2}, left=3, number="Z1", document="{}"
        )  # fmt: skip
        session.end_shift(ended, NOON + timedelta(hours=8))
        assert session.open_shift(1) is None
        assert session.last_closed(1) == replace(ended, closed_at=NOON + timedelta(hours=8))
        with pytest.raises(ShopError, match="shift-closed"):
            session.end_shift(ended, NOON)
        later = session.begin_shift(NEW)
        assert [one.id for one in session.shifts(1, 9)] == [later, shift_id]
        assert [one.id for one in session.shifts(1, 9, before=later)] == [shift_id]


def test_moves_come_back_in_their_order(storage: SqlStorage) -> None:
    by_hand = Move(cause=Cause.PAID_OUT, way=PaymentMethod.CASH, amount=-5, at=NOON, who="s", reason="چای")
    card = replace(MOVE, way=PaymentMethod.CARD_READER, terminal="777", cause=Cause.CORRECTION)
    with storage.write() as session:
        shift_id = session.begin_shift(NEW)
        for move in (MOVE, by_hand, card):
            session.add_move(shift_id, move)
        assert session.moves(shift_id) == (MOVE, by_hand, card)
        assert session.moves(shift_id + 1) == ()


def test_a_move_of_nothing_is_none(storage: SqlStorage) -> None:
    with pytest.raises(IntegrityError), storage.write() as session:
        session.add_move(session.begin_shift(NEW), replace(MOVE, amount=0))


def test_a_sale_stays_in_the_shift_it_was_made_in(storage: SqlStorage) -> None:
    def sale(sale_id: str, kind: CaseKind) -> Sale:
        return Sale(id=sale_id, till_id=1, seller="s", state=SaleState.OPEN, opened_at=NOON, kind=kind)

    with storage.write() as session:
        for sale_id, kind in (("one", CaseKind.SALE), ("two", CaseKind.BUY_IN)):
            session.open_sale(sale(sale_id, kind))
        first = session.begin_shift(NEW)
        for sale_id in ("one", "two"):
            session.put_in_shift(sale_id, first)
        session.end_shift(replace(NEW, id=first), NOON)
        second = session.begin_shift(NEW)
        session.put_in_shift("one", second)
        assert (session.shift_of("one"), session.shift_of("two"), session.shift_of("none")) == (first, first, 0)
        assert (session.sales_in(first), session.sales_in(second)) == (1, 0)
