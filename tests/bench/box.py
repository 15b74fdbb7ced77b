"""A 12-megapixel photo of a box to its codes; nothing to hold it against, so how many it found stands beside it."""

from __future__ import annotations

from tests.bench.extent import Extent
from tests.bench.figures import Figure, alone
from tests.bench.photo import bench_photo


def measure(extent: Extent) -> list[Figure]:
    seconds, found, wanted = bench_photo(extent.photos)
    return [alone(f"box photo of 12 megapixels to codes, {found} of {wanted} found", seconds * 1000, "ms")]
