"""Foot of a slip: payments, instalments, registry, terms, codes to scan, room to sign."""

from __future__ import annotations

from invoices.blocks.bars import draw_bars
from invoices.blocks.instalments import part_text, sum_text
from invoices.blocks.qr import least_side, qr_rows
from invoices.blocks.sign import footer_blocks
from invoices.blocks.signatures import signature_boxes
from invoices.blocks.slip import ruled, text_block
from invoices.blocks.terms import of_registry, of_shop, owed
from invoices.composition import Composition
from invoices.flow import Block, stacked
from invoices.pen import MUTED, Pen
from invoices.templates.template import BlockPlan
from invoices.wording import is_sale, payment, release, settlement


def slip_payments(c: Composition, plan: BlockPlan) -> list[Block]:
    """How it is settled, then each payment on its own; a void and a return say what goes back."""
    del plan
    if c.offer:
        return []
    say, sale = c.tongue.say, is_sale(c.document)
    settled = [say(key) for key, said in zip(("cash", "credit"), settlement(c.document), strict=True) if said]
    heading = f"{say('payments')}: {say('comma').join(settled)}" if sale else say("refund")
    paid = [payment(line, c.money, c.tongue) for line in c.document.payments]
    if not sale and not paid:
        paid = [say("no_refund")]
    paid.append(owed(c))
    rows = [block for text in paid for block in text_block(c, text, c.sheet.body)]
    return ruled(c, [*text_block(c, heading, c.sheet.strong), *rows])


def slip_instalments(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    if not c.document.instalments:
        return []
    parts = [part_text(c, n, part) for n, part in enumerate(c.document.instalments, start=1)]
    rows = [block for text in parts for block in text_block(c, text, c.sheet.body)]
    return ruled(c, [*text_block(c, sum_text(c), c.sheet.strong), *rows])


def slip_registry(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    texts = (of_registry(c), release(c.document, c.tongue))
    return ruled(c, [block for text in texts for block in text_block(c, text, c.sheet.body)])


def slip_terms(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    return ruled(c, [block for text in of_shop(c) for block in text_block(c, text, c.sheet.body)])


def slip_bars(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    return [block for imei in c.document.imeis for block in ruled(c, [_bars(c, imei)])]


def _bars(c: Composition, imei: str) -> Block:
    wide, small = min(c.template.room.bars_wide, c.sheet.width), c.template.style("small")

    def draw(pen: Pen, top: float) -> None:
        left = (c.sheet.left + c.sheet.right - wide) / 2
        draw_bars(pen, imei, left, top, wide, c.template.room.bars, small)

    return Block(c.template.bars_height, draw)


def slip_qr(c: Composition, plan: BlockPlan) -> list[Block]:
    if not c.verification:
        return []
    side = min(max(plan.size, least_side(c.verification)), c.sheet.width)

    def draw(pen: Pen, top: float) -> None:
        pen.modules(qr_rows(c.verification), (c.sheet.left + c.sheet.right - side) / 2, top, side)

    small = c.template.style("small")
    words = [
        block for text in (c.code_title, c.key_number) for block in text_block(c, text, small, MUTED, align="centre")
    ]
    return ruled(c, [stacked(Block(side, draw), *words)])


def slip_signature(c: Composition, plan: BlockPlan) -> list[Block]:
    """Room for the shop's stamp, where a shop wants it on its slips."""
    if c.offer:
        return []
    stamp = c.stamp if plan.stamp else None
    titles = (c.tongue.say("sign_seller"),)
    return [signature_boxes(c.sheet, titles, stamp, max(plan.heights), tongue=c.tongue)]


def slip_footer(c: Composition, plan: BlockPlan) -> list[Block]:
    return ruled(c, footer_blocks(c, plan))
