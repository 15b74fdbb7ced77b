"""What the registry tells of its own accord, and where it and the shop disagree. Part of `ports.storage`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.conflict import Conflict
from pos_app.domain.feed import Allocation
from pos_app.domain.stock import Unit

ALLOCATIONS, OPERATIONS = "allocations", "operations"  # the two lists


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """How far a list has been read. `renewing`: a full reading is under way, the old list stays usable. `applied`
    counts the items of this reading; `ended_at` is when the list was last read to its end."""

    name: str
    cursor: str = ""
    round: int = 0
    renewing: bool = False
    applied: int = 0
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    problem: str = ""


class FeedReads(Protocol):
    def feed(self, name: str) -> FeedState: ...

    def allocation(self, imei: str) -> Allocation | None:
        """The phone that the registry counts to this shop now, by either number."""
        ...

    def allocations_named(self, ids: tuple[str, ...]) -> tuple[Allocation, ...]:
        """Hidden ones too."""
        ...

    def allocated(self) -> int:
        """How many there are."""
        ...

    def arrived(self) -> int:
        """How many of those are in our own stock, or were sold from it: by either number."""
        ...

    def not_arrived(self, limit: int) -> tuple[Allocation, ...]:
        """The first of those that are not, in the order of their ids."""
        ...

    def held(self, imeis: tuple[str, ...]) -> tuple[Unit, ...]:
        """The phones of our own stock, sold ones too, that carry any of these numbers."""
        ...

    def conflicts(self, *, imeis: tuple[str, ...] | None = None) -> tuple[Conflict, ...]:
        """Undecided ones, oldest first, then those by which the registry's word keeps a phone of the stock from being
        sold; all of them, or those of these numbers. Not what rests on the typing alone of a buy-in that was given up.
        """
        ...

    def conflict(self, conflict_id: int) -> Conflict | None: ...


class FeedWrites(Protocol):
    def put_feed(self, state: FeedState) -> None: ...

    def apply_allocations(self, items: tuple[Allocation, ...], round_: int) -> int:
        """Only a higher version applies; tombstones hide. Returns how many changed something."""
        ...

    def sweep_allocations(self, round_: int) -> tuple[Allocation, ...]:
        """After a full reading: what it did not name is hidden. Those of them that stand in our own stock."""
        ...

    def add_conflict(self, conflict: Conflict) -> bool:
        """False where the same two sides already stand against each other, decided or not."""
        ...

    def decide_conflict(self, conflict_id: int, decision: str, by: str, reason: str, at: datetime) -> bool:
        """False for one that was decided so before, or for the shop."""
        ...
