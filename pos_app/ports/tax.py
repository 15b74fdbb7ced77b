"""The taxpayers' system, and the shop's memory of what is on its way there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pos_app.domain.e_sending import InFolder, Looked, Sending, Step, Taken, Turned
from pos_app.domain.registry import NotSent, Unreadable


@dataclass(frozen=True, slots=True)
class Packet:
    """`text` is the e-invoice as JSON; `uid` names the packet over there, for good."""

    uid: str
    memory: str
    text: str = field(repr=False)


class TaxOffice(Protocol):
    """One call, one deadline; it never raises for what a network, a key or the office may do."""

    def send(self, packet: Packet) -> Taken | Turned | NotSent | Unreadable: ...

    def look_up(
        self, uid: str, memory: str, since: datetime, now: datetime, reference: str = ""
    ) -> Looked | NotSent | Unreadable:
        """What became of a packet that went out at `since`: by its reference number where it has one."""
        ...

    def in_folder(self, tax_id: str, memory: str) -> InFolder | NotSent | Unreadable:
        """What has become of an accepted invoice in the taxpayers' folder."""
        ...

    def ready(self) -> str:
        """ "" = key and certificate are there and belong together, else the code of what is wrong. Asks nobody."""
        ...


@dataclass(frozen=True, slots=True)
class SendingCounts:
    """`waiting` on their way, `called` of no way by themselves, `oldest` issue of both."""

    waiting: int = 0
    called: int = 0
    oldest: datetime | None = None


class SendingReads(Protocol):
    def sending(self, number: str) -> Sending | None: ...

    def sendings(self, numbers: tuple[str, ...]) -> dict[str, Sending]:
        """By invoice number; those that were never queued are absent."""
        ...

    def due_sendings(self, now: datetime, limit: int) -> tuple[str, ...]:
        """Whose time has come and that nobody holds, in the order of issue."""
        ...

    def sending_counts(self) -> SendingCounts: ...

    def unqueued(self, limit: int) -> tuple[str, ...]:
        """Numbers of invoices with a tax id that were never queued, oldest first."""
        ...


class SendingWrites(Protocol):
    def add_sending(self, entry: Sending) -> None:
        """Raises ShopError `e-invoice-queued-already`."""
        ...

    def claim_sending(self, number: str, by: str, now: datetime, until: datetime) -> bool:
        """Takes the lease. What waits becomes `sending` and counts as over there from now on, as a crash may follow."""
        ...

    def keep_packet(self, number: str, text: str) -> None:
        """What is about to go out."""
        ...

    def settle_sending(self, number: str, step: Step, now: datetime, *, lease: datetime | None = None) -> bool:
        """False, and nothing changed, where another has taken the lease over or it is closed."""
        ...

    def send_again(self, number: str, uid: str, now: datetime) -> bool:
        """Back to waiting under this uid. False for what is on its way or done."""
        ...

    def close_sending(self, number: str, problem: str, now: datetime) -> bool:
        """Ended by a person. False for what is under way at this moment or done."""
        ...

    def recover_sendings(self, now: datetime) -> int:
        """Found in `sending` with a lease that ran out: unknown; how many."""
        ...
