"""Letters that share a glyph, and letters that have none, can still be copied one by one."""

from __future__ import annotations

from collections import Counter

import pytest

from invoices.fonts import Weight, load
from invoices.pen import Pen
from invoices.spelling import END, FIRST, GLYPHS, blank, spell, spelled
from invoices.text import Style
from tests.invoices.drawn import read


@pytest.mark.parametrize("text", ["لا", "هٔ", "ه\u200c", "لا\u200c", "م\u200d", "ل\u0651ا"])
def test_from_left_to_right_the_letters_stand_turned_round(text: str) -> None:
    left, own, right, _ = spell(text, rtl=True)
    assert [spelled(code) for code in left] + [own] + [spelled(code) for code in right] == list(reversed(text))
    assert own not in "\u200c\u200d"


def test_a_latin_ligature_keeps_its_order() -> None:
    left, own, right, _ = spell("fi", rtl=False)
    assert (left, own, [spelled(code) for code in right]) == ((), "f", ["i"])


def test_a_single_letter_needs_no_blank_and_a_bracket_says_what_it_looks_like() -> None:
    assert spell("س", rtl=True) == ((), "س", (), 0)
    assert spell("(", rtl=True) == ((), ")", (), 0)
    assert spell("(", rtl=False) == ((), "(", (), 0)
    assert spell("\u200c", rtl=True) == ((), "", (), 0)


def test_one_glyph_that_says_several_things_has_a_code_for_each() -> None:
    """A he with its hamza is one sign or two, a ye is Persian or Arabic: drawn alike, copied as it was typed."""
    for text in ("ۀ هٔ", "میل ميل", "یک يك", "سی سى"):
        pen = Pen((200, 100), "نمونه", author="نمونه")
        pen.text(text, 190, 10, Style(size=10))
        (page,) = read(pen.finish())
        assert Counter("".join(glyph.text for glyph in page.glyphs)) == Counter(text)


def test_every_blank_says_one_letter_and_lies_above_the_glyphs() -> None:
    letters = [*map(chr, range(0x600, 0x700)), "\u200c", "\u200d", *map(chr, range(0x20, 0x100))]
    codes = [blank(letter) for letter in letters]
    assert len(set(codes)) == len(codes)
    assert all(FIRST <= code < END for code in codes)
    assert [spelled(code) for code in codes] == letters
    assert blank("—") == 0
    assert all(load(weight).face.glyph_count <= GLYPHS for weight in Weight)


def test_blanks_take_no_room() -> None:
    pen = Pen((200, 100), "کالا", author="نمونه")
    drawn = pen.text("کالای می‌فروشد", 190, 10, Style(size=10))
    (page,) = read(pen.finish())
    ink = sorted(page.glyphs, key=lambda glyph: glyph.left)
    assert ink[-1].right - ink[0].left == pytest.approx(drawn, abs=0.1)
    assert "".join(glyph.text[::-1] for glyph in ink)[::-1] == "کالای میفروشد"
