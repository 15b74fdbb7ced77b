"""The shop's own stamp from a scan or a photo of it on paper: the paper becomes nothing, the ink keeps its colour.

Paper is taken for what is brightest around each spot, so that a shadow over half of a photo does no harm; what is
darker than its surroundings is ink, the more opaque the darker.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageChops, ImageFilter, ImageMath, ImageOps, UnidentifiedImageError

from invoices.fonts import PaperError
from invoices.picture import MAX_SIDE

_MOST_PIXELS: Final = 60_000_000
_SMALL: Final = 160  # pixels of the picture in which the paper is looked for
_REACH: Final = 31  # of those: wider than any stroke of a stamp
_FAINT: Final = 26  # of 255: less is the grain of paper
_FULL: Final = 0.7  # of the ink is lighter than what counts as all ink
_GRAIN: Final = 1.1  # pixels over which grain is smoothed before it is told from ink
_SPECK: Final = 3  # pixels; what is smaller is dust
_LEAST_INK, _MOST_INK = 0.002, 0.6  # of the picture; a stamp lies between
_MARGIN: Final = 6


@lru_cache(maxsize=4)
def clean_scan(data: bytes) -> bytes:
    """PNG with transparency, cut to the ink, of PNG or JPEG bytes; one that is transparent already is only cut.

    Raises `PaperError` `stamp-unreadable`, and `stamp-unclear` where ink cannot be told from paper."""
    picture = _opened(data)
    alpha = picture.getchannel("A")
    inked = picture if alpha.getextrema()[0] < 250 else _inked(picture.convert("RGB"))  # type: ignore[operator]
    box = inked.getchannel("A").point(lambda level: 255 if level > 40 else 0).getbbox()
    if box is None:
        raise PaperError("stamp-unclear")
    left, top, right, bottom = box
    cut = inked.crop(
        (
            max(left - _MARGIN, 0), max(top - _MARGIN, 0),
            min(right + _MARGIN, inked.width), min(bottom + _MARGIN, inked.height),
        )
    )  # fmt: skip
    buffer = BytesIO()
    cut.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _opened(data: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise PaperError("stamp-unreadable")
            opened.draft("RGB", (2 * MAX_SIDE, 2 * MAX_SIDE))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PaperError("stamp-unreadable") from error
    upright.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return upright


def _inked(scan: Image.Image) -> Image.Image:
    paper = _paper(scan)
    against = [_over(own, ground) for own, ground in zip(scan.split(), paper.split(), strict=True)]
    darkest = ImageChops.darker(ImageChops.darker(against[0], against[1]), against[2])
    ink = ImageChops.invert(darkest)
    smooth = ink.filter(ImageFilter.GaussianBlur(_GRAIN))
    edge = max(_parting(smooth), _FAINT)
    sure = smooth.point(lambda level: 255 if level >= edge else 0)
    sure = sure.filter(ImageFilter.MedianFilter(_SPECK))
    share = sum(sure.histogram()[128:]) / (sure.width * sure.height)
    if not _LEAST_INK < share < _MOST_INK:
        raise PaperError("stamp-unclear")
    full = max(_level(ink, sure, _FULL), edge + 1)
    opacity = ink.point(lambda level: min(round(level * 255 / full), 255))
    alpha = ImageChops.darker(opacity, sure.filter(ImageFilter.MaxFilter(_SPECK)))
    alpha = alpha.point(lambda level: 0 if level < _FAINT else level)
    colours = Image.merge("RGB", [_own_colour(channel, opacity) for channel in against])
    bare = Image.new("RGB", colours.size)  # under what is gone the grain would only make the file large
    cleaned = Image.composite(colours, bare, alpha.point(lambda level: 255 if level else 0))
    cleaned.putalpha(alpha)
    return cleaned


def _paper(scan: Image.Image) -> Image.Image:
    """The brightest around each spot, no brighter than that needs: no stroke is as wide as the reach."""
    small = scan.copy()
    small.thumbnail((_SMALL, _SMALL), Image.Resampling.BOX)
    bright = small.filter(ImageFilter.MaxFilter(_REACH)).filter(ImageFilter.MinFilter(_REACH))
    return bright.filter(ImageFilter.GaussianBlur(_REACH / 5)).resize(scan.size, Image.Resampling.BICUBIC)


def _parting(grey: Image.Image) -> int:
    """The level that parts two heaps best (Otsu, 1979), here grain from ink."""
    counts = grey.histogram()
    total, whole = sum(counts), sum(level * count for level, count in enumerate(counts))
    best, found, below, below_sum = -1.0, 0, 0, 0
    for level, count in enumerate(counts):
        below += count
        below_sum += level * count
        above = total - below
        if below and above:
            apart = below_sum / below - (whole - below_sum) / above
            if (spread := below * above * apart * apart) > best:
                best, found = spread, level
    return found + 1


def _level(ink: Image.Image, sure: Image.Image, share: float) -> int:
    """The darkness that this share of the ink does not exceed."""
    counts = ink.histogram(sure)
    left = sum(counts) * share
    for level, count in enumerate(counts):
        left -= count
        if left <= 0:
            return level
    return 255


def _over(own: Image.Image, ground: Image.Image) -> Image.Image:
    """How bright a spot is beside its paper, 255 = as bright."""

    def share(args: dict[str, Any]) -> Any:
        return args["convert"](args["min"](args["a"] * 255 / args["max"](args["b"], 1), 255), "L")

    made: Image.Image = ImageMath.lambda_eval(share, a=own, b=ground)
    return made


def _own_colour(seen: Image.Image, ink: Image.Image) -> Image.Image:
    """What the ink itself is like, where paper shines through it."""

    def bare(args: dict[str, Any]) -> Any:
        shines = 255 - (255 - args["a"]) * 255 / args["max"](args["b"], 1)
        return args["convert"](args["max"](shines, 0), "L")

    made: Image.Image = ImageMath.lambda_eval(bare, a=seen, b=ink)
    return made
