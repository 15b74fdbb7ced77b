"""The one door to the registry; an API client and the assisted way stand behind it, and look alike."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from pos_app.domain.registry import Capabilities, Command, NotSent, OperationKind, Reply, Unreadable


class RegistryGateway(Protocol):
    """Blocking calls with a total deadline. None raises for what a network or a server may do."""

    def submit(self, command: Command) -> Reply:
        """Send once. A repeat with the same `operation_id` is harmless by contract."""
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
