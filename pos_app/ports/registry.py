"""The one door to the registry; an API client and the assisted way stand behind it, and look alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, runtime_checkable

from pos_app.domain.errors import ShopError
from pos_app.domain.feed import AllocationPage, CursorGone, HistoryPage, OperationPage
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

NoPage = CursorGone | Refused | Unreadable | NotSent  # why there is no page; none of these is an exception


class RegistryGateway(Protocol):
    """Blocking calls with a total deadline. None raises for what a network or a server may do."""

    def submit(self, command: Command) -> Reply:
        """Send once. A repeat with the same `operation_id` is harmless by contract."""
        ...

    def script(self, command: Command) -> tuple[ScriptLine, ...]:
        """What a person would do for this command on this channel; a question without any effect. () = nothing."""
        ...

    def look_up(self, operation_id: str, kind: OperationKind) -> Reply:
        """Ask by our own id what became of a command. `Refused` with `operation-not-found`: never received."""
        ...

    def capabilities(self) -> Capabilities | NotSent | Unreadable:
        """What may be asked through this way now."""
        ...

    def server_time(self) -> datetime | NotSent | Unreadable:
        """The registry's clock (UTC); also the cheapest proof that it can be reached."""
        ...


class ScriptDesk(Protocol):
    """The scripts of the public channels, which the shop may edit as a file."""

    @property
    def problem(self) -> ShopError | None:
        """Why the shop's own copy is not used, None = there is none or it rules."""
        ...

    @property
    def own(self) -> Path | None:
        """The shop's own copy, None = the shipped scripts rule."""
        ...

    def copy_to_edit(self) -> Path:
        """The shop's own copy, made from the shipped file where there is none. Raises OSError."""
        ...


class ReceivedMessage(Protocol):
    """A text message as a modem received it; `at` is the message centre's time."""

    @property
    def sender(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def at(self) -> datetime: ...


@runtime_checkable
class MessageInbox(Protocol):
    """A channel that can read messages by itself."""

    def inbox(self, since: datetime) -> tuple[ReceivedMessage, ...] | NotSent:
        """Messages from any sender, the oldest first."""
        ...


@runtime_checkable
class RegistryFeed(Protocol):
    """What only the service tells: lists by cursor ("" = from the beginning), and its view of one device."""

    @property
    def clock_offset(self) -> timedelta | None:
        """Registry minus this machine, about one second good; None = not measured yet."""
        ...

    def allocations(self, cursor: str, limit: int) -> AllocationPage | NoPage:
        """Phones allocated to this shop; without a cursor the whole list, from its first page."""
        ...

    def operation_changes(self, cursor: str, *, wait: int = 0) -> OperationPage | NoPage:
        """What became of this shop's operations since `cursor`; `wait` seconds (25 at most) for the first change."""
        ...

    def device(self, imei: str) -> InquiryAnswer | Refused | Unreadable | NotSent: ...

    def history(self, imei: str, cursor: str) -> HistoryPage | NoPage: ...
