"""Views of one picture: scaled, turned, evened out. Each knows the way back to the picture's own coordinates."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Self

from PIL import Image, ImageChops, ImageFilter

Point = tuple[float, float]
PAPER = 255  # fills the corners of a turned view: white, as the quiet zone of a code

_EDGES_ACROSS = ImageFilter.Kernel((3, 3), (-1, 0, 1, -2, 0, 2, -1, 0, 1), scale=8, offset=128)
_EDGES_DOWN = ImageFilter.Kernel((3, 3), (-1, -2, -1, 0, 0, 0, 1, 2, 1), scale=8, offset=128)
_WEAK = 100  # squared edge strength below which an edge is grain
_SEEN_AT = 640  # pixels of the longer side, enough for the direction of lines


@dataclass(frozen=True, slots=True)
class Frame:
    """`image` is mode `L`; `scale` and `degrees` (anticlockwise) lead from the picture to it."""

    image: Image.Image
    scale: float = 1.0
    degrees: float = 0.0
    before: tuple[int, int] = (0, 0)  # size before turning, for the way back

    def at_most(self, longer_side: int) -> Self:
        """Averaged down to `longer_side` pixels, or itself."""
        now = max(self.image.size)
        return self if now <= longer_side else self._scaled(longer_side / now, Image.Resampling.BOX)

    def enlarged(self, factor: float) -> Self:
        return self._scaled(factor, Image.Resampling.BICUBIC)

    def _scaled(self, factor: float, way: Image.Resampling) -> Self:
        size = (max(1, round(self.image.width * factor)), max(1, round(self.image.height * factor)))
        return type(self)(self.image.resize(size, way), self.scale * factor)

    def turned(self, degrees: float) -> Self:
        """Turned anticlockwise, grown so that nothing is cut off."""
        view = self.image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)
        return type(self)(view, self.scale, degrees, self.image.size)

    def filtered(self, what: ImageFilter.Filter) -> Self:
        return type(self)(self.image.filter(what), self.scale, self.degrees, self.before)

    def evened(self) -> Self:
        """Local contrast: what a lamp or a shadow did to the whole neighbourhood is taken away, the rest trebled."""
        around = self.image.filter(ImageFilter.BoxBlur(max(self.image.size) / 40))
        difference = ImageChops.subtract(self.image, around, scale=1, offset=128)
        steeper = difference.point([min(255, max(0, 128 + (level - 128) * 3)) for level in range(256)])
        return type(self)(steeper, self.scale, self.degrees, self.before)

    def back(self, point: Point) -> Point:
        """A place of this view in the coordinates of the picture."""
        x, y = point
        if self.degrees:
            turn = math.radians(self.degrees)
            x, y = x - self.image.width / 2, y - self.image.height / 2
            x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
            x, y = x + self.before[0] / 2, y + self.before[1] / 2
        return x / self.scale, y / self.scale


def slants(frame: Frame, at_most: int = 3, least: float = 3.0) -> list[float]:
    """How many degrees anticlockwise the lines of the frame lean, -45 to 45; the strongest direction first.

    A short, wide label code needs this: at 12 degrees no straight line crosses all its bars.
    Directions nearer than `least` to upright are left out, the engines forgive them.
    """
    weight = _edges_by_degree(frame)
    smooth = [sum(weight[(i + d) % 180] for d in (-2, -1, 0, 1, 2)) for i in range(180)]
    floor = 2 * sum(smooth) / 180  # twice the mean: round shapes and grain have no direction
    peaks = [
        i for i in range(180) if smooth[i] > floor and smooth[i] == max(smooth[(i + d) % 180] for d in range(-4, 5))
    ]
    peaks.sort(key=lambda i: -smooth[i])
    turns: list[float] = []
    for peak in peaks:  # seen from the side, bars and lines of text lean differently: each is a direction of its own
        turn = float((peak + 45) % 90 - 45)
        if abs(turn) >= least and all(_apart(turn, other) > least for other in turns):
            turns.append(turn)
    return turns[:at_most]


def _apart(one: float, other: float) -> float:
    """Degrees between two directions of which a quarter turn makes no difference."""
    return abs((one - other + 45) % 90 - 45)


def _edges_by_degree(frame: Frame) -> list[float]:
    """How much edge there is across each whole degree of 180."""
    # The blur takes out the finest bars: at the limit of the pixels their direction is measured wrong.
    small = frame.at_most(_SEEN_AT).image.filter(ImageFilter.GaussianBlur(1.5))
    inside = (1, 1, max(2, small.width - 1), max(2, small.height - 1))  # the filter leaves the rim as it was
    across = small.filter(_EDGES_ACROSS).crop(inside).tobytes()
    down = small.filter(_EDGES_DOWN).crop(inside).tobytes()
    weight = [0.0] * 180
    for (gx, gy), count in Counter(zip(across, down, strict=True)).items():
        x, y = gx - 128, gy - 128
        strength = x * x + y * y
        if strength > _WEAK:
            weight[round(math.degrees(math.atan2(y, x))) % 180] += strength * count
    return weight
