"""The registry's list of allocated stock, in memory: pages by cursor, a gateway by delegation."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pos_app.domain.feed import Allocation, AllocationPage, CursorGone, HistoryPage, OperationPage
from pos_app.domain.registry import (
    Capabilities,
    Command,
    NotSent,
    OperationKind,
    Refused,
    Reply,
    ScriptLine,
    Unreadable,
)
from pos_app.domain.verdict import InquiryAnswer
from pos_app.ports.registry import NoPage, RegistryGateway


@dataclass(slots=True)
class FeedOf:
    """`pages` under the cursors "", "1", "2" …; the cursor after the last one leads to an empty page. `trouble` is
    answered in place of a page from this cursor on, once. `gate` holds every page back until it is set."""

    gateway: RegistryGateway
    pages: Sequence[tuple[Allocation, ...]] = ()
    trouble: dict[str, NoPage] = field(default_factory=dict)
    gate: threading.Event = field(default_factory=threading.Event)
    cursors: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    clock_offset: timedelta | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    def allocations(self, cursor: str, limit: int) -> AllocationPage | NoPage:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            self.gate.wait(20)
            self.cursors.append(cursor)
            if cursor in self.trouble:
                return self.trouble.pop(cursor)
            at = int(cursor or 0)
            items = self.pages[at] if at < len(self.pages) else ()
            return AllocationPage(items, str(min(at + 1, len(self.pages))), at + 1 < len(self.pages))
        finally:
            self.at_once -= 1

    def operation_changes(self, cursor: str, *, wait: int = 0) -> OperationPage | NoPage:
        return OperationPage((), cursor, has_more=False)

    def device(self, imei: str) -> InquiryAnswer | Refused | Unreadable | NotSent:
        return NotSent("no-connection")

    def history(self, imei: str, cursor: str) -> HistoryPage | NoPage:
        return CursorGone()

    # -- the gateway behind it ---------------------------------------------------------------------

    def submit(self, command: Command) -> Reply:
        return self.gateway.submit(command)

    def script(self, command: Command) -> tuple[ScriptLine, ...]:
        return self.gateway.script(command)

    def look_up(self, operation_id: str, kind: OperationKind) -> Reply:
        return self.gateway.look_up(operation_id, kind)

    def capabilities(self) -> Capabilities | NotSent | Unreadable:
        return self.gateway.capabilities()

    def server_time(self) -> datetime | NotSent | Unreadable:
        return self.gateway.server_time()

    def close(self) -> None:
        """A test that failed must not hold its lane for long."""
        self.gate.set()
        getattr(self.gateway, "close", lambda: None)()
