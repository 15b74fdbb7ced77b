"""What a check of one identifier says. Codes live here, sentences in `ui.notices`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    OK = "ok"
    FIX = "fix"  # right after normalising: show the result
    WARN = "warn"  # unusual, may continue
    ASK = "ask"  # one question to the person at the counter
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Check:
    """`value` is canonical when `ok`, else what was understood; `code` names the reason.

    It may be an activation code or a person's number, so it stays out of every `repr`, hence of every log."""

    outcome: Outcome
    value: str = field(repr=False)
    code: str = ""

    @property
    def ok(self) -> bool:
        return self.outcome in (Outcome.OK, Outcome.FIX, Outcome.WARN)


def good(given: str, value: str) -> Check:
    """`ok` if the person gave exactly the canonical form, `fix` if we had to normalise."""
    return Check(Outcome.OK if given == value else Outcome.FIX, value)


def warn(value: str, code: str) -> Check:
    return Check(Outcome.WARN, value, code)


def ask(value: str, code: str) -> Check:
    return Check(Outcome.ASK, value, code)


def refuse(value: str, code: str) -> Check:
    return Check(Outcome.REFUSE, value, code)
