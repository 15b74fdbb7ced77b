"""Head of every page: shop, title, number and time; and the blocks of seller and buyer."""

from __future__ import annotations

from math import ceil

from invoices.figures import code, mobile, moment, prose
from invoices.flow import Block
from invoices.pen import INK, MUTED, Pen
from invoices.templates import a4
from invoices.text import fit, width, wrap
from invoices.wording import COPY, TITLE
from pos_app import jalali
from pos_app.domain.digits import latin, persian
from pos_app.domain.invoice import InvoiceDocument, Party

HEAD_HEIGHT = 50.0
_SIDE = 225.0
_GRID = 5
_NUMBER = "شمارهٔ سریال"


def draw_head(pen: Pen, document: InvoiceDocument, *, copy: bool, page: int, pages: int) -> None:
    middle = (a4.LEFT + a4.RIGHT) / 2
    name = prose(document.seller.name)
    if name:
        pen.text(name, a4.RIGHT, a4.MARGIN + 2, fit(name, a4.SHOP, _SIDE), INK)
    address = prose(document.seller.address)
    if address and width(address, a4.SMALL) <= _SIDE:  # the seller's block below has it in full
        pen.text(address, a4.RIGHT, a4.MARGIN + 21, a4.SMALL, MUTED)
    pen.text(TITLE, middle, a4.MARGIN, a4.TITLE, INK, align="centre")
    if copy:
        mark = width(COPY, a4.MARK) + 16
        pen.box(middle - mark / 2, a4.MARGIN + 25.5, mark, 18, radius=a4.RADIUS)
        pen.text(COPY, middle, a4.MARGIN + 26.5, a4.MARK, INK, align="centre")
    top = a4.MARGIN
    for label, value in (
        (_NUMBER, code(document.number)),
        ("تاریخ", moment(jalali.instant(document.issued_at))),
    ):
        top = _left_pair(pen, label, value, top)
    if pages > 1:
        _left_pair(pen, "صفحه", persian(f"{page} از {pages}"), top)


def _left_pair(pen: Pen, label: str, value: str, top: float) -> float:
    """Label and value ending at the left margin."""
    drawn = pen.text(value, a4.LEFT, top, a4.STRONG, INK, align="left")
    pen.text(f"{label}:", a4.LEFT + drawn + 3, top, a4.BODY, MUTED, align="left")
    return top + a4.STRONG.leading + 1.5


def seller_block(document: InvoiceDocument) -> Block:
    return _party_block("مشخصات فروشنده", _fields(document.seller, document.licence_no))


def buyer_block(document: InvoiceDocument) -> Block:
    """An unnamed buyer is the final consumer: the form's block stays, its empty fields do not."""
    fields = _fields(document.buyer) or [("خریدار", "مصرف‌کنندهٔ نهایی")]
    return _party_block("مشخصات خریدار", fields, gap=a4.GAP)


def _fields(party: Party, licence_no: str = "") -> list[tuple[str, str]]:
    """What is given, in the order of the form; empty fields close up."""
    id_label = "شناسهٔ ملی" if len(latin(party.national_id)) == 11 else "کد ملی"
    fields = [
        ("نام شخص حقیقی / حقوقی", prose(party.name)),
        ("شمارهٔ اقتصادی", code(party.economic_no)),
        ("شمارهٔ ثبت", code(party.registration_no)),
        (id_label, code(party.national_id)),
        ("کد پستی", code(party.postal_code)),
        ("تلفن", mobile(party.phone)),
        ("شمارهٔ پروانهٔ کسب", code(licence_no)),
        ("نشانی", prose(party.address)),
    ]
    return [(label, value) for label, value in fields if value]


def _party_block(title: str, fields: list[tuple[str, str]], gap: float = 0) -> Block:
    bar = a4.SECTION.leading + 3
    row = a4.BODY.leading + 1.5
    placed, rows = _place(fields)
    height = bar + 3 + rows * row + 2

    def draw(pen: Pen, top: float) -> None:
        pen.shade(a4.LEFT, top, a4.WIDTH, bar)
        pen.box(a4.LEFT, top, a4.WIDTH, height)
        pen.level(a4.LEFT, a4.RIGHT, top + bar)
        pen.text(title, (a4.LEFT + a4.RIGHT) / 2, top + 1.5, a4.SECTION, INK, align="centre")
        for label, lines, right, at in placed:
            line_top = top + bar + 3 + at * row
            drawn = pen.text(f"{label}:", right, line_top, a4.BODY, MUTED)
            for offset, text in enumerate(lines):
                pen.text(text, right - drawn - 3, line_top + offset * row, a4.MEDIUM, INK)

    return Block(height, draw, gap)


def _place(fields: list[tuple[str, str]]) -> tuple[list[tuple[str, tuple[str, ...], float, int]], int]:
    """Fields on a grid of five columns, from the right: (label, lines, right edge, row), and the number of rows."""
    cell = (a4.WIDTH - 2 * a4.PAD) / _GRID
    placed: list[tuple[str, tuple[str, ...], float, int]] = []
    column, row, rows = 0, 0, 0
    for label, value in fields:
        labelled = width(f"{label}:", a4.BODY) + 3
        span = min(_GRID, ceil((labelled + width(value, a4.MEDIUM) + 8) / cell))
        if column + span > _GRID:
            column, row = 0, rows
        lines = wrap(value, a4.MEDIUM, span * cell - labelled - 8 if span < _GRID else _GRID * cell - labelled)
        placed.append((label, lines, a4.RIGHT - a4.PAD - column * cell, row))
        rows = max(rows, row + len(lines))
        column += span
    return placed, rows
