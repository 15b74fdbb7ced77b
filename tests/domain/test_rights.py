"""The table of rights: complete, and a ladder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pos_app.domain.rights import ALL, MANAGERS, OWNERS, TABLE, Right, Role, above, least, may

APPLICATION = Path(__file__).parents[2] / "pos_app" / "application"
rights = some.sampled_from(list(Right))


def test_every_right_has_its_rule() -> None:
    assert set(TABLE) == set(Right)
    assert {rule.roles for rule in TABLE.values()} == {ALL, MANAGERS, OWNERS}


@given(rights, some.booleans())
def test_a_seller_never_has_more_than_a_manager_nor_a_manager_than_an_owner(right: Right, owned: bool) -> None:
    ladder = [may(role, right, owned=owned) for role in (Role.SELLER, Role.MANAGER, Role.OWNER)]
    assert ladder == sorted(ladder)
    assert ladder[-1]


@given(rights)
def test_a_shop_without_an_owner_gives_managers_what_is_the_owners_and_sellers_nothing(right: Right) -> None:
    assert may(Role.MANAGER, right, owned=False)
    assert may(Role.SELLER, right, owned=False) == may(Role.SELLER, right)


@given(rights)
def test_the_least_role_is_the_lowest_that_may(right: Right) -> None:
    assert may(least(right), right)
    assert all(may(role, right) == (role is least(right) or above(role, least(right))) for role in Role)


@given(rights)
def test_what_is_signed_is_nothing_that_a_seller_may_sign(right: Right) -> None:
    if TABLE[right].signed:
        assert Role.SELLER not in TABLE[right].roles


@pytest.mark.parametrize(
    ("one", "other", "stands_above"),
    [
        (Role.OWNER, Role.OWNER, True), (Role.OWNER, Role.SELLER, True), (Role.MANAGER, Role.SELLER, True),
        (Role.MANAGER, Role.MANAGER, False), (Role.MANAGER, Role.OWNER, False), (Role.SELLER, Role.SELLER, False),
    ],
)  # fmt: skip
def test_who_stands_above(one: Role, other: Role, stands_above: bool) -> None:
    assert above(one, other) is stands_above


def test_the_program_asks_for_every_right_of_the_table() -> None:
    """What stands on the owner's page is enforced somewhere, or it would be a promise."""
    asked = set(re.findall(r"Right\.([A-Z_]+)", "".join(path.read_text("utf-8") for path in APPLICATION.glob("*.py"))))
    assert asked == {right.name for right in Right}
