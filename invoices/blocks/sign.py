"""Foot of the form: room for both signatures, the stamp, the code to verify; and the shop's last line."""

from __future__ import annotations

from invoices.blocks.qr import least_side, qr_rows
from invoices.blocks.signatures import signature_boxes
from invoices.composition import Composition
from invoices.flow import Block
from invoices.pen import INK, MUTED, Pen
from invoices.templates.sheet import GAP, RADIUS
from invoices.templates.template import BlockPlan
from invoices.text import fit, wrap

_AIR = 1.0  # between the code's own quiet zone and its box


def signature_block(c: Composition, plan: BlockPlan, height: float) -> Block | None:
    """An offer is signed by nobody. The code stands beside the boxes, as large as they are high; its title only where
    it leaves the code room enough."""
    if c.offer:
        return None
    coded = plan.qr and bool(c.verification)
    least = least_side(c.verification) if coded else 0.0
    height = max(height, least + 2 * _AIR)
    beside = height + GAP if coded else 0.0
    titles = (c.tongue.say("sign_seller"), c.tongue.say("sign_buyer"))
    stamp = c.stamp if plan.stamp else None
    boxes = signature_boxes(c.sheet, titles, stamp, height, beside=beside, tongue=c.tongue)
    if not coded:
        return boxes
    sheet, small = c.sheet, c.template.style("small")
    titled = height - small.leading - 2 - 2 * _AIR >= least
    side = height - 2 * _AIR - (small.leading + 2 if titled else 0)

    def draw(pen: Pen, top: float) -> None:
        boxes.draw(pen, top)
        pen.box(sheet.left, top, height, height, radius=RADIUS)
        if titled:
            words = c.code_title
            pen.block()
            pen.text(words, sheet.left + height / 2, top + 2.5, fit(words, small, height - 6), MUTED, align="centre")
        pen.modules(qr_rows(c.verification), sheet.left + (height - side) / 2, top + height - _AIR - side, side)

    return Block(height, draw, gap=boxes.gap, kept=True)


def footer_blocks(c: Composition, plan: BlockPlan) -> list[Block]:
    """The shop's own last words, in the middle."""
    del plan
    small = c.template.style("small")
    lines = wrap(c.own("footer"), small, c.template.inner)
    if not lines:
        return []

    def draw(pen: Pen, top: float) -> None:
        pen.lines(lines, (c.sheet.left + c.sheet.right) / 2, top, small, INK, align="centre")

    return [Block(len(lines) * small.leading, draw, gap=c.sheet.gap)]
