"""What the database says of itself, to somebody who helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """`problem` a code, "" = it could be read; `settings` are the raw ones, for whoever picks the harmless."""

    problem: str = ""
    schema: str = ""
    check: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    pragmas: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)


class Diagnostics(Protocol):
    def describe(self) -> Described:
        """Never raises: what cannot be read is what it is about."""
        ...
