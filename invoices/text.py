"""Any mixture of Persian, Latin and digits -> lines of placed glyphs.

In this order, and no other: break into lines, order each line (`bidi`), cut it into runs, shape each run with
its direction (`shaping`). A paragraph ordered first and broken afterwards reads from the bottom up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from invoices.bidi import PDI, visual_runs
from invoices.fonts import ASCENT, DESCENT, Weight
from invoices.shaping import Glyph, shape
from invoices.spelling import spell, spelled
from pos_app.domain.typed import one_line

_BLANKS = re.compile(" +")
_ISOLATES = re.compile("[\u2066-\u2069]")
#: Order and part the text; nobody reads them. The half-space is read.
_SILENT = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PIECE = re.compile(r" |[^ ]+")
WIDEST_GAP = 0.35  # em by which a blank may grow in a filled line


@dataclass(frozen=True, slots=True)
class Style:
    """`size` and `leading` in points. `tabular` = Persian digits of equal width."""

    weight: Weight = Weight.REGULAR
    size: float = 8
    tabular: bool = False
    line_factor: float = ASCENT + DESCENT

    @property
    def leading(self) -> float:
        return self.size * self.line_factor


@dataclass(frozen=True, slots=True)
class Line:
    """One shaped line: glyphs in visual order, width in em."""

    weight: Weight
    glyphs: tuple[Glyph, ...]
    width: float
    operands: str  # the array of a PDF TJ operator at size 1
    meanings: dict[int, str]  # code of the embedded font -> characters, for copying out of the page
    read: str  # the text in the order in which it is read
    turned: bool  # whether the glyphs stand in another order than that


@lru_cache(maxsize=2048)
def set_line(text: str, weight: Weight, *, tabular: bool = False, rtl: bool = True) -> Line:
    """Order and shape a line that is already broken; a control is a blank. Raises `PaperError` (`glyph-missing`)."""
    text = one_line(text)
    glyphs: list[Glyph] = []
    for run in visual_runs(text, rtl=rtl):
        pieces = _PIECE.findall(run.text)
        for piece in reversed(pieces) if run.rtl else pieces:
            glyphs.extend(shape(piece, weight, rtl=run.rtl, tabular=tabular))
    meanings: dict[int, str] = {}
    for glyph in glyphs:
        said = spell(glyph.text, rtl=glyph.rtl)
        code = glyph.gid + said.shift
        meanings[code] = meanings.get(code) or said.own
        meanings.update((blank, spelled(blank)) for blank in (*said.left, *said.right))
    read = _SILENT.sub("", text).replace("\u00a0", " ")
    turned = any(glyph.rtl for glyph in glyphs)
    return Line(weight, tuple(glyphs), sum(g.advance for g in glyphs), _operands(glyphs), meanings, read, turned)


@lru_cache(maxsize=512)
def filled(text: str, style: Style, limit: float, *, rtl: bool = True) -> Line:
    """The same line as wide as `limit` points by wider blanks, never by longer letters. Where the gaps would become
    holes it stays as it is."""
    line = set_line(text, style.weight, tabular=style.tabular, rtl=rtl)
    gaps = [at for at, glyph in enumerate(line.glyphs) if glyph.text == " "]
    missing = limit / style.size - line.width
    if not gaps or not 0 < missing <= WIDEST_GAP * len(gaps):
        return line
    more = missing / len(gaps)
    glyphs = list(line.glyphs)
    for at in gaps:
        glyphs[at] = replace(glyphs[at], advance=glyphs[at].advance + more, kern=glyphs[at].kern + more)
    return replace(line, glyphs=tuple(glyphs), width=line.width + missing, operands=_operands(glyphs))


def _operands(glyphs: list[Glyph]) -> str:
    """Codes in hex with kerning and the shifts of marks between them: `<03A103B2> -120 <0412>`.

    A raised mark leaves the array for a moment, since rise is an operator of its own.
    """
    parts: list[str] = []
    for glyph in glyphs:
        left, _, right, shift = spell(glyph.text, rtl=glyph.rtl)
        code = f"<{glyph.gid + shift:04X}>"
        before = f"<{''.join(f'{blank:04X}' for blank in left)}>" if left else ""
        beyond = f"<{''.join(f'{blank:04X}' for blank in right)}>" if right else ""
        after = glyph.kern - glyph.dx  # so much further than the pen has gone by itself
        if glyph.dx:
            code = f"{-1000 * glyph.dx:.2f} {code}"
        if glyph.dy:
            code = f"]TJ {glyph.dy:.4f} Ts [{code}]TJ 0 Ts ["
        parts.append(f"{before}{code}{beyond} {-1000 * after:.2f} " if after else f"{before}{code}{beyond}")
    return "".join(parts).replace("><", "")


def width(text: str, style: Style) -> float:
    """Width of one line in points."""
    return set_line(text, style.weight, tabular=style.tabular).width * style.size


@lru_cache(maxsize=2048)
def wrap(text: str, style: Style, limit: float) -> tuple[str, ...]:
    """Break at blanks into lines of at most `limit` points; "\\n" always breaks.

    A word is cut only when it is wider than a whole line. An island that holds blanks goes on in the next line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _BLANKS.sub(" ", one_line(paragraph)).split(" "):
            if not word:
                continue
            longer = f"{line} {word}" if line else word
            if width(longer, style) <= limit:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = _cut(word, style, limit)
            lines.extend(whole)
        lines.append(line)
    return _close_islands(lines) if any(lines) else ()


def _cut(word: str, style: Style, limit: float) -> list[str]:
    pieces, piece = [], ""
    if width(word, style) > limit:
        for char in word:
            if piece and width(piece + char, style) > limit:
                pieces.append(piece)
                piece = ""
            piece += char
        word = piece
    return [*pieces, word]


def _close_islands(lines: list[str]) -> tuple[str, ...]:
    """Isolates that a line leaves open are closed there and opened again on the next."""
    closed, open_ = [], ""
    for line in lines:
        whole = open_ + line
        stack: list[str] = []
        for mark in _ISOLATES.findall(whole):
            if mark != PDI:
                stack.append(mark)
            elif stack:
                stack.pop()
        open_ = "".join(stack)
        closed.append(whole + PDI * len(stack))
    return tuple(closed)


def fit(text: str, style: Style, limit: float) -> Style:
    """The style, smaller if `text` would not fit on a line of `limit` points."""
    natural = width(text, style)
    return style if natural <= limit else replace(style, size=style.size * limit / natural)
