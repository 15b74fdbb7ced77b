"""Below the table: terms of sale, what the registry said, bars of each IMEI, signatures and stamp."""

from __future__ import annotations

from invoices.blocks.bars import bars_height, draw_bars
from invoices.blocks.signatures import signature_boxes
from invoices.figures import prose
from invoices.flow import Block
from invoices.pen import INK, MUTED, Pen
from invoices.picture import Picture
from invoices.templates import a4
from invoices.text import wrap
from invoices.wording import NO_REFUND, REFUND, payment, release, settlement, unit_of_money
from invoices.wording_registry import OF_RETURN, OF_SALE, registry
from pos_app.domain.invoice import SALES, InvoiceDocument

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
    lines = [text for paragraph in _paragraphs(document) for text in wrap(paragraph, a4.BODY, limit)]
    height = (1 + len(lines)) * (a4.BODY.leading + 0.8) + 6
    if beside:
        height = max(height, len(beside) * bars_height() + 8)

    def draw(pen: Pen, top: float) -> None:
        pen.box(left, top, a4.RIGHT - left, height, radius=a4.RADIUS)
        _heading(pen, document, top + 3)
        at = top + 3 + a4.BODY.leading + 0.8
        for text in lines:
            pen.text(text, a4.RIGHT - a4.PAD, at, a4.BODY, INK)
            at += a4.BODY.leading + 0.8
        if beside:
            pen.box(a4.LEFT, top, _BARS_BOX, height, radius=a4.RADIUS)
            slack = (height - len(beside) * bars_height()) / (len(beside) + 1)
            for index, imei in enumerate(beside):
                at = top + slack + index * (bars_height() + slack)
                draw_bars(pen, imei, a4.LEFT + 4, at, _BARS_BOX - 8)

    return Block(height, draw, gap=a4.GAP)


def _paragraphs(document: InvoiceDocument) -> list[str]:
    unit = unit_of_money(document.currency)
    sale = document.subject in SALES
    paid = " · ".join(payment(line, unit) for line in document.payments)
    paragraphs = [paid if paid or sale else NO_REFUND]
    if document.registry:
        paragraphs.append(registry(document.registry, OF_SALE if sale else OF_RETURN))
    paragraphs.append(release(document))
    if document.notes:
        paragraphs.append(f"توضیحات: {prose(document.notes)}")
    return paragraphs


def _heading(pen: Pen, document: InvoiceDocument, top: float) -> None:
    """How the sale is settled; a void and a return say what goes back."""
    if document.subject not in SALES:
        pen.text(REFUND, a4.RIGHT - a4.PAD, top, a4.BODY, MUTED)
        return
    cash, credit = settlement(document)
    _tick_boxes(pen, top, cash=cash, credit=credit)


def _tick_boxes(pen: Pen, top: float, *, cash: bool, credit: bool) -> None:
    side = 7.5
    right = a4.RIGHT - a4.PAD
    right -= pen.text(_TERMS, right, top, a4.BODY, MUTED) + 10
    for label, ticked in (("نقدی", cash), ("غیرنقدی", credit)):
        pen.tick(right - side, top + (a4.BODY.leading - side) / 2, side, ticked=ticked)
        right -= side + 4
        right -= pen.text(label, right, top, a4.MEDIUM, INK) + 14


def _barcode_row(imeis: tuple[str, ...], gap: float) -> Block:
    height = bars_height() + 7
    cell = a4.WIDTH / _BARCODES_ACROSS

    def draw(pen: Pen, top: float) -> None:
        pen.box(a4.LEFT, top, a4.WIDTH, height)
        for index, imei in enumerate(imeis):
            draw_bars(pen, imei, a4.RIGHT - (index + 1) * cell + 4, top + 4, cell - 8)

    return Block(height, draw, gap=gap)


def signature_block(stamp: Picture | None, height: float) -> Block:
    """Room for both signatures; the stamp picture lies over the seller's."""
    return signature_boxes(a4.SHEET, ("مهر و امضای فروشنده", "مهر و امضای خریدار"), stamp, height)
