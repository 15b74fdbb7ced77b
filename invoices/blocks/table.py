"""The table of the form: eleven columns from right to left, rows that wrap, totals with the sum in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from invoices.figures import amount, code, prose
from invoices.flow import Block
from invoices.pen import INK, MUTED, Colour, Pen
from invoices.templates import a4
from invoices.templates.a4 import COLUMNS, Column
from invoices.text import Style, fit, width, wrap
from invoices.wording import condition, unit_of_money
from pos_app.domain.digits import persian
from pos_app.domain.invoice import InvoiceDocument, InvoiceLine
from pos_app.words import in_words

_PIECE = "\u00a0"  # within a fact no line ends


@dataclass(frozen=True, slots=True)
class _Grid:
    """Right and left edge of each column, and the type of the amounts."""

    edges: tuple[tuple[float, float], ...]
    money: Style
    total: Style


def table_blocks(document: InvoiceDocument) -> list[Block]:
    """Heading, rows and totals; rows and totals carry the heading to a further page."""
    grid = _measure(document)
    heading = _heading(document, grid)
    rows = [_row(line, grid, heading) for line in document.lines]
    return [replace(heading, gap=a4.GAP), *rows, _totals(document, grid, heading)]


def _measure(document: InvoiceDocument) -> _Grid:
    """Money columns take what their widest amount needs; the description gets the rest."""
    size = a4.MONEY.size
    while True:
        money, total = replace(a4.MONEY, size=size), replace(a4.MONEY_TOTAL, size=size)
        widths = [_column_width(column, document, money, total) for column in COLUMNS]
        widths[a4.DESCRIPTION] = a4.WIDTH - sum(widths)
        if widths[a4.DESCRIPTION] >= a4.DESCRIPTION_AT_LEAST or size <= a4.SMALLEST_MONEY:
            break
        size -= 0.3
    starts = [a4.RIGHT - passed for passed in accumulate(widths, initial=0.0)]
    return _Grid(tuple(pairwise(starts)), money, total)


def _column_width(column: Column, document: InvoiceDocument, money: Style, total: Style) -> float:
    if not column.money:
        return column.width
    widest = max((width(column.text(line), money) for line in document.lines), default=0.0)
    if column.total:
        widest = max(widest, width(amount(getattr(document, column.total)), total))
    return max(column.width, widest + 2 * a4.PAD)


def _frame(pen: Pen, grid: _Grid, top: float, height: float, columns: range) -> None:
    pen.box(a4.LEFT, top, a4.WIDTH, height)
    for index in columns:
        pen.upright(grid.edges[index][1], top, top + height)


def _centred(
    pen: Pen, texts: tuple[str, ...], style: Style, edge: tuple[float, float], top: float, height: float
) -> None:
    """Lines in the middle of a cell, each made smaller if it must be."""
    right, left = edge
    top += (height - len(texts) * style.leading) / 2
    for text in texts:
        smaller = fit(text, style, right - left - 2 * a4.PAD + 2)
        slack = (style.leading - smaller.leading) / 2
        pen.text(text, (right + left) / 2, top + slack, smaller, INK, align="centre")
        top += style.leading


def _heading(document: InvoiceDocument, grid: _Grid) -> Block:
    unit = unit_of_money(document.currency)
    texts = []
    for column, (right, left) in zip(COLUMNS, grid.edges, strict=True):
        texts.append(wrap(column.heading.format(unit=unit), a4.HEADING, right - left - 5))
    height = max(len(lines) for lines in texts) * a4.HEADING.leading + 4

    def draw(pen: Pen, top: float) -> None:
        pen.shade(a4.LEFT, top, a4.WIDTH, height)
        _frame(pen, grid, top, height, range(len(COLUMNS) - 1))
        for lines, edge in zip(texts, grid.edges, strict=True):
            _centred(pen, lines, a4.HEADING, edge, top, height)

    return Block(height, draw)


def _description(line: InvoiceLine, limit: float) -> list[tuple[str, Style, Colour]]:
    """Name of the goods, then what tells this very device from all others."""
    found = [(text, a4.BODY, INK) for text in wrap(prose(line.description), a4.BODY, limit)]
    found += [(text, a4.STRONG, INK) for text in wrap(condition(line), a4.STRONG, limit)]
    facts = [
        f"شناسهٔ {persian(str(slot))} (IMEI): {code(imei)}".replace(" ", _PIECE)
        for slot, imei in enumerate(line.imeis, start=1)
    ]
    if line.serial:
        facts.append(f"سریال: {code(line.serial)}".replace(" ", _PIECE))
    if line.guarantee:
        facts.append(prose(line.guarantee))
    for fact in facts:
        found += [(text, a4.SMALL, MUTED) for text in wrap(fact, a4.SMALL, limit)]
    return found


def _row(line: InvoiceLine, grid: _Grid, heading: Block) -> Block:
    right, left = grid.edges[a4.DESCRIPTION]
    described = _description(line, right - left - 2 * a4.PAD)
    described_height = sum(style.leading for _, style, _ in described)
    height = max(described_height, a4.MONEY.leading) + a4.ROW_AIR

    def draw(pen: Pen, top: float) -> None:
        _frame(pen, grid, top, height, range(len(COLUMNS) - 1))
        for index, (column, edge) in enumerate(zip(COLUMNS, grid.edges, strict=True)):
            if index != a4.DESCRIPTION:
                style = grid.money if column.money else a4.BODY
                _centred(pen, (column.text(line),), style, edge, top, height)
        at = top + (height - described_height) / 2
        for text, style, colour in described:
            pen.text(text, right - a4.PAD, at, style, colour)
            at += style.leading

    return Block(height, draw, header=heading)


def _totals(document: InvoiceDocument, grid: _Grid, heading: Block) -> Block:
    first = next(index for index, column in enumerate(COLUMNS) if column.total)
    words_left = grid.edges[first][0]
    unit = unit_of_money(document.currency)
    label = "جمع کل به حروف: "
    lines = wrap(f"{label}{in_words(document.tsstam)} {unit}", a4.STRONG, a4.RIGHT - words_left - 2 * a4.PAD)
    height = max(1, len(lines)) * a4.STRONG.leading + a4.ROW_AIR

    def draw(pen: Pen, top: float) -> None:
        pen.shade(a4.LEFT, top, a4.WIDTH, height)
        _frame(pen, grid, top, height, range(first - 1, len(COLUMNS) - 1))
        pen.lines(lines, a4.RIGHT - a4.PAD, top + a4.ROW_AIR / 2, a4.STRONG, INK)
        for column, edge in zip(COLUMNS[first:], grid.edges[first:], strict=True):
            _centred(pen, (amount(getattr(document, column.total)),), grid.total, edge, top, height)

    return Block(height, draw, header=heading)
