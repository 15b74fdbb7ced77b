"""What a label may look like at the counter, and who reads it.

`python -m tests.hardware.conditions` prints the table.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from functools import partial

from PIL import Image

from pos_app.adapters.hardware.code_reader import TwoEngineReader
from pos_app.adapters.hardware.engines import Engine, zbar, zxing
from pos_app.adapters.hardware.frames import Frame
from tools.box_labels import PHONES, Phone, draw_label
from tools.spoil import SPOILT, glaring, half, noisy, perspective, rotated

Spoiler = Callable[[Image.Image], Image.Image]


def _all_in_one(picture: Image.Image) -> Image.Image:
    return noisy(rotated(glaring(picture), 9), strength=12)


def _grey(picture: Image.Image) -> Image.Image:
    return picture.convert("L")


CONDITIONS: dict[str, Spoiler] = {
    **SPOILT,
    **{f"turned {degrees}": partial(rotated, degrees=degrees) for degrees in (3, 7, 25, 45, 90, 180)},
    "grey": _grey,
    "half and turned 12": lambda picture: half(rotated(picture)),
    "perspective and turned 12": lambda picture: perspective(rotated(picture)),
    "all in one": _all_in_one,
}


def expected(phone: Phone) -> set[tuple[str, str]]:
    return {(code["text"], code["symbology"]) for code in phone.codes}


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _alone(engine: Engine, picture: Image.Image) -> set[tuple[str, str]]:
    return {(seen.text, seen.symbology) for seen in engine(Frame(picture.convert("L")))}


def main() -> None:
    """Codes read and wrong reads, both phones together: each engine once, then the reader."""
    sys.stdout.write(f"{'condition':28}{'zxing':>10}{'zbar':>10}{'together':>10}   wrong\n")
    for name, spoil in CONDITIONS.items():
        hits, wrong, of = [0, 0, 0], 0, 0
        for phone in PHONES:
            picture, want = spoil(draw_label(phone)), expected(phone)
            together = {(code.text, code.symbology) for code in TwoEngineReader().read(as_png(picture))}
            for i, got in enumerate((_alone(zxing, picture), _alone(zbar, picture), together)):
                hits[i] += len(got & want)
            wrong += len(together - want)
            of += len(want)
        sys.stdout.write(f"{name:28}" + "".join(f"{hit:>7}/{of}" for hit in hits) + f"{wrong:>8}\n")


if __name__ == "__main__":
    main()
