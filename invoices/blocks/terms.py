"""Below the table: how the sale is settled, what the registry said, notes and terms; bars of each IMEI."""

from __future__ import annotations

from invoices.blocks.bars import draw_bars
from invoices.blocks.head import head_height
from invoices.composition import Composition
from invoices.flow import Block
from invoices.pen import INK, MUTED, Pen
from invoices.templates.sheet import PAD, RADIUS
from invoices.templates.template import BlockPlan
from invoices.text import wrap
from invoices.wording import is_sale, payment, release, settlement
from invoices.wording_registry import OF_RETURN, OF_SALE, registry

_BESIDE = 2
_AIR = 0.8
_Line = tuple[str, float]  # and the width that it is to fill, 0 = as it comes


def terms_blocks(c: Composition, plan: BlockPlan) -> list[Block]:
    """One box, or several where the text is longer than a page; up to two barcodes stand beside it."""
    sheet, step = c.sheet, c.sheet.body.leading + _AIR
    beside = c.document.imeis if plan.beside and bars_beside(c) else ()
    left = sheet.left + (c.template.room.bars_wide + sheet.gap if beside else 0)
    texts = paragraphs(c)
    wide = sheet.right - left - 2 * PAD
    parts = [part for text in texts for part in text.split("\n")]
    lines = [line for part in parts for line in _justified(wrap(part, sheet.body, wide), wide)]
    if not lines and not beside and c.offer:
        return []
    most = max(int((sheet.bottom - sheet.margin - head_height(c) - 6) // step) - 1, 1)
    first, rest = lines[:most], lines[most:]
    blocks = [_first(c, tuple(first), beside, left)]
    return blocks + [_further(c, tuple(rest[at : at + most])) for at in range(0, len(rest), most)]


def bars_beside(c: Composition) -> bool:
    """Whether the bars are few enough to stand beside the terms, and the template wants them there."""
    plan = c.template.plan("terms")
    return bool(plan and plan.beside and c.template.plan("bars") and 0 < len(c.document.imeis) <= _BESIDE)


def paragraphs(c: Composition) -> list[str]:
    document, tongue = c.document, c.tongue
    found = []
    if not c.offer:
        paid = " · ".join(payment(line, c.money, tongue) for line in document.payments)
        found.append(paid if paid or is_sale(document) else tongue.say("no_refund"))
    found += [owed(c), of_registry(c), release(document, tongue), *of_shop(c), c.key_number]
    return [text for text in found if text]


def owed(c: Composition) -> str:
    """What is still to be paid by its day, "" = nothing."""
    return c.tongue.say("owed", amount=c.priced(c.document.owed)) if c.document.owed else ""


def of_registry(c: Composition) -> str:
    facts = c.document.registry
    return registry(facts, OF_SALE if is_sale(c.document) else OF_RETURN, tongue=c.tongue) if facts else ""


def of_shop(c: Composition) -> list[str]:
    """Notes of the invoice and terms of the paper."""
    notes = c.tongue.say("notes", notes=c.tongue.prose(c.document.notes)) if c.document.notes else ""
    return [text for text in (notes, c.own("terms")) if text]


def _justified(lines: tuple[str, ...], wide: float) -> list[_Line]:
    """Every line of a paragraph fills its width but the last."""
    return [(text, wide if at < len(lines) else 0.0) for at, text in enumerate(lines, 1)]


def _first(c: Composition, lines: tuple[_Line, ...], beside: tuple[str, ...], left: float) -> Block:
    sheet, step = c.sheet, c.sheet.body.leading + _AIR
    headed = not c.offer
    height = (headed + len(lines)) * step + 6
    bars = c.template.bars_height
    if beside:
        height = max(height, len(beside) * bars + 8)

    def draw(pen: Pen, top: float) -> None:
        pen.box(left, top, sheet.right - left, height, radius=RADIUS)
        at = top + 3
        if headed:
            _heading(pen, c, at)
            at += step
        _lines(pen, c, lines, at)
        if beside:
            wide, small = c.template.room.bars_wide, c.template.style("small")
            pen.box(sheet.left, top, wide, height, radius=RADIUS)
            slack = (height - len(beside) * bars) / (len(beside) + 1)
            for index, imei in enumerate(beside):
                at = top + slack + index * (bars + slack)
                draw_bars(pen, imei, sheet.left + 4, at, wide - 8, c.template.room.bars, small)

    return Block(height, draw, gap=sheet.gap)


def _further(c: Composition, lines: tuple[_Line, ...]) -> Block:
    height = len(lines) * (c.sheet.body.leading + _AIR) + 6

    def draw(pen: Pen, top: float) -> None:
        pen.box(c.sheet.left, top, c.sheet.width, height, radius=RADIUS)
        _lines(pen, c, lines, top + 3)

    return Block(height, draw, gap=c.sheet.gap)


def _lines(pen: Pen, c: Composition, lines: tuple[_Line, ...], top: float) -> None:
    for text, fill in lines:
        pen.text(text, c.sheet.right - PAD, top, c.sheet.body, INK, fill=fill)
        top += c.sheet.body.leading + _AIR


def _heading(pen: Pen, c: Composition, top: float) -> None:
    """How the sale is settled; a void and a return say what goes back."""
    if not is_sale(c.document):
        pen.text(c.tongue.say("refund"), c.sheet.right - PAD, top, c.sheet.body, MUTED)
        return
    side = c.sheet.size * 0.87
    right = c.sheet.right - PAD
    right -= pen.text(c.tongue.say("terms"), right, top, c.sheet.body, MUTED) + 10
    for label, ticked in zip(("cash", "credit"), settlement(c.document), strict=True):
        pen.tick(right - side, top + (c.sheet.body.leading - side) / 2, side, ticked=ticked)
        right -= side + 4
        right -= pen.text(c.tongue.say(label), right, top, c.sheet.medium, INK) + 14


def bars_blocks(c: Composition, plan: BlockPlan) -> list[Block]:
    """Rows of barcodes, where they do not stand beside the terms."""
    del plan
    if bars_beside(c):
        return []
    imeis, across = c.document.imeis, c.template.room.bars_across
    rows = (imeis[i : i + across] for i in range(0, len(imeis), across))
    return [_bars_row(c, row, gap=0 if index else c.sheet.gap) for index, row in enumerate(rows)]


def _bars_row(c: Composition, imeis: tuple[str, ...], gap: float) -> Block:
    sheet, height = c.sheet, c.template.bars_height + 7
    cell = sheet.width / c.template.room.bars_across
    wide = min(cell - 8, c.template.room.bars_wide)

    def draw(pen: Pen, top: float) -> None:
        pen.box(sheet.left, top, sheet.width, height)
        for index, imei in enumerate(imeis):
            middle = sheet.right - (index + 0.5) * cell
            draw_bars(pen, imei, middle - wide / 2, top + 4, wide, c.template.room.bars, c.template.style("small"))

    return Block(height, draw, gap=gap)
