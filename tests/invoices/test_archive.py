"""The file around the page: language, title, structure, colours, all that an archive asks for."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from PIL import ImageCms

from invoices.renderer import PaperRenderer
from invoices.stamp import draw_stamp
from tests.invoices.drawn import read
from tests.invoices.samples import a_dossier, awkward, bought, sample
from tests.invoices.structure import catalogue, structure

STAMP = draw_stamp("فروشگاه نمونهٔ آریا", "12345")
_PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def papers() -> dict[str, bytes]:
    renderer = PaperRenderer()
    return {
        "a4": renderer.render(sample(), stamp=STAMP, copy=False),
        "80mm": renderer.render(sample(), stamp=None, copy=False, paper="80mm"),
        "buy-in": renderer.buy_in(bought(), stamp=STAMP, copy=True),
        "dossier": renderer.dossier(a_dossier(), stamp=None),
    }


@pytest.fixture(scope="module", params=["a4", "80mm", "buy-in", "dossier"])
def pdf(request: pytest.FixtureRequest) -> bytes:
    return papers()[request.param]


def test_the_file_says_its_language_and_that_it_is_tagged(pdf: bytes) -> None:
    top = catalogue(pdf)
    assert top["Lang"] == b"fa"
    assert resolve1(top["MarkInfo"])["Marked"] is True
    views = resolve1(top["ViewerPreferences"])
    assert views["Direction"].name == "R2L"
    assert pdf.startswith(b"%PDF-1.7")


def test_everything_drawn_is_part_of_the_structure_or_decoration(pdf: bytes) -> None:
    pages = read(pdf)
    told = structure(pdf, pages)
    assert sum(len(leaf.glyphs) for leaf in told.leaves()) == sum(
        glyph.mark is not None for page in pages for glyph in page.glyphs
    )
    document = PDFDocument(PDFParser(BytesIO(pdf)))
    places = [page.attrs["StructParents"] for page in PDFPage.create_pages(document)]
    assert places == list(range(len(places)))


def test_the_facts_stand_in_the_archives_own_form_too(pdf: bytes) -> None:
    top = catalogue(pdf)
    xmp = ET.fromstring(resolve1(top["Metadata"]).get_data())  # noqa: S314 - our own bytes
    assert xmp.find(f".//{_PDFAID}part").text == "2"  # type: ignore[union-attr]
    assert xmp.find(f".//{_PDFAID}conformance").text == "B"  # type: ignore[union-attr]
    (info,) = PDFDocument(PDFParser(BytesIO(pdf))).info
    told = ["".join(part.itertext()).strip() for part in (xmp.find(f".//{_DC}title"), xmp.find(f".//{_DC}creator"))]  # type: ignore[union-attr]
    assert told == [info["Title"].decode("utf-16"), info["Author"].decode("utf-16")]
    assert "نمونه" in told[1]


def test_colours_are_defined(pdf: bytes) -> None:
    (intent,) = resolve1(catalogue(pdf)["OutputIntents"])
    profile = resolve1(resolve1(intent)["DestOutputProfile"])
    assert profile["N"] == 3
    assert ImageCms.ImageCmsProfile(BytesIO(profile.get_data())).profile.xcolor_space.strip() == "RGB"


def test_a_page_tells_its_title_once_and_what_its_pictures_show() -> None:
    forty = PaperRenderer().render(awkward(), stamp=STAMP, copy=False)
    pages = read(forty)
    assert len(pages) > 2
    told = structure(forty, pages)
    assert [title.text for title in told.all("H1")] == ["صورتحساب فروش کالا و خدمات"]
    assert len(list(told.all("Figure"))) == 1
    assert len(list(told.all("Table"))) == 1
    assert b"/S/Figure" in forty
    assert f"/Alt<FEFF{'مهر فروشگاه'.encode('utf-16-be').hex()}>".encode() in forty


def test_an_english_paper_says_that_it_is_english() -> None:
    pdf = PaperRenderer().render(sample(), stamp=None, copy=False, language="en")
    top = catalogue(pdf)
    assert top["Lang"] == b"en"
    assert "Direction" not in resolve1(top["ViewerPreferences"])
