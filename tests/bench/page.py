"""One page of an invoice, warm, and a bare canvas drawing the same glyphs."""

from __future__ import annotations

from tests.bench.extent import Extent
from tests.bench.figures import Figure, against
from tests.bench.page_floor import bench_page


def measure(extent: Extent) -> list[Figure]:
    ours, floor = bench_page(extent.pages)
    return [against("invoice page", ours * 1000, floor * 1000, "ms", aim=2)]
