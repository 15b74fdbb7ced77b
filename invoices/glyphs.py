"""Can this be printed at all? To be asked before a sale is final: the frozen document cannot be mended later."""

from __future__ import annotations

from dataclasses import astuple

from invoices.fonts import Weight, load
from pos_app.domain.invoice import InvoiceDocument

#: Shape, order or part the text; nothing of them is drawn.
_UNSEEN = frozenset("\n\t\r\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


def missing_glyphs(text: str) -> str:
    """The characters, each once, that the paper's font lacks; "" = all can be drawn."""
    font = load(Weight.REGULAR).font
    return "".join(
        char for char in dict.fromkeys(text) if char not in _UNSEEN and not font.get_nominal_glyph(ord(char))
    )


def unprintable(document: InvoiceDocument) -> str:
    """`missing_glyphs` of everything that a person typed and the paper says."""
    typed: list[str] = [*astuple(document.seller), *astuple(document.buyer), document.notes, document.licence_no]
    for line in document.lines:
        typed += [line.goods_code, line.description, line.serial, line.guarantee, *line.imeis]
    for payment in document.payments:
        typed += [payment.reference, payment.terminal]
    return missing_glyphs("".join(typed))
