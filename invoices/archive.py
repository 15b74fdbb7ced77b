"""What makes a PDF an archive's: its colours defined, its facts told in XMP, its language and its tags declared.

The level is PDF/A-2b: fonts are embedded, colours defined, nothing is encrypted or outside the file.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from invoices.fonts import FOLDER

#: Made by Little CMS, its date set to one that never changes.
_PROFILE: Final = FOLDER.parent / "colour" / "srgb.icc"
_INTENT: Final = "sRGB IEC61966-2.1"
#: ReportLab's own moment of every document without a clock; the same bytes need the same moment.
_MOMENT: Final = "2000-01-01T00:00:00+00:00"
_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool><xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate><pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def declare(
    document: pdfdoc.PDFDocument, *, tree: object, title: str, author: str, creator: str, producer: str,
    language: str, rtl: bool,
) -> None:  # fmt: skip
    """Fills the catalogue; once, before the document is written."""
    catalogue: Any = vars(document)["Catalog"]  # its type does not know what can be set
    catalogue.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]  # ReportLab does not know it
    catalogue.StructTreeRoot = tree
    catalogue.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
    direction = {"Direction": "/R2L"} if rtl else {}
    catalogue.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true", **direction})
    facts = {"title": title, "author": author, "creator": creator, "producer": producer, "language": language}
    told = _XMP.format(moment=_MOMENT, **{name: escape(text) for name, text in facts.items()})
    catalogue.Metadata = _stream({"Type": "/Metadata", "Subtype": "/XML"}, told.encode("utf-8"), packed=False)
    profile = document.Reference(_stream({"N": 3}, _profile()), "paper-colours")  # type: ignore[no-untyped-call]
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": pdfdoc.PDFString(_INTENT),
        "Info": pdfdoc.PDFString(_INTENT),
        "DestOutputProfile": profile,
    }
    catalogue.OutputIntents = pdfdoc.PDFArray([pdfdoc.PDFDictionary(intent)])


def _stream(entries: dict[str, object], content: bytes, *, packed: bool = True) -> pdfdoc.PDFStream:
    stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), content)
    stream.filters = [pdfdoc.PDFZCompress] if packed else []
    return stream


@lru_cache(maxsize=1)
def _profile() -> bytes:
    return _PROFILE.read_bytes()
