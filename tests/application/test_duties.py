"""The duties board: whatever is owed stands on it once, from the hour it is owed until it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from pos_app.application import (
    completing,
    conflicts,
    duties,
    guide,
    guide_used,
    handover,
    owed,
    queue,
    returns,
    scan,
    sell,
    sync,
)
from pos_app.application.invoicing import paper
from pos_app.application.outbox import GRACE_HINT_DAYS
from pos_app.domain.conflict import Conflict, ConflictKind
from pos_app.domain.duty import CodeAt, Duty, DutyAct, DutyKind, Group
from pos_app.domain.registry import Channel, OperationState
from pos_app.domain.sale import Buyer, CaseKind
from tests.application import steps
from tests.application.used_steps import BOTH, BUYER_SIM, OWNER_SIM, SHOP_SIM, bought, paid, to_buy, used_unit
from tests.application.used_steps import compared as used_compared
from tests.fakes.parts import IMEI1, NOKIA, OTHER1, PIN, Till
from tests.fakes.registry import lost

K, A = DutyKind, DutyAct
WALK_IN = "356938035643957"


def rows(till: Till, *, papers: bool = False) -> list[Duty]:
    """Without papers: every completed case of these tests has one that was never printed."""
    found = duties.board(till.services).rows
    return [duty for duty in found if papers or duty.kind is not K.PAPER]


def only(till: Till) -> Duty:
    (duty,) = rows(till)
    return duty


def sold_owing(till: Till) -> str:
    """A used phone sold today; its transfer and activation wait."""
    services = till.services
    used_unit(till)
    sale_id = used_compared(services)
    handover.defer_transfer(
        services, sale_id, Channel.USSD, imei_used=IMEI1, from_sim=SHOP_SIM, to_sim=BUYER_SIM, reason="no network"
    )  # fmt: skip
    guide.defer_activation(
        services, sale_id, Channel.USSD, imei_used=IMEI1, sim=BUYER_SIM, code="", reason="no network"
    )  # fmt: skip
    completing.complete(services, paid(services, sale_id))
    return sale_id


def test_a_shop_that_owes_nothing(till: Till) -> None:
    board = duties.board(till.services)
    assert (board.rows, board.total, board.overdue, board.more) == ((), 0, 0, 0)
    assert set(board.counts.values()) == {0}


def test_a_sale_owes_its_transfer_then_its_activation_in_one_row(till: Till) -> None:
    sale_id = sold_owing(till)
    first = only(till)
    assert (first.kind, first.key, first.imei, first.title) == (K.TRANSFER, f"case:{sale_id}", IMEI1, "Galaxy A55")
    assert (first.party, first.mobile, first.case_kind) == ("علی رضایی", "0912***0001", CaseKind.SALE)
    assert (first.deadline, first.about) == (first.since + timedelta(days=GRACE_HINT_DAYS), True)
    assert (first.next, first.acts) == (A.WORK, frozenset({A.WORK, A.CLOSE}))
    asked = owed.by_hand(till.services, first.entry_id)
    assert only(till).entry_id == asked.entry_id
    owed.told(till.services, asked.entry_id, succeeded=True, raw_text="", sender="")
    second = only(till)
    assert (second.kind, second.key, second.since) == (K.ACTIVATION, first.key, first.since)
    assert (second.code_at, A.REMIND in second.acts) == (CodeAt.MESSAGE, True)
    asked = owed.by_hand(till.services, second.entry_id, code="512345")
    owed.told(till.services, asked.entry_id, succeeded=True, raw_text="", sender="")
    assert rows(till) == []


def test_sold_new_and_not_activated(till: Till) -> None:
    completing.complete(till.services, steps.owing(till.services))
    duty = only(till)
    assert (duty.kind, duty.code_at, duty.about) == (K.ACTIVATION, CodeAt.CARD, True)
    assert not duty.overdue(till.clock.now())
    till.clock.move(days=GRACE_HINT_DAYS)
    assert only(till).overdue(till.clock.now())
    assert duties.board(till.services).overdue == 1


def test_the_registrys_own_deadline_wins(till: Till) -> None:
    sale_id = sold_owing(till)
    said = till.clock.now() + timedelta(days=7)
    with till.services.storage.write() as session:
        entry = session.entries_of(sale_id)[-1]
        later = replace(entry, id="later", local_seq=999, deadline=said, replaces=entry.id)
        session.add_entry(replace(later, created_at=entry.created_at + timedelta(seconds=1)))
    assert (only(till).deadline, only(till).about) == (said, False)


def test_a_bought_phone_that_is_held_is_one_row(till: Till) -> None:
    completing.complete(till.services, bought(till, to_buy(till), activate=False))
    duty = only(till)
    assert (duty.kind, duty.imei, duty.owes, duty.case_kind) == (K.HELD, WALK_IN, "activation", CaseKind.BUY_IN)
    assert duty.acts == {A.WORK, A.SETTLE}
    assert (duty.party, duty.mobile) == ("حسن نمونه", "0935***0001")
    asked = owed.by_hand(till.services, duty.entry_id, code="512345")
    assert only(till).key == duty.key
    owed.told(till.services, asked.entry_id, succeeded=True, raw_text="", sender="")
    left = only(till)  # the transfer went by the service: its word that it is complete has still to come
    assert (left.kind, left.owes, left.state) == (K.UNSENT, "transfer", OperationState.ACCEPTED)


def test_brought_back_and_not_transferred_back(till: Till) -> None:
    steps.sold(till.services)
    case_id = returns.begin(till.services, IMEI1)
    returns.choose(till.services, case_id, subject="return", reason="screen flickers")
    guide_used.match_device(till.services, case_id, BOTH, ())
    guide_used.reset(till.services, case_id, done=True, unlocked=True)
    handover.defer_transfer(
        till.services, case_id, Channel.USSD, imei_used=IMEI1, from_sim=OWNER_SIM, to_sim=SHOP_SIM, reason="later"
    )  # fmt: skip
    guide.defer_activation(
        till.services, case_id, Channel.USSD, imei_used=IMEI1, sim=SHOP_SIM, code="", reason="later"
    )  # fmt: skip
    completing.complete(till.services, paid(till.services, case_id))
    duty = only(till)
    assert (duty.kind, duty.owes, duty.acts) == (K.BACK, "transfer", frozenset({A.WORK, A.SETTLE, A.REMIND}))


def test_left_on_the_counter_its_reset_not_proven(till: Till) -> None:
    case_id = to_buy(till)
    assert rows(till) == []  # somebody works on it
    till.clock.move(minutes=31)
    duty = only(till)
    assert (duty.kind, duty.case_id, duty.next) == (K.RESET, case_id, A.COUNTER)
    with till.services.storage.write() as session:
        session.touch_sale(case_id, till.clock.now())
    assert rows(till) == []


def test_left_with_an_open_transfer_it_waits_for_the_code(till: Till) -> None:
    used_unit(till)
    sale_id = used_compared(till.services)
    handover.transfer(
        till.services, sale_id, Channel.API, imei_used=IMEI1, from_sim=SHOP_SIM, to_sim=BUYER_SIM
    )  # fmt: skip
    till.clock.move(minutes=31)
    duty = only(till)
    assert (duty.kind, duty.code_at, duty.next) == (K.ACTIVATION, CodeAt.MESSAGE, A.COUNTER)
    assert duty.deadline is not None


def test_parked_since_before_today_and_its_answer_too_old(till: Till) -> None:
    sale_id = steps.answered(till.services)
    till.clock.move(hours=23)
    duty = only(till)
    assert (duty.kind, duty.kinds) == (K.PARKED, frozenset({K.PARKED}))
    till.clock.move(hours=2)
    duty = only(till)
    assert (duty.kind, duty.kinds, duty.key) == (K.STALE, frozenset({K.STALE, K.PARKED}), f"case:{sale_id}")
    beside = duties.board(till.beside(2)).rows[0]
    assert (beside.key, beside.till_id, beside.acts) == (duty.key, 1, frozenset())


def test_an_unknown_outcome_is_said_at_once(till: Till) -> None:
    till.registry._in_order = [lost("timeout")]
    sale_id = steps.inquired(till.services)
    duty = only(till)
    assert (duty.kind, duty.state, duty.case_id) == (K.UNKNOWN, OperationState.OUTCOME_UNKNOWN, sale_id)
    assert duty.acts == {A.COUNTER}


def test_refused_and_unsent_stand_beside_what_they_owe(till: Till) -> None:
    sale_id = steps.compared(till.services)
    guide.defer_activation(
        till.services, sale_id, Channel.API, imei_used=IMEI1, sim=BUYER_SIM, code="999999", reason="no network"
    )  # fmt: skip
    completing.complete(till.services, steps.paid(till.services, sale_id))
    assert (only(till).kind, only(till).also) == (K.ACTIVATION, frozenset({K.UNSENT}))
    sync.once(till.services)
    assert (only(till).kind, only(till).also) == (K.ACTIVATION, frozenset({K.REFUSED}))
    board = duties.board(till.services, Group.REGISTRY)
    assert [duty.key for duty in board.rows] == [f"case:{sale_id}"]
    assert (board.counts[Group.REGISTRY], board.counts[Group.ACTIVATIONS], board.total) == (1, 1, 2)


def test_papers_until_they_are_printed(till: Till) -> None:
    invoice = steps.sold(till.services)
    bought_paper = completing.complete(till.services, bought(till, to_buy(till)))
    till.clock.move(hours=1)
    sync.once(till.services)
    found = {duty.number: duty for duty in rows(till, papers=True) if duty.kind is K.PAPER}
    assert set(found) == {invoice.number, bought_paper.number}
    assert found[bought_paper.number].acts == {A.PRINT}
    assert (found[invoice.number].imei, found[bought_paper.number].imei) == (IMEI1, WALK_IN)
    path = paper(till.services, bought_paper.number)
    assert path.name == f"{bought_paper.number}.pdf"
    assert [copy for _doc, _stamp, copy in till.renderer.bought] == [False]
    paper(till.services, invoice.number)
    assert [duty for duty in rows(till, papers=True) if duty.kind is K.PAPER] == []
    assert paper(till.services, bought_paper.number).name == f"{bought_paper.number}-copy-1.pdf"
    assert [copy for _doc, _stamp, copy in till.renderer.bought] == [False, True]


def test_conflicts_by_the_name_of_their_phone(till: Till) -> None:
    with till.services.storage.write() as session:
        session.add_conflict(
            Conflict(
                kind=ConflictKind.MODEL, imei=OTHER1, subject="s", shop_says="a", registry_says="b",
                found_at=till.clock.now(),
            )
        )  # fmt: skip
    duty = only(till)
    assert (duty.kind, duty.title, duty.next, duty.detail) == (K.CONFLICT, "Galaxy A55", A.DIFFERENCES, "model")
    conflicts.decide(till.services, duty.conflict_id, conflicts.SHOP, pin=PIN, reason="looked at the phone")
    assert rows(till) == []


def test_the_registrys_word_keeps_a_phone_of_the_stock_on_the_board(till: Till) -> None:
    with till.services.storage.write() as session:
        session.add_conflict(
            Conflict(
                kind=ConflictKind.VERDICT, imei=OTHER1, subject="s", shop_says="a", registry_says="b",
                found_at=till.clock.now(),
            )
        )  # fmt: skip
    duty = only(till)
    conflicts.decide(till.services, duty.conflict_id, conflicts.REGISTRY, pin=PIN, reason="it is blocked")
    assert (only(till).conflict_id, only(till).barred, duty.barred) == (duty.conflict_id, True, False)


def test_oldest_first_and_the_long_list_is_cut(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    completing.complete(till.services, steps.owing(till.services))
    till.clock.move(days=1)
    sell.set_buyer(till.services, scan.take(till.services, "", NOKIA).sale_id, Buyer(name="x"))
    till.clock.move(days=1)
    board = duties.board(till.services)
    assert [duty.since for duty in board.rows] == sorted(duty.since for duty in board.rows)
    assert [duty.kind for duty in board.rows][-1] is K.PARKED
    monkeypatch.setattr(duties, "SHOWN", 1)
    board = duties.board(till.services)
    assert (len(board.rows), board.more, board.total) == (1, 2, 3)


def test_the_shell_counts_the_same(till: Till) -> None:
    sold_owing(till)
    till.clock.move(days=GRACE_HINT_DAYS + 1)
    board, status = duties.board(till.services), queue.round_(till.services)
    assert (status.duties, status.overdue) == (board.total, board.overdue) == (2, 1)


def test_as_many_statements_for_many_as_for_one(till: Till) -> None:
    engine: Engine = till.storage._storage._engine  # type: ignore[attr-defined]
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    sold_owing(till)

    def spoken() -> int:
        said.clear()
        duties.board(till.services)
        return len([text for text in said if text.lower().startswith("select")])

    one = spoken()
    scan.take(till.services, "", NOKIA)
    completing.complete(till.services, bought(till, to_buy(till), activate=False))
    till.clock.move(days=2)
    assert len(rows(till, papers=True)) >= 5
    assert spoken() <= one + 1  # titles are asked for only where a row lacks one
