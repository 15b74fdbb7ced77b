"""A 12-megapixel photo of a box, as a phone takes it, from file to codes."""

from __future__ import annotations

import io
import statistics
import time
from random import Random

from PIL import Image, ImageFilter

from pos_app.adapters.hardware.code_reader import TwoEngineReader
from tools.box_labels import PHONES, draw_label
from tools.spoil import noisy, rotated, seen_from

PHOTO = (4000, 3000)


def draw_photo() -> bytes:
    """A JPEG of 4000 x 3000: the dual-SIM label on a wooden table, turned by 4 degrees, seen slightly from the side."""
    random = Random(3)  # noqa: S311  a drawing, not a secret
    grain = Image.frombytes("L", (500, 48), random.randbytes(500 * 48)).resize(PHOTO, Image.Resampling.BICUBIC)
    table = Image.merge("RGB", [grain.point([base + level // 5 for level in range(256)]) for base in (96, 66, 40)])
    label = rotated(draw_label(PHONES[0]).resize((2560, 1720), Image.Resampling.BICUBIC), 4)
    corners = [(620.0, 420.0), (3420.0, 520.0), (3300.0, 2560.0), (560.0, 2480.0)]
    shape = (
        seen_from(Image.new("RGB", label.size, "white"), corners, PHOTO)
        .convert("L")
        .point(lambda level: 255 * (level > 200))
    )
    photo = Image.composite(seen_from(label, corners, PHOTO), table, shape).filter(ImageFilter.GaussianBlur(1))
    out = io.BytesIO()
    noisy(photo, 6).save(out, "JPEG", quality=88)
    return out.getvalue()


def bench_photo(runs: int = 5) -> tuple[float, int, int]:
    """Median seconds from the file's bytes to its codes, how many of them were found, and how many there are."""
    photo = draw_photo()
    wanted = {code["text"] for code in PHONES[0].codes}
    reader = TwoEngineReader()
    seconds, found = [], set(wanted)
    for _ in range(runs):
        begun = time.perf_counter()
        codes = reader.read(photo)
        seconds.append(time.perf_counter() - begun)
        found &= {code.text for code in codes}
    return statistics.median(seconds), len(found), len(wanted)


if __name__ == "__main__":
    median, found, wanted = bench_photo()
    print(f"photo of 12 megapixels to codes: {median:.3f} s, {found} of {wanted}")
