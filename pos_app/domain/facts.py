"""What the shop knows while a step is judged."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.registry import Channel
from pos_app.domain.stock import Unit


@dataclass(frozen=True, slots=True)
class Facts:
    """`elsewhere`: box IMEIs that stand on another unit of the stock. `stopped`: the verdict by which the registry has
    stopped this phone, "" = none, or its service has answered since."""

    unit: Unit
    channel: Channel | None = None  # None: the step asks nobody
    elsewhere: tuple[str, ...] = ()
    stopped: str = ""
