"""Draws on one ReportLab document. Points, measured from the top left corner of the page downwards."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from invoices.barcode import QUIET, bars
from invoices.fonts import ASCENT, DESCENT, Weight
from invoices.pdf_font import EmbeddedFont
from invoices.picture import Picture
from invoices.text import Style, set_line

Colour = tuple[float, float, float]
INK: Colour = (0.09, 0.13, 0.16)
MUTED: Colour = (0.33, 0.38, 0.42)
RULE: Colour = (0.25, 0.31, 0.35)
SHADE: Colour = (0.925, 0.95, 0.945)
BLACK: Colour = (0, 0, 0)


class _Sheets(Canvas):
    """A canvas that names no standard font on its pages: Helvetica could not be embedded."""

    _doc: pdfdoc.PDFDocument

    def _make_preamble(self) -> None:
        self._preamble = ""

    @property
    def document(self) -> pdfdoc.PDFDocument:
        return self._doc


class Pen:
    """`page_size` in points. `finish()` gives the bytes; the same strokes give the same bytes."""

    def __init__(self, page_size: tuple[float, float], title: str) -> None:
        self.width, self.height = page_size
        self._buffer = BytesIO()
        self._canvas = _Sheets(self._buffer, pagesize=page_size, invariant=1, pageCompression=1, lang="fa-IR")
        self._canvas.setTitle(title)
        self._canvas.setCreator("Pishkhan")
        self._canvas.setProducer("ReportLab")
        self._fonts: dict[Weight, EmbeddedFont] = {}
        self._fill: Colour = BLACK
        self._stroke: Colour = BLACK
        self._pictures: dict[Picture, str] = {}

    def next_page(self) -> None:
        self._canvas.showPage()
        self._fill = self._stroke = BLACK

    def finish(self) -> bytes:
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    def text(
        self, text: str, x: float, top: float, style: Style, colour: Colour = INK, *, align: str = "right"
    ) -> float:
        """One line in the leading that begins at `top`; `x` is its right edge, its middle or its left edge.

        Returns the width drawn.
        """
        line = set_line(text, style.weight, tabular=style.tabular)
        drawn = line.width * style.size
        left = x - drawn if align == "right" else x - drawn / 2 if align == "centre" else x
        slack = style.leading - (ASCENT + DESCENT) * style.size
        baseline = self.height - top - slack / 2 - ASCENT * style.size
        font = self._fonts.get(style.weight)
        if font is None:
            font = self._fonts[style.weight] = EmbeddedFont(style.weight, self._canvas.document)
        font.use(line.meanings)
        self._paint(colour)
        self._canvas.addLiteral(
            f"BT /{font.resource} 1 Tf {style.size:.3f} 0 0 {style.size:.3f} {left:.3f} {baseline:.3f} Tm"
            f" [{line.operands}]TJ ET"
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
        self._line()
        if radius:
            self._canvas.roundRect(left, self.height - top - height, width, height, radius)
        else:
            self._canvas.addLiteral(f"{left:.3f} {self.height - top - height:.3f} {width:.3f} {height:.3f} re S")

    def shade(self, left: float, top: float, width: float, height: float) -> None:
        self._paint(SHADE)
        self._canvas.addLiteral(f"{left:.3f} {self.height - top - height:.3f} {width:.3f} {height:.3f} re f")

    def upright(self, x: float, top: float, bottom: float) -> None:
        """A vertical rule."""
        self._line()
        self._canvas.addLiteral(f"{x:.3f} {self.height - top:.3f} m {x:.3f} {self.height - bottom:.3f} l S")

    def level(self, left: float, right: float, y: float) -> None:
        """A horizontal rule."""
        self._line()
        self._canvas.addLiteral(f"{left:.3f} {self.height - y:.3f} m {right:.3f} {self.height - y:.3f} l S")

    def tick(self, left: float, top: float, side: float, *, ticked: bool) -> None:
        """A small box, crossed where the form says yes."""
        self.box(left, top, side, side)
        if ticked:
            inset = side * 0.22
            near, far = left + inset, left + side - inset
            high, low = self.height - top - inset, self.height - top - side + inset
            self._canvas.addLiteral(
                f"1 w {near:.3f} {low:.3f} m {far:.3f} {high:.3f} l"
                f" {near:.3f} {high:.3f} m {far:.3f} {low:.3f} l S 0.5 w"
            )

    def code128(self, text: str, left: float, top: float, width: float, height: float) -> None:
        """Bars across `width`, the quiet zones within it."""
        modules, found = bars(text)
        module = width / (modules + 2 * QUIET)
        bottom = self.height - top - height
        self._paint(BLACK)
        rectangles = " ".join(
            f"{left + (QUIET + start) * module:.3f} {bottom:.3f} {wide * module:.3f} {height:.3f} re"
            for start, wide in found
        )
        self._canvas.addLiteral(f"{rectangles} f")

    def picture(self, picture: Picture, left: float, top: float, width: float, height: float) -> None:
        name = self._pictures.get(picture)
        if name is None:
            name = self._pictures[picture] = f"picture{len(self._pictures) + 1}"
            self._embed(picture, name)
        canvas = self._canvas
        canvas.saveState()
        canvas.transform(width, 0, 0, height, left, self.height - top - height)
        canvas.doForm(name)
        canvas.restoreState()

    def _embed(self, picture: Picture, name: str) -> None:
        document = self._canvas.document
        entries: dict[str, object] = {"ColorSpace": "/DeviceRGB"}
        if picture.mask is not None:
            mask = _image(picture, picture.mask, {"ColorSpace": "/DeviceGray"})
            entries["SMask"] = document.Reference(mask, f"{name}-mask")  # type: ignore[no-untyped-call]
        image = _image(picture, picture.colours, entries)
        document.Reference(image, document.getXObjectName(name))  # type: ignore[no-untyped-call]

    def _paint(self, colour: Colour) -> None:
        if colour != self._fill:
            self._fill = colour
            self._canvas.addLiteral("{:.3f} {:.3f} {:.3f} rg".format(*colour))

    def _line(self) -> None:
        if self._stroke != RULE:
            self._stroke = RULE
            self._canvas.addLiteral("{:.3f} {:.3f} {:.3f} RG 0.5 w".format(*RULE))


def _image(picture: Picture, content: bytes, entries: dict[str, object]) -> pdfdoc.PDFStream:
    stream = pdfdoc.PDFStream(
        pdfdoc.PDFDictionary(
            {
                "Type": "/XObject",
                "Subtype": "/Image",
                "Width": picture.width,
                "Height": picture.height,
                "BitsPerComponent": 8,
                "Filter": "/FlateDecode",
                **entries,
            }
        ),
        content,
    )
    stream.filters = []
    return stream
