"""Draws on one ReportLab document. Points, measured from the top left corner of the page downwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Literal

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from invoices.archive import declare
from invoices.barcode import QUIET, bars
from invoices.fonts import ASCENT, DESCENT, Weight
from invoices.pdf_font import EmbeddedFont
from invoices.pdf_picture import embed
from invoices.picture import Picture
from invoices.tags import Tags
from invoices.text import Style, filled, set_line
from pos_app.domain.typed import one_line

Colour = tuple[float, float, float]
INK: Colour = (0.09, 0.13, 0.16)
MUTED: Colour = (0.33, 0.38, 0.42)
RULE: Colour = (0.25, 0.31, 0.35)
SHADE: Colour = (0.925, 0.95, 0.945)
BLACK: Colour = (0, 0, 0)
_DARK = re.compile("1+")
rl_config.useA85 = 0  # pages as text a quarter longer, for mail of the last century

_REPEATED = "/Artifact<</Type/Pagination>>BDC"
_CREATOR = "Pishkhan"
_PRODUCER = "ReportLab"


class _Sheets(Canvas):
    """A canvas that names no standard font on its pages: Helvetica could not be embedded."""

    _doc: pdfdoc.PDFDocument

    def _make_preamble(self) -> None:
        self._preamble = ""

    @property
    def document(self) -> pdfdoc.PDFDocument:
        return self._doc


class Pen:
    """`page_size` in points. `finish()` gives the bytes; the same strokes give the same bytes.

    Blocks are written for a paper that runs from right to left; for the other direction (`rtl` false) the pen mirrors
    places and alignments, never what stands there, and lines are ordered from left to right.

    All text is marked as part of the page's structure, in the order in which it is drawn; rules, shades and bars are
    marked as mere decoration.
    """

    def __init__(
        self, page_size: tuple[float, float], title: str, *, author: str = "", language: str = "fa", rtl: bool = True
    ) -> None:
        self.width, self.height = page_size
        self.rtl = rtl
        title, author = one_line(title), one_line(author)
        self._facts = {"title": title, "author": author, "language": language}
        self._buffer = BytesIO()
        self._canvas = _Sheets(
            self._buffer, pagesize=page_size, invariant=1, pageCompression=1, lang=language, pdfVersion=(1, 7)
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject("")
        self._canvas.setCreator(_CREATOR)
        self._canvas.setProducer(_PRODUCER)
        self._tags = Tags()
        self._decorates = False  # whether a mark of decoration is open
        self._repeats = False  # whether what is drawn now only repeats another page
        self._fonts: dict[Weight, EmbeddedFont] = {}
        self._fill: Colour = BLACK
        self._stroke: Colour = BLACK
        self._pictures: dict[Picture, str] = {}

    def next_page(self, page_size: tuple[float, float]) -> None:
        self._end_decoration()
        self._canvas.showPage()
        self._tags.next_page()
        self.width, self.height = page_size
        self._canvas.setPageSize(page_size)
        self._fill = self._stroke = BLACK

    def finish(self) -> bytes:
        self._end_decoration()
        self._canvas.showPage()
        document = self._canvas.document
        pages = [document.idToObject[f"Page{number}"] for number in range(1, document.pageCounter)]
        tree = self._tags.write(document, pages)
        declare(document, tree=tree, creator=_CREATOR, producer=_PRODUCER, rtl=self.rtl, **self._facts)
        self._canvas.save()
        return self._buffer.getvalue()

    def block(self) -> None:
        """What is drawn from here on is another paragraph."""
        self._tags.next_block()

    @contextmanager
    def repeat(self) -> Iterator[None]:
        """What stands on every page is part of the structure once."""
        self._repeats = True
        yield
        self._repeats = False

    @contextmanager
    def row(self) -> Iterator[None]:
        """A row of a table; rows that follow each other are one table."""
        self._tags.open_row()
        yield
        self._tags.close_row()

    @contextmanager
    def cell(self, kind: Literal["TH", "TD"], *, scope: Literal["column", "row"] = "column") -> Iterator[None]:
        """A cell of the open row; what a heading heads is its `scope`."""
        self._tags.open_cell(kind, scope)
        yield
        self._tags.close_cell()

    def text(
        self,
        text: str,
        x: float,
        top: float,
        style: Style,
        colour: Colour = INK,
        *,
        align: str = "right",
        tag: str = "",
        fill: float = 0,
    ) -> float:
        """One line in the leading that begins at `top`; `x` is its right edge, its middle or its left edge.

        Returns the width drawn. `tag` = a kind of its own in the structure (`H1`); `fill` = points that the line is to
        be wide, 0 = as it comes.
        """
        if fill:
            line = filled(text, style, fill, rtl=self.rtl)
        else:
            line = set_line(text, style.weight, tabular=style.tabular, rtl=self.rtl)
        drawn = line.width * style.size
        left = x - drawn if align == "right" else x - drawn / 2 if align == "centre" else x
        if not self.rtl:
            left = self.width - left - drawn
        slack = style.leading - (ASCENT + DESCENT) * style.size
        baseline = self.height - top - slack / 2 - ASCENT * style.size
        font = self._fonts.get(style.weight)
        if font is None:
            font = self._fonts[style.weight] = EmbeddedFont(style.weight, self._canvas.document)
        font.use(line.meanings)
        if not line.glyphs:
            return drawn
        self._end_decoration()
        self._paint(colour)
        mark = _REPEATED if self._repeats else f"/Span<</MCID {self._tags.say(line.read, tag, turned=line.turned)}>>BDC"
        self._canvas.addLiteral(
            f"{mark} BT /{font.resource} 1 Tf {style.size:.3f} 0 0 {style.size:.3f} {left:.3f} {baseline:.3f} Tm"
            f" [{line.operands}]TJ ET EMC"
        )
        return drawn

    def lines(
        self, texts: Iterable[str], x: float, top: float, style: Style, colour: Colour = INK, *, align: str = "right"
    ) -> float:
        """Lines under each other; returns the top of the next one."""
        for text in texts:
            self.text(text, x, top, style, colour, align=align)
            top += style.leading
        return top

    def box(self, left: float, top: float, width: float, height: float, *, radius: float = 0) -> None:
        """An outline of half a point."""
        self._decorate()
        left = self._placed(left, width)
        self._line()
        if radius:
            self._canvas.roundRect(left, self.height - top - height, width, height, radius)
        else:
            self._canvas.addLiteral(f"{left:.3f} {self.height - top - height:.3f} {width:.3f} {height:.3f} re S")

    def shade(self, left: float, top: float, width: float, height: float) -> None:
        self._decorate()
        left = self._placed(left, width)
        self._paint(SHADE)
        self._canvas.addLiteral(f"{left:.3f} {self.height - top - height:.3f} {width:.3f} {height:.3f} re f")

    def bar(self, left: float, top: float, width: float, height: float) -> None:
        """Solid black."""
        self._decorate()
        left = self._placed(left, width)
        self._paint(BLACK)
        self._canvas.addLiteral(f"{left:.3f} {self.height - top - height:.3f} {width:.3f} {height:.3f} re f")

    def upright(self, x: float, top: float, bottom: float) -> None:
        """A vertical rule."""
        self._decorate()
        x = self._placed(x, 0)
        self._line()
        self._canvas.addLiteral(f"{x:.3f} {self.height - top:.3f} m {x:.3f} {self.height - bottom:.3f} l S")

    def level(self, left: float, right: float, y: float) -> None:
        """A horizontal rule."""
        self._decorate()
        left, right = self._placed(left, right - left), self._placed(right, left - right)
        self._line()
        self._canvas.addLiteral(f"{left:.3f} {self.height - y:.3f} m {right:.3f} {self.height - y:.3f} l S")

    def tick(self, left: float, top: float, side: float, *, ticked: bool) -> None:
        """A small box, crossed where the form says yes."""
        self.box(left, top, side, side)
        if ticked:
            left = self._placed(left, side)
            inset = side * 0.22
            near, far = left + inset, left + side - inset
            high, low = self.height - top - inset, self.height - top - side + inset
            self._canvas.addLiteral(
                f"1 w {near:.3f} {low:.3f} m {far:.3f} {high:.3f} l"
                f" {near:.3f} {high:.3f} m {far:.3f} {low:.3f} l S 0.5 w"
            )

    def code128(self, text: str, left: float, top: float, width: float, height: float) -> None:
        """Bars across `width`, the quiet zones within it."""
        self._decorate()
        left = self._placed(left, width)
        modules, found = bars(text)
        module = width / (modules + 2 * QUIET)
        bottom = self.height - top - height
        self._paint(BLACK)
        rectangles = " ".join(
            f"{left + (QUIET + start) * module:.3f} {bottom:.3f} {wide * module:.3f} {height:.3f} re"
            for start, wide in found
        )
        self._canvas.addLiteral(f"{rectangles} f")

    def modules(self, rows: tuple[str, ...], left: float, top: float, side: float) -> None:
        """A square of black modules (`1`), its quiet zone included; neighbours in a row are one rectangle."""
        self._decorate()
        left = self._placed(left, side)
        module = side / len(rows)
        self._paint(BLACK)
        rectangles = [
            f"{left + run.start() * module:.3f} {self.height - top - (at + 1) * module:.3f}"
            f" {len(run.group()) * module:.3f} {module:.3f} re"
            for at, row in enumerate(rows)
            for run in _DARK.finditer(row)
        ]
        self._canvas.addLiteral(f"{' '.join(rectangles)} f")

    def picture(self, picture: Picture, left: float, top: float, width: float, height: float, *, alt: str) -> None:
        """`alt` = what a reader is told who does not see it."""
        left = self._placed(left, width)
        self._end_decoration()
        name = self._pictures.get(picture)
        if name is None:
            name = self._pictures[picture] = f"picture{len(self._pictures) + 1}"
            embed(picture, self._canvas.document, name)
        canvas = self._canvas
        mark = _REPEATED if self._repeats else f"/Figure<</MCID {self._tags.figure(alt)}>>BDC"
        canvas.addLiteral(mark)
        canvas.saveState()
        canvas.transform(width, 0, 0, height, left, self.height - top - height)
        canvas.doForm(name)
        canvas.restoreState()
        canvas.addLiteral("EMC")

    def _decorate(self) -> None:
        if not self._decorates:
            self._decorates = True
            self._canvas.addLiteral("/Artifact BMC")

    def _end_decoration(self) -> None:
        if self._decorates:
            self._decorates = False
            self._canvas.addLiteral("EMC")

    def _placed(self, left: float, width: float) -> float:
        """Where something `width` wide begins: mirrored on a paper that runs from left to right."""
        return left if self.rtl else self.width - left - width

    def _paint(self, colour: Colour) -> None:
        if colour != self._fill:
            self._fill = colour
            self._canvas.addLiteral("{:.3f} {:.3f} {:.3f} rg".format(*colour))

    def _line(self) -> None:
        if self._stroke != RULE:
            self._stroke = RULE
            self._canvas.addLiteral("{:.3f} {:.3f} {:.3f} RG 0.5 w".format(*RULE))
