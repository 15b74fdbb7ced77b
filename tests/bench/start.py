"""From the command to a window that is drawn and whose database has answered; every round is a new process."""

from __future__ import annotations

from time import perf_counter

from tests.bench.extent import Extent
from tests.bench.figures import Figure, against, milliseconds
from tests.bench.stock import shop
from tests.bench.worker import Worker


def measure(extent: Extent) -> list[Figure]:
    ours: list[float] = []
    floor: list[float] = []
    with shop(1000) as folder:
        for turn in range(1 + extent.starts):  # the first round compiles modules and does not count
            took = _seconds("tests.bench.our_start", str(folder))
            bare = _seconds("tests.bench.bare_window")
            if turn:
                ours.append(took)
                floor.append(bare)
    return [against("start to usable window", milliseconds(ours), milliseconds(floor), "ms", aim=1.5)]


def _seconds(module: str, *arguments: str) -> float:
    begun = perf_counter()
    with Worker(module, *arguments):
        return perf_counter() - begun
