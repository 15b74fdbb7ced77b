"""Labels on rolls and sheets: machines read their bars, nothing leaves its place, templates say what is wrong."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from invoices.fonts import PaperError
from invoices.label_template import LabelShelf
from invoices.renderer import PaperRenderer
from invoices.templates.shelf import SHIPPED
from invoices.templates.template import POINTS_PER_MM
from pos_app.domain.label import Label
from tests.invoices.drawn import read

PHONE = Label(
    title="گوشی Samsung Galaxy A55 (5G) ۲۵۶ گیگابایت", model="SM-A556E", code="356938035643809",
    imei2="356938035643817", serial="R5CX40ABCDE", price=423_500_000, shop="موبایل آریا (نمونه)",
)  # fmt: skip
CASE = Label(title="Case (sample)", code="2000000000107", price=4_950_000)
LONG = Label(
    title="گوشی هوشمند بسیار بلندنام با توضیح فراوان و رنگ آبی کهکشانی شب، نسخهٔ ویژهٔ بازار داخل، همراه با همه چیز",
    code="490154203237518", condition="passenger", price=99_999_999_999_999, shop="فروشگاه (نمونه) " * 6,
)  # fmt: skip
DOTS = 203 / 72  # of a label printer, for a point


def draw(labels: tuple[Label, ...], paper: str, *, skip: int = 0, own: Path | None = None) -> bytes:
    return PaperRenderer(own).labels(labels, paper=paper, skip=skip)


def as_printed(pdf: bytes, page: int = 0) -> Image.Image:
    """In the printer's dots, black and white."""
    document = import_module("pypdfium2").PdfDocument(pdf)  # it has no types
    grey: Image.Image = document[page].render(scale=DOTS).to_pil().convert("L")
    document.close()
    return grey.point(lambda level: 255 if level >= 128 else 0)


def codes(pdf: bytes, page: int = 0) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(as_printed(pdf, page))]


@pytest.mark.parametrize("paper", ["roll", "sheet"])
def test_the_bars_of_each_label_are_read_at_the_density_of_a_label_printer(paper: str) -> None:
    for label in (PHONE, CASE, LONG):
        assert codes(draw((label,), paper)) == [label.code]


def test_a_roll_has_a_page_for_each_and_a_sheet_its_places() -> None:
    roll = read(draw((PHONE, CASE, PHONE), "roll"))
    size = pytest.approx((50 * POINTS_PER_MM, 30 * POINTS_PER_MM), abs=0.01)
    assert [(page.width, page.height) for page in roll] == [size] * 3
    full = draw((PHONE,) * 25, "sheet")
    assert [len(codes(full, page)) for page in range(2)] == [24, 1]


def test_places_that_are_used_up_stay_blank() -> None:
    """Counted as Persian is read: from the right, row by row."""
    page = as_printed(draw((CASE,), "sheet", skip=4)).point(lambda level: 255 - level)
    box = page.getbbox()
    assert box is not None
    across, down = page.width / 3, page.height / 8
    assert across < box[0] < box[2] < 2 * across
    assert down < box[1] < box[3] < 2 * down
    assert len(codes(draw((CASE,) * 21, "sheet", skip=4), 0)) == 20


@pytest.mark.parametrize("label", [PHONE, CASE, LONG])
@pytest.mark.parametrize("paper", ["roll", "sheet"])
def test_nothing_leaves_its_place(paper: str, label: Label) -> None:
    template = LabelShelf().take(paper)
    page = as_printed(draw((label,), paper)).point(lambda level: 255 - level)
    box = page.getbbox()
    assert box is not None
    wide, high = template.label
    right = (template.page[0] - template.margin - template.padding) * DOTS
    assert box[2] <= right + 1
    assert box[0] >= right - (wide - 2 * template.padding) * DOTS - 1
    assert box[3] <= (high - template.padding) * DOTS + 2
    assert box[1] >= template.padding * DOTS - 2


def test_a_code_that_no_scanner_would_read_is_written_instead() -> None:
    for code in ("R5CX40ABCDEFG123456789", "سریال۱۲"):
        (page,) = read(draw((Label(title="x", code=code),), "roll"))
        assert codes(draw((Label(title="x", code=code),), "roll")) == []
        assert page.glyphs


def test_without_a_price_none_is_told() -> None:
    with_price, without = (read(draw((Label(title="x", code="1", price=p),), "roll"))[0] for p in (5, None))
    assert len(without.glyphs) < len(with_price.glyphs)


def test_same_labels_same_bytes() -> None:
    assert draw((PHONE, CASE), "sheet") == draw((PHONE, CASE), "sheet")


def test_a_shops_own_label_rules_and_its_mistakes_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "labels"
    folder.mkdir()
    mine = (SHIPPED / "labels" / "roll.toml").read_text("utf-8")
    (folder / "roll.toml").write_text(mine.replace("width = 50", "width = 60"), "utf-8")
    wrong = mine.replace("height = 8 ", 'height = "x" ').replace('"shop"', '"shoe"')
    (folder / "small.toml").write_text(wrong, "utf-8")
    assert PaperRenderer(tmp_path).label_papers() == ("roll", "sheet", "small")
    assert read(draw((CASE,), "roll", own=tmp_path))[0].width == pytest.approx(60 * POINTS_PER_MM, abs=0.01)
    with pytest.raises(PaperError) as caught:
        draw((CASE,), "small", own=tmp_path)
    assert caught.value.code == "template-invalid"
    assert "bars.height: number-expected" in caught.value.detail
    assert "line[1].kind: unknown-word" in caught.value.detail
    for name in ("b7", "../a4"):
        with pytest.raises(PaperError, match="paper-unknown"):
            draw((CASE,), name)
    with pytest.raises(PaperError, match="label-of-what"):
        draw((), "roll")
