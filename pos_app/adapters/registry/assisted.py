"""The registry through a person with a phone or a browser: the same port, a script instead of a call.

Nothing is sent from here and nothing is kept: the answer comes back as evidence, on another screen, later.
"""

from __future__ import annotations

from datetime import datetime

from pos_app.adapters.registry.scripts import ACTIVATION, INQUIRY, after_silence
from pos_app.domain.registry import (
    ByHand,
    Capabilities,
    Channel,
    Command,
    InquiryCommand,
    NotSent,
    OperationKind,
    Reply,
    Unreadable,
)


class AssistedRegistry:
    """One public channel. Raises ValueError `channel-not-assisted` for `Channel.API`."""

    def __init__(self, channel: Channel) -> None:
        if not channel.assisted:
            raise ValueError("channel-not-assisted")
        self.channel = channel

    def submit(self, command: Command) -> Reply:
        """The script of this command; NotSent `channel-does-not-offer` where the channel has none."""
        if isinstance(command, InquiryCommand):
            return ByHand(self.channel, INQUIRY[self.channel](command))
        script = ACTIVATION.get(self.channel)
        return ByHand(self.channel, script(command)) if script else NotSent("channel-does-not-offer")

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
