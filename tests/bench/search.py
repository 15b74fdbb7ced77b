"""A search of everything at every keystroke, with a million units in stock.

The floor asks sqlite3 alone, by the same index, for the phone that is meant."""

from __future__ import annotations

import sqlite3
import time
from random import Random

from pos_app.application import search as searching
from pos_app.bootstrap import open_shop
from pos_app.settings import Settings
from tests.bench.extent import Extent
from tests.bench.figures import Figure, against, alone, milliseconds, p95
from tests.bench.stock import imeis, shop

KEYSTROKE_MS = 20
_FLOOR = (
    "select unit_id from unit_imei where substr(unit_imei.imei, 12) = ? and substr(imei, ?) = ?"
    " order by unit_id desc limit 16"
)


def measure(extent: Extent) -> list[Figure]:
    random = Random(7)  # noqa: S311  which unit, not a secret
    digits: list[float] = []
    words: list[float] = []
    floor: list[float] = []
    with shop(extent.large) as folder:
        services = open_shop(Settings(folder)).services
        bare = sqlite3.connect(folder / "shop.db")
        for turn in range(extent.scans + 3):
            place = random.randrange(extent.large)
            imei, serial = imeis(place)[0], f"R5CX{place:07}"
            for end in (imei[-4:], imei[-5:], imei[-8:], imei):
                floor.append(_timed(lambda end=end: bare.execute(_FLOOR, (end[-4:], 16 - len(end), end)).fetchall()))
                digits.append(_timed(lambda end=end: searching.find(services, end)))
            said = (serial[:6], serial, "گلکسی", "galaxy a", "رضا")
            words += [_timed(lambda text=text: searching.find(services, text)) for text in said]
            if turn == 2:  # the first ones warm both
                for times in (digits, words, floor):
                    times.clear()
        bare.close()
        services.storage.close()
    return [
        alone("search, a keystroke p95, 1 M units", p95(digits + words), "ms", aim=KEYSTROKE_MS),
        against("search by last digits", milliseconds(digits), milliseconds(floor), "ms"),
        alone("search by serial, model, name", milliseconds(words), "ms"),
    ]


def _timed(act: object) -> float:
    begun = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - begun
