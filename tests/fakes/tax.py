"""A tax office that says what it is told to say, and remembers what it was given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from pos_app.domain.e_sending import InFolder, Looked, Taken, Turned
from pos_app.domain.registry import NotSent, Unreadable
from pos_app.ports.tax import Packet


@dataclass(slots=True)
class ScriptedOffice:
    """Without a script everything is taken in, and succeeds at the first look."""

    sends: list[Taken | Turned | NotSent | Unreadable] = field(default_factory=list)
    looks: list[Looked | NotSent | Unreadable] = field(default_factory=list)
    packets: list[Packet] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    problem: str = ""
    folder: InFolder | NotSent | Unreadable = field(
        default_factory=lambda: InFolder("AWAITING_REACTION", exceeded=False)
    )
    watch: Callable[[], None] = lambda: None

    def ready(self) -> str:
        return self.problem

    def in_folder(self, tax_id: str, memory: str) -> InFolder | NotSent | Unreadable:
        self.watch()
        return self.folder

    def send(self, packet: Packet) -> Taken | Turned | NotSent | Unreadable:
        self.watch()
        self.packets.append(packet)
        return self.sends.pop(0) if self.sends else Taken(f"ref-{packet.uid[:8]}")

    def look_up(
        self, uid: str, memory: str, since: datetime, now: datetime, reference: str = ""
    ) -> Looked | NotSent | Unreadable:
        self.watch()
        self.asked.append((uid, reference))
        return self.looks.pop(0) if self.looks else Looked("SUCCESS", reference, sign="signed")
