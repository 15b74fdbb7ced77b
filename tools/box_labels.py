"""Draws the sample box labels in `resources/samples/`, clean and spoilt, and the list of what each one says.

    python -m tools.box_labels [FOLDER]

The numbers are made up (their check digits hold); the drawing says SAMPLE, so that nobody takes it for a real box.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import barcode
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from tools.spoil import SPOILT

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "resources" / "samples"
SIZE = (1280, 860)
MODULE = 3  # pixels of the narrowest bar
BAR_HEIGHT = 66
INK = (18, 18, 20)
RED = (190, 24, 34)

# Joined letter forms in drawing order: Pillow's basic layout neither joins nor reorders, and is the same everywhere.
_SAMPLE_FA = "\ufeea\ufee7\ufeee\ufee4\ufee7"  # نمونه
_ACTIVATION_FA = "\ufbfc\ufeaf\ufe8e\ufeb3\ufedd\ufe8e\ufecc\ufed3 \ufeaa\ufb90"  # کد فعال‌سازی


@dataclass(frozen=True, slots=True)
class Phone:
    """What stands on one box. `box` is the colour of its cardboard."""

    name: str
    title: str
    model: str
    imeis: tuple[str, ...]
    serial: str
    gtin: str
    activation: str
    box: tuple[int, int, int]
    eid: str = ""

    @property
    def qr(self) -> str:
        """Everything on the box, one line each, as makers write it."""
        lines = [f"IMEI{i}: {imei}" for i, imei in enumerate(self.imeis, 1)]
        lines += [f"EID: {self.eid}"] if self.eid else []
        return "\n".join([*lines, f"S/N: {self.serial}"])

    @property
    def codes(self) -> list[dict[str, str]]:
        """Every code that can be read off the picture, QR last."""
        linear = [*self.imeis, *([self.eid] if self.eid else []), self.serial, self.activation]
        return [
            *({"text": text, "symbology": "code128"} for text in linear),
            {"text": self.gtin, "symbology": "ean13"},
            {"text": self.qr, "symbology": "qr"},
        ]


PHONES = (
    Phone(
        name="phone_a",
        title="Samsung Galaxy A55 5G",
        model="SM-A556E",
        imeis=("356938035643809", "356938035643817"),
        eid="89049032000001000000012345678954",
        serial="R5CX40ABCDE",
        gtin="2000000000015",
        activation="482915",
        box=(44, 52, 92),
    ),
    Phone(
        name="phone_b",
        title="Nokia",
        model="TA-1234",
        imeis=("490154203237518",),
        serial="NK7H2000421",
        gtin="2000000000022",
        activation="731204",
        box=(26, 108, 112),
    ),
)


def draw_label(phone: Phone) -> Image.Image:
    """The label on its box, `SIZE` pixels, RGB."""
    picture = Image.new("RGB", SIZE, phone.box)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, SIZE[0], 26), fill=tuple(min(255, part + 40) for part in phone.box))  # the lid's edge
    pen.rounded_rectangle((50, 50, 1230, 820), 14, fill=(250, 250, 247))
    pen.text((90, 72), phone.title, INK, _font(40, bold=True))
    pen.text((90, 124), f"Model {phone.model}", INK, _font(24))
    pen.rounded_rectangle((850, 70, 1190, 132), 10, outline=RED, width=4)
    pen.text((870, 80), f"SAMPLE  {_SAMPLE_FA}", RED, _font(34, bold=True))

    for column, imei in enumerate(phone.imeis):
        caption = f"IMEI{column + 1}" if len(phone.imeis) > 1 else "IMEI"
        _code128(picture, (90 + 540 * column, 176), f"{caption}: {imei}", imei)
    if phone.eid:
        _code128(picture, (90, 316), f"EID: {phone.eid}", phone.eid)
    _code128(picture, (90, 456), f"S/N: {phone.serial}", phone.serial)
    _ean13(picture, (90, 610), phone.gtin)
    _qr(picture, (920, 310), phone.qr)
    _sticker(picture, (560, 590), phone.activation)
    pen.text((90, 776), "SAMPLE - made-up numbers, not a real product", RED, _font(22))
    return picture


def draw(phone: Phone, spoil: str) -> Image.Image:
    """One sample as it is saved, before any compression."""
    return SPOILT[spoil](draw_label(phone))


def file_name(phone: Phone, spoil: str) -> str:
    """Flat drawings as PNG; a photo-like surface as JPEG, or the samples would weigh megabytes."""
    return f"{phone.name}_{spoil}.{'png' if spoil in ('clean', 'half') else 'jpg'}"


def save(picture: Image.Image, path: Path) -> None:
    """PNG without loss, or JPEG as a phone would save it."""
    if path.suffix == ".png":
        picture.save(path, optimize=True)
    else:
        picture.save(path, quality=80)


def write_samples(folder: Path) -> None:
    """All pictures and `samples.json`: a list of `{"image", "phone", "spoilt", "codes"}`."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = []
    for phone in PHONES:
        for spoil in SPOILT:
            name = file_name(phone, spoil)
            save(draw(phone, spoil), folder / name)
            listed.append({"image": name, "phone": phone.name, "spoilt": spoil, "codes": phone.codes})
    (folder / "samples.json").write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    file = ROOT / "resources" / "fonts" / f"Vazirmatn-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


def _bars(picture: Image.Image, at: tuple[int, int], modules: str, height: int) -> None:
    pen = ImageDraw.Draw(picture)
    for place, module in enumerate(modules):
        if module == "1":
            left = at[0] + place * MODULE
            pen.rectangle((left, at[1], left + MODULE - 1, at[1] + height - 1), fill=INK)


def _code128(picture: Image.Image, at: tuple[int, int], caption: str, text: str) -> None:
    """Caption above, bars below."""
    ImageDraw.Draw(picture).text(at, caption, INK, _font(22))
    _bars(picture, (at[0], at[1] + 34), barcode.get_barcode_class("code128")(text).build()[0], BAR_HEIGHT)


def _ean13(picture: Image.Image, at: tuple[int, int], text: str) -> None:
    _bars(picture, at, barcode.get_barcode_class("ean13")(text).build()[0], 100)
    ImageDraw.Draw(picture).text((at[0] + 36, at[1] + 104), f"{text[0]} {text[1:7]} {text[7:]}", INK, _font(24))


def _qr(picture: Image.Image, at: tuple[int, int], text: str) -> None:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dots = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=5))
    picture.paste(dots.convert("RGB"), at)


def _sticker(picture: Image.Image, at: tuple[int, int], code: str) -> None:
    """The importer's sticker with the one-time activation code."""
    left, top = at
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((left, top, left + 340, top + 170), 12, fill=(255, 226, 120), outline=INK, width=2)
    pen.text((left + 170, top + 10), _ACTIVATION_FA, INK, _font(26, bold=True), anchor="ma")
    pen.text((left + 170, top + 42), " ".join(code), INK, _font(32, bold=True), anchor="ma")
    _bars(picture, (left + 68, top + 94), barcode.get_barcode_class("code128")(code).build()[0], 60)


if __name__ == "__main__":
    write_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
