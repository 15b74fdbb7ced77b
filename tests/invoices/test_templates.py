"""The template files: ours hold, a shop's own wins, and what is wrong with one is said by file and key."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from invoices.fonts import PaperError
from invoices.renderer import PaperRenderer
from invoices.templates.reading import parse_template
from invoices.templates.shelf import SHIPPED, Shelf
from invoices.templates.template import Template, TemplateError
from invoices.templates.vocabulary import REASONS
from tests.invoices.drawn import DrawnPage, read
from tests.invoices.samples import sample
from tests.invoices.structure import Told, structure
from tests.invoices.tidy import assert_clear

A4 = (SHIPPED / "a4.toml").read_text("utf-8")
ROLL = (SHIPPED / "80mm.toml").read_text("utf-8")


def no_picture(name: str) -> bytes:
    raise FileNotFoundError(name)


def parse(text: str, name: str = "mine") -> Template:
    return parse_template(name, text, no_picture)


def mistakes(text: str) -> dict[str, str]:
    with pytest.raises(TemplateError) as caught:
        parse(text)
    assert caught.value.code == "template-invalid"
    for mistake in caught.value.mistakes:
        assert mistake.reason.split(" (")[0] in REASONS
        assert f"mine.toml: {caught.value.mistakes[0]}" in caught.value.detail
    return {mistake.key: mistake.reason for mistake in caught.value.mistakes}


def drawn(folder: Path, paper: str = "a4", language: str = "") -> tuple[list[DrawnPage], Told]:
    pdf = PaperRenderer(folder).render(sample(), stamp=None, copy=False, paper=paper, language=language)
    pages = read(pdf)
    return pages, structure(pdf, pages)


def test_our_papers_are_four_and_hold() -> None:
    shelf = Shelf()
    assert shelf.names() == PaperRenderer().papers() == ("58mm", "80mm", "a4", "a5")
    assert {shelf.take(name).look for name in ("a4", "a5")} == {"form"}
    assert {shelf.take(name).roll for name in ("80mm", "58mm")} == {True}


def test_the_shops_own_file_is_used_in_place_of_ours_as_soon_as_it_changes(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    ours = shelf.take("a4")
    (tmp_path / "a4.toml").write_text(A4.replace("margin = 9.2", "margin = 15"), "utf-8")
    assert shelf.take("a4").margin > ours.margin
    (tmp_path / "a4.toml").write_text(A4.replace("margin = 9.2", "margin = 20.25"), "utf-8")
    assert shelf.take("a4").margin == pytest.approx(20.25 * 72 / 25.4)
    (tmp_path / "a4.toml").unlink()
    assert shelf.take("a4") == ours


def test_a_new_paper_is_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "letter.toml").write_text(A4.replace("width = 297", "width = 279.4"), "utf-8-sig")
    assert "letter" in PaperRenderer(tmp_path).papers()
    (page,), _ = drawn(tmp_path, "letter")
    assert page.width == pytest.approx(792, abs=0.1)
    assert_clear(page)


def test_texts_logo_and_blocks_are_the_shops(tmp_path: Path) -> None:
    picture = BytesIO()
    Image.new("RGB", (60, 30), "navy").save(picture, "PNG")
    (tmp_path / "mark.png").write_bytes(picture.getvalue())
    changed = A4.replace('# logo = "logo.png" ', 'logo = "mark.png"  #').replace(
        'title = ""', 'title = "فاکتور نمونه"', 1
    )
    changed = changed.replace('terms = ""', 'terms = "تا ۷ روز پس گرفته می‌شود."', 1)
    changed = changed.replace('footer = ""', 'footer = "از خرید شما سپاسگزاریم."', 1)
    changed = changed.replace('kind = "bars" ', 'kind = "bars"\nshow = false ')
    (tmp_path / "a4.toml").write_text(changed, "utf-8")
    (page,), told = drawn(tmp_path)
    assert len(page.pictures) == 1
    assert [title.text for title in told.all("H1")] == ["فاکتور نمونه"]
    assert "تا ۷ روز پس گرفته می‌شود." in told.whole
    assert "از خرید شما سپاسگزاریم." in told.whole
    assert told.whole.count("356938035643817") == 1  # in its line, and no longer under bars
    assert_clear(page)
    (_,), english = drawn(tmp_path, language="en")
    assert [title.text for title in english.all("H1")] == ["Sales invoice"]


def test_columns_may_be_fewer_and_elsewhere(tmp_path: Path) -> None:
    columns = """columns = [
  { name = "description" },
  { name = "vat_rate", width = 20 },
  { name = "tsstam", width = 40 },
]"""
    changed = re.sub(r"columns = \[.*?\n\]", columns, A4, flags=re.DOTALL)
    (tmp_path / "a4.toml").write_text(changed, "utf-8")
    (page,), told = drawn(tmp_path)
    rows = [[cell.text for cell in row.kids] for row in told.all("TR")]
    assert rows[2] == ["قاب و محافظ صفحه", "۱۰", "۴٬۹۵۰٬۰۰۰"]
    assert rows[-1][-1] == "۴۲۲٬۹۵۰٬۰۰۰"
    assert_clear(page)


def test_a_roll_has_no_height_and_a_sheet_has() -> None:
    assert parse(ROLL).roll
    assert not parse(ROLL.replace("width = 80", "width = 80\nheight = 200")).roll


@pytest.mark.parametrize(
    ("was", "now", "key", "reason"),
    [
        ("width = 297", "width = 'wide'", "page.width", "number-expected"),
        ("width = 297", "width = 29700", "page.width", "out-of-range"),
        ("width = 297", "", "page.width", "missing"),
        ("width = 297", "breadth = 297\nwidth = 297", "page.breadth", "unknown-key"),
        ("margin = 9.2", "margin = 60\nheight = 100", "no-toml", "no-toml"),
        ("margin = 9.2", "margin = true", "page.margin", "number-expected"),
        ("grid = 5 ", "grid = 5.5 ", "room.grid", "whole-number-expected"),
        ('look = "form" ', 'look = "poster" ', "look", "unknown-word"),
        ('language = "fa" ', "language = 1 ", "language", "text-expected"),
        ('kind = "reference" ', 'kind = "taxes" ', "block[2].kind", "unknown-word"),
        ('kind = "reference" ', 'kind = "seller" ', "block[3].kind", "twice"),
        ('kind = "reference" ', 'kind = "tax"\nshow = 1 ', "block[2].show", "switch-expected"),
        ('kind = "lines"', 'kind = "lines"\nshow = false', "block", "missing"),
        ('{ name = "unit", width', '{ name = "weight", width', "block[5].columns[5].name", "unknown-word"),
        ('{ name = "unit", width', '{ name = "row", width', "block[5].columns[5].name", "twice"),
        ('{ name = "unit", width = 15.5 }', '{ name = "unit" }', "block[5].columns", "needs-one-without-width"),
        ("width = 25.4 }", "width = 250 }", "block[5].columns", "wider-than-the-page"),
        ("heights = [36.7, 28.2, 20]", "heights = 30", "block[9].heights", "list-expected"),
        ('title = ""', 'title = "你好"', "texts.fa.title", "glyph-missing"),
        ("[texts.en]", "[texts.de]", "texts.de", "unknown-key"),
        ('# logo = "logo.png" ', 'logo = "../logo.png"  #', "block.logo", "no-plain-name"),
        ('# logo = "logo.png" ', 'logo = "logo.png"  #', "block.logo", "unreadable"),
    ],
)
def test_what_is_wrong_is_said_by_its_key(was: str, now: str, key: str, reason: str) -> None:
    assert was in A4
    found = mistakes(A4.replace(was, now))
    if reason == "no-toml":
        assert [text.split(" (")[0] for text in found.values()] == ["no-toml"]
    else:
        assert found[key].split(" (")[0] == reason


def test_every_mistake_is_said_at_once() -> None:
    found = mistakes(A4.replace("width = 297", "width = 0").replace("gap = 2.5", 'gap = "wide"'))
    assert set(found) >= {"page.width", "room.gap"}


def test_a_file_that_is_no_text_or_far_too_long_is_refused(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    (tmp_path / "a4.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplateError) as caught:
        shelf.take("a4")
    assert caught.value.detail.startswith("a4.toml: unreadable")
    (tmp_path / "a5.toml").write_text("# " + "x" * 70_000, "utf-8")
    with pytest.raises(TemplateError) as caught:
        shelf.take("a5")
    assert caught.value.detail == "a5.toml: too-large"


@pytest.mark.parametrize("name", ["a3", "", "../a4", "a4.toml", "A/4"])
def test_a_paper_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(PaperError) as caught:
        PaperRenderer().render(sample(), stamp=None, copy=False, paper=name)
    assert (caught.value.code, caught.value.detail) == ("paper-unknown", name)


def test_a_language_that_is_not_there_is_named() -> None:
    with pytest.raises(PaperError) as caught:
        PaperRenderer().render(sample(), stamp=None, copy=False, language="de")
    assert (caught.value.code, caught.value.detail) == ("language-unknown", "de")


def test_a_template_may_speak_english_by_itself(tmp_path: Path) -> None:
    (tmp_path / "a4.toml").write_text(A4.replace('language = "fa"', 'language = "en"'), "utf-8")
    _, told = drawn(tmp_path)
    assert [title.text for title in told.all("H1")] == ["Sales invoice"]


def test_the_same_template_read_again_is_equal() -> None:
    assert replace(parse(A4), name="a4") == Shelf().take("a4")


def test_a_file_nested_without_end_is_a_mistake_like_another() -> None:
    with pytest.raises(TemplateError) as caught:
        parse_template("deep", "a = " + "[" * 100_000, lambda _name: b"")
    assert "no-toml" in str(caught.value.detail)
