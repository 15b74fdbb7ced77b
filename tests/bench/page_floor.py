"""The invoice page against its floor: a bare ReportLab canvas that draws the same glyphs at the same places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from statistics import median
from time import perf_counter

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from invoices.fonts import FOLDER, Weight
from invoices.renderer import PaperRenderer
from pos_app.domain.invoice import InvoiceDocument
from tests.invoices.drawn import DrawnPage, read
from tests.invoices.samples import sample

_PRIVATE = 0xE000  # ReportLab draws by character: each glyph gets a code point of the private area

#: (font, size, x, y, characters) of one line.
Stroke = tuple[str, float, float, float, str]


def bench_page(paper: str = "a4", rounds: int = 60) -> tuple[float, float]:
    """Median seconds of an invoice of ours on this paper, warm, and of the floor, taken in turns.

    Every round is another invoice: number, price, IMEIs and buyer change, as they do at a counter.
    """
    renderer = PaperRenderer()
    (page,) = read(renderer.render(sample(), stamp=None, copy=False, paper=paper))
    strokes = _strokes(page)
    ours: list[float] = []
    floor: list[float] = []
    for turn in range(rounds + 10):
        draw = partial(renderer.render, another(turn), stamp=None, copy=False, paper=paper)
        ours.append(_seconds(draw))
        floor.append(_seconds(lambda: _draw_bare(page, strokes)))
    return median(ours[10:]), median(floor[10:])


def another(turn: int) -> InvoiceDocument:
    """The sample as another sale."""
    document = sample()
    phone, *rest = document.lines
    price = phone.fee + 10_000 * turn
    imeis = tuple(str(int(imei) + 7 * turn) for imei in phone.imeis)
    changed = replace(phone, fee=price, prdis=price, imeis=imeis)
    buyer = replace(document.buyer, name=f"{document.buyer.name} {turn}")
    return replace(document, number=f"1405-1-{turn:06}", buyer=buyer, lines=(changed, *rest))


def _seconds(draw: Callable[[], bytes]) -> float:
    start = perf_counter()
    draw()
    return perf_counter() - start


def _strokes(page: DrawnPage) -> list[Stroke]:
    """The page's glyphs as strings, one for each line of text; fonts are registered with a code for each glyph."""
    for weight in Weight:
        font = TTFont(weight.value, str(FOLDER / f"{weight.value}.ttf"))
        for gid in {glyph.gid for glyph in page.glyphs if glyph.font.endswith(weight.value)}:
            font.face.charToGlyph[_PRIVATE + gid] = gid
            font.face.charWidths[_PRIVATE + gid] = font.face.hmetrics[gid][0] * 1000 / 2048
        registerFont(font)
    found: list[Stroke] = []
    end, before = 0.0, None
    for glyph in page.glyphs:
        name = glyph.font.split("+")[1]
        place = (name, glyph.size, glyph.baseline)
        if place == before and abs(glyph.left - end) < 0.5:
            found[-1] = (*found[-1][:4], found[-1][4] + chr(_PRIVATE + glyph.gid))
        else:
            found.append((name, glyph.size, glyph.left, glyph.baseline, chr(_PRIVATE + glyph.gid)))
        before, end = place, glyph.right
    return found


def _draw_bare(page: DrawnPage, strokes: list[Stroke]) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(page.width, page.height), invariant=1, pageCompression=1)
    for font, size, x, y, characters in strokes:
        canvas.setFont(font, size)
        canvas.drawString(x, y, characters)
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in page.rules:
        canvas.line(x0, y0, x1, y1)
    for x0, y0, x1, y1 in page.fills:
        canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
