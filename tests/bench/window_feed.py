"""The window while the list of allocated phones comes in beside it: for how long it does not answer, and its memory.

Gaps are those of a 2 ms timer on the window's thread. A machine that is busy with other things makes gaps of its own:
those of the same window at rest stand beside them.
"""

from __future__ import annotations

from tests.bench.extent import Extent
from tests.bench.figures import Figure, against, alone, p99
from tests.bench.link import practice
from tests.bench.stock import shop
from tests.bench.worker import Worker

FRAME_MS = 16
_MEGABYTE = 1_000_000


def measure(extent: Extent) -> list[Figure]:
    with (
        practice(extent.fed) as there,
        shop(1000) as folder,
        Worker("tests.bench.our_start", str(folder)) as window,
    ):
        window.ask("reach", address=there.address)
        idle = window.ask("memory", idle_ms=extent.idle_ms)
        resting = window.ask("rest", ms=extent.idle_ms)
        done = window.ask("pull")
    if done["problem"]:
        raise RuntimeError(done["problem"])
    name = f"window while {extent.fed:,} allocations come in"
    return [
        alone(f"{name}, p99 of its gaps", _p99(done["gaps"]), "ms", aim=FRAME_MS),
        alone(f"{name}, longest gap", _longest(done["gaps"]), "ms"),
        alone("the same window at rest, p99 of its gaps", _p99(resting), "ms"),
        alone("the same window at rest, longest gap", _longest(resting), "ms"),
        against(f"{name}, peak memory against idle", done["peak"] / _MEGABYTE, idle / _MEGABYTE, "MB"),
    ]


def _p99(gaps: list[float]) -> float:
    return p99([gap / 1000 for gap in gaps])


def _longest(gaps: list[float]) -> float:
    return max(gaps, default=0.0)
