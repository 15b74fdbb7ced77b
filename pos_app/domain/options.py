"""Every simple setting of the shop, declared once: the page, the check of what is typed, what the program reads, and
the documentation (`docs/settings.md`) come from this table. Its words are in `ui.option_words`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos_app.domain.digits import all_latin_digits, fold
from pos_app.domain.rights import Right

_LONGEST = 6  # digits of a whole number


class OptionKind(StrEnum):
    WHOLE = "whole"  # a whole number between `low` and `high`
    CHOICE = "choice"  # one of `choices`


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    name: str
    kind: OptionKind
    default: str
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()
    right: Right = Right.SHOP

    @property
    def range(self) -> str:
        return " / ".join(self.choices) if self.choices else f"{self.low}-{self.high}"

    def read(self, typed: str) -> str | None:
        """In the form in which it is kept; None where it is no value of this setting."""
        plain = fold(typed)
        if self.kind is OptionKind.CHOICE:
            return plain if plain in self.choices else None
        if not all_latin_digits(plain) or len(plain) > _LONGEST or not self.low <= int(plain) <= self.high:
            return None
        return str(int(plain))


LANGUAGE, THEME = "language", "theme"
AUTOLOCK = "people.autolock_minutes"
KEEP = "backup.keep"
RETENTION = "privacy.retention_years"
MAX_AGE = "registry.max_age_hours"

OPTIONS: Final = (
    Option(name=LANGUAGE, kind=OptionKind.CHOICE, default="fa", choices=("fa", "en")),
    Option(name=THEME, kind=OptionKind.CHOICE, default="light", choices=("light", "dark")),
    Option(name=AUTOLOCK, kind=OptionKind.WHOLE, default="10", low=0, high=480),
    Option(name=KEEP, kind=OptionKind.WHOLE, default="10", low=3, high=500),
    Option(name=RETENTION, kind=OptionKind.WHOLE, default="10", low=1, high=30),
    Option(name=MAX_AGE, kind=OptionKind.WHOLE, default="24", low=1, high=720, right=Right.LINKS),
)
BY_NAME: Final = {option.name: option for option in OPTIONS}
