"""Label and amount, line under line, under a heading: on a sheet and on a slip alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from invoices.flow import Block
from invoices.fonts import Weight
from invoices.pen import INK, MUTED, Pen
from invoices.templates.sheet import Sheet
from invoices.text import Style, fit, width, wrap

_AIR, _APART = 3.0, 8.0


@dataclass(frozen=True, slots=True)
class Entry:
    """`under`: said below it, small. `strong`: a sum. `words`: its value is no amount."""

    label: str
    value: str
    strong: bool = False
    under: str = ""
    words: bool = False


def ledger(sheet: Sheet, title: str, entries: Sequence[Entry]) -> list[Block]:
    """A block an entry, so that a long list goes on overleaf; none where there are none."""
    if not entries:
        return []
    return [_heading(sheet, title), *(_entry(sheet, entry) for entry in entries)]


def _heading(sheet: Sheet, title: str) -> Block:
    style = sheet.strong
    height = style.leading + _AIR

    def draw(pen: Pen, top: float) -> None:
        pen.shade(sheet.left, top, sheet.width, height)
        pen.text(title, sheet.right - _AIR, top + _AIR / 2, style, INK, tag="H2")

    return Block(height, draw, gap=sheet.gap)


def _entry(sheet: Sheet, entry: Entry) -> Block:
    style = sheet.strong if entry.strong else sheet.body
    small = Style(Weight.REGULAR, sheet.size - 0.6)
    value = fit(entry.value, Style(style.weight, style.size, tabular=not entry.words), sheet.width)
    lines = wrap(entry.label, style, sheet.width - width(entry.value, value) - _APART - 2 * _AIR)
    under = wrap(entry.under, small, sheet.width - 2 * _AIR) if entry.under else ()
    height = len(lines) * style.leading + len(under) * small.leading + _AIR

    def draw(pen: Pen, top: float) -> None:
        pen.block()
        at = top + _AIR / 2
        pen.text(entry.value, sheet.left + _AIR, at, value, INK, align="left")
        pen.lines(lines, sheet.right - _AIR, at, style, INK)
        pen.lines(under, sheet.right - _AIR, at + len(lines) * style.leading, small, MUTED)
        pen.level(sheet.left, sheet.right, top + height)

    return Block(height, draw)


def words(sheet: Sheet, text: str, style: Style, *, centred: bool = False, gap: float = 0) -> list[Block]:
    """A paragraph; "" = no block."""
    lines = wrap(text, style, sheet.width - 2 * _AIR) if text else ()
    if not lines:
        return []

    def draw(pen: Pen, top: float) -> None:
        pen.block()
        x = (sheet.left + sheet.right) / 2 if centred else sheet.right - _AIR
        pen.lines(lines, x, top, style, INK, align="centre" if centred else "right")

    return [Block(len(lines) * style.leading + 2, draw, gap=gap)]
