"""Every paper, in both languages, with a short, a long and a many-lined document: what is really drawn, and told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.figures import amount
from invoices.renderer import PaperRenderer
from invoices.tongues import TONGUES
from pos_app.domain import seal
from pos_app.domain.invoice import InvoiceDocument
from tests.invoices.drawn import DrawnPage, read
from tests.invoices.samples import awkward, sample, with_lines
from tests.invoices.structure import Told, structure
from tests.invoices.tidy import assert_apart, assert_clear

PAPERS = ("a4", "a5", "80mm", "58mm")
FORMS = ("a4", "a5")
_UNSEEN = re.compile("[\u2066-\u2069]")
_DIGITS = re.compile("[0-9]+|[۰-۹]+")


def long() -> InvoiceDocument:
    """Few lines, each of them long: a name of several lines, ten IMEIs, great amounts, everything that is owed."""
    document = awkward()
    return replace(with_lines(document, document.lines[:5]), payments=document.payments)


DOCUMENTS = {"short": sample, "long": long, "forty": awkward}


@dataclass(frozen=True)
class Paper:
    name: str
    language: str
    document: InvoiceDocument
    pdf: bytes
    pages: list[DrawnPage]
    told: Told

    @property
    def edge(self) -> float:
        return 20 if self.name in FORMS else 10


@cache
def drawn(paper: str, language: str, name: str) -> Paper:
    document = DOCUMENTS[name]()
    pdf = PaperRenderer().render(document, stamp=None, copy=False, paper=paper, language=language)
    pages = read(pdf)
    return Paper(paper, language, document, pdf, pages, structure(pdf, pages))


@pytest.fixture(params=[(p, lang, name) for p in PAPERS for lang in TONGUES for name in DOCUMENTS], ids="-".join)
def paper(request: pytest.FixtureRequest) -> Paper:
    return drawn(*request.param)


def said(document: InvoiceDocument) -> Iterator[str]:
    """Every fact of the document, as it stands there: not its amounts and days, which a paper writes in its own way."""
    for party in (document.seller, document.buyer):
        yield from (party.name, party.national_id, party.economic_no, party.registration_no, party.address)
        yield from (party.postal_code, party.phone)
    yield from (document.number, document.notes, document.licence_no, document.tax_id)
    for line in document.lines:
        yield from (line.goods_code, line.description, line.serial, line.guarantee, *line.imeis)
    for payment in document.payments:
        yield from (payment.reference, payment.terminal)


def told_by(text: str) -> str:
    return " ".join(_UNSEEN.sub("", text).replace("\u00a0", " ").split())


def test_nothing_leaves_the_paper_or_touches_a_rule(paper: Paper) -> None:
    for page in paper.pages:
        assert_clear(page, edge=paper.edge)


def test_no_line_lies_on_another(paper: Paper) -> None:
    for page in paper.pages:
        assert_apart(page)


def test_what_is_told_is_the_document(paper: Paper) -> None:
    whole = told_by(paper.told.whole)
    for fact in said(paper.document):
        fact = told_by(fact)
        if re.fullmatch("09[0-9]{9}", fact):
            fact = f"{fact[:4]} {fact[4:7]} {fact[7:]}"
        assert fact in whole
    tongue = TONGUES[paper.language]
    for line in paper.document.lines:
        for value in (line.fee, line.prdis, line.tsstam):
            assert told_by(tongue.amount(value)) in whole
    for part in paper.document.instalments:
        assert told_by(tongue.amount(part.amount)) in whole
        assert told_by(tongue.day(part.due)) in whole
    assert told_by(tongue.amount(paper.document.tsstam)) in whole
    if paper.document.owed:
        assert told_by(tongue.amount(paper.document.owed)) in whole


def test_every_letter_that_is_told_is_drawn_and_no_other(paper: Paper) -> None:
    """By the glyphs of each element; the half-space and blanks between lines leave no ink."""
    for leaf in paper.told.leaves():
        inked = Counter("".join(glyph.text for glyph in leaf.glyphs))
        letters = Counter(leaf.text)
        for unseen in " \u200c":
            inked.pop(unseen, None)
            letters.pop(unseen, None)
        for either in ("()", "[]", "{}", "«»", "<>", "‹›"):  # a bracket says what it looks like
            for counted in (inked, letters):
                counted[either] = sum(counted.pop(sign, 0) for sign in either)
        assert inked == letters, leaf.text


def test_digits_stand_in_the_order_in_which_they_are_read(paper: Paper) -> None:
    """From left to right by where each of them was put: an amount that runs the other way is wrong money."""
    for leaf in paper.told.leaves():
        rows: dict[float, list[tuple[float, str]]] = {}
        for glyph in leaf.glyphs:
            rows.setdefault(round(glyph.baseline, 1), []).append((glyph.left, glyph.text))
        on_paper = Counter(
            run for row in rows.values() for run in _DIGITS.findall("".join(text for _, text in sorted(row)))
        )
        assert on_paper == Counter(_DIGITS.findall(leaf.text)), leaf.text


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("form", FORMS)
def test_the_columns_run_in_the_direction_of_the_language(form: str, language: str, name: str) -> None:
    for row in drawn(form, language, name).told.all("TR"):
        lefts = [min(glyph.left for glyph in cell.glyphs) for cell in row.kids if cell.glyphs]
        assert lefts == sorted(lefts, reverse=language == "fa")


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("form", FORMS)
def test_sums_are_carried_from_page_to_page(form: str, language: str) -> None:
    paper, tongue = drawn(form, language, "forty"), TONGUES[language]
    rows = [[told_by(cell.text) for cell in row.kids] for row in paper.told.all("TR")]
    carried = [row[1:] for row in rows if row[0] == told_by(tongue.say("carried"))]
    brought = [row[1:] for row in rows if row[0] == told_by(tongue.say("brought"))]
    assert carried == brought
    assert len(carried) >= 2
    done, sums = 0, []
    for row in rows:
        if row[0] == told_by(tongue.number(str(done + 1))):
            sums.append(sum(line.tsstam for line in paper.document.lines[: done + 1]))
            done += 1
        elif row[0] == told_by(tongue.say("carried")):
            assert row[-1] == told_by(tongue.amount(sums[-1]))
    assert done == len(paper.document.lines)
    assert rows[-1][-1] == told_by(tongue.amount(paper.document.tsstam))


def test_other_programs_copy_persian_in_its_order(paper: Paper) -> None:
    """Read by the engine of a common browser: whole words with their half-spaces, amounts, IMEIs."""
    if paper.language != "fa":
        return
    pdf = import_module("pypdfium2").PdfDocument(paper.pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert "صورتحساب فروش کالا و خدمات" in text
    assert "نمونه‌پور" in text
    assert "فروشگاه نمونهٔ آریا" in text
    assert told_by(amount(paper.document.tsstam)) in text
    assert all(imei in text for imei in paper.document.imeis)


def test_a_slip_is_as_long_as_what_stands_on_it() -> None:
    short, many = (drawn("80mm", "fa", name).pages for name in ("short", "forty"))
    assert len(short) == len(many) == 1
    assert many[0].height > 4 * short[0].height
    lowest = min(min(glyph.y0 for glyph in short[0].glyphs), min(y0 for _, y0, _, _ in short[0].fills))
    assert 10 < lowest < 20


@pytest.mark.parametrize("name", PAPERS)
def test_bars_of_every_paper_are_read_by_a_scanner(name: str) -> None:
    pdf = import_module("pypdfium2").PdfDocument(drawn(name, "fa", "short").pdf)
    picture = pdf[0].render(scale=203 / 72).to_pil()  # as a slip printer has it
    pdf.close()
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128))
    assert sorted(code.text for code in codes) == ["356938035643809", "356938035643817"]


_TYPED = st.text(
    "ابيكىپتسشعفکگلمنهیءئآۀهٔلا ًّ\u200c ()[]«»،؛:.-+*#/٪%۰۱۲۳۴۵۶۷۸۹0123456789ABCabc", min_size=1, max_size=90
)


@settings(max_examples=12, deadline=None)
@given(name=_TYPED, notes=_TYPED, paper=st.sampled_from(PAPERS), language=st.sampled_from(list(TONGUES)))
def test_whatever_is_typed_is_drawn_letter_by_letter(name: str, notes: str, paper: str, language: str) -> None:
    document = sample()
    line = replace(document.lines[0], description=name)
    document = replace(with_lines(document, (line,)), notes=notes)
    pdf = PaperRenderer().render(document, stamp=None, copy=False, paper=paper, language=language)
    pages = read(pdf)
    typed = Paper(paper, language, document, pdf, pages, structure(pdf, pages))
    test_nothing_leaves_the_paper_or_touches_a_rule(typed)
    test_every_letter_that_is_told_is_drawn_and_no_other(typed)
    whole = "".join(typed.told.whole.split())
    for text in (name, notes):
        assert "".join(_UNSEEN.sub("", text).split()) in whole


def square_codes(paper: InvoiceDocument, name: str) -> list[str]:
    """Read by a scanner from the picture that a slip printer or a laser makes of it."""
    pdf = import_module("pypdfium2").PdfDocument(PaperRenderer().render(paper, stamp=None, copy=False, paper=name))
    picture = pdf[len(pdf) - 1].render(scale=(300 if name in FORMS else 203) / 72).to_pil()
    pdf.close()
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [code.text for code in found]


@pytest.mark.parametrize("document", [sample, awkward])
@pytest.mark.parametrize("name", PAPERS)
def test_the_square_code_says_the_invoice(name: str, document: Callable[[], InvoiceDocument]) -> None:
    paper = seal.sealed(document(), bytes(range(32)), lambda message: (message * 64)[:64])
    assert square_codes(paper, name) == [seal.code(paper)]
    assert all(imei in seal.code(paper) for imei in paper.imeis)
    assert square_codes(document(), name) == []


@pytest.mark.parametrize("name", PAPERS)
def test_an_offer_has_no_code_no_room_to_sign_and_no_number_of_an_invoice(name: str) -> None:
    offer = replace(sample(), subject="proforma", number="", payments=(), registry=None)
    pdf = PaperRenderer().render(offer, stamp=None, copy=False, paper=name)
    whole = structure(pdf, read(pdf)).whole
    assert "پیش‌فاکتور" in whole
    assert "صورتحساب نیست" in whole
    for claim in ("شمارهٔ سریال", "شمارهٔ پیش‌فاکتور", "مهر و امضا", "مشخصات صورتحساب", "1405-1-000418"):
        assert claim not in whole
    pdf = PaperRenderer().render(replace(offer, number="P1405-1-000007"), stamp=None, copy=False, paper=name)
    assert "شمارهٔ پیش‌فاکتور: P1405-1-000007" in told_by(structure(pdf, read(pdf)).whole)


@pytest.mark.parametrize("name", PAPERS)
def test_another_currency_is_named_wherever_an_amount_stands(name: str) -> None:
    pdf = PaperRenderer().render(replace(sample(), currency="QRN"), stamp=None, copy=False, paper=name)
    whole = structure(pdf, read(pdf)).whole
    assert not re.search(r"\bریال", whole)
    assert whole.count("قران") >= 8


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("name", PAPERS)
def test_same_document_same_bytes_on_every_paper(name: str, language: str) -> None:
    document = awkward()
    again = PaperRenderer().render(document, stamp=None, copy=False, paper=name, language=language)
    assert again == drawn(name, language, "forty").pdf
