"""Kinds, order and time of what is owed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.duty import GROUPS, CodeAt, Duty, DutyAct, DutyKind, Group, code_at, in_order, of_state
from pos_app.domain.registry import OperationState

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def duty(key: str = "k", hours: float = 0, **changes: object) -> Duty:
    plain: dict[str, object] = {"key": key, "kind": DutyKind.PAPER, "since": NOON + timedelta(hours=hours)}
    return Duty(**{**plain, **changes})  # type: ignore[arg-type]


def test_every_kind_has_its_group_and_every_group_a_kind() -> None:
    assert set(GROUPS) == set(DutyKind)
    assert set(GROUPS.values()) == set(Group)


@given(st.lists(st.tuples(st.integers(-9, 9), st.text("abc", max_size=2))))
def test_oldest_first_and_none_is_lost(made: list[tuple[int, str]]) -> None:
    given_ = [duty(key, hours) for hours, key in made]
    found = in_order(given_)
    assert sorted(map(id, found)) == sorted(map(id, given_))
    assert [(one.since, one.key) for one in found] == sorted((one.since, one.key) for one in found)


def test_overdue_from_the_very_instant() -> None:
    due = duty(deadline=NOON)
    assert (due.overdue(NOON - timedelta(seconds=1)), due.overdue(NOON)) == (False, True)
    assert not duty().overdue(NOON + timedelta(days=999))


@pytest.mark.parametrize(
    ("acts", "following"),
    [
        ({DutyAct.SETTLE, DutyAct.WORK}, DutyAct.WORK), ({DutyAct.SETTLE}, DutyAct.SETTLE),
        ({DutyAct.CLOSE, DutyAct.REMIND}, None), ({DutyAct.PRINT}, DutyAct.PRINT), (set(), None),
    ],
)  # fmt: skip
def test_the_next_act_is_never_a_closing_one(acts: set[DutyAct], following: DutyAct | None) -> None:
    assert duty(acts=frozenset(acts)).next is following


@pytest.mark.parametrize("state", list(OperationState))
def test_every_state_that_waits_has_a_kind(state: OperationState) -> None:
    kind = of_state(state)
    assert (kind is DutyKind.REFUSED) == state.final
    assert GROUPS[kind] is Group.REGISTRY


@pytest.mark.parametrize(
    ("list_id", "step", "at"),
    [
        ("sealed", "activation", CodeAt.CARD), ("", "activation", CodeAt.CARD),
        ("used", "activation", CodeAt.MESSAGE), ("used_no_box", "activation", CodeAt.MESSAGE),
        ("passenger", "holder_activation", CodeAt.PERMIT), ("passenger", "activation", CodeAt.MESSAGE),
        ("buy_in", "activation", CodeAt.MESSAGE), ("return", "activation", CodeAt.MESSAGE),
    ],
)  # fmt: skip
def test_where_the_code_of_a_step_lies(list_id: str, step: str, at: CodeAt) -> None:
    assert code_at(list_id, step) is at
