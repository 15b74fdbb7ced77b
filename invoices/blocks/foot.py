"""Below the table: terms of sale, what the registry said, bars of each IMEI, signatures and stamp."""

from __future__ import annotations

from invoices.figures import code, prose
from invoices.flow import Block
from invoices.pen import INK, MUTED, Pen
from invoices.picture import Picture
from invoices.templates import a4
from invoices.text import wrap
from invoices.wording import payment, registry, release, settlement, unit_of_money
from pos_app.domain.invoice import InvoiceDocument

_TERMS = "شرایط و نحوهٔ فروش:"
_BARCODES_ACROSS = 4
_BARS_BOX = 200.0
_BESIDE = 2


def foot_blocks(document: InvoiceDocument) -> list[Block]:
    """Terms and bars; up to two barcodes stand beside the terms, more get rows of their own."""
    imeis = document.imeis
    if len(imeis) <= _BESIDE:
        return [_terms(document, imeis)]
    rows = (imeis[i : i + _BARCODES_ACROSS] for i in range(0, len(imeis), _BARCODES_ACROSS))
    bars = [_barcode_row(row, gap=0 if index else a4.GAP) for index, row in enumerate(rows)]
    return [_terms(document, ()), *bars]


def _terms(document: InvoiceDocument, beside: tuple[str, ...]) -> Block:
    left = a4.LEFT + (_BARS_BOX + a4.GAP if beside else 0)
    limit = a4.RIGHT - left - 2 * a4.PAD
    unit = unit_of_money(document.currency)
    paragraphs = [" · ".join(payment(line, unit) for line in document.payments)]
    if document.registry:
        paragraphs.append(registry(document.registry))
    paragraphs.append(release(document))
    if document.notes:
        paragraphs.append(f"توضیحات: {prose(document.notes)}")
    lines = [text for paragraph in paragraphs for text in wrap(paragraph, a4.BODY, limit)]
    cash, credit = settlement(document)
    height = (1 + len(lines)) * (a4.BODY.leading + 0.8) + 6
    if beside:
        height = max(height, len(beside) * _bars_height() + 8)

    def draw(pen: Pen, top: float) -> None:
        pen.box(left, top, a4.RIGHT - left, height, radius=a4.RADIUS)
        _tick_boxes(pen, top + 3, cash=cash, credit=credit)
        at = top + 3 + a4.BODY.leading + 0.8
        for text in lines:
            pen.text(text, a4.RIGHT - a4.PAD, at, a4.BODY, INK)
            at += a4.BODY.leading + 0.8
        if beside:
            pen.box(a4.LEFT, top, _BARS_BOX, height, radius=a4.RADIUS)
            slack = (height - len(beside) * _bars_height()) / (len(beside) + 1)
            for index, imei in enumerate(beside):
                at = top + slack + index * (_bars_height() + slack)
                _bars(pen, imei, a4.LEFT + 4, at, _BARS_BOX - 8)

    return Block(height, draw, gap=a4.GAP)


def _tick_boxes(pen: Pen, top: float, *, cash: bool, credit: bool) -> None:
    side = 7.5
    right = a4.RIGHT - a4.PAD
    right -= pen.text(_TERMS, right, top, a4.BODY, MUTED) + 10
    for label, ticked in (("نقدی", cash), ("غیرنقدی", credit)):
        pen.tick(right - side, top + (a4.BODY.leading - side) / 2, side, ticked=ticked)
        right -= side + 4
        right -= pen.text(label, right, top, a4.MEDIUM, INK) + 14


def _bars_height() -> float:
    return a4.BARCODE_HEIGHT + a4.SMALL.leading + 1


def _bars(pen: Pen, imei: str, left: float, top: float, wide: float) -> None:
    pen.code128(imei, left, top, wide, a4.BARCODE_HEIGHT)
    pen.text(code(imei), left + wide / 2, top + a4.BARCODE_HEIGHT + 1, a4.SMALL, INK, align="centre")


def _barcode_row(imeis: tuple[str, ...], gap: float) -> Block:
    height = _bars_height() + 7
    cell = a4.WIDTH / _BARCODES_ACROSS

    def draw(pen: Pen, top: float) -> None:
        pen.box(a4.LEFT, top, a4.WIDTH, height)
        for index, imei in enumerate(imeis):
            _bars(pen, imei, a4.RIGHT - (index + 1) * cell + 4, top + 4, cell - 8)

    return Block(height, draw, gap=gap)


def signature_block(stamp: Picture | None, height: float) -> Block:
    """Room for both signatures; the stamp picture lies over the seller's."""
    half = (a4.WIDTH - a4.GAP) / 2

    def draw(pen: Pen, top: float) -> None:
        for title, left in (("مهر و امضای فروشنده", a4.RIGHT - half), ("مهر و امضای خریدار", a4.LEFT)):
            pen.box(left, top, half, height, radius=a4.RADIUS)
            pen.text(title, left + half / 2, top + 2.5, a4.BODY, MUTED, align="centre")
        if stamp:
            _lay_stamp(pen, stamp, a4.RIGHT - half, top, half, height)

    return Block(height, draw, gap=a4.GAP)


def _lay_stamp(pen: Pen, stamp: Picture, left: float, top: float, wide: float, high: float) -> None:
    """As large as the seller's box takes it, in its own proportions, below the title of the box."""
    room = a4.BODY.leading + 3
    scale = min((wide - 12) / stamp.width, (high - room - 3) / stamp.height)
    drawn_width, drawn_height = stamp.width * scale, stamp.height * scale
    pen.picture(
        stamp,
        left + (wide - drawn_width) / 2,
        top + room + (high - room - 3 - drawn_height) / 2,
        drawn_width,
        drawn_height,
    )
