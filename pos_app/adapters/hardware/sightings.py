"""Many reads of one picture become its list of codes: repeats joined, misreads dropped, in reading order."""

from __future__ import annotations

import math
from collections.abc import Iterable

from pos_app.adapters.hardware.engines import Sighting
from pos_app.domain.box_code import CodeKind, classify
from pos_app.ports.hardware import RawCode

#: No check digit worth the name: bars of another code pass for these, so they need a second read (lesson 32).
_WEAK = {"code39", "ean8"}
_TWO_DIMENSIONAL = {"qr", "datamatrix"}
_ROW = 0.3  # codes that stand higher or lower by less than this part of the shortest one's reach share a row,
_DRIFT = 0.12  # and by this much more per pixel between them: seen from the side, rows are not quite level
_MATRIX_WEIGHT = 10  # three corners tell a direction; of a bar code only the line is known on which it was read


class Found:
    """All reads of one code: the first tells its place, the last its direction (later views stand straighter)."""

    def __init__(self, first: Sighting) -> None:
        self.first = first
        self.along = first.along
        self.reads = 1

    def again(self, sighting: Sighting) -> None:
        self.reads += 1
        if any(sighting.along):
            self.along = sighting.along

    @property
    def sure(self) -> bool:
        return self.reads > 1 or self.first.symbology in _TWO_DIMENSIONAL  # these carry their own error correction


class Sightings:
    """Collects the reads of all passes over one picture."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Found] = {}

    def add(self, seen: Iterable[Sighting]) -> bool:
        """True if a code is among them that no pass has read before."""
        news = False
        for sighting in seen:
            key = (sighting.symbology, sighting.text)
            if key in self._found:
                self._found[key].again(sighting)
            elif sighting.text:
                self._found[key] = Found(sighting)
                news = True
        return news

    @property
    def settled(self) -> bool:
        """Something was read, and all of it twice: this picture is an easy one."""
        return bool(self._found) and all(found.sure for found in self._found.values())

    def codes(self) -> tuple[RawCode, ...]:
        """In reading order by the codes' own direction, so a picture upside down keeps IMEI 1 before IMEI 2."""
        kept = _in_reading_order(self._without_misreads())
        return tuple(RawCode(one.first.text, one.first.symbology) for one in kept)

    def _without_misreads(self) -> list[Found]:
        """At one place the more trustworthy text wins: what check digits confirm, then what was read more often."""
        kept: list[Found] = []
        for found in sorted(self._found.values(), key=_trust, reverse=True):
            weak = found.first.symbology in _WEAK and found.reads < 2
            if not weak and not any(_same_place(found.first, other.first) for other in kept):
                kept.append(found)
        return kept


def _trust(found: Found) -> tuple[bool, bool, bool, int, bool]:
    sighting = found.first
    understood = all(code.kind is not CodeKind.ASK for code in classify(sighting.text))
    return (
        understood,
        sighting.symbology in _TWO_DIMENSIONAL,
        sighting.symbology not in _WEAK,
        found.reads,
        sighting.engine == "zxing",  # zbar guesses the character set of a QR code
    )


def _same_place(one: Sighting, other: Sighting) -> bool:
    """True if the middle of either lies well inside the other."""
    return math.dist(one.centre, other.centre) < 0.3 * min(one.reach, other.reach)


def _in_reading_order(seen: list[Found]) -> list[Found]:
    if not seen:
        return []
    right = _rightward(seen)

    def across(one: Found) -> float:
        return one.first.centre[0] * right[0] + one.first.centre[1] * right[1]

    def down(one: Found) -> float:
        return one.first.centre[1] * right[0] - one.first.centre[0] * right[1]

    row_height = _ROW * min(one.first.reach for one in seen)
    rows: list[list[Found]] = []
    for one in sorted(seen, key=down):
        drift = _DRIFT * abs(across(one) - across(rows[-1][0])) if rows else 0
        if rows and down(one) - down(rows[-1][0]) < row_height + drift:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [one for row in rows for one in sorted(row, key=across)]


def _rightward(seen: list[Found]) -> tuple[float, float]:
    """The direction in which most codes read, of length one."""
    weights = [_MATRIX_WEIGHT if one.first.symbology in _TWO_DIMENSIONAL else 1 for one in seen]
    x = sum(weight * one.along[0] for weight, one in zip(weights, seen, strict=True))
    y = sum(weight * one.along[1] for weight, one in zip(weights, seen, strict=True))
    length = math.hypot(x, y)
    return (x / length, y / length) if length > 0.1 else (1.0, 0.0)
