"""Both languages say the same facts, each in its own digits and days."""

from __future__ import annotations

import re
import string

import pytest

from invoices.bidi import FSI, LRI, PDI, RLI, visual_runs
from invoices.glyphs import missing_glyphs
from invoices.tongues import EN, FA, TONGUES, Tongue

_ISOLATES = str.maketrans("", "", LRI + RLI + FSI + PDI)


def plain(text: str) -> str:
    return text.translate(_ISOLATES)


def test_they_have_the_same_words_with_the_same_gaps() -> None:
    assert FA.words.keys() == EN.words.keys()
    for key in FA.words:
        gaps = [{name for _, name, _, _ in string.Formatter().parse(tongue.words[key]) if name} for tongue in (FA, EN)]
        assert gaps[0] == gaps[1], key


def test_they_have_words_for_the_same_codes() -> None:
    assert FA.books.keys() == EN.books.keys()
    for book in FA.books:
        assert FA.books[book].keys() == EN.books[book].keys(), book


@pytest.mark.parametrize("tongue", TONGUES.values(), ids=TONGUES.keys())
def test_every_word_can_be_drawn(tongue: Tongue) -> None:
    texts = [*tongue.words.values(), *(word for book in tongue.books.values() for word in book.values())]
    assert missing_glyphs("".join(texts)) == ""


def test_english_words_hold_no_persian() -> None:
    texts = [*EN.words.values(), *(word for book in EN.books.values() for word in book.values())]
    assert not re.search("[\u0600-\u06ff]", "".join(texts))


def test_amounts_quantities_and_days() -> None:
    assert plain(FA.amount(-1_234_567)) == "-۱٬۲۳۴٬۵۶۷"
    assert plain(EN.amount(-1_234_567)) == "-1,234,567"
    assert plain(FA.amount(1_234_567, 2)) == "۱۲٬۳۴۵٫۶۷"
    assert plain(EN.amount(1_234_567, 2)) == "12,345.67"
    assert (plain(FA.quantity("2.750")), plain(EN.quantity("2.750"))) == ("۲٫۷۵", "2.75")
    assert (plain(FA.quantity("10")), plain(EN.quantity("10"))) == ("۱۰", "10")
    assert plain(FA.day("2026-11-22")) == "۱۴۰۵/۰۹/۰۱"
    assert plain(EN.day("2026-11-22")) == "2026-11-22 (1405/09/01)"
    assert plain(FA.moment("2026-11-21T21:00:00+00:00")) == "۱۴۰۵/۰۹/۰۱ ساعت ۰۰:۳۰"
    assert plain(EN.moment("2026-11-21T21:00:00+00:00")) == "2026-11-22 (1405/09/01), 00:30"


def test_a_code_without_a_word_is_shown_as_it_is() -> None:
    assert plain(FA.word("measures", "1234")) == "1234"
    assert FA.word("kinds", "") == ""


def test_persian_on_an_english_paper_keeps_its_own_direction() -> None:
    assert EN.prose("Galaxy A55") == "Galaxy A55"
    assert EN.prose("گوشی Galaxy A55").startswith(RLI)
    assert EN.prose("گوشی\n\nقاب").split("\n")[1] == ""
    assert EN.prose("") == ""


@pytest.mark.parametrize("tongue", TONGUES.values(), ids=TONGUES.keys())
def test_an_address_of_two_lines_reads_like_one_of_one(tongue: Tongue) -> None:
    assert tongue.field("تهران\nپلاک 12/3\tB-7") == tongue.prose("تهران پلاک 12/3 B-7")


def test_a_number_after_persian_words_is_drawn_as_typed_on_both_papers() -> None:
    for text in ("Case of قاب 10,000-20,000", "قاب 10,000-20,000", "Galaxy (قاب 8/256GB)"):
        number = text.strip(")").split()[-1]
        for tongue in (FA, EN):
            runs = visual_runs(tongue.prose(text), rtl=tongue.rtl)
            assert any(number in run.text and not run.rtl for run in runs), (text, tongue.code)
