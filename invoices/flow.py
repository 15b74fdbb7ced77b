"""Blocks under each other, carried over to further pages where they no longer fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from invoices.fonts import PaperError
from invoices.pen import Pen

Draw = Callable[[Pen, float], None]


@dataclass(frozen=True, slots=True)
class Block:
    """`height` and `gap` (the space above it) in points; `draw` gets the top edge.

    `header` is drawn again above the block when it opens a further page.
    """

    height: float
    draw: Draw
    gap: float = 0
    header: Block | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    block: Block
    top: float


def paginate(blocks: Sequence[Block], top: float, bottom: float) -> list[list[Placed]]:
    """Pages of blocks between `top` and `bottom`. Raises `PaperError` (`paper-block-too-tall`)."""
    pages: list[list[Placed]] = [[]]
    at = top
    for block in blocks:
        if pages[-1] and at + block.gap + block.height > bottom:
            pages.append([])
            at = top
            if block.header:
                pages[-1].append(Placed(block.header, at))
                at += block.header.height
        elif pages[-1]:
            at += block.gap
        if at + block.height > bottom + 0.01:
            raise PaperError("paper-block-too-tall")
        pages[-1].append(Placed(block, at))
        at += block.height
    return pages
