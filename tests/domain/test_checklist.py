"""The reader of checklists: what it does not know, it refuses, and names the place."""

from __future__ import annotations

import pytest

from pos_app.domain.checklist import Checklist, ChecklistError, parse
from pos_app.domain.evidence import EvidenceKind
from tests.domain.values import sealed

GOOD = """
id = "short"
version = 3
title = "Short"
regime = "hamta"
[[step]]
id = "one"
title = "One"
evidence = "inquiry"
guards = ["asked"]
[[step]]
id = "two"
title = "Two"
evidence = "invoice"
guards = []
"""


def test_a_good_one() -> None:
    checklist = parse(GOOD)
    assert (checklist.id, checklist.version, checklist.regime) == ("short", 3, "hamta")
    assert [step.id for step in checklist.steps] == ["one", "two"]
    assert checklist.step("one").evidence is EvidenceKind.INQUIRY
    assert [step.id for step in checklist.after("one")] == ["two"]
    assert checklist.after("two") == ()


def test_the_sealed_device_has_the_registrys_five_steps() -> None:
    checklist: Checklist = sealed()
    assert [step.id for step in checklist.steps] == [
        "inquiry", "answer_control", "box_match", "activation", "invoice",
    ]  # fmt: skip
    assert checklist.steps[-1].guards == ("invoice_numbered",)


@pytest.mark.parametrize(
    ("change", "to", "code", "where"),
    [
        ('["asked"]', '["askd"]', "guard-unknown", "one: askd"),
        ('["asked"]', "[7]", "guard-unknown", "one: 7"),
        ('"inquiry"', '"inquirry"', "evidence-unknown", "one"),
        ('["asked"]', '"asked"', "checklist-malformed", "one"),
        ('id = "two"', 'id = "one"', "step-twice", "one"),
        ("version = 3", "", "checklist-malformed", "version"),
        ("version = 3", 'version = "x"', "checklist-malformed", "x"),
        ('title = "Two"', "", "checklist-malformed", "two"),
        ("guards = []", "", "checklist-malformed", "two"),
        ("[[step]]", "[step", "checklist-malformed", "line"),
    ],
)
def test_a_typing_error_never_opens_a_gate(change: str, to: str, code: str, where: str) -> None:
    with pytest.raises(ChecklistError) as caught:
        parse(GOOD.replace(change, to))
    assert caught.value.args[0] == code
    assert where in caught.value.args[1]


@pytest.mark.parametrize("text", ["", "step = 5", "step = [5]", 'step = ["x"]', "step = []"])
def test_what_is_no_checklist(text: str) -> None:
    with pytest.raises(ChecklistError, match="checklist-malformed"):
        parse(text)
