"""The table of a life: one row for each event, as many lines as it needs, the heading repeated on every page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from invoices.figures import code
from invoices.flow import Block
from invoices.pen import INK, MUTED, Colour, Pen
from invoices.templates import upright
from invoices.templates.sheet import GAP, PAD
from invoices.text import Style, fit, wrap
from invoices.wording_life import KINDS, NOTHING, actor, answered, day_and_hour, detail, free, state, way
from pos_app.domain.digits import persian
from pos_app.domain.life import LifeEvent

_SHEET = upright.SHEET
_ROW_AIR = 6.0
_WHAT = 2
#: From right to left; the column of what happened takes what is left.
_COLUMNS = (
    ("ردیف", 27.0),
    ("تاریخ و ساعت", 56.0),
    ("رویداد", 0.0),
    ("انجام‌دهنده", 68.0),
    ("طرف دیگر", 74.0),
    ("راه و پاسخ", 104.0),
    ("شمارهٔ سند", 80.0),
)
_TAKEN = sum(width for _, width in _COLUMNS)
_EDGES = tuple(
    pairwise(
        _SHEET.right - passed
        for passed in accumulate((width or _SHEET.width - _TAKEN for _, width in _COLUMNS), initial=0.0)
    )
)
_LONGEST = 12  # lines of one row; what is longer goes on in a further row, so that a page can hold it


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    style: Style
    colour: Colour = INK


def event_blocks(events: tuple[LifeEvent, ...]) -> list[Block]:
    """Heading and rows; a life without events says so."""
    heading = _heading()
    rows = [block for number, event in enumerate(events, start=1) for block in _rows(number, event, heading)]
    return [replace(heading, gap=GAP), *(rows or [_drawn([[], [], [_Text(NOTHING, upright.CELL)]], heading)])]


def _heading() -> Block:
    height = upright.HEADING.leading + 6

    def draw(pen: Pen, top: float) -> None:
        pen.shade(_SHEET.left, top, _SHEET.width, height)
        _frame(pen, top, height)
        with pen.row():
            for (title, _), (right, left) in zip(_COLUMNS, _EDGES, strict=True):
                with pen.cell("TH"):
                    pen.text(title, (right + left) / 2, top + 3, upright.HEADING, INK, align="centre")

    return Block(height, draw)


def _frame(pen: Pen, top: float, height: float) -> None:
    pen.box(_SHEET.left, top, _SHEET.width, height)
    for _, left in _EDGES[:-1]:
        pen.upright(left, top, top + height)


def _rows(number: int, event: LifeEvent, heading: Block) -> list[Block]:
    cells = _cells(number, event)
    longest = max(len(cell) for cell in cells)
    return [
        _drawn([cell[start : start + _LONGEST] for cell in cells], heading) for start in range(0, longest, _LONGEST)
    ]


def _cells(number: int, event: LifeEvent) -> list[list[_Text]]:
    """Lines of each cell, in the order of the columns."""
    strong, plain, small = upright.CELL_STRONG, upright.CELL, upright.SMALL
    day, hour = day_and_hour(event.at)
    reason = f"علت: {free(event.reason)}" if event.reason else ""
    said = (
        [(persian(str(number)), plain, INK)],
        [(day, plain, INK), (hour, plain, INK)],
        [(KINDS[event.kind], strong, INK), (detail(event), plain, INK), (reason, small, MUTED)],
        [(actor(event.who), plain, INK)],
        [(free(event.person), plain, INK)],
        [(way(event.channel), plain, INK), (state(event), strong, INK), (answered(event), small, MUTED)],
        [(code(event.number), plain, INK)],
    )
    cells = []
    for texts, (right, left) in zip(said, _EDGES, strict=True):
        limit = right - left - 2 * PAD
        cells.append([_Text(line, style, colour) for text, style, colour in texts for line in wrap(text, style, limit)])
    return cells


def _fill(pen: Pen, cell: list[_Text], right: float, left: float, top: float) -> None:
    for line in cell:
        style = fit(line.text, line.style, right - left - 2 * PAD + 2)
        pen.text(line.text, right - PAD, top + (line.style.leading - style.leading) / 2, style, line.colour)
        top += line.style.leading


def _drawn(cells: list[list[_Text]], heading: Block) -> Block:
    height = max(sum(line.style.leading for line in cell) for cell in cells) + _ROW_AIR

    def draw(pen: Pen, top: float) -> None:
        _frame(pen, top, height)
        with pen.row():
            for cell, (right, left) in zip(cells, _EDGES, strict=False):
                with pen.cell("TD"):
                    _fill(pen, cell, right, left, top + _ROW_AIR / 2)

    return Block(height, draw, header=heading)
