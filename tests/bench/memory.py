"""Memory of the idle counter after a scan in a large stock, against a bare window with the same font."""

from __future__ import annotations

from statistics import median

from tests.bench.extent import Extent
from tests.bench.figures import Figure, against
from tests.bench.stock import imeis, shop
from tests.bench.worker import Worker

_MEGABYTE = 1_000_000


def measure(extent: Extent) -> list[Figure]:
    ours: list[float] = []
    floor: list[float] = []
    with shop(extent.large) as folder:
        for _ in range(extent.idles):
            with Worker("tests.bench.our_start", str(folder)) as window:
                window.ask("scan", imei=imeis(extent.large // 2)[0])
                window.ask("leave")
                ours.append(window.ask("memory", idle_ms=extent.idle_ms) / _MEGABYTE)
            with Worker("tests.bench.bare_window") as bare:
                floor.append(bare.ask("memory", idle_ms=extent.idle_ms) / _MEGABYTE)
    name = f"idle memory, {extent.large:,} units"
    return [against(name, median(ours), median(floor), "MB", aim=1.3)]
