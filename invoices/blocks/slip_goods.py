"""Middle of a slip: each line of the invoice stacked, then the sums."""

from __future__ import annotations

from invoices.blocks.goods import described, name_of
from invoices.blocks.slip import pair_block, ruled, text_block
from invoices.blocks.table import rate
from invoices.composition import Composition
from invoices.figures import code
from invoices.flow import Block, stacked
from invoices.fonts import Weight
from invoices.pen import MUTED, Pen
from invoices.templates.template import BlockPlan
from invoices.wording import is_sale
from pos_app.domain.invoice import InvoiceLine


def slip_lines(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    return [block for line in c.document.lines for block in ruled(c, [_line(c, line)])]


def _line(c: Composition, line: InvoiceLine) -> Block:
    """Number and name, marks and numbers of the device, then how the sum of the line comes about."""
    body, small, say = c.sheet.body, c.template.style("small"), c.tongue.say
    times = say(
        "times",
        quantity=c.tongue.quantity(line.quantity),
        measure=c.tongue.word("measures", str(line.unit_code)),
        price=c.priced(line.fee),
    )
    blocks = [*_described(c, line)]
    if line.goods_code:
        blocks += text_block(c, say("goods_code", code=code(line.goods_code)), small, MUTED)
    blocks += pair_block(c, times, c.priced(line.prdis), body)
    if line.dis:
        blocks += pair_block(c, say("discount"), c.priced(-line.dis), body)
        blocks += pair_block(c, say("after_discount"), c.priced(line.adis), body)
    if line.vam:
        blocks += pair_block(c, say("vat_at", rate=rate(c, line)), c.priced(line.vam), body)
    if line.dis or line.vam:
        blocks += pair_block(c, say("line_total"), c.priced(line.tsstam), c.sheet.strong)
    return stacked(*blocks)


def _described(c: Composition, line: InvoiceLine) -> list[Block]:
    numbered = f"{c.tongue.number(str(line.row_no))}. {name_of(c, line)}"
    name = text_block(c, numbered, c.sheet.strong)
    rest = described(c, line, c.sheet.width, named=False)

    def draw(pen: Pen, top: float) -> None:
        for text, style, colour in rest:
            pen.text(text, c.sheet.right, top, style, colour)
            top += style.leading + 1

    return [*name, Block(sum(style.leading + 1 for _, style, _ in rest), draw)]


def slip_totals(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    document, body, say = c.document, c.sheet.body, c.tongue.say
    blocks = pair_block(c, say("sum_of_lines"), c.priced(document.prdis), body)
    if document.dis:
        blocks += pair_block(c, say("discount"), c.priced(-document.dis), body)
        blocks += pair_block(c, say("after_discount"), c.priced(document.adis), body)
    blocks += pair_block(c, say("vat"), c.priced(document.vam), body)
    total = c.template.style("total", Weight.BOLD)
    said = say("to_pay" if is_sale(document) else "sum_undone")
    return ruled(c, [*blocks, *pair_block(c, said, c.priced(document.tsstam), total)])


def slip_words(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    words = c.tongue.in_words(c.document.tsstam) if not c.money.digits else ""
    return text_block(c, c.tongue.say("in_words", words=words, unit=c.unit) if words else "", c.sheet.medium)
