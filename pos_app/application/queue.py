"""What the status line shows: is the registry within reach, what waits, how old the oldest is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pos_app.application import shop as shops
from pos_app.application import sync
from pos_app.application.services import Services
from pos_app.application.shop import Shop
from pos_app.domain.registry import Channel
from pos_app.ports.operations import QueueState


class Link(StrEnum):
    """`BY_HAND`: this till has no access to the service, and needs none."""

    REACHED = "reached"
    SILENT = "silent"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Status:
    shop: Shop
    link: Link
    queue: QueueState
    now: datetime


def round_(services: Services) -> Status:
    """One background round: the clock call proves that the registry is there, then the queue is worked."""
    gateway = services.gateways.get(Channel.API)
    link = Link.BY_HAND
    if gateway is not None:
        link = Link.REACHED if isinstance(gateway.server_time(), datetime) else Link.SILENT
    queue = sync.once(services).queue if link is Link.REACHED else _queue(services)
    with services.storage.read() as session:
        return Status(shops.load(session), link, queue, services.clock.now())


def _queue(services: Services) -> QueueState:
    with services.storage.read() as session:
        return session.queue()
