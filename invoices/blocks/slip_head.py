"""Top of a slip: the shop, what this paper is, its number and time, seller and buyer."""

from __future__ import annotations

from invoices.blocks.boxes import party_fields
from invoices.blocks.head import buyer_fields, copy_mark, head_pairs, paper_title
from invoices.blocks.slip import field_block, ruled, text_block
from invoices.composition import Composition
from invoices.flow import Block
from invoices.fonts import Weight
from invoices.pen import MUTED, Pen
from invoices.templates.template import BlockPlan
from invoices.wording import reference, tax_facts

_LOGO_HIGH = 42.0


def slip_head(c: Composition, plan: BlockPlan) -> list[Block]:
    template, seller, field = c.template, c.document.seller, c.tongue.field
    small, shop = template.style("small"), template.style("shop", Weight.BOLD)
    title = template.style("title", Weight.BOLD)
    blocks = [
        *_logo(c),
        *text_block(c, field(seller.name), shop, align="centre"),
        *text_block(c, field(seller.address) if plan.address else "", small, MUTED, align="centre"),
        *text_block(c, paper_title(c), title, align="centre", gap=c.sheet.gap),
        *_copy(c),
    ]
    for label, value in head_pairs(c):
        blocks += field_block(c, label, value)
    return blocks


def _logo(c: Composition) -> list[Block]:
    logo = c.logo
    if not logo:
        return []
    scale = min(_LOGO_HIGH / logo.height, c.sheet.width / logo.width)
    wide, high = logo.width * scale, logo.height * scale

    def draw(pen: Pen, top: float) -> None:
        left = (c.sheet.left + c.sheet.right - wide) / 2
        pen.picture(logo, left, top, wide, high, alt=c.tongue.say("logo_picture"))

    return [Block(high + 3, draw)]


def _copy(c: Composition) -> list[Block]:
    if not c.copy:
        return []

    def draw(pen: Pen, top: float) -> None:
        copy_mark(pen, c, (c.sheet.left + c.sheet.right) / 2, top + 1)

    return [Block(c.template.style("mark").leading + 6, draw)]


def slip_reference(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    text = c.tongue.say("no_invoice") if c.offer else reference(c.document, c.tongue)
    return ruled(c, text_block(c, text, c.sheet.strong))


def slip_tax(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    return ruled(
        c, [block for text in tax_facts(c.document, c.tongue) for block in text_block(c, text, c.sheet.medium)]
    )


def slip_seller(c: Composition, plan: BlockPlan) -> list[Block]:
    """What the head has not said yet."""
    del plan
    head = c.template.plan("head")
    said = {c.tongue.say("party_name")}
    if head and head.address:
        said.add(c.tongue.say("address"))
    fields = party_fields(c.document.seller, c.document.licence_no, tongue=c.tongue)
    return _party(c, "seller", [(label, value) for label, value in fields if label not in said])


def slip_buyer(c: Composition, plan: BlockPlan) -> list[Block]:
    del plan
    return _party(c, "buyer", buyer_fields(c))


def _party(c: Composition, title: str, fields: list[tuple[str, str]]) -> list[Block]:
    rows = [block for label, value in fields for block in field_block(c, label, value)]
    return ruled(c, [*text_block(c, c.tongue.say(title), c.sheet.strong), *rows]) if rows else []
