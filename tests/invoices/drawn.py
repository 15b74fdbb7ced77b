"""What really stands on a drawn page: glyphs, rules, bars and pictures, read back from the PDF's own content."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import pairwise
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from invoices.fonts import Weight, load
from invoices.spelling import FIRST, glyph_of, spelled


@dataclass(frozen=True)
class DrawnGlyph:
    """`x0, y0, x1, y1` bound the ink (points, y upwards); `left` and `baseline` are where the pen stood."""

    gid: int
    name: str
    text: str
    font: str
    size: float
    left: float
    baseline: float
    x0: float
    y0: float
    x1: float
    y1: float
    mark: int | None = None  # the number of its mark in the structure of the page, None = it is none of it

    @property
    def right(self) -> float:
        """Where the pen stands after the glyph, kerning aside."""
        face = load(Weight(self.font.split("+")[1]))
        return self.left + float(face.font.get_glyph_h_advance(self.gid)) / face.units * self.size


@dataclass
class DrawnPage:
    width: float
    height: float
    glyphs: list[DrawnGlyph] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    fills: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Text from left to right of each baseline, top line first; a gap wider than a blank parts columns by |."""
        rows: dict[int, list[DrawnGlyph]] = {}
        for glyph in self.glyphs:
            rows.setdefault(round(glyph.baseline * 4), []).append(glyph)
        found = []
        for _, row in sorted(rows.items(), reverse=True):
            row.sort(key=lambda g: g.left)
            text, end = "", row[0].left
            for glyph in row:
                text += "|" if glyph.left - end > 0.5 * glyph.size else ""
                text += glyph.text[::-1] if not glyph.text.isascii() else glyph.text
                end = max(end, glyph.right)
            found.append(text)
        return found

    @property
    def text(self) -> str:
        return "\n".join(self.lines())


class _Reader(PDFLayoutAnalyzer):
    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager, laparams=None)
        self.pages: list[DrawnPage] = []
        self._marks: list[int | None] = []

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        self._marks.append(props.get("MCID") if isinstance(props, dict) else None)

    def end_tag(self) -> None:
        self._marks.pop()

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        super().begin_page(page, ctm)
        _, _, width, height = page.mediabox
        self.pages.append(DrawnPage(float(width), float(height)))

    def render_char(
        self, matrix: Any, font: Any, fontsize: float, scaling: float, rise: float, cid: int, *rest: Any
    ) -> float:
        advance = super().render_char(matrix, font, fontsize, scaling, rise, cid, *rest)
        if cid >= FIRST:  # a further letter of the glyph before it, on its left in reading from right to left
            before = self.pages[-1].glyphs[-1] if self.pages[-1].glyphs else None
            if before and spelled(cid) not in "\u200c\u200d":
                turned = not before.text.isascii()
                whole = spelled(cid) + before.text if turned else before.text + spelled(cid)
                self.pages[-1].glyphs[-1] = replace(before, text=whole)
            return advance
        face = load(Weight(font.fontname.split("+")[1]))
        size = matrix[0] * fontsize
        left, baseline = matrix[4], matrix[5]
        gid = glyph_of(cid)
        ink = face.font.get_glyph_extents(gid)
        scale = size / face.units
        x0, y1 = left + ink.x_bearing * scale, baseline + rise * matrix[0] + ink.y_bearing * scale
        self.pages[-1].glyphs.append(
            DrawnGlyph(
                gid,
                face.font.glyph_to_string(gid),
                font.to_unichr(cid) if cid in font.unicode_map.cid2unichr else "",
                font.fontname,
                size,
                left,
                baseline,
                x0,
                y1 + ink.height * scale,
                x0 + ink.width * scale,
                y1,
                self._marks[-1],  # all text is in a mark
            )
        )
        return advance

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        points = [(op[i], op[i + 1]) for op in path for i in range(1, len(op), 2)]
        page = self.pages[-1]
        if fill:
            for box in _closed(path):
                page.fills.append(box)
        elif stroke:
            for (xa, ya), (xb, yb) in pairwise(points):
                page.rules.append((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)))

    def render_image(self, name: str, stream: Any) -> None:
        a, b, c, d, e, f = self.ctm
        self.pages[-1].pictures.append((min(e, e + a + c), min(f, f + b + d), max(e, e + a + c), max(f, f + b + d)))


def _closed(path: Any) -> list[tuple[float, float, float, float]]:
    boxes: list[list[tuple[float, float]]] = []
    points: list[tuple[float, float]] = []
    for op in path:
        if op[0] == "m" and points:
            boxes.append(points)
            points = []
        points += [(op[i], op[i + 1]) for i in range(1, len(op), 2)]
    boxes.append(points)
    return [
        (min(x for x, _ in b), min(y for _, y in b), max(x for x, _ in b), max(y for _, y in b)) for b in boxes if b
    ]


def read(pdf: bytes) -> list[DrawnPage]:
    """The pages of a PDF of ours."""
    manager = PDFResourceManager()
    reader = _Reader(manager)
    interpreter = PDFPageInterpreter(manager, reader)
    for page in PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(pdf)))):
        interpreter.process_page(page)
    return reader.pages
