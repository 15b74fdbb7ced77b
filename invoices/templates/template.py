"""One paper of an invoice as its template says it, checked and in points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from invoices.fonts import PaperError, Weight
from invoices.templates.sheet import PAD, Sheet
from invoices.text import Style

POINTS_PER_MM: Final = 72 / 25.4
#: A page of a PDF cannot be longer; the rare slip that would be goes on in a second piece.
LONGEST_ROLL: Final = 14_000.0

Look = Literal["form", "slip"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """`key` as a path in the file (`page.width`, `block[3].columns[2].name`), `reason` a code."""

    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}" if self.key else self.reason


class TemplateError(PaperError):
    """`template-invalid`: `detail` names the file and every mistake in it."""

    def __init__(self, file: str, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("template-invalid", detail=f"{file}: " + "; ".join(map(str, mistakes)))
        self.file = file
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column of the table by name; `width` in points, 0 = what is left."""

    name: str
    width: float


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """One block that is shown; each kind reads its own of these."""

    kind: str
    columns: tuple[ColumnPlan, ...] = ()
    address: bool = True
    logo: str = ""
    tax: bool = False
    beside: bool = False
    across: int = 1
    heights: tuple[float, ...] = ()
    stamp: bool = False
    qr: bool = False
    size: float = 0


@dataclass(frozen=True, slots=True)
class Room:
    """Lengths of a look, in points. `description`, `grid`, `row` and `bars_across` are a form's."""

    gap: float
    bars: float
    bars_wide: float
    row: float = 0
    grid: int = 1
    description: float = 0
    bars_across: int = 1


@dataclass(frozen=True, slots=True)
class Template:
    """`texts` by language: `title`, `terms`, `footer`. `logo` = the picture's bytes."""

    name: str
    look: Look
    language: str
    page: tuple[float, float]
    margin: float
    roll: bool
    sizes: Mapping[str, float]
    room: Room
    blocks: tuple[BlockPlan, ...]
    texts: Mapping[str, Mapping[str, str]]
    logo: bytes | None = None

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.page, self.margin, self.room.grid, self.sizes["body"], self.room.gap)

    def plan(self, kind: str) -> BlockPlan | None:
        return next((plan for plan in self.blocks if plan.kind == kind), None)

    def style(self, name: str, weight: Weight = Weight.REGULAR, *, tabular: bool = False) -> Style:
        """The type called `name` in the file."""
        return Style(weight, self.sizes[name], tabular)

    @property
    def bars_height(self) -> float:
        """A barcode and its digits."""
        return self.room.bars + self.style("small").leading + 1

    @property
    def inner(self) -> float:
        """Width of running text: between the rules of a form, from edge to edge of a slip."""
        return self.sheet.width - (2 * PAD if self.look == "form" else 0)
