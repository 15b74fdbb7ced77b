"""Parts of a slip: lines under each other, pairs of label and amount, and the rule between two blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from invoices.composition import Composition
from invoices.flow import Block
from invoices.pen import INK, MUTED, Colour, Pen
from invoices.text import Style, fit, width, wrap

_PAIR_GAP = 6.0
_LEAD = 1.0
_LABEL = 0.3  # of the width
Align = Literal["right", "centre", "left"]


def ruled(c: Composition, blocks: Sequence[Block]) -> list[Block]:
    """The blocks under a thin rule; none where there are none."""
    if not blocks:
        return []
    gap = c.sheet.gap

    def draw(pen: Pen, top: float) -> None:
        pen.level(c.sheet.left, c.sheet.right, top)

    return [Block(gap, draw, gap=gap), *blocks]


def text_block(
    c: Composition, text: str, style: Style, colour: Colour = INK, *, align: Align = "right", gap: float = 0
) -> list[Block]:
    """A paragraph; "" = no block."""
    sheet = c.sheet
    lines = wrap(text, style, sheet.width)
    if not lines:
        return []
    at = {"right": sheet.right, "centre": (sheet.left + sheet.right) / 2, "left": sheet.left}[align]
    step = style.leading + _LEAD

    def draw(pen: Pen, top: float) -> None:
        for line in lines:
            pen.text(line, at, top, style, colour, align=align)
            top += step

    return [Block(len(lines) * step, draw, gap=gap)]


def field_block(c: Composition, label: str, value: str) -> list[Block]:
    """`label: value`; a long value beside a long label would be a pillar of words and goes below it instead."""
    if not value:
        return []
    body, medium = c.sheet.body, c.sheet.medium
    label = f"{label}:"
    beside = width(label, body) + 3
    lines = wrap(value, medium, c.sheet.width - beside)
    below = len(lines) > 1 and beside > _LABEL * c.sheet.width
    if below:
        beside, lines = 0.0, wrap(value, medium, c.sheet.width)
    step = body.leading + _LEAD

    def draw(pen: Pen, top: float) -> None:
        pen.text(label, c.sheet.right, top, body, MUTED)
        top += step * below
        for line in lines:
            pen.text(line, c.sheet.right - beside, top, medium, INK)
            top += step

    return [Block((len(lines) + below) * step, draw)]


def pair_block(c: Composition, label: str, value: str, style: Style, value_style: Style | None = None) -> list[Block]:
    """Label at the leading edge, amount at the trailing one; under it where both do not fit on a line."""
    of_value = value_style or style
    of_value = fit(value, of_value, c.sheet.width)
    limit = c.sheet.width - width(value, of_value) - _PAIR_GAP
    lines = wrap(label, style, c.sheet.width)
    beside = len(lines) == 1 and width(label, style) <= limit
    step = max(style.leading, of_value.leading) + _LEAD
    height = (len(lines) + (not beside)) * step

    def draw(pen: Pen, top: float) -> None:
        for line in lines:
            pen.text(line, c.sheet.right, top, style, INK)
            top += step
        pen.text(value, c.sheet.left, top - step if beside else top, of_value, INK, align="left")

    return [Block(height, draw)]
