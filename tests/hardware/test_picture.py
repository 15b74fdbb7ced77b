"""Files from anywhere: phone photos, clipboards, downloads cut in the middle, and bombs."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pos_app.adapters.hardware import picture
from pos_app.adapters.hardware.code_reader import TwoEngineReader
from pos_app.adapters.hardware.picture import open_grey
from pos_app.ports.hardware import UnreadableImageError
from tests.hardware.conditions import as_png, expected
from tools.box_labels import PHONES, draw_label


def _saved(image: Image.Image, form: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "image-not-a-picture"),
        (b"not a picture", "image-not-a-picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "image-not-a-picture"),
        (_png_that_claims(9000, 9000), "image-too-large"),
        (_png_that_claims(10_000, 10_000), "image-too-large"),
        (_png_that_claims(60_000, 60_000), "image-too-large"),
        (_png_that_claims(500, 500), "image-not-a-picture"),
    ],
)
def test_what_is_no_picture_has_its_code(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableImageError) as refused:
        open_grey(data)
    assert refused.value.args == (code,)


def test_a_file_beyond_the_limit_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MAX_BYTES", 100)
    with pytest.raises(UnreadableImageError, match="image-too-large"):
        open_grey(as_png(Image.new("L", (64, 64))) + b"\0" * 100)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_cut_file_is_refused_in_every_format(form: str) -> None:
    whole = _saved(draw_label(PHONES[1]), form)
    for part in (0.02, 0.5, 0.9):
        with pytest.raises(UnreadableImageError, match="image-not-a-picture"):
            open_grey(whole[: int(len(whole) * part)])


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_damaged_bytes_end_in_a_picture_or_in_a_code(noise: bytes, at: int) -> None:
    whole = _saved(Image.new("RGB", (40, 30), "white"), "PNG")
    damaged = whole[:at] + noise + whole[at + len(noise) :]
    try:
        assert open_grey(damaged).mode == "L"
    except UnreadableImageError as refused:
        assert refused.args[0].startswith("image-")  # noqa: PT017  either outcome is right


def test_a_phone_that_was_held_sideways() -> None:
    """Cameras turn the picture by a mark in EXIF, not by its pixels."""
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways = draw_label(PHONES[0]).transpose(Image.Transpose.ROTATE_90)
    assert open_grey(_saved(sideways, "JPEG", exif=exif)).size == draw_label(PHONES[0]).size


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_all_pixel_kinds_are_read(mode: str) -> None:
    label = draw_label(PHONES[1])
    if mode == "I;16":
        data = _saved(
            Image.frombytes("I;16", label.size, b"".join(bytes((0, v)) for v in label.convert("L").tobytes())), "PNG"
        )
    elif mode == "RGBA":  # black bars on nothing, as a design program saves them
        clear = Image.new("RGBA", label.size, (0, 0, 0, 0))
        clear.paste((0, 0, 0, 255), mask=label.convert("L").point([255 * (v < 128) for v in range(256)]))
        data = _saved(clear, "PNG")
    else:
        data = _saved(label.convert(mode), "TIFF")
    codes = TwoEngineReader().read(data)
    assert {(code.text, code.symbology) for code in codes} == expected(PHONES[1])


def test_of_an_animation_the_first_frame_counts() -> None:
    frames = [draw_label(phone).convert("L") for phone in PHONES]
    data = _saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert {code.text for code in TwoEngineReader().read(data)} == {text for text, _ in expected(PHONES[0])}
