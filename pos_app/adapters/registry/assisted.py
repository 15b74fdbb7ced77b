"""The registry through a person with a phone or a browser: the same port, a script instead of a call.

Nothing is sent from here and nothing is kept: the answer comes back as evidence, on another screen, later.
"""

from __future__ import annotations

from datetime import datetime

from pos_app.adapters.registry.scripts import ACTIVATION, INQUIRY, after_silence
from pos_app.domain.registry import (
    BY_PERSON,
    ActivationCommand,
    ByHand,
    Capabilities,
    Channel,
    Command,
    InquiryCommand,
    NotSent,
    OperationKind,
    Reply,
    ScriptLine,
    Unreadable,
)


class AssistedRegistry:
    """One public channel. Raises ValueError `channel-not-assisted` for one that is a machine."""

    def __init__(self, channel: Channel) -> None:
        if channel not in BY_PERSON:
            raise ValueError("channel-not-assisted")
        self.channel = channel

    def submit(self, command: Command) -> Reply:
        """The script of this command; NotSent `channel-does-not-offer` where the channel has none."""
        script = self.script(command)
        return ByHand(self.channel, script) if script else NotSent("channel-does-not-offer")

    def script(self, command: Command) -> tuple[ScriptLine, ...]:
        if isinstance(command, InquiryCommand):
            return INQUIRY[self.channel](command)
        if isinstance(command, ActivationCommand) and self.channel in ACTIVATION:
            return ACTIVATION[self.channel](command)
        return ()

    def look_up(self, operation_id: str, kind: OperationKind) -> Reply:
        """No channel can be asked by an operation's id; the script says what to do instead."""
        return ByHand(self.channel, after_silence(kind))

    def capabilities(self) -> Capabilities | NotSent | Unreadable:
        commands = {OperationKind.INQUIRY}
        if self.channel in ACTIVATION:
            commands.add(OperationKind.ACTIVATION)
        return Capabilities(commands=frozenset(commands))

    def server_time(self) -> datetime | NotSent | Unreadable:
        return NotSent("by-hand")
