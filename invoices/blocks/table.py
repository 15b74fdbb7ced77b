"""The table of the form: the official columns from right to left, rows that wrap, sums carried from page to page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final, Literal

from invoices.blocks.goods import Told, described
from invoices.composition import Composition
from invoices.figures import code
from invoices.flow import Block, stacked
from invoices.fonts import Weight
from invoices.pen import INK, Pen
from invoices.templates.sheet import PAD
from invoices.templates.template import BlockPlan, ColumnPlan
from invoices.text import Style, fit, width, wrap
from pos_app.domain.invoice import InvoiceLine

_MONEY: Final = frozenset({"fee", "prdis", "dis", "adis", "vam", "tsstam"})
_LEAST_LINES: Final = 3  # of a description at the foot of a page
#: Money columns that have a sum in the document under the same name.
_SUMMED: Final = ("prdis", "dis", "adis", "vam", "tsstam")
_VALUES: Final[dict[str, Callable[[Composition, InvoiceLine], str]]] = {
    "row": lambda c, line: c.tongue.number(str(line.row_no)),
    "goods_code": lambda _c, line: code(line.goods_code),
    "quantity": lambda c, line: c.tongue.quantity(line.quantity),
    "unit": lambda c, line: c.tongue.word("measures", str(line.unit_code)),
    "vat_rate": lambda c, line: rate(c, line),
}


@dataclass(frozen=True, slots=True)
class _Grid:
    """Columns with their right and left edge, and the type of the amounts."""

    c: Composition
    columns: tuple[ColumnPlan, ...]
    edges: tuple[tuple[float, float], ...]
    money: Style
    total: Style

    @property
    def description(self) -> int:
        return next(index for index, column in enumerate(self.columns) if column.name == "description")


@dataclass(frozen=True, slots=True)
class _Marks:
    """Above and below a row where a page ends; `further` above what it goes on with."""

    header: Block
    closing: Block
    further: Block


def rate(c: Composition, line: InvoiceLine) -> str:
    """10 for 1000 hundredths, 9.5 for 950."""
    whole, part = divmod(line.vat_hundredths, 100)
    return c.tongue.quantity(f"{whole}.{part:02}")


def table_blocks(c: Composition, plan: BlockPlan) -> list[Block]:
    """Heading, rows and totals; a further page begins with the heading and what was brought there."""
    grid = _measure(c, plan.columns)
    heading = _heading(grid)
    sums = dict.fromkeys(_SUMMED, 0)
    rows: list[Block] = [replace(heading, gap=c.sheet.gap)]
    header = heading
    for line in c.document.lines:
        for name in _SUMMED:
            sums[name] += getattr(line, name)
        further = stacked(heading, _carried(grid, sums, "brought"))
        rows.append(_row(grid, line, _Marks(header, _carried(grid, sums, "carried"), further)))
        header = further
    return [*rows, replace(_totals(grid), header=header)]


def _measure(c: Composition, plans: tuple[ColumnPlan, ...]) -> _Grid:
    """Money columns take what their widest amount needs; the description gets the rest."""
    sheet, room = c.sheet, c.template.room
    size, least = c.template.sizes["money"], c.template.sizes["money_least"]
    place = next(index for index, plan in enumerate(plans) if plan.name == "description")
    while True:
        money = Style(Weight.REGULAR, size, tabular=True)
        total = replace(money, weight=Weight.BOLD)
        widths = [_column_width(c, plan, money, total) for plan in plans]
        widths[place] = sheet.width - sum(widths)
        if widths[place] >= room.description or size <= least:
            break
        size = max(size - 0.3, least)
    starts = [sheet.right - passed for passed in accumulate(widths, initial=0.0)]
    return _Grid(c, plans, tuple(pairwise(starts)), money, total)


def _column_width(c: Composition, plan: ColumnPlan, money: Style, total: Style) -> float:
    if plan.name not in _MONEY:
        return plan.width
    widest = max((width(c.amount(getattr(line, plan.name)), money) for line in c.document.lines), default=0.0)
    if plan.name in _SUMMED:
        widest = max(widest, width(c.amount(getattr(c.document, plan.name)), total))
    return max(plan.width, widest + 2 * PAD)


def _frame(pen: Pen, grid: _Grid, top: float, height: float, first: int = 0) -> None:
    """The outline of a row and the rules between its cells, from the column `first` on."""
    sheet = grid.c.sheet
    pen.box(sheet.left, top, sheet.width, height)
    for _, left in grid.edges[first:-1]:
        pen.upright(left, top, top + height)


def _centred(
    pen: Pen,
    texts: tuple[str, ...],
    style: Style,
    edge: tuple[float, float],
    top: float,
    height: float,
    tag: Literal["TH", "TD"],
) -> None:
    """Lines in the middle of a cell, each made smaller if it must be."""
    right, left = edge
    top += (height - len(texts) * style.leading) / 2
    with pen.cell(tag):
        for text in texts:
            smaller = fit(text, style, right - left - 2 * PAD + 2)
            slack = (style.leading - smaller.leading) / 2
            pen.text(text, (right + left) / 2, top + slack, smaller, INK, align="centre")
            top += style.leading


def _heading(grid: _Grid) -> Block:
    c = grid.c
    style = c.template.style("heading", Weight.BOLD)
    texts = []
    for column, (right, left) in zip(grid.columns, grid.edges, strict=True):
        said, limit = c.tongue.say(f"column_{column.name}", unit=c.unit), right - left - 5
        longest = max(said.split(), key=lambda word: width(word, style))
        texts.append((wrap(said, fitted := fit(longest, style, limit - 0.01), limit), fitted))  # no word is cut
    height = max(len(lines) * fitted.leading for lines, fitted in texts) + 4

    def draw(pen: Pen, top: float) -> None:
        pen.shade(c.sheet.left, top, c.sheet.width, height)
        _frame(pen, grid, top, height)
        with pen.row():
            for (lines, fitted), edge in zip(texts, grid.edges, strict=True):
                _centred(pen, lines, fitted, edge, top, height, "TH")

    return Block(height, draw)


def _row(grid: _Grid, line: InvoiceLine, marks: _Marks) -> Block:
    right, left = grid.edges[grid.description]
    return _told_row(grid, described(grid.c, line, right - left - 2 * PAD), line, marks)


def _told_row(grid: _Grid, told: list[Told], line: InvoiceLine | None, marks: _Marks) -> Block:
    """`line` None = what a taller row than a page goes on with: its amounts stand where it begins."""
    c, right = grid.c, grid.edges[grid.description][0]
    told_height = sum(style.leading for _, style, _ in told)
    height = max(told_height, grid.money.leading) + c.template.room.row

    def draw(pen: Pen, top: float) -> None:
        _frame(pen, grid, top, height)
        with pen.row():
            for index, (column, edge) in enumerate(zip(grid.columns, grid.edges, strict=True)):
                if index == grid.description:
                    with pen.cell("TD"):
                        at = top + (height - told_height) / 2
                        for text, style, colour in told:
                            pen.text(text, right - PAD, at, style, colour)
                            at += style.leading
                else:
                    said, style = _said(grid, column, line)
                    _centred(pen, said, style, edge, top, height, "TD")

    def part(room: float) -> tuple[Block, Block] | None:
        heights = accumulate((style.leading for _, style, _ in told), initial=c.template.room.row)
        fitting = sum(reached <= room for reached in heights) - 1
        if not _LEAST_LINES <= fitting < len(told):
            return None
        further = replace(marks, header=marks.further)
        return _told_row(grid, told[:fitting], line, marks), _told_row(grid, told[fitting:], None, further)

    return Block(height, draw, header=marks.header, closing=marks.closing, part=part)


def _said(grid: _Grid, column: ColumnPlan, line: InvoiceLine | None) -> tuple[tuple[str, ...], Style]:
    if line is None:
        return (), grid.money
    if column.name in _MONEY:
        return (grid.c.amount(getattr(line, column.name)),), grid.money
    return (_VALUES[column.name](grid.c, line),), grid.c.sheet.body


def _carried(grid: _Grid, sums: dict[str, int], said: str) -> Block:
    """The sums so far, at the foot of a page or at the head of the next one."""
    return _sums(grid, dict(sums), grid.c.tongue.say(said), grid.c.sheet.medium, grid.money)


def _totals(grid: _Grid) -> Block:
    """The sums of the document, and the last of them in words."""
    c = grid.c
    words = c.tongue.in_words(c.document.tsstam) if not c.money.digits else ""
    label = c.tongue.say("in_words", words=words, unit=c.unit) if words else c.tongue.say("grand_total")
    return _sums(
        grid, {name: getattr(c.document, name) for name in _SUMMED}, label, c.sheet.strong, grid.total, shaded=True
    )


def _sums(grid: _Grid, sums: dict[str, int], label: str, style: Style, money: Style, *, shaded: bool = False) -> Block:
    c, sheet = grid.c, grid.c.sheet
    first = next((i for i, column in enumerate(grid.columns) if column.name in _SUMMED), len(grid.columns))
    end = grid.edges[first][0] if first < len(grid.columns) else sheet.left
    lines = wrap(label, style, sheet.right - end - 2 * PAD)
    height = max(1, len(lines)) * style.leading + c.template.room.row

    def draw(pen: Pen, top: float) -> None:
        if shaded:
            pen.shade(sheet.left, top, sheet.width, height)
        _frame(pen, grid, top, height, max(first - 1, 0))
        with pen.row():
            with pen.cell("TH", scope="row"):
                pen.lines(lines, sheet.right - PAD, top + c.template.room.row / 2, style, INK)
            for column, edge in zip(grid.columns[first:], grid.edges[first:], strict=True):
                text = c.amount(sums[column.name]) if column.name in sums else ""
                _centred(pen, (text,), money, edge, top, height, "TD")

    return Block(height, draw)
