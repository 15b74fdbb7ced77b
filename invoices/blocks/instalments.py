"""The schedule of what the buyer still owes: number, day and amount of each part."""

from __future__ import annotations

from invoices.composition import Composition
from invoices.flow import Block, stacked
from invoices.pen import INK, Pen
from invoices.templates.sheet import PAD
from invoices.templates.template import BlockPlan
from invoices.text import fit
from pos_app.domain.invoice import Instalment


def instalment_blocks(c: Composition, plan: BlockPlan) -> list[Block]:
    """`across` of them beside each other, under a bar that names their sum; nothing where none are owed."""
    parts = c.document.instalments
    if not parts:
        return []
    bar = _bar(c)
    texts = [part_text(c, n, part) for n, part in enumerate(parts, start=1)]
    rows = [_row(c, tuple(texts[at : at + plan.across]), plan.across) for at in range(0, len(texts), plan.across)]
    first = stacked(bar, rows[0])
    return [
        Block(first.height, first.draw, gap=c.sheet.gap),
        *(Block(row.height, row.draw, header=bar) for row in rows[1:]),
    ]


def part_text(c: Composition, number: int, part: Instalment) -> str:
    """«۱. سررسید ۱۴۰۵/۱۰/۰۱: ۳۵٬۰۰۰٬۰۰۰ ریال»."""
    due = c.tongue.say("due", day=c.tongue.day(part.due))
    return f"{c.tongue.number(str(number))}. {due}: {c.priced(part.amount)}"


def sum_text(c: Composition) -> str:
    return c.tongue.say("instalments_sum", amount=c.priced(sum(part.amount for part in c.document.instalments)))


def _bar(c: Composition) -> Block:
    sheet, height = c.sheet, c.sheet.strong.leading + 3

    def draw(pen: Pen, top: float) -> None:
        pen.shade(sheet.left, top, sheet.width, height)
        pen.box(sheet.left, top, sheet.width, height)
        pen.text(sum_text(c), (sheet.left + sheet.right) / 2, top + 1.5, sheet.strong, INK, align="centre")

    return Block(height, draw)


def _row(c: Composition, texts: tuple[str, ...], across: int) -> Block:
    sheet, height = c.sheet, c.sheet.body.leading + 4
    cell = sheet.width / across

    def draw(pen: Pen, top: float) -> None:
        pen.box(sheet.left, top, sheet.width, height)
        for index, text in enumerate(texts):
            right = sheet.right - index * cell
            if index:
                pen.upright(right, top, top + height)
            pen.block()
            style = fit(text, sheet.body, cell - 2 * PAD)
            pen.text(text, right - PAD, top + 2 + (sheet.body.leading - style.leading) / 2, style, INK)

    return Block(height, draw)
