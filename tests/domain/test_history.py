"""The chain's hash: every field counts, none can be mistaken for another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import assume, given
from hypothesis import strategies as st

from pos_app.domain.history import START, Head, head_text, instant, link

Fields = tuple[str, int, int, str, str, str, str, str]
TEXT = st.text(max_size=12)
FIELDS = st.tuples(TEXT, st.integers(1, 9), st.integers(0, 9), TEXT, TEXT, TEXT, TEXT, TEXT)


@given(FIELDS, FIELDS)
def test_other_fields_other_hash(one: Fields, other: Fields) -> None:
    assume(one != other)
    assert link(*one) != link(*other)
    assert link(*one) == link(*one)


def test_a_field_does_not_run_into_its_neighbour() -> None:
    assert link(START, 1, 1, "", "ab", "c", "", "{}") != link(START, 1, 1, "", "a", "bc", "", "{}")


def test_one_instant_one_text_whatever_the_zone() -> None:
    noon = datetime(2026, 11, 22, 12, 0, 0, 7, tzinfo=UTC)
    assert instant(noon) == instant(noon.astimezone(timezone(timedelta(hours=3.5)))) == "2026-11-22 12:00:00.000007"


def test_heads_of_two_tills_are_signed_apart() -> None:
    assert head_text(Head(1, 11, START)) != head_text(Head(11, 1, START))
