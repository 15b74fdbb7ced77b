"""The registry through a person with a phone or a browser: the same port, a script instead of a call.

Nothing is sent from here and nothing is kept: the answer comes back as evidence, on another screen, later.
"""

from __future__ import annotations

from datetime import datetime

from pos_app.adapters.registry.scripts import shipped
from pos_app.domain.registry import (
    BY_PERSON,
    ByHand,
    Capabilities,
    Channel,
    Command,
    NotSent,
    OperationKind,
    Reply,
    ScriptLine,
    Unreadable,
)
from pos_app.domain.scripts import Scripts, after_silence


class AssistedRegistry:
    """One public channel. Raises ValueError `channel-not-assisted` for one that is a machine.

    `scripts` None = those that came with the program."""

    def __init__(self, channel: Channel, scripts: Scripts | None = None) -> None:
        if channel not in BY_PERSON:
            raise ValueError("channel-not-assisted")
        self.channel = channel
        self._scripts = scripts or shipped()

    def submit(self, command: Command) -> Reply:
        """The script of this command; NotSent `channel-does-not-offer` where the channel has none."""
        script = self.script(command)
        return ByHand(self.channel, script) if script else NotSent("channel-does-not-offer")

    def script(self, command: Command) -> tuple[ScriptLine, ...]:
        return self._scripts.script(self.channel, command)

    def look_up(self, operation_id: str, kind: OperationKind) -> Reply:
        """No channel can be asked by an operation's id; the script says what to do instead."""
        return ByHand(self.channel, after_silence(kind))

    def capabilities(self) -> Capabilities | NotSent | Unreadable:
        return Capabilities(commands=self._scripts.offers(self.channel))

    def server_time(self) -> datetime | NotSent | Unreadable:
        return NotSent("by-hand")
