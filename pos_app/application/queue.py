"""What the status line shows: is the registry within reach, what waits, how old the oldest is, whose clock is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pos_app.application import channels, duties, e_sending, figures, modem, sync
from pos_app.application import shop as shops
from pos_app.application.services import Services
from pos_app.application.shop import Shop
from pos_app.domain.registry import Channel
from pos_app.ports.operations import QueueState

CLOCK_DIFFERS = timedelta(minutes=5)  # between this machine and the registry; then it is said


class Link(StrEnum):
    """`BY_HAND`: this till has no access to the service, and needs none."""

    REACHED = "reached"
    SILENT = "silent"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Status:
    """`clock_off`: registry minus this machine, None = not measured or small. `conflicts`: undecided ones. `duties`:
    all that is owed, `overdue` of them past their time."""

    shop: Shop
    link: Link
    queue: QueueState
    now: datetime
    clock_off: timedelta | None = None
    conflicts: int = 0
    duties: int = 0
    overdue: int = 0
    tax: e_sending.Round | None = None  # what went to the taxpayers' system


def round_(services: Services) -> Status:
    """One background round: the clock call proves that the registry is there, then the queue is worked."""
    gateway = services.gateways.get(Channel.API)
    link = Link.BY_HAND
    if gateway is not None:
        link = Link.REACHED if isinstance(gateway.server_time(), datetime) else Link.SILENT
    if link is Link.REACHED:
        channels.remember(services)
        sync.once(services)
    modem.late_messages(services)
    sent = e_sending.once(services)
    figures.catch_up(services)
    feed = services.feed
    offset = feed.clock_offset if feed is not None else None
    off = offset if offset is not None and abs(offset) >= CLOCK_DIFFERS else None
    with services.storage.read() as session:
        conflicts = sum(not conflict.decision for conflict in session.conflicts())
        owed = duties.count(services, session)
        return Status(
            shops.load(session), link, session.queue(), services.clock.now(), off, conflicts, owed.duties, owed.overdue,
            sent,
        )  # fmt: skip
