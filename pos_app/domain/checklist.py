"""A checklist is data: steps, the kind of evidence each wants, and the guards that judge it.

A new step is one table and one translated line. Unknown guards or kinds are refused at start,
so that a typing error never silently opens a gate.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from pos_app.domain.conditions import CONDITIONS
from pos_app.domain.errors import ShopError
from pos_app.domain.evidence import EvidenceKind
from pos_app.domain.guards import GUARDS


class ChecklistError(ShopError):
    """`guard-unknown`, `evidence-unknown`, `condition-unknown`, `step-twice` or `checklist-malformed`; `detail` names
    the place."""

    def __init__(self, code: str, where: str) -> None:
        super().__init__(code, detail=where)
        self.args = (code, where)


@dataclass(frozen=True, slots=True)
class StepDef:
    """`title` is an English msgid. `ages`: may be recorded anew until a later step that `binds` is done; then the steps
    that `judge` it stand open again. `only_if` names a condition without which the step is no part of this run."""

    id: str
    title: str
    evidence: EvidenceKind
    guards: tuple[str, ...]
    ages: bool = False
    judges: str = ""
    binds: bool = False
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """`version` is kept by every run that began with it."""

    id: str
    version: int
    title: str
    regime: str
    steps: tuple[StepDef, ...]

    def step(self, step_id: str) -> StepDef:
        return next(step for step in self.steps if step.id == step_id)

    def after(self, step_id: str) -> tuple[StepDef, ...]:
        return self.steps[self.steps.index(self.step(step_id)) + 1 :]


def parse(text: str) -> Checklist:
    """Reads one TOML checklist. Raises `ChecklistError` naming the step that is wrong."""
    try:
        raw = tomllib.loads(text)
        steps = tuple(_step(table) for table in raw["step"])
        checklist = Checklist(raw["id"], int(raw["version"]), raw["title"], raw["regime"], steps)
    except ChecklistError:
        raise
    except (ValueError, KeyError, TypeError) as error:  # TOMLDecodeError is a ValueError
        raise ChecklistError("checklist-malformed", str(error)) from error
    if not steps:
        raise ChecklistError("checklist-malformed", "step")
    ids = [step.id for step in steps]
    for place, step in enumerate(steps):
        if step.judges and step.judges not in ids[:place]:
            raise ChecklistError("checklist-malformed", f"{step.id}: judges {step.judges}")
    for step_id in ids:
        if ids.count(step_id) > 1:
            raise ChecklistError("step-twice", step_id)
    return checklist


def _step(table: dict[str, object]) -> StepDef:
    step_id = str(table["id"])
    guards = table.get("guards")
    if not isinstance(guards, list) or not {"title", "evidence"} <= table.keys():
        raise ChecklistError("checklist-malformed", step_id)
    for guard in guards:
        if guard not in GUARDS:
            raise ChecklistError("guard-unknown", f"{step_id}: {guard}")
    try:
        kind = EvidenceKind(str(table["evidence"]))
    except ValueError as error:
        raise ChecklistError("evidence-unknown", step_id) from error
    only_if = str(table.get("only_if", ""))
    if only_if and only_if not in CONDITIONS:
        raise ChecklistError("condition-unknown", f"{step_id}: {only_if}")
    return StepDef(
        step_id, str(table["title"]), kind, tuple(guards), ages=table.get("ages") is True,
        judges=str(table.get("judges", "")), binds=table.get("binds") is True,
        only_if=only_if,
    )  # fmt: skip
