"""A figure as `build/bench.json` keeps it, and how a row of times becomes one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """`aim` is the largest ratio wanted, or the largest value where there is no floor; None = no aim is set."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    aim: float | None = None

    @property
    def met(self) -> bool | None:
        if self.aim is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.aim


def against(name: str, value: float, floor: float, unit: str, aim: float | None = None) -> Figure:
    return Figure(name, round(value, 3), unit, round(floor, 3), round(value / floor, 2), aim)


def alone(name: str, value: float, unit: str, aim: float | None = None) -> Figure:
    return Figure(name, round(value, 3), unit, aim=aim)


def milliseconds(seconds: Sequence[float]) -> float:
    """The median."""
    return median(seconds) * 1000


def p99(seconds: Sequence[float]) -> float:
    """In ms; of fewer than a hundred, the largest."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000


def p95(seconds: Sequence[float]) -> float:
    """In ms."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000


def table(figures: Sequence[Figure]) -> str:
    """For people: one line each, with how it stands to its aim."""
    widest = max(len(figure.name) for figure in figures)
    lines = [f"{'':{widest}}      value          floor    ratio   aim"]
    for one in figures:
        floor = "" if one.floor is None else f"{one.floor:.2f}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f} x"
        aim = "" if one.aim is None else f"{one.aim:g}"
        met = {None: "", True: "met", False: "MISSED"}[one.met]
        lines.append(
            f"{one.name:{widest}} {one.value:10.2f} {one.unit:4} {floor:>10} {ratio:>8} {aim:>5} {met}".rstrip()
        )
    return "\n".join(lines)
