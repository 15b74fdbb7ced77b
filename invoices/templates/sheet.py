"""What the blocks of any paper need to know of their sheet: edges, grid and type. Lengths in points."""

from __future__ import annotations

from dataclasses import dataclass

from invoices.fonts import Weight
from invoices.text import Style

PAD = 4.5
GAP = 7.0
RADIUS = 3.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """`grid` = columns over which the fields of a party are laid; `size` of the running text; `gap` between blocks."""

    page: tuple[float, float]
    margin: float
    grid: int
    size: float
    gap: float = GAP

    @property
    def left(self) -> float:
        return self.margin

    @property
    def right(self) -> float:
        return self.page[0] - self.margin

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def bottom(self) -> float:
        return self.page[1] - self.margin

    @property
    def body(self) -> Style:
        return Style(Weight.REGULAR, self.size)

    @property
    def medium(self) -> Style:
        return Style(Weight.MEDIUM, self.size)

    @property
    def strong(self) -> Style:
        return Style(Weight.BOLD, self.size)
