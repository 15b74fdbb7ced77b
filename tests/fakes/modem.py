"""A modem that hears what it is told to hear, and tells each turn as a real one does."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime

from pos_app.adapters.registry.assisted import AssistedRegistry
from pos_app.application import modem
from pos_app.domain.outbox import SMS_AWAITED
from pos_app.domain.registry import (
    ByHand,
    Capabilities,
    Channel,
    Command,
    Exchange,
    Heard,
    NotSent,
    OperationKind,
    Reply,
    ScriptLine,
    Unreadable,
)
from pos_app.ports.storage import Storage
from tests.fakes import parts
from tests.fakes.clock import NOON

TEXT = f"IMEI {parts.IMEI1} legal"
PATIENCE = 20.0  # seconds that a dialogue waits to be let go on


@dataclass
class Received:
    sender: str
    text: str
    at: datetime = NOON


@dataclass
class FakeModem:
    """`late` is what a look-up finds, `messages` what lies on the SIM, `turns` what is sent and said before `heard`.
    While `go_on` is clear a dialogue stands still after its turns."""

    storage: Storage
    heard: Heard | NotSent = field(default_factory=lambda: Heard(TEXT, "HAMTA"))
    late: Heard = field(default_factory=lambda: Heard(why=SMS_AWAITED))
    messages: tuple[Received, ...] = ()
    turns: tuple[tuple[str, str], ...] = (("*7777#", "1 2 3"),)
    at: datetime = NOON
    dialled: int = 0
    go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.go_on.set()

    def submit(self, command: Command) -> Reply:
        assert getattr(self.storage, "open", 0) == 0, "the modem was called inside a transaction"
        if isinstance(self.heard, NotSent):
            self.dialled += 1
            return self.heard
        for sent, received in self.turns:
            modem.keep_exchange(self.storage, command.operation_id, Exchange(self.at, sent, received))
        self.dialled += 1
        assert self.go_on.wait(PATIENCE)
        return ByHand(Channel.MODEM, self.script(command), self.heard)

    def script(self, command: Command) -> tuple[ScriptLine, ...]:
        return AssistedRegistry(Channel.USSD).script(command)

    def look_up(self, operation_id: str, kind: OperationKind) -> Reply:
        return ByHand(Channel.MODEM, (), self.late)

    def inbox(self, since: datetime) -> tuple[Received, ...] | NotSent:
        return tuple(message for message in self.messages if message.at >= since)

    def capabilities(self) -> Capabilities | NotSent | Unreadable:
        return Capabilities(commands=frozenset({OperationKind.INQUIRY, OperationKind.ACTIVATION}))

    def server_time(self) -> datetime | NotSent | Unreadable:
        return NotSent("by-hand")
