"""What a reader that follows the structure of a tagged PDF is told, and of which glyphs it is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1

from tests.invoices.drawn import DrawnGlyph, DrawnPage


@dataclass
class Told:
    """One element: `text` as it is read; `glyphs` as they were drawn."""

    kind: str
    text: str
    glyphs: list[DrawnGlyph] = field(default_factory=list)
    kids: list[Told] = field(default_factory=list)

    def leaves(self) -> Iterator[Told]:
        if self.glyphs:
            yield self
        for kid in self.kids:
            yield from kid.leaves()

    def all(self, kind: str) -> Iterator[Told]:
        for kid in self.kids:
            if kid.kind == kind:
                yield kid
            yield from kid.all(kind)

    @property
    def whole(self) -> str:
        """Everything that is told, in its order."""
        return " ".join(leaf.text for leaf in self.leaves())


def catalogue(pdf: bytes) -> dict[str, Any]:
    found: dict[str, Any] = PDFDocument(PDFParser(BytesIO(pdf))).catalog
    return found


def structure(pdf: bytes, pages: list[DrawnPage]) -> Told:
    """The tree of `pdf`, whose pages were read as `pages`."""
    document = PDFDocument(PDFParser(BytesIO(pdf)))
    places = {page.pageid: place for place, page in enumerate(PDFPage.create_pages(document))}
    marked: dict[tuple[int, int], list[DrawnGlyph]] = {}
    for place, page in enumerate(pages):
        for glyph in page.glyphs:
            if glyph.mark is not None:
                marked.setdefault((place, glyph.mark), []).append(glyph)
    root = resolve1(document.catalog["StructTreeRoot"])
    told = _element(root["K"], places, marked)
    assert not marked, "glyphs that belong to no element"
    return told


def _element(reference: Any, places: dict[Any, int], marked: dict[tuple[int, int], list[DrawnGlyph]]) -> Told:
    element = resolve1(reference)
    told = Told(element["S"].name, "")
    page = element.get("Pg")
    for kid in resolve1(element.get("K", [])):
        if isinstance(kid, PDFObjRef):
            told.kids.append(_element(kid, places, marked))
            continue
        mark = kid if isinstance(kid, int) else kid["MCID"]
        of_page = page if isinstance(kid, int) else kid["Pg"]
        assert of_page is not None
        told.glyphs += marked.pop((places[of_page.objid], mark), [])
    drawn = "".join(glyph.text for glyph in told.glyphs)
    told.text = element["ActualText"].decode("utf-16") if "ActualText" in element else drawn
    return told
