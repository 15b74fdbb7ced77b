"""Boxes to sign in, side by side; the stamp picture lies over the shop's."""

from __future__ import annotations

from invoices.flow import Block
from invoices.pen import MUTED, Pen
from invoices.picture import Picture
from invoices.templates.sheet import GAP, RADIUS, Sheet
from invoices.tongues import FA, Tongue


def signature_boxes(
    sheet: Sheet,
    titles: tuple[str, ...],
    stamp: Picture | None,
    height: float,
    *,
    stamped: int = 0,
    beside: float = 0,
    tongue: Tongue = FA,
) -> Block:
    """Boxes of equal width from right to left; `stamped` = which of them the stamp lies in, `beside` = what is kept
    free at the left."""
    alt = tongue.say("stamp_picture")
    each = (sheet.width - beside - (len(titles) - 1) * GAP) / len(titles)

    def draw(pen: Pen, top: float) -> None:
        for index, title in enumerate(titles):
            left = sheet.right - each - index * (each + GAP)
            pen.box(left, top, each, height, radius=RADIUS)
            pen.block()
            pen.text(title, left + each / 2, top + 2.5, sheet.body, MUTED, align="centre")
            if stamp and index == stamped:
                _lay_stamp(pen, stamp, left, top, each, height, sheet.body.leading + 3, alt)

    return Block(height, draw, gap=sheet.gap, kept=True)


def _lay_stamp(
    pen: Pen, stamp: Picture, left: float, top: float, wide: float, high: float, room: float, alt: str
) -> None:
    """As large as the box takes it below its title, in its own proportions."""
    scale = min((wide - 12) / stamp.width, (high - room - 3) / stamp.height)
    drawn_width, drawn_height = stamp.width * scale, stamp.height * scale
    pen.picture(
        stamp,
        left + (wide - drawn_width) / 2,
        top + room + (high - room - 3 - drawn_height) / 2,
        drawn_width,
        drawn_height,
        alt=alt,
    )
