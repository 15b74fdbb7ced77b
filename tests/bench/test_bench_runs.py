"""The measurements themselves still run, and say what `build/bench.json` promises. Never how long anything took."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict

import pytest

from tests.bench.__main__ import MEASUREMENTS
from tests.bench.extent import TINY, Extent
from tests.bench.figures import Figure, table

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.mark.parametrize("measure", [measure for name, measure in MEASUREMENTS.items() if name != "photo"])
def test_every_measurement_gives_figures(measure: Callable[[Extent], list[Figure]]) -> None:
    figures = measure(TINY)

    told = json.loads(json.dumps([asdict(figure) for figure in figures]))
    assert told
    for one in told:
        assert set(one) == {"name", "value", "unit", "floor", "ratio", "aim"}
        assert one["value"] > 0
        assert (one["floor"] is None) == (one["ratio"] is None)
    assert len(table(figures).splitlines()) == 1 + len(figures)
