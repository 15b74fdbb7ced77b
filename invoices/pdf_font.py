"""Vazirmatn inside a ReportLab document, addressed by glyph id.

ReportLab's own TrueType support is addressed by character and cut into pieces of 256; a shaped line has
glyphs without a character. Hence a composite font whose codes are glyph ids, and blanks beside them (`spelling`),
with a ToUnicode table that leads back to the letters as they were typed, so that text can be copied.
"""

from __future__ import annotations

from functools import lru_cache

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from invoices.fonts import ASCENT, CAP_HEIGHT, DESCENT, Weight, load
from invoices.spelling import END, FIRST, glyph_of

_SYMBOLIC = 4
#: A reader that is addressed by glyph id needs outlines and metrics alone.
_TABLES_OF_NO_USE = {
    int.from_bytes(tag, "big")
    for tag in (b"GSUB", b"GPOS", b"GDEF", b"STAT", b"DSIG", b"name", b"OS/2", b"post", b"cmap")
}


class EmbeddedFont:
    """One weight within one document: collects the glyphs that are drawn and writes itself when it is saved."""

    def __init__(self, weight: Weight, document: pdfdoc.PDFDocument) -> None:
        self.weight = weight
        self.resource = weight.value.replace("-", "")
        self._meanings: dict[int, str] = {}
        document.delayedFonts.append(self)

    def use(self, meanings: dict[int, str]) -> None:
        """Codes that were drawn, and what they stand for."""
        mine = self._meanings
        for code, text in meanings.items():
            if not mine.get(code):
                mine[code] = text

    def addObjects(self, document: pdfdoc.PDFDocument) -> None:
        """ReportLab calls this once, before the document is written."""
        codes = tuple(code for code in sorted(self._meanings) if code < FIRST)
        inked = tuple(sorted({*map(glyph_of, codes), _blank(self.weight)}))
        name = f"PAPERA+{self.weight.value}"
        descriptor = _dictionary(
            document,
            f"descriptor-{self.resource}",
            Type="/FontDescriptor",
            FontName=f"/{name}",
            Flags=_SYMBOLIC,
            FontBBox=pdfdoc.PDFArray(_box(self.weight)),
            ItalicAngle=0,
            Ascent=round(1000 * ASCENT),
            Descent=-round(1000 * DESCENT),
            CapHeight=round(1000 * CAP_HEIGHT),
            StemV=80,
            FontFile2=_stream(document, f"file-{self.resource}", subset(self.weight, inked)),
        )
        descendant = _dictionary(
            document,
            f"descendant-{self.resource}",
            Type="/Font",
            Subtype="/CIDFontType2",
            BaseFont=f"/{name}",
            CIDSystemInfo=pdfdoc.PDFDictionary(
                {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
            ),
            FontDescriptor=descriptor,
            CIDToGIDMap=_stream(document, f"map-{self.resource}", _glyphs_of_codes(codes, _blank(self.weight))),
            DW=0,
            W=_widths(self.weight, codes),
        )
        fonts = document.idToObject["BasicFonts"].dict  # type: ignore[attr-defined]
        fonts[self.resource] = _dictionary(
            document,
            f"font-{self.resource}",
            Type="/Font",
            Subtype="/Type0",
            BaseFont=f"/{name}",
            Encoding="/Identity-H",
            DescendantFonts=pdfdoc.PDFArray([descendant]),
            ToUnicode=_stream(document, f"unicode-{self.resource}", _to_unicode(self._meanings)),
        )


def _dictionary(document: pdfdoc.PDFDocument, name: str, **entries: object) -> object:
    return document.Reference(pdfdoc.PDFDictionary(entries), f"paper-{name}")  # type: ignore[no-untyped-call]


def _stream(document: pdfdoc.PDFDocument, name: str, content: bytes) -> object:
    stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Length1": len(content)}), content)
    stream.filters = [pdfdoc.PDFZCompress]
    return document.Reference(stream, f"paper-{name}")  # type: ignore[no-untyped-call]


@lru_cache(maxsize=64)
def _glyphs_of_codes(codes: tuple[int, ...], blank: int) -> bytes:
    """Two bytes for each code; every blank is drawn as the glyph of a space."""
    table = bytearray(2 * FIRST) + blank.to_bytes(2, "big") * (END - FIRST)
    for code in codes:
        table[2 * code : 2 * code + 2] = glyph_of(code).to_bytes(2, "big")
    return bytes(table)


@lru_cache(maxsize=len(Weight))
def _blank(weight: Weight) -> int:
    gid: int = load(weight).font.get_nominal_glyph(ord(" "))
    return gid


@lru_cache(maxsize=64)
def subset(weight: Weight, gids: tuple[int, ...]) -> bytes:
    """A font file with only these glyphs, under their old ids. The same ids give the same bytes."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(gids)
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
    wanted.drop_table_tag_set.update(_TABLES_OF_NO_USE)
    return bytes(hb.subset(load(weight).face, wanted).blob.data)


@lru_cache(maxsize=64)
def _widths(weight: Weight, codes: tuple[int, ...]) -> pdfdoc.PDFArray:
    font = load(weight)
    entries: list[object] = []
    for code in codes:
        advance = font.font.get_glyph_h_advance(glyph_of(code))
        entries += [code, pdfdoc.PDFArray([round(1000 * advance / font.units, 2)])]
    return pdfdoc.PDFArray(entries)


@lru_cache(maxsize=len(Weight))
def _box(weight: Weight) -> list[int]:
    """Bounds of all glyphs, in thousandths of an em: xMin to yMax of the `head` table."""
    font = load(weight)
    head = font.face.reference_table("head").data
    edges = (int.from_bytes(head[at : at + 2], "big", signed=True) for at in (36, 38, 40, 42))
    return [round(1000 * edge / font.units) for edge in edges]


def _to_unicode(meanings: dict[int, str]) -> bytes:
    rows = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(meanings.items()) if text
    ]
    blocks = [rows[i : i + 100] for i in range(0, len(rows), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
