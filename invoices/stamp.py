"""The shop's own stamp, drawn for a shop that has no scan of one: an oval, its name, its licence number.

Pillow's own text drawing cannot shape Persian without a library that its wheels lack, so the outlines of the shaped
glyphs are filled here, four times too large, and made small again.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Final

import uharfbuzz as hb
from PIL import Image, ImageDraw

from invoices.figures import prose
from invoices.fonts import Weight, load
from invoices.text import Style, fit, set_line
from pos_app.domain.digits import persian

_SIZE: Final = (840, 400)  # pixels of the upright oval
_OVERSAMPLE: Final = 4
_TILT: Final = 8.0  # degrees, as a hand sets a stamp
_BLUE: Final = (38, 66, 158)
_CURVE_STEPS: Final = 6

Point = tuple[float, float]


@lru_cache(maxsize=4)
def draw_stamp(name: str, licence_no: str) -> bytes:
    """PNG with transparency, the same for the same words. Raises `PaperError` (`glyph-missing`)."""
    wide, high = (side * _OVERSAMPLE for side in _SIZE)
    ink = Image.new("L", (wide, high), 0)
    draw = ImageDraw.Draw(ink)
    for inset, thick in ((0.0, 0.016), (0.045, 0.008)):
        margin = inset * high + 0.02 * high
        draw.ellipse((margin, margin, wide - margin, high - margin), outline=255, width=round(thick * high))
    rows = [(prose(name), Style(Weight.BOLD, 0.2 * high))]
    if licence_no:
        rows.append((f"پروانهٔ {persian(licence_no)}", Style(Weight.MEDIUM, 0.15 * high)))
    rows = [(text, fit(text, style, 0.74 * wide)) for text, style in rows if text]
    top = (high - sum(style.leading for _, style in rows)) / 2
    for text, style in rows:
        _fill_line(draw, text, style, wide / 2, top + style.leading * 0.66)
        top += style.leading
    small = ink.resize(_SIZE, Image.Resampling.LANCZOS)
    tilted = small.rotate(_TILT, Image.Resampling.BICUBIC, expand=True)
    tilted = tilted.crop(tilted.getbbox())
    stamp = Image.new("RGBA", tilted.size, (*_BLUE, 0))
    stamp.putalpha(tilted)
    buffer = BytesIO()
    stamp.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _fill_line(draw: ImageDraw.ImageDraw, text: str, style: Style, middle: float, baseline: float) -> None:
    line = set_line(text, style.weight)
    font = load(style.weight)
    scale = style.size / font.units
    x = middle - line.width * style.size / 2
    for glyph in line.glyphs:
        left, base = x + glyph.dx * style.size, baseline - glyph.dy * style.size
        contours = [[(left + px * scale, base - py * scale) for px, py in c] for c in _contours(font.font, glyph.gid)]
        # TrueType runs outer contours clockwise and holes against it; larger ones are filled first.
        for contour in sorted(contours, key=lambda points: -abs(_area(points))):
            draw.polygon(contour, fill=255 if _area(contour) > 0 else 0)
        x += glyph.advance * style.size


def _area(points: list[Point]) -> float:
    """Signed, with y downwards: clockwise on the picture is positive."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True)) / 2


def _contours(font: hb.Font, gid: int) -> list[list[Point]]:
    """Outlines in font units, curves as short straight lines."""
    contours: list[list[Point]] = []
    funcs = hb.DrawFuncs()

    def move_to(x: float, y: float, _: object) -> None:
        contours.append([(x, y)])

    def line_to(x: float, y: float, _: object) -> None:
        contours[-1].append((x, y))

    def quadratic_to(cx: float, cy: float, x: float, y: float, _: object) -> None:
        x0, y0 = contours[-1][-1]
        for step in range(1, _CURVE_STEPS + 1):
            t = step / _CURVE_STEPS
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            contours[-1].append((a * x0 + b * cx + c * x, a * y0 + b * cy + c * y))

    funcs.set_move_to_func(move_to)
    funcs.set_line_to_func(line_to)
    funcs.set_quadratic_to_func(quadratic_to)
    font.draw_glyph(gid, funcs)
    return [contour for contour in contours if len(contour) > 2]
