"""Both phones under every condition of the counter: all codes, no wrong one, in reading order."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from random import Random

import pytest
import zxingcpp
from PIL import Image

from pos_app.adapters.hardware import engines
from pos_app.adapters.hardware.code_reader import TwoEngineReader
from pos_app.domain.box_code import CodeKind, classify
from pos_app.ports.hardware import CodeReader, RawCode, UnreadableImageError
from tests.hardware.conditions import CONDITIONS, as_png, expected
from tools.box_labels import PHONES, Phone, draw_label


def _read(picture: Image.Image) -> tuple[RawCode, ...]:
    reader: CodeReader = TwoEngineReader()
    return reader.read(as_png(picture))


@pytest.mark.parametrize("phone", PHONES, ids=lambda phone: phone.name)
@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_code_is_read_and_none_wrong(phone: Phone, condition: str) -> None:
    codes = _read(CONDITIONS[condition](draw_label(phone)))
    assert {(code.text, code.symbology) for code in codes} == expected(phone)
    imeis = [code.text for code in codes if code.text in phone.imeis]
    assert imeis == list(phone.imeis), "IMEI 1 comes before IMEI 2, however the box lies"


def test_the_codes_of_the_box_are_told_apart() -> None:
    kinds = [box.kind for code in _read(draw_label(PHONES[0])) for box in classify(code.text)]
    assert set(kinds) == set(CodeKind) - {CodeKind.ASK, CodeKind.ICCID}


def _drawn(text: str, form: str, scale: int = 3) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(form))
    return Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=scale))


@pytest.mark.parametrize(
    ("text", "form", "symbology"),
    [
        ("356938035643809", "Code128", "code128"),
        ("R5CX40ABCDE", "Code39", "code39"),
        ("2000000000015", "EAN13", "ean13"),
        ("96385074", "EAN8", "ean8"),
        ("036000291452", "UPCA", "upca"),
        ("IMEI: 356938035643809", "DataMatrix", "datamatrix"),
        ("شناسه 356938035643809", "QRCode", "qr"),
    ],
)
def test_symbologies_have_one_name_for_both_engines(text: str, form: str, symbology: str) -> None:
    assert _read(_drawn(text, form)) == (RawCode(text, symbology),)


def test_codes_without_check_digits_are_not_looked_for() -> None:
    assert _read(_drawn("12345670123456", "ITF")) == ()


def test_codes_of_one_row_come_from_left_to_right_and_rows_from_above() -> None:
    picture = Image.new("L", (1600, 500), 255)
    places = {"111111": (40, 30), "222222": (900, 44), "333333": (40, 250), "444444": (900, 236)}
    for text, place in places.items():
        picture.paste(_drawn(text, "Code128"), place)
    for degrees in (0, 90, 180, 270):
        assert [code.text for code in _read(picture.rotate(degrees, expand=True))] == list(places)


def test_the_same_code_twice_in_a_picture_is_one() -> None:
    picture = Image.new("L", (1600, 400), 255)
    for x in (40, 900):
        picture.paste(_drawn("356938035643809", "Code128"), (x, 100))
    assert _read(picture) == (RawCode("356938035643809", "code128"),)


@pytest.mark.parametrize("seed", range(3))
def test_where_there_is_no_code_none_is_seen(seed: int) -> None:
    """Lesson 32: stripes and grain must not turn into numbers."""
    random = Random(seed)  # noqa: S311  a drawing
    stripes = Image.frombytes("L", (160, 4), random.randbytes(640)).resize((800, 600), Image.Resampling.NEAREST)
    grain = Image.frombytes("L", (800, 600), random.randbytes(480_000))
    assert _read(stripes) == ()
    assert _read(Image.blend(stripes, grain, 0.4)) == ()


def test_without_the_zbar_library_the_other_engine_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr("pyzbar.pyzbar", raising=False)
    monkeypatch.setitem(sys.modules, "pyzbar.pyzbar", None)  # what an import of a missing library comes to
    engines._pyzbar.cache_clear()
    caplog.set_level(logging.INFO)
    try:
        assert {(code.text, code.symbology) for code in _read(draw_label(PHONES[0]))} == expected(PHONES[0])
        _read(draw_label(PHONES[1]))
    finally:
        engines._pyzbar.cache_clear()
    said = [record for record in caplog.records if record.name == engines.__name__]
    assert [record.levelno for record in said] == [logging.INFO], "said once, and not as a warning"


def test_a_camera_frame_is_read_in_one_look() -> None:
    grey = draw_label(PHONES[0]).convert("L")
    codes = TwoEngineReader().read_grey(grey.tobytes(), *grey.size)
    assert {(code.text, code.symbology) for code in codes} == expected(PHONES[0])


def test_a_camera_frame_of_the_wrong_size_is_refused() -> None:
    for width, height in ((640, 480), (0, 10), (10, -1)):
        with pytest.raises(UnreadableImageError, match="image-not-a-picture"):
            TwoEngineReader().read_grey(b"\0" * 100, width, height)


def test_engines_are_loaded_with_the_first_picture_not_with_the_program() -> None:
    source = Path(engines.__file__).read_text(encoding="utf-8")
    above = source.split("\nclass ", 1)[0]
    assert "import zxingcpp" not in above
    assert "from pyzbar" not in above
