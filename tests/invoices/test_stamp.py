"""The stamp that we draw ourselves."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from invoices.fonts import PaperError
from invoices.stamp import draw_stamp


def test_a_blue_oval_on_nothing() -> None:
    with Image.open(BytesIO(draw_stamp("فروشگاه نمونه", "12345"))) as stamp:
        assert stamp.mode == "RGBA"
        assert stamp.getpixel((0, 0))[3] == 0  # type: ignore[index]
        assert stamp.getchannel("A").getbbox() == (0, 0, stamp.width, stamp.height)
        inked = sum(stamp.getchannel("A").histogram()[200:]) / (stamp.width * stamp.height)
        red, green, blue = (sum(channel.histogram()[128:]) for channel in stamp.convert("RGB").split())
    assert 0.02 < inked < 0.3
    assert blue > green == red == 0


def test_same_words_same_bytes_other_words_others() -> None:
    assert draw_stamp("نمونه", "1") == draw_stamp("نمونه", "1")
    assert draw_stamp("نمونه", "1") != draw_stamp("نمونه", "2")
    assert draw_stamp("نمونه", "") != draw_stamp("نمونه", "2")


def test_a_name_without_glyphs_is_refused() -> None:
    with pytest.raises(PaperError):
        draw_stamp("店", "1")
