"""Blocks under each other, carried over to further pages where they no longer fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from invoices.fonts import PaperError
from invoices.pen import Pen

Draw = Callable[[Pen, float], None]
Part = Callable[[float], "tuple[Block, Block] | None"]
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Block:
    """`height` and `gap` (the space above it) in points; `draw` gets the top edge.

    `header` is drawn again above the block when it opens a further page; `closing` below it when it is the last of
    its page and something follows: room for it is kept free. `kept` = it takes the block before it along rather than
    stand on a further page alone. `part` = what is taller than a page, in two: what fits into so many points, and the
    rest; None where nothing of it fits.
    """

    height: float
    draw: Draw
    gap: float = 0
    header: Block | None = None
    closing: Block | None = None
    kept: bool = False
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    block: Block
    top: float

    @property
    def bottom(self) -> float:
        return self.top + self.block.height


def stacked(*blocks: Block) -> Block:
    """Several as one that is never parted."""

    def draw(pen: Pen, top: float) -> None:
        for block in blocks:
            block.draw(pen, top)
            top += block.height

    return Block(sum(block.height for block in blocks), draw)


def paginate(blocks: Sequence[Block], top: float, bottom: float) -> list[list[Placed]]:
    """Pages of blocks between `top` and `bottom`. Raises `PaperError` (`paper-block-too-tall`)."""
    pages = _Pages(top, bottom)
    for block in blocks:
        pages.add(block)
    return pages.pages


def _with_marks(block: Block) -> float:
    """The least that a further page needs for it."""
    return block.height + sum(mark.height for mark in (block.header, block.closing) if mark)


class _Pages:
    def __init__(self, top: float, bottom: float) -> None:
        self.pages: list[list[Placed]] = [[]]
        self._top, self._bottom, self._at = top, bottom, top

    def add(self, block: Block) -> None:
        fresh = not self.pages[-1]
        while block.part and _with_marks(block) > self._bottom - self._top + _SLACK:
            at = self._at + (block.gap if self.pages[-1] else 0)
            parted = block.part(self._bottom - at - (block.closing.height if block.closing else 0))
            if parted:
                first, block = parted
                self._add_whole(first)
            elif fresh:
                break
            else:
                self._turn()
                self._head(block)
            fresh = not parted
        self._add_whole(block)

    def _add_whole(self, block: Block) -> None:
        closing = block.closing.height if block.closing else 0
        if self.pages[-1] and self._at + block.gap + block.height + closing > self._bottom:
            along = self._taken_along(block)
            self._turn()
            if along:
                self._open(along)
                self._at += block.gap
            else:
                self._head(block)
        elif self.pages[-1]:
            self._at += block.gap
        self._place(block)

    def _taken_along(self, block: Block) -> Block | None:
        page = self.pages[-1]
        if not block.kept or len(page) < 2:
            return None
        before = page[-1].block
        header = before.header.height if before.header else 0
        whole = header + before.height + block.gap + block.height
        if before.closing or page[-2].block.closing or self._top + whole > self._bottom:
            return None
        page.pop()
        return before

    def _open(self, block: Block) -> None:
        self._head(block)
        self._place(block)

    def _turn(self) -> None:
        closing = self.pages[-1][-1].block.closing
        if closing:
            self.pages[-1].append(Placed(closing, self._at))
        self.pages.append([])
        self._at = self._top

    def _head(self, block: Block) -> None:
        if block.header:
            self._place(block.header)

    def _place(self, block: Block) -> None:
        if self._at + block.height > self._bottom + _SLACK:
            raise PaperError("paper-block-too-tall")
        self.pages[-1].append(Placed(block, self._at))
        self._at += block.height
