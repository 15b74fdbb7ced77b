"""Shaping, breaking and measuring of lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.bidi import LRI, PDI, island
from invoices.fonts import ASCENT, CAP_HEIGHT, DESCENT, PaperError, Weight, load
from invoices.pen import Pen
from invoices.shaping import shape
from invoices.text import WIDEST_GAP, Style, filled, fit, set_line, width, wrap
from tests.invoices.drawn import read

BODY = Style()


def names(text: str, *, rtl: bool, weight: Weight = Weight.REGULAR, tabular: bool = False) -> list[str]:
    font = load(weight).font
    return [font.glyph_to_string(glyph.gid) for glyph in shape(text, weight, rtl=rtl, tabular=tabular)]


@pytest.mark.parametrize("weight", list(Weight))
def test_letters_join_in_every_weight(weight: Weight) -> None:
    """سلام: initial sin, lam-alef, alone-standing mim, from right to left."""
    assert names("سلام", rtl=True, weight=weight) == ["uni0645", "uniFEFC", "uniFEB3"]


def test_zwnj_parts_letters_and_leaves_nothing_behind() -> None:
    parted, joined = names("می‌رود", rtl=True), names("میرود", rtl=True)
    assert len(parted) == len(joined) == 5
    assert parted[-2] == "uniFBFD"  # final ye
    assert joined[-2].startswith("uniFBFF")  # medial ye, long before re


def test_brackets_are_mirrored_exactly_once() -> None:
    drawn = names("«(نقد)»", rtl=True)
    assert drawn[:2] == ["guillemotleft", "parenleft"]
    assert drawn[-2:] == ["parenright", "guillemotright"]
    assert names("(256GB)", rtl=False)[0] == "parenleft"


@pytest.mark.parametrize("weight", list(Weight))
def test_columns_of_money_are_tabular(weight: Weight) -> None:
    assert len({glyph.advance for glyph in shape("۰۱۲۳۴۵۶۷۸۹", weight, rtl=False, tabular=True)}) == 1
    assert len({glyph.advance for glyph in shape("0123456789", weight, rtl=False)}) == 1
    assert len({glyph.advance for glyph in shape("۰۱۲۳۴۵۶۷۸۹", weight, rtl=False)}) > 1


@pytest.mark.parametrize("text", ["سلام 你好", "☒", "قاب 📱"])
def test_a_missing_glyph_is_an_error(text: str) -> None:
    with pytest.raises(PaperError) as caught:
        set_line(text, Weight.REGULAR)
    assert caught.value.code == "glyph-missing"
    assert caught.value.detail in text


@pytest.mark.parametrize("weight", list(Weight))
def test_the_weights_hold_the_same_characters(weight: Weight) -> None:
    """`missing_glyphs` asks one of them for all."""
    assert set(load(weight).face.unicodes) == set(load(Weight.REGULAR).face.unicodes)


@pytest.mark.parametrize("weight", list(Weight))
def test_measures_of_the_face_are_those_of_the_files(weight: Weight) -> None:
    face = load(weight)
    extents = face.font.get_font_extents("ltr")
    capital = face.font.get_glyph_extents(face.font.get_nominal_glyph(ord("H")))
    assert (extents.ascender, -extents.descender, capital.y_bearing) == (
        ASCENT * face.units,
        DESCENT * face.units,
        CAP_HEIGHT * face.units,
    )


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="ابپ ۱۲abc12().\u200c", max_size=60), st.floats(30, 200))
def test_lines_fit_and_lose_nothing(text: str, limit: float) -> None:
    lines = wrap(text, BODY, limit)
    assert all(width(line, BODY) <= limit + 0.01 for line in lines)
    assert "".join("".join(lines).split(" ")) == "".join(text.split(" ")) or not lines


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ابپکسیم ۱۲abc12().\u200c", max_size=60), st.floats(30, 300))
def test_a_filled_line_is_as_wide_as_asked_or_as_it_was(text: str, limit: float) -> None:
    was = set_line(text, BODY.weight)
    line = filled(text, BODY, limit)
    assert line.width * BODY.size == pytest.approx(limit) or line == was
    assert [glyph.gid for glyph in line.glyphs] == [glyph.gid for glyph in was.glyphs]
    for before, after in zip(was.glyphs, line.glyphs, strict=True):  # blanks grow, letters never
        grown = after.advance - before.advance
        assert grown == 0 or (before.text == " " and 0 < grown <= WIDEST_GAP + 1e-9)


def test_a_line_with_holes_is_not_filled() -> None:
    short = "یک دو"
    assert filled(short, BODY, 300) == set_line(short, BODY.weight)
    assert filled("یکدو", BODY, width("یکدو", BODY) + 1) == set_line("یکدو", BODY.weight)


def test_identifiers_are_not_cut() -> None:
    imei = island("356938035643809")
    lines = wrap(f"گوشی سامسونگ با شناسهٔ {imei} و سریال {island('R5CX40ABCDE')}", BODY, 80)
    assert len(lines) > 2
    assert any(imei in line for line in lines)


def test_an_island_goes_on_in_the_next_line() -> None:
    lines = wrap(f"مدل {island('Galaxy S24 Ultra Enterprise Edition')} نو", BODY, 90)
    assert len(lines) > 1
    assert all(line.count(LRI) == line.count(PDI) for line in lines)
    assert "".join(lines).count(LRI) > 1


def test_line_ends_and_blanks() -> None:
    assert wrap("یک\n\nدو  سه\t", BODY, 300) == ("یک", "", "دو سه")
    assert wrap("", BODY, 300) == wrap("  ", BODY, 300) == ()


def test_fit_only_ever_makes_smaller() -> None:
    assert fit("۱۲۳", BODY, 300) is BODY
    smaller = fit("۱۲۳" * 30, BODY, 50)
    assert width("۱۲۳" * 30, smaller) == pytest.approx(50)


@pytest.mark.parametrize("text", ["تهران، مُحمّد AVATAR", "قیمت ۴۲۲٬۹۵۰٬۰۰۰ ریال (نقد)", "لا إله ٪ ۱۲"])
def test_a_reader_finds_each_glyph_where_it_was_set(text: str) -> None:
    """Kerning and the shifts of marks reach the page, and the widths in the file are right."""
    pen = Pen((400, 100), "test")
    pen.text(text, 20, 30, Style(Weight.MEDIUM, 17), align="left")
    (page,) = read(pen.finish())
    line = set_line(text, Weight.MEDIUM)
    at = 20.0
    for glyph, drawn in zip(line.glyphs, page.glyphs, strict=True):
        assert drawn.gid == glyph.gid
        assert drawn.left == pytest.approx(at + 17 * glyph.dx, abs=0.02)
        ink = load(Weight.MEDIUM).font.get_glyph_extents(glyph.gid)
        assert drawn.y1 - drawn.baseline == pytest.approx(17 * (glyph.dy + ink.y_bearing / 2048), abs=0.02)
        at += 17 * glyph.advance
