"""Reads every code of a picture with two engines, each covering what the other misses.

Measured by `tests/hardware/conditions.py`: neither engine alone reads a slanted, small or grainy label to the end.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageFilter

from pos_app.adapters.hardware.engines import Engine, zbar, zxing
from pos_app.adapters.hardware.frames import Frame, slants
from pos_app.adapters.hardware.picture import open_grey
from pos_app.adapters.hardware.sightings import Sightings
from pos_app.ports.hardware import RawCode, UnreadableImageError

WORKING_SIDE = 2000  # pixels; beyond it a label is seldom finer, and every pass slower
SMALL_SIDE = 1600  # below it a bar may be one pixel wide
PATIENCE = 8  # passes in a row without news before a difficult picture is given up

Pass = tuple[Engine, Frame]


class TwoEngineReader:
    """`CodeReader` with zxing-cpp and zbar. Keeps nothing between pictures; any thread may call it."""

    def read(self, picture: bytes) -> tuple[RawCode, ...]:
        """Every code of an encoded image file. Raises `UnreadableImageError`."""
        return read_picture(open_grey(picture))

    def read_grey(self, data: bytes, width: int, height: int) -> tuple[RawCode, ...]:
        """One quick look at a camera's frame: `data` holds one byte a pixel, rows without padding."""
        if width < 1 or height < 1 or len(data) < width * height:
            raise UnreadableImageError("image-not-a-picture")
        frame = Frame(Image.frombytes("L", (width, height), data[: width * height]))
        seen = Sightings()
        seen.add(zxing(frame))
        seen.add(zbar(frame))
        return seen.codes()


def read_picture(grey: Image.Image) -> tuple[RawCode, ...]:
    """Every code of a decoded picture of mode `L`."""
    whole = Frame(grey)
    working = whole.at_most(WORKING_SIDE)
    leaning = slants(working)
    seen = Sightings()
    for engine, frame in _always(whole, working, leaning):
        seen.add(engine(frame))
    quiet = 0
    for engine, frame in _for_difficult_ones(whole, working, leaning):
        if seen.settled or quiet == PATIENCE:
            break
        quiet = 0 if seen.add(engine(frame)) else quiet + 1
    return seen.codes()


def _always(whole: Frame, working: Frame, leaning: list[float]) -> Iterator[Pass]:
    """As it is, at a second scale, and along its own slant. A code missed here leaves no trace, so none is skipped."""
    yield zxing, working
    yield zbar, working
    yield zxing, _second_scale(whole)
    for degrees in leaning:
        upright = working.turned(-degrees)
        yield zxing, upright
        yield zbar, upright


def _second_scale(whole: Frame) -> Frame:
    longer = max(whole.image.size)
    if longer > WORKING_SIDE:
        return whole
    return whole.enlarged(2) if longer <= SMALL_SIDE else whole.at_most(WORKING_SIDE // 2)


def _for_difficult_ones(whole: Frame, working: Frame, leaning: list[float]) -> Iterator[Pass]:
    """Grain, glare, blur, odd angles: each costs time, so only where something was read once or not at all."""
    upright = working.turned(-leaning[0]) if leaning else working
    for view in (upright.filtered(ImageFilter.GaussianBlur(1)), upright.evened()):
        yield zxing, view
        yield zbar, view
    yield zxing, upright.filtered(ImageFilter.MedianFilter(3))
    yield zbar, _second_scale(whole)
    if max(upright.image.size) <= SMALL_SIDE:
        sharper = upright.enlarged(2).filtered(ImageFilter.UnsharpMask(3, 180, 0))
        yield zxing, sharper
        yield zbar, sharper
    for degrees in (-15, 15, -30, 30, 45):
        yield zxing, working.turned(degrees)
