"""The practice registry in a process of its own, and this till's way to it as the product has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pos_app.adapters.clock import SystemClock
from pos_app.adapters.registry.api import HttpxRegistry
from pos_app.practice import CLIENT_ID, CLIENT_SECRET, registry
from registry_sandbox.practice import PRACTICE_SHOP
from tests.registry.practice import PracticeAt

_AT_ONCE = 100_000  # invented phones of one request
WayT = TypeVar("WayT", bound=HttpxRegistry)


@contextmanager
def practice(allocations: int = 0, devices: Path | None = None) -> Iterator[PracticeAt]:
    """With this many invented phones beside those of its seed; `devices`: a file in place of the seed's."""
    with registry(devices=devices) as access:
        if access is None:
            raise RuntimeError("the practice registry is not installed")
        there = PracticeAt(access.address)
        for first in range(0, allocations, _AT_ONCE):
            there.allocate_many(min(_AT_ONCE, allocations - first), first)
        yield there


def way_to(address: str, kind: type[WayT]) -> WayT:
    return kind(address, CLIENT_ID, lambda: CLIENT_SECRET, now=SystemClock().now, shop_id=PRACTICE_SHOP)
