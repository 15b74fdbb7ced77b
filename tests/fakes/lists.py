"""The lists of the registry in memory: allocated phones, changed operations, a device's history; by cursors that say
nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from pos_app.domain.feed import Allocation, AllocationPage, CursorGone, HistoryEvent, HistoryPage, OperationPage
from pos_app.domain.registry import Answered, NotSent, Operation
from pos_app.ports.registry import NoPage

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_PAGE = 200
ItemT = TypeVar("ItemT")


class ScriptedLists:
    """`online` False: nothing leaves this machine. `clock_offset` is what a test says it is."""

    def __init__(self) -> None:
        self.online = True
        self.clock_offset: timedelta | None = timedelta()
        self._allocations: list[Allocation] = []
        self._version = 0
        self._views: dict[str, Answered] = {}  # in the order of their last change
        self._changed: list[str] = []
        self._events: dict[str, list[HistoryEvent]] = {}
        self._cursors: dict[str, tuple[str, int]] = {}

    # --- what a test does to the registry -----------------------------------------------------------------

    def allocate(self, *items: Allocation) -> None:
        """Upserts and tombstones, each with the next version."""
        for item in items:
            self._version += 1
            others = [one for one in self._allocations if one.allocation_id != item.allocation_id]
            self._allocations = [*others, replace(item, version=self._version)]

    def forget_cursors(self) -> None:
        """Every cursor that was given out is gone."""
        self._cursors.clear()

    # --- what it answers ----------------------------------------------------------------------------------

    def allocations(self, cursor: str, limit: int) -> AllocationPage | NoPage:
        found = self._page("allocations", self._allocations, [one.version for one in self._allocations], cursor, limit)
        return AllocationPage(*found) if isinstance(found, tuple) else found

    def operation_changes(self, cursor: str, *, wait: int = 0) -> OperationPage | NoPage:
        last = {operation_id: place for place, operation_id in enumerate(self._changed, start=1)}
        items: list[Operation] = [self._views[operation_id].operation for operation_id in sorted(last, key=last.get)]  # type: ignore[arg-type]
        found = self._page("operations", items, sorted(last.values()), cursor, _PAGE)
        return OperationPage(*found) if isinstance(found, tuple) else found

    def history(self, imei: str, cursor: str) -> HistoryPage | NoPage:
        events = self._events.get(imei, [])
        found = self._page(f"history/{imei}", events, range(1, len(events) + 1), cursor, _PAGE)
        return HistoryPage(*found) if isinstance(found, tuple) else found

    def _page(
        self, listed: str, items: Sequence[ItemT], places: Sequence[int], cursor: str, limit: int
    ) -> tuple[tuple[ItemT, ...], str, bool] | CursorGone | NotSent:
        if not self.online:
            return NotSent("no-connection")
        name, after = self._cursors.get(cursor, ("", 0)) if cursor else (listed, 0)
        if name != listed:
            return CursorGone()
        later = [(place, item) for place, item in zip(places, items, strict=True) if place > after]
        shown = later[:limit]
        given = f"cursor-{len(self._cursors)}"
        self._cursors[given] = (listed, shown[-1][0] if shown else after)
        return tuple(item for _place, item in shown), given, len(later) > limit

    def _show(self, told: Answered) -> None:
        """What a look-up and the list of changes say from now on."""
        self._views[told.operation.operation_id] = told
        self._changed.append(told.operation.operation_id)

    def _note(self, imei: str, event: str) -> None:
        events = self._events.setdefault(imei, [])
        events.append(HistoryEvent(f"{event}-{imei}-{len(events)}", NOON, event, "{}"))
