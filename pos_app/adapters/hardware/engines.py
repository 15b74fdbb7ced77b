"""The two engines behind one shape. They fail in different places: zbar on slanted codes, zxing on small ones."""

from __future__ import annotations

import functools
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pos_app.adapters.hardware.frames import Frame, Point

log = logging.getLogger(__name__)
#: What phone boxes carry. No ITF: it has no check digit, and any run of bars is an ITF code of some length.
ZXING_FORMATS = "Code128,EAN13,EAN8,UPCA,QRCode,DataMatrix,Code39"
_FROM_ZXING = {
    "Code128": "code128",
    "Code39": "code39",
    "Code39Std": "code39",
    "Code39Ext": "code39",
    "EAN13": "ean13",
    "EAN8": "ean8",
    "UPCA": "upca",
    "QRCode": "qr",
    "QRCodeModel2": "qr",
    "QRCodeModel1": "qr",
    "DataMatrix": "datamatrix",
}
_FROM_ZBAR = {
    "CODE128": "code128",
    "CODE39": "code39",
    "EAN13": "ean13",
    "EAN8": "ean8",
    "UPCA": "upca",
    "QRCODE": "qr",
}
_ZBAR_RIGHTWARD: dict[str, Point] = {"UP": (1, 0), "RIGHT": (0, 1), "DOWN": (-1, 0), "LEFT": (0, -1)}
_FNC1 = "\x1d"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One read of one code. Places are pixels of the picture; `along` is the reading direction, (0, 0) if unknown."""

    text: str
    symbology: str
    engine: str
    centre: Point
    reach: float  # half its length
    along: Point = (0.0, 0.0)


Engine = Callable[[Frame], list[Sighting]]


def zxing(frame: Frame) -> list[Sighting]:
    """zxing-cpp: its wheel carries the engine, so it is always there."""
    import zxingcpp  # here, not above: start-up does not wait for it

    found = []
    for code in zxingcpp.read_barcodes(
        frame.image, formats=_zxing_formats(), try_invert=False, text_mode=zxingcpp.TextMode.Plain
    ):
        place = code.position
        corners: list[Point] = [
            (p.x, p.y) for p in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        ]
        symbology = _FROM_ZXING.get(code.format.name)
        if symbology:
            found.append(_sighting(frame, code.text, symbology, "zxing", corners, _minus(corners[1], corners[0])))
    return found


@functools.cache
def _zxing_formats() -> Any:
    import zxingcpp

    return zxingcpp.barcode_formats_from_str(ZXING_FORMATS)


def zbar(frame: Frame) -> list[Sighting]:
    """zbar by pyzbar. Needs the system's library; without it this engine sees nothing."""
    pyzbar = _pyzbar()
    if pyzbar is None:
        return []
    found = []
    for code in pyzbar.decode(frame.image, symbols=[pyzbar.ZBarSymbol[name] for name in _FROM_ZBAR if name != "UPCA"]):
        symbology = _FROM_ZBAR.get(code.type)
        if symbology and code.polygon:
            text = code.data.decode("utf-8", "replace")
            corners: list[Point] = [(p.x, p.y) for p in code.polygon]
            along = _ZBAR_RIGHTWARD.get(code.orientation or "", (0.0, 0.0))
            found.append(_sighting(frame, text, symbology, "zbar", corners, along))
    return found


@functools.cache
def _pyzbar() -> Any:
    try:
        from pyzbar import pyzbar
    except (ImportError, OSError):  # pyzbar is there, the library it wraps is not
        log.info("zbar library missing: codes are read by zxing-cpp alone")
        return None
    return pyzbar


def _minus(one: Point, other: Point) -> Point:
    return one[0] - other[0], one[1] - other[1]


def _sighting(frame: Frame, text: str, symbology: str, engine: str, corners: list[Point], along: Point) -> Sighting:
    """The same words for both engines: UPC-A is 12 digits, never an EAN-13 with a zero in front."""
    if symbology in ("ean13", "upca") and len(text) == 13 and text.startswith("0"):
        text, symbology = text[1:], "upca"
    middle = sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)
    centre = frame.back(middle)
    reach = max(math.dist(middle, corner) for corner in corners) / frame.scale
    end = frame.back((middle[0] + along[0], middle[1] + along[1]))
    length = math.dist(centre, end) or 1.0
    direction = ((end[0] - centre[0]) / length, (end[1] - centre[1]) / length)
    return Sighting(text.lstrip(_FNC1), symbology, engine, centre, reach, direction)
