"""From the end of a scan to the unit on the screen, with a thousand to a million units in stock.

The floor looks the same rows up with sqlite3 and repaints a bare window with the same texts at the same places.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random

from pos_app.domain.imei import grouped
from tests.bench.extent import Extent
from tests.bench.figures import Figure, against, alone, milliseconds, p99
from tests.bench.stock import PHONE, imeis, shop
from tests.bench.worker import Worker
from ui import format as fmt

FRAME_MS = 16
_WARM = 5


@dataclass(slots=True)
class _Counter:
    """Our window and the floor's beside it, on the same stock; times in seconds."""

    units: int
    ours: Worker
    bare: Worker
    unit: list[float] = field(default_factory=list)
    sale: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    def dress(self) -> None:
        first = imeis(0)
        self.ours.ask("scan", imei=first[0])
        changing = [fmt.natural(PHONE.title), "R5CX0000000", *map(grouped, first)]
        self.bare.ask("dress", texts=self.ours.ask("texts"), changing=changing)
        self.ours.ask("leave")

    def round(self, place: int) -> None:
        imei = imeis(place)[0]
        first = self.ours.ask("scan", imei=imei)
        self.unit.append(first["unit"])
        self.sale.append(first["sale"])
        self.floor.append(self.bare.ask("scan", imei=imei))
        self.again.append(self.ours.ask("scan", imei=imei, again=True)["sale"])
        self.ours.ask("leave")

    def forget(self) -> None:
        for times in (self.unit, self.sale, self.again, self.floor):
            times.clear()


def measure(extent: Extent) -> list[Figure]:
    random = Random(7)  # noqa: S311  which unit, not a secret
    with ExitStack() as open_ones:
        counters = [_open(open_ones, units) for units in extent.stocks]
        for counter in counters:
            counter.dress()
        for turn in range(_WARM + extent.scans):
            for counter in counters:  # in turns: a slow moment of the machine meets them all
                counter.round(random.randrange(counter.units))
                if turn == _WARM - 1:
                    counter.forget()
    return [*(figure for counter in counters for figure in _figures(counter)), _flat(counters)]


def _open(open_ones: ExitStack, units: int) -> _Counter:
    folder = open_ones.enter_context(shop(units))
    ours = open_ones.enter_context(Worker("tests.bench.our_start", str(folder)))
    bare = open_ones.enter_context(Worker("tests.bench.bare_window", str(folder / "shop.db")))
    return _Counter(units, ours, bare)


def _figures(counter: _Counter) -> list[Figure]:
    stock = f"{counter.units:,} units"
    floor = milliseconds(counter.floor)
    return [
        against(f"scan to painted unit, {stock}", milliseconds(counter.unit), floor, "ms", aim=1.5),
        alone(f"scan to painted unit, {stock}, p99", p99(counter.unit), "ms", aim=FRAME_MS),
        against(f"scan to open sale on disk and painted, {stock}", milliseconds(counter.sale), floor, "ms"),
        against(f"the same unit scanned again, {stock}", milliseconds(counter.again), floor, "ms"),
    ]


def _flat(counters: list[_Counter]) -> Figure:
    """The largest stock against the smallest."""
    small, large = counters[0], counters[-1]
    name = f"scan to painted unit, {large.units:,} units against {small.units:,}"
    return against(name, milliseconds(large.unit), milliseconds(small.unit), "ms", aim=1.1)
