"""Every act of a person asks the table of rights before anything else."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pos_app.application import customers, importing, keeping, key_change
from pos_app.application.at_work import AtWork, Person
from pos_app.domain.errors import ShopError
from pos_app.domain.rights import OWNERS, TABLE, Right, Role, may
from tests.fakes.parts import Till

APPLICATION = Path(__file__).parents[2] / "pos_app" / "application"

#: What writes under somebody's name and asks no right: what was typed, what came back by itself, what only makes who is
#: at work known, and what is the window's own.
_FREE = {
    "staff.sign_in": "asks for a PIN", "staff.lock": "takes away",
    "sell.begin": "part of a scan", "guide.put_off": "part of putting off", "chain.next_number": "part of completing",
    "allocations.take_in": "part of a scan", "proforma.document": "part of its paper",
    "options.save": "asks the right of the option",
    "tacs.put_right": "part of an answer",
}  # fmt: skip


def acts() -> dict[str, Any]:
    """Public functions of the application that write an audit event under the name of who is at work."""
    found = {}
    for path in sorted(APPLICATION.glob("*.py")):
        source = path.read_text("utf-8")
        for node in ast.parse(source).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            said = ast.get_source_segment(source, node) or ""
            if "services.person" in said and ".audit(" in said:
                found[f"{path.stem}.{node.name}"] = getattr(
                    import_module(f"pos_app.application.{path.stem}"), node.name
                )
    return found


#: What a person does that writes no event itself, or only looks.
_LOOKS = [
    (keeping.make_now, Right.SELL), (keeping.try_newest, Right.SELL), (customers.page, Right.SELL),
    (importing.preview, Right.INTAKE), (key_change.seal_anew, Right.RECOVERY),
]  # fmt: skip


@pytest.mark.parametrize(("act", "right"), _LOOKS)
def test_what_only_looks_has_asked_too(till: Till, act: Any, right: Right) -> None:
    assert act.right is right
    till.services.at_work.lock()
    with pytest.raises(ShopError, match="till-locked"):
        act(till.services)


def test_whatever_writes_under_a_name_has_asked() -> None:
    silent = {name for name, act in acts().items() if not hasattr(act, "right")}
    assert silent == set(_FREE)
    assert len(acts()) > 25


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", Right)
def test_who_may_not_is_told_who_may(right: Right, role: Role) -> None:
    at_work = AtWork("x")
    at_work.asks = at_work.owned = True
    at_work.take(Person("x", role, staff_id=1, has_pin=True))
    if TABLE[right].signed or may(role, right):
        at_work.require(right)
        return
    with pytest.raises(ShopError) as caught:
        at_work.require(right)
    assert caught.value.code == ("needs-owner" if TABLE[right].roles == OWNERS else "needs-manager")


@pytest.mark.parametrize("right", Right)
def test_a_locked_till_does_nothing_whatever_the_right(till: Till, right: Right) -> None:
    till.services.at_work.lock()
    with pytest.raises(ShopError, match="till-locked"):
        till.services.at_work.require(right)
