"""Can this be printed at all? To be asked before a sale is final: the frozen document cannot be mended later."""

from __future__ import annotations

from dataclasses import astuple

from invoices.fonts import Weight, load
from pos_app.domain.buy_in_document import BuyInDocument
from pos_app.domain.invoice import InvoiceDocument
from pos_app.domain.typed import one_line

_HOLLOW = "◌"
#: Shape, order or part the text; nothing of them is drawn.
_UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


def missing_glyphs(text: str) -> str:
    """The characters, each once, that the paper's font lacks; "" = all can be drawn."""
    font = load(Weight.REGULAR).font
    return "".join(
        char for char in dict.fromkeys(one_line(text)) if char not in _UNSEEN and not font.get_nominal_glyph(ord(char))
    )


def unprintable(document: InvoiceDocument | BuyInDocument) -> str:
    """`missing_glyphs` of everything that a person typed and the paper says."""
    typed = _of_buy_in(document) if isinstance(document, BuyInDocument) else _of_invoice(document)
    return missing_glyphs("".join(typed))


def printable(text: str) -> str:
    """The same text with a dotted circle for each character that the font lacks: for a paper that only repeats what
    was once written down, and must not fail for it."""
    lacking = missing_glyphs(text)
    return text.translate(dict.fromkeys(map(ord, lacking), _HOLLOW)) if lacking else text


def _of_invoice(document: InvoiceDocument) -> list[str]:
    typed: list[str] = [*astuple(document.seller), *astuple(document.buyer), document.notes, document.licence_no]
    typed += [document.refers_to, document.reason]
    for line in document.lines:
        typed += [line.goods_code, line.description, line.serial, line.guarantee, *line.imeis]
    for payment in document.payments:
        typed += [payment.reference, payment.terminal]
    return typed


def _of_buy_in(document: BuyInDocument) -> list[str]:
    device = document.device
    typed: list[str] = [*astuple(document.shop), *astuple(document.seller), document.notes, document.licence_no]
    typed += [device.title, device.brand, device.model, device.serial, *device.imeis, document.for_invoice]
    if document.payment:
        typed += [document.payment.reference, document.payment.terminal]
    return typed
