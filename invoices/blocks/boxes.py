"""Boxes under a shaded bar: labelled fields on a grid, or paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from invoices.figures import code, mobile
from invoices.flow import Block
from invoices.pen import INK, MUTED, Pen
from invoices.templates.sheet import PAD, Sheet
from invoices.text import Style, width, wrap
from invoices.tongues import FA, Tongue
from pos_app.domain.digits import latin
from pos_app.domain.invoice import Party
from pos_app.domain.typed import one_line

Fields = Sequence[tuple[str, str]]


def party_fields(party: Party, licence_no: str = "", *, named: str = "", tongue: Tongue = FA) -> list[tuple[str, str]]:
    """What is given, in the order of the form; empty fields close up. `named` = another label for the name."""
    say, field = tongue.say, tongue.field
    fields = [
        (named or say("party_name"), field(party.name)),
        (say("party_kind"), tongue.word("kinds", party.kind)),
        (say("economic_no"), code(party.economic_no)),
        (say("registration_no"), code(party.registration_no)),
        (say(_id_label(party)), code(party.national_id)),
        (say("postal_code"), code(party.postal_code)),
        (say("phone"), mobile(party.phone)),
        (say("licence_no"), code(licence_no)),
        (say("address"), field(party.address)),
    ]
    return [(label, value) for label, value in fields if value]


def _id_label(party: Party) -> str:
    if party.kind == "foreigner":
        return "foreigner_id"
    return "legal_id" if len(latin(party.national_id)) == 11 else "national_id"


def fields_block(sheet: Sheet, title: str, fields: Fields, gap: float = 0) -> Block:
    """Label and value side by side; a value too wide for its cells wraps."""
    row = sheet.body.leading + 1.5
    placed, rows = _place(sheet, fields)
    bar = _bar(sheet)
    height = bar + 3 + rows * row + 2

    def draw(pen: Pen, top: float) -> None:
        _titled(pen, sheet, title, top, height)
        for label, lines, right, at in placed:
            line_top = top + bar + 3 + at * row
            pen.block()
            drawn = pen.text(f"{label}:", right, line_top, sheet.body, MUTED)
            for offset, text in enumerate(lines):
                pen.text(text, right - drawn - 3, line_top + offset * row, sheet.medium, INK)

    return Block(height, draw, gap)


def paragraphs_block(sheet: Sheet, title: str, paragraphs: Sequence[tuple[str, Style]], gap: float = 0) -> Block:
    """Running text, each paragraph in its own type."""
    limit = sheet.width - 2 * PAD
    lines = [(line, style) for text, style in paragraphs for line in wrap(text, style, limit)]
    bar = _bar(sheet)
    height = bar + 3 + sum(style.leading + 1 for _, style in lines) + 3

    def draw(pen: Pen, top: float) -> None:
        _titled(pen, sheet, title, top, height)
        at = top + bar + 3
        pen.block()
        for text, style in lines:
            pen.text(text, sheet.right - PAD, at, style, INK)
            at += style.leading + 1

    return Block(height, draw, gap)


def _bar(sheet: Sheet) -> float:
    return sheet.strong.leading + 3


def _titled(pen: Pen, sheet: Sheet, title: str, top: float, height: float) -> None:
    bar = _bar(sheet)
    pen.shade(sheet.left, top, sheet.width, bar)
    pen.box(sheet.left, top, sheet.width, height)
    pen.level(sheet.left, sheet.right, top + bar)
    pen.text(title, (sheet.left + sheet.right) / 2, top + 1.5, sheet.strong, INK, align="centre")


def _place(sheet: Sheet, fields: Fields) -> tuple[list[tuple[str, tuple[str, ...], float, int]], int]:
    """Fields on the grid, from the right: (label, lines, right edge, row), and the number of rows."""
    inner = sheet.width - 2 * PAD
    cell = inner / sheet.grid
    placed: list[tuple[str, tuple[str, ...], float, int]] = []
    column, row, rows = 0, 0, 0
    for label, value in ((label, one_line(value)) for label, value in fields):
        labelled = width(f"{label}:", sheet.body) + 3
        span = min(sheet.grid, ceil((labelled + width(value, sheet.medium) + 8) / cell))
        if column + span > sheet.grid:
            column, row = 0, rows
        whole = span == sheet.grid
        lines = wrap(value, sheet.medium, inner - labelled if whole else span * cell - labelled - 8)
        placed.append((label, lines, sheet.right - PAD - column * cell, row))
        rows = max(rows, row + len(lines))
        column += span
    return placed, rows
