"""What a counter does to a label: turned, far away, grainy, under a lamp, seen from the side.

Every function takes and gives an RGB picture and draws the same pixels each time: noise comes from a seed.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

TABLE = (92, 84, 78)  # what shows beside a box that no longer fills the picture
Point = tuple[float, float]


def rotated(picture: Image.Image, degrees: float = 12) -> Image.Image:
    """Turned anticlockwise about its middle; the picture grows so that nothing is cut off."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=TABLE)


def half(picture: Image.Image) -> Image.Image:
    """Half as wide and half as high, as a cheap camera would see it: the narrowest bar is 1.5 pixels."""
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)


def noisy(picture: Image.Image, strength: float = 30, seed: int = 7) -> Image.Image:
    """Grain as of a dark shop; `strength` is about its standard deviation in grey levels."""
    grain = Image.merge("RGB", [_grain(picture.size, strength, seed + band) for band in range(3)])
    return ImageChops.add(picture, grain, scale=1, offset=-128)


def _grain(size: tuple[int, int], strength: float, seed: int) -> Image.Image:
    """Grey 128 with a nearly normal spread: the mean of two even ones, stretched."""
    random = Random(seed)  # noqa: S311  a drawing, not a secret
    one, other = (Image.frombytes("L", size, random.randbytes(size[0] * size[1])) for _ in range(2))
    stretch = strength / 52  # the mean of two even spreads over 0..255 deviates by 52
    return ImageChops.add(one, other, scale=2).point([round(128 + (level - 127.5) * stretch) for level in range(256)])


def glaring(picture: Image.Image) -> Image.Image:
    """A lamp mirrored in the foil: a white spot, and a veil that takes most of the contrast around it."""
    width, height = picture.size
    light = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(light)
    pen.ellipse((width * 0.05, height * 0.10, width * 0.75, height * 0.95), fill=150)
    pen.ellipse((width * 0.22, height * 0.40, width * 0.46, height * 0.58), fill=215)
    light = light.filter(ImageFilter.GaussianBlur(width / 24))
    return Image.composite(Image.new("RGB", picture.size, "white"), picture, light)


def perspective(picture: Image.Image) -> Image.Image:
    """Seen from the lower right: the far edges are shorter."""
    width, height = picture.size
    corners = [
        (0.10 * width, 0.12 * height),
        (0.97 * width, 0.02 * height),
        (0.90 * width, 0.98 * height),
        (0.02, height),
    ]
    return seen_from(picture, corners, picture.size)


def seen_from(picture: Image.Image, corners: list[Point], size: tuple[int, int]) -> Image.Image:
    """The picture's four corners (clockwise from the upper left) moved to `corners` of a table of `size`."""
    width, height = picture.size
    flat = [(0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))]
    return picture.transform(
        size, Image.Transform.PERSPECTIVE, _projection(corners, flat), Image.Resampling.BICUBIC, fillcolor=TABLE
    )


def _projection(seen: list[Point], flat: list[Point]) -> list[float]:
    """The eight numbers of the projection that takes each seen point to its flat one (Gauss-Jordan)."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for i in range(8):
        pivot = max(range(i, 8), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(8):
            if r != i:
                factor = rows[r][i]
                rows[r] = [value - factor * base for value, base in zip(rows[r], rows[i], strict=True)]
    return [row[8] for row in rows]


def _untouched(picture: Image.Image) -> Image.Image:
    return picture


#: Name in the file -> what happened to the label.
SPOILT: dict[str, Callable[[Image.Image], Image.Image]] = {
    "clean": _untouched,
    "rotated": rotated,
    "half": half,
    "noise": noisy,
    "glare": glaring,
    "perspective": perspective,
}
