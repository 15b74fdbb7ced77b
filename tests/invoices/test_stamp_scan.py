"""A stamp from a photo of it: the paper goes in any light, the ink keeps its colour, what is none is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageFilter

from invoices.fonts import PaperError
from invoices.stamp import draw_stamp
from invoices.stamp_scan import clean_scan

SIZE = (1200, 900)
PAPER = (238, 232, 220)
INKS = {"blue": (38, 66, 158), "red": (160, 24, 36), "black": (28, 28, 30), "green": (20, 110, 60)}


def opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as picture:
        return picture.convert("RGBA")


def photo(ink: tuple[int, int, int], *, shadow: bool = False, grain: float = 6, form: str = "JPEG") -> bytes:
    """The drawn stamp, pressed on paper and photographed."""
    mask = opened(draw_stamp("فروشگاه نمونه", "12345")).getchannel("A").point(lambda level: round(level * 0.9))
    paper = Image.new("RGB", SIZE, PAPER)
    paper.paste(Image.new("RGB", mask.size, ink), (200, 220), mask)
    if shadow:
        light = Image.linear_gradient("L").rotate(90).resize(SIZE).point(lambda level: 110 + level * 145 // 255)
        paper = ImageChops.multiply(paper, Image.merge("RGB", (light,) * 3))
    noise = Image.effect_noise(SIZE, grain)
    seen = ImageChops.add(paper, Image.merge("RGB", (noise,) * 3), 1, -128).filter(ImageFilter.GaussianBlur(0.7))
    buffer = BytesIO()
    seen.save(buffer, form, quality=88)
    return buffer.getvalue()


def mean_ink(stamp: Image.Image) -> tuple[float, ...]:
    full = stamp.getchannel("A").point(lambda level: 255 if level > 200 else 0)
    counted = full.histogram()[255]
    return tuple(
        sum(level * count for level, count in enumerate(stamp.getchannel(name).histogram(full))) / counted
        for name in "RGB"
    )


@pytest.mark.parametrize("shadow", [False, True])
@pytest.mark.parametrize("ink", INKS.values(), ids=INKS.keys())
def test_the_paper_is_gone_and_the_ink_keeps_its_colour(ink: tuple[int, int, int], *, shadow: bool) -> None:
    stamp = opened(clean_scan(photo(ink, shadow=shadow)))
    bare = sum(stamp.getchannel("A").histogram()[:8]) / (stamp.width * stamp.height)
    assert 0.7 < bare < 0.97, "between the letters there is nothing"
    assert 1.9 < stamp.width / stamp.height < 2.15, "cut to the stamp"
    for seen, meant in zip(mean_ink(stamp), ink, strict=True):
        assert abs(seen - meant) < 48
    brightest = max(range(3), key=lambda place: ink[place])
    if max(ink) - min(ink) > 40:
        assert max(range(3), key=lambda place: mean_ink(stamp)[place]) == brightest


def test_strong_grain_leaves_no_dust_beside_the_stamp() -> None:
    stamp = opened(clean_scan(photo(INKS["blue"], shadow=True, grain=20)))
    assert 1.9 < stamp.width / stamp.height < 2.15


def test_a_stamp_without_paper_is_only_cut() -> None:
    drawn = opened(draw_stamp("نمونه", "1"))
    wide = Image.new("RGBA", (drawn.width + 200, drawn.height + 200), (0, 0, 0, 0))
    wide.paste(drawn, (100, 100))
    buffer = BytesIO()
    wide.save(buffer, "PNG")
    cut = opened(clean_scan(buffer.getvalue()))
    assert abs(cut.width / cut.height - drawn.width / drawn.height) < 0.05
    assert mean_ink(cut) == pytest.approx(mean_ink(drawn), abs=3)


@pytest.mark.parametrize("colour", ["white", "navy", "grey"])
def test_a_picture_of_nothing_is_no_stamp(colour: str) -> None:
    buffer = BytesIO()
    Image.new("RGB", (300, 200), colour).save(buffer, "PNG")
    with pytest.raises(PaperError, match="stamp-unclear"):
        clean_scan(buffer.getvalue())


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n cut off", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PaperError, match="stamp-unreadable"):
        clean_scan(data)


def test_same_scan_same_bytes() -> None:
    scan = photo(INKS["blue"], form="PNG")
    clean_scan.cache_clear()
    first = clean_scan(scan)
    clean_scan.cache_clear()
    assert clean_scan(scan) == first
