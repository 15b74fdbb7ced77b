"""What happened to one phone, from the first paper to the last, whichever slot was scanned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LifeKind(StrEnum):
    ALLOCATED = "allocated"  # the registry counted it to this shop
    STOCKED = "stocked"
    BOUGHT_IN = "bought_in"
    INQUIRED = "inquired"
    CONTROLLED = "controlled"  # the answer was read and judged
    COMPARED = "compared"  # box, screen and record show the same numbers
    RESET = "reset"
    GRADED = "graded"
    TRANSFER = "transfer"
    ACTIVATION = "activation"
    SOLD = "sold"
    RETURNED = "returned"
    SWAPPED = "swapped"
    CONFLICT = "conflict"
    PAPER = "paper"
    DECIDED = "decided"
    RELEASED = "released"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """`at` and `answered_at` are UTC. `state` is the code that belongs to the kind: a verdict, the state of an
    operation or of a step, a grade, a kind of paper. `detail` is codes or words: never an activation code, never the
    whole number of a person."""

    at: datetime
    kind: LifeKind
    who: str = ""
    person: str = ""  # masked name of the other party
    channel: str = ""
    state: str = ""
    detail: str = ""
    number: str = ""  # of the paper or invoice
    answered_at: datetime | None = None  # when the answer was computed: its age
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """`events` oldest first; `standing` is the code of how the phone stands now."""

    title: str
    brand: str
    model: str
    imeis: tuple[str, ...]
    serial: str
    condition: str  # "" sealed, "used" or "passenger"
    standing: str
    events: tuple[LifeEvent, ...]
