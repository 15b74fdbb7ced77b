"""The drawn page: positions of glyphs in reading order, taken from the PDF itself."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module
from io import BytesIO

import pytest
import zxingcpp
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from PIL import Image

from invoices.fonts import PaperError
from invoices.glyphs import unprintable
from invoices.renderer import PaperRenderer
from invoices.stamp import draw_stamp
from invoices.templates.shelf import Shelf
from invoices.tongues import FA
from pos_app.domain.invoice import InvoiceDocument, OpenedGate, Party
from pos_app.domain.verdict import Verdict
from tests.invoices.drawn import DrawnGlyph, DrawnPage, read
from tests.invoices.samples import sample, with_lines
from tests.invoices.tidy import assert_apart, assert_clear

STAMP = draw_stamp("فروشگاه نمونهٔ آریا", "12345")


def render(document: InvoiceDocument, *, stamp: bytes | None = STAMP, copy: bool = False) -> bytes:
    return PaperRenderer().render(document, stamp=stamp, copy=copy)


@pytest.fixture(scope="module")
def page() -> DrawnPage:
    (drawn,) = read(render(sample()))
    return drawn


def crowded() -> InvoiceDocument:
    """Fifteen lines, long names, great amounts, everything that may be said."""
    document = sample()
    phone, case = document.lines
    long = replace(
        phone,
        description="گوشی موبایل مدل Galaxy S24 Ultra 5G (SM-S928B/DS) دو سیم‌کارت، ظرفیت ۱ ترابایت، رنگ خاکستری " * 3,
        fee=9_876_543_210,
        prdis=9_876_543_210,
        adis=9_871_543_210,
        vam=987_154_321,
        tsstam=10_858_697_531,
    )
    release = OpenedGate(kind="release", step_id="inquiry", codes=("x",), reason="راز", by="m", at=document.issued_at)
    assert document.registry
    return replace(
        with_lines(document, (long, case, *((phone, case) * 6), phone)),
        opened=(release,),
        registry=replace(document.registry, activation_state="deferred", inquiry_channel="sms"),
        notes="یادداشت بلند برای خریدار " * 30,
    )


def papers() -> dict[str, InvoiceDocument]:
    document = sample()
    return {
        "sample": document,
        "six": with_lines(document, document.lines * 3),
        "crowded": crowded(),
        "bare": replace(
            with_lines(document, document.lines[1:]), buyer=Party(), registry=None, notes="", payments=(), licence_no=""
        ),
    }


def numbers(page: DrawnPage) -> list[str]:
    """Every unbroken stretch of digits and separators from left to right."""
    return re.findall(r"[0-9۰-۹][0-9۰-۹٬*#]*", page.text)


def test_amounts_run_from_left_to_right_with_the_greatest_digit_first(page: DrawnPage) -> None:
    assert {"۴۲۲٬۹۵۰٬۰۰۰", "۳۸۵٬۰۰۰٬۰۰۰", "۴۱۸٬۰۰۰٬۰۰۰", "۳۸٬۴۵۰٬۰۰۰", "۳۸۹٬۵۰۰٬۰۰۰", "۴٬۹۵۰٬۰۰۰"} <= set(numbers(page))


def test_amounts_by_glyph_and_position(page: DrawnPage) -> None:
    """Not by the text layer: by the outlines that were drawn, and where."""
    names = ["uni06F4.tnum", "uni06F2.tnum", "uni06F2.tnum", "uni066C", "uni06F9.tnum", "uni06F5.tnum", "uni06F0.tnum"]
    (start,) = (i for i in range(len(page.glyphs)) if [g.name for g in page.glyphs[i : i + 7]] == names)
    total = page.glyphs[start : start + 11]
    assert "".join(g.text for g in total) == "۴۲۲٬۹۵۰٬۰۰۰"
    assert [g.left for g in total] == sorted(g.left for g in total)
    assert len({round(g.baseline, 2) for g in total}) == 1
    assert "Bold" in total[0].font


def test_identifiers_are_whole_and_from_left_to_right(page: DrawnPage) -> None:
    found = numbers(page)
    assert found.count("356938035643809") == 3  # description, activation, under its bars
    assert found.count("356938035643817") == 2
    for code in ("2330000604708", "0012345210", "14003778990", "1133913471", "405122388190", "12345678"):
        assert code in found
    for code in ("*7777#", "R5CX40ABCDE", "1405-1-000418", "0912 000 0000", "021 5550 1234", "Galaxy A55"):
        assert code in page.text
    assert "۱۴۰۵/۰۹/۰۱" in page.text
    assert "۱۱:۴۶" in page.text


def test_persian_runs_from_right_to_left(page: DrawnPage) -> None:
    for words in (
        "صورتحساب فروش کالا و خدمات",
        "چهارصد و بیست و دو میلیون و نهصد و پنجاه هزار ریال",
        "مهر و امضای فروشنده",
        "قانونی، فعال نشده",
    ):
        assert words[::-1] in page.text
    assert "تیاباگیگ ۲۵۶ — Galaxy A55 گنوسماس یشوگ" in page.text


def test_zwnj_words_are_parted_without_a_stray_glyph(page: DrawnPage) -> None:
    """فعال‌سازی, from right to left: fe, ain, alef, lam alone; sin begins a new word part."""
    forms = ["uni06CC", "uni0632", "uniFE8E", "uniFEB3", "uni0644", "uniFE8E", "uniFECC", "uniFED3"]
    drawn = [glyph.name for glyph in page.glyphs]
    assert any(drawn[i : i + len(forms)] == forms for i in range(len(drawn)))


def test_brackets_face_each_other(page: DrawnPage) -> None:
    """(ریال) and (IMEI): on each line a bracket opens on the left and closes on the right, nowhere doubled."""
    rows: dict[float, list[DrawnGlyph]] = {}
    for glyph in page.glyphs:
        if glyph.name in ("parenleft", "parenright"):
            rows.setdefault(round(glyph.baseline, 1), []).append(glyph)
    assert len(rows) >= 4
    for row in rows.values():
        row.sort(key=lambda g: g.left)
        assert [g.name for g in row] == ["parenleft", "parenright"] * (len(row) // 2)


def test_the_eleven_columns_stand_from_right_to_left(page: DrawnPage) -> None:
    lines = Shelf().take("a4").plan("lines")
    assert lines
    assert len(lines.columns) == 11
    headings = " ".join(FA.say(f"column_{column.name}", unit="") for column in lines.columns)
    headings = headings.replace("()", "").replace("\u200c", "")
    assert all(word[::-1] in page.text for word in headings.split())
    rights = sorted({round(x0, 2) for x0, y0, x1, y1 in page.rules if x1 - x0 < 0.1 and y1 - y0 > 20}, reverse=True)
    assert len(rights) >= 10
    row = next(line for line in page.lines() if "2720000114542" in line)
    assert row.split("|") == [
        "۴٬۹۵۰٬۰۰۰",
        "۴۵۰٬۰۰۰",
        "۴٬۵۰۰٬۰۰۰",
        "۰",
        "۴٬۵۰۰٬۰۰۰",
        "۴٬۵۰۰٬۰۰۰",
        "ددع",
        "۱",
        "هحفص ظفاحم و باق",
        "2720000114542",
        "۲",
    ]


@pytest.mark.parametrize("name", ["sample", "six", "crowded", "bare"])
@pytest.mark.parametrize("copy", [False, True])
def test_nothing_leaves_the_page_or_touches_a_rule(name: str, copy: bool) -> None:
    for page in read(render(papers()[name], copy=copy)):
        assert_clear(page)


@pytest.mark.parametrize("name", ["sample", "six", "crowded", "bare"])
def test_glyphs_do_not_lie_on_each_other(name: str) -> None:
    """Two lines of text, or two cells, never share paper."""
    for page in read(render(papers()[name], stamp=None)):
        assert_apart(page)


def test_many_lines_flow_over_numbered_pages() -> None:
    pages = read(render(crowded()))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        persian = str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        assert f"{'۰۱۲۳۴۵۶۷۸۹'[len(pages)]} زا {persian}" in page.text
        assert "1405-1-000418" in page.text
    everything = "\n".join(page.text for page in pages)
    assert everything.count("هدنشورف یاضما و رهم") == 1
    assert everything.count("2720000114542") == 7
    assert everything.count("هب لک عمج") == 1


def test_a_long_code_is_made_smaller_not_cut() -> None:
    document = sample()
    code = "SHOP-CODE-0123456789-XYZ"
    (page,) = read(render(with_lines(document, (replace(document.lines[0], goods_code=code), document.lines[1]))))
    assert code in page.text


def test_bars_say_the_imei() -> None:
    """Read from the rendered picture by a scanner, not by us."""
    pdf = import_module("pypdfium2").PdfDocument(render(sample()))  # it has no types
    picture = pdf[0].render(scale=3).to_pil()
    pdf.close()
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128))
    assert sorted(code.text for code in codes) == ["356938035643809", "356938035643817"]


def test_a_copy_says_so_and_differs_in_nothing_else() -> None:
    original, copy = read(render(sample())), read(render(sample(), copy=True))
    assert "تشونور" not in original[0].text
    assert "تشونور" in copy[0].text
    assert [line for line in copy[0].lines() if "تشونور" not in line] == original[0].lines()


@pytest.mark.parametrize("copy", [False, True])
def test_same_document_same_bytes(copy: bool) -> None:
    assert render(sample(), copy=copy) == render(sample(), copy=copy)


def test_fonts_are_embedded_and_named_no_other() -> None:
    document = PDFDocument(PDFParser(BytesIO(render(sample()))))
    for page in PDFPage.create_pages(document):
        fonts = resolve1(resolve1(page.resources)["Font"])
        assert len(fonts) == 3
        for reference in fonts.values():
            (descendant,) = resolve1(resolve1(reference)["DescendantFonts"])
            descriptor = resolve1(resolve1(descendant)["FontDescriptor"])
            assert resolve1(descriptor["FontFile2"]).get_data()[:4] == b"\x00\x01\x00\x00"


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("channel", ["api", "ussd", "sms", "web", "app"])
def test_every_answer_of_the_registry_has_words_and_glyphs(verdict: Verdict, channel: str) -> None:
    document = sample()
    assert document.registry
    facts = replace(document.registry, verdict=verdict.value, inquiry_channel=channel, activation_channel="web")
    (page,) = read(render(replace(document, registry=facts)))
    assert verdict.value not in page.text


@pytest.mark.parametrize("method", range(1, 10))
def test_every_way_of_paying_has_words(method: int) -> None:
    document = sample()
    payment = replace(document.payments[0], method=method, amount=document.tsstam)
    (page,) = read(render(replace(document, payments=(payment,))))
    assert "لایر ۴۲۲٬۹۵۰٬۰۰۰" in page.text


def test_what_is_owed_and_released_is_said_and_reasons_are_not() -> None:
    text = "\n".join(page.text for page in read(render(crowded())))
    assert "هدشن ماجنا زونه" in text
    assert "زوجم" in text
    assert "زار" not in text


def test_an_empty_buyer_closes_up() -> None:
    (page,) = read(render(papers()["bare"], stamp=None))
    assert "ییاهن" in page.text
    assert "0912" not in page.text
    assert not page.pictures


def test_an_unknown_unit_of_money_is_refused() -> None:
    with pytest.raises(PaperError) as caught:
        render(replace(sample(), currency="XXX"))
    assert caught.value.code == "currency-unknown"


def test_a_name_without_glyphs_is_refused() -> None:
    with pytest.raises(PaperError) as caught:
        render(replace(sample(), buyer=Party(name="李雷")))
    assert (caught.value.code, caught.value.detail) == ("glyph-missing", "李雷")


def test_what_cannot_be_printed_is_known_before_the_sale() -> None:
    document = sample()
    assert unprintable(document) == unprintable(crowded()) == ""
    assert unprintable(replace(document, buyer=Party(name="李雷 و دوستان"), notes="📱📱")) == "李雷📱"


@pytest.mark.parametrize("paper", ["a4", "a5", "80mm", "58mm"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\t", "\x0b", "\x00", "\u2028"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_an_end_of_a_line_in_a_field_is_a_blank_on_paper(paper: str, end: str, language: str) -> None:
    """Papers that were issued before such were refused at the counter are printable too."""

    def with_(between: str) -> InvoiceDocument:
        document = sample()
        party = Party(name=f"نام{between}نمونه", address=f"خط یک{between}خط دو", phone=f"021{between}5550")
        line = replace(
            document.lines[0], description=f"گوشی{between}نمونه", serial=f"A1{between}B2", guarantee=f"ض{between}م"
        )
        return replace(
            document, seller=party, buyer=party, licence_no=f"1{between}2", lines=(line, *document.lines[1:])
        )

    assert unprintable(with_(end)) == ""
    drawn = []
    for between in (end, " "):
        pdf = PaperRenderer().render(with_(between), stamp=None, copy=False, paper=paper, language=language)
        drawn.append([page.lines() for page in read(pdf)])
    assert drawn[0] == drawn[1]


def test_a_stamp_may_be_png_or_jpeg_and_nothing_else() -> None:
    buffer = BytesIO()
    Image.open(BytesIO(STAMP)).convert("RGB").save(buffer, "JPEG")
    (page,) = read(render(sample(), stamp=buffer.getvalue()))
    assert len(page.pictures) == 1
    with pytest.raises(PaperError) as caught:
        render(sample(), stamp=b"GIF89a")
    assert caught.value.code == "stamp-unreadable"


def test_a_block_taller_than_a_page_is_refused() -> None:
    endless = replace(sample(), seller=Party(name="نمونه", address="نشانی بلند " * 1200))
    with pytest.raises(PaperError) as caught:
        render(endless)
    assert caught.value.code == "paper-block-too-tall"


@pytest.mark.parametrize("paper", ["a4", "a5", "80mm", "58mm"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_row_taller_than_a_page_goes_on_over_pages(paper: str, language: str) -> None:
    document = sample()
    imeis = tuple(f"3569380300{number:05}" for number in range(150))
    row = replace(document.lines[0], description="گوشی موبایل نمونه " * 120, imeis=imeis)
    document = replace(document, lines=(row, *document.lines[1:]))
    pdf = PaperRenderer().render(document, stamp=STAMP, copy=False, paper=paper, language=language)
    text = "".join(page.text for page in read(pdf))
    for imei in imeis:
        assert imei in text
    amount = f"{row.tsstam:,}" if language == "en" else FA.amount(row.tsstam)[1:-1]
    assert sum(amount in line for page in read(pdf) for line in page.lines()) >= 1
    for page in read(pdf):
        assert_apart(page)
