"""Person or scanner? Decided by speed and length alone, so the caret may be anywhere.

A scanner sends a character every 1 to 30 ms, a person one every 80 ms or slower. Printable keys are held
back for at most one gap; then they are either given back unchanged or are one scan, and nothing in between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pos_app.domain.box_code import CodeKind, classify_line
from ui.scanner.layouts import repair
from ui.scanner.stroke import Stroke

#: Kinds that carry a check digit: chance does not make them out of other text.
_PROVEN = {CodeKind.IMEI, CodeKind.EID, CodeKind.GTIN, CodeKind.ICCID}


@dataclass(frozen=True, slots=True)
class Limits:
    """`gap_ms`: longest pause inside a scan. `min_length`: what is shorter was typed.

    `tail_ms`: an Enter or Tab this soon after a scan is the scanner's, not a person's. `max_length`: one label.
    """

    gap_ms: int = 50
    min_length: int = 6
    tail_ms: int = 120
    max_length: int = 4096


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to do now, in this order: give `replay` first strokes back to the field, drop `drop` more, report `scan`.

    `take`: the stroke just fed is not to reach the field now, it is held or belongs to the scan.
    """

    replay: int = 0
    drop: int = 0
    scan: str = ""
    take: bool = False


class BurstDetector:
    """Feed it every key press in order; call `quiet` when none came for `limits.gap_ms`."""

    def __init__(self, limits: Limits | None = None, repair_burst: Callable[[Sequence[Stroke]], str] = repair) -> None:
        self.limits = limits or Limits()
        self._repair = repair_burst
        self._held: list[Stroke] = []
        self._scan_ended_at: int | None = None

    @property
    def holding(self) -> int:
        """How many strokes wait for a decision."""
        return len(self._held)

    def feed(self, stroke: Stroke) -> Outcome:
        """One key press."""
        if stroke.printable:
            settled = self.quiet() if self._broken_by(stroke) else Outcome()
            self._held.append(stroke)
            return Outcome(settled.replay, settled.drop, settled.scan, take=True)
        if stroke.ends_a_scan:
            return self._end(stroke)
        return self.quiet()

    def takes(self, stroke: Stroke) -> bool:
        """Whether `feed` would keep this stroke from its field; nothing changes."""
        if stroke.printable:
            return True
        if not stroke.ends_a_scan:
            return False
        return self._owns(stroke) if self._held else self._in_tail(stroke)

    def quiet(self) -> Outcome:
        """No key came for a gap, or one that no scanner sends: the burst is over, and decided."""
        strokes, scan = self._held, self._is_scan()
        self._held = []
        if not scan:
            return Outcome(replay=len(strokes))
        typed = _typed_before(strokes, self.limits, self._repair)
        self._scan_ended_at = strokes[-1].at_ms
        return Outcome(typed, len(strokes) - typed, self._repair(strokes[typed:]))

    def _end(self, stroke: Stroke) -> Outcome:
        """Enter or Tab: of the scanner if it follows a burst, else of the person."""
        if not self._held:
            return Outcome(take=self._in_tail(stroke))
        own = self._owns(stroke)
        settled = self.quiet()
        if own:
            self._scan_ended_at = stroke.at_ms  # some scanners send two, as Enter and line feed
        return Outcome(settled.replay, settled.drop, settled.scan, take=own)

    def _owns(self, stroke: Stroke) -> bool:
        return self._is_scan() and 0 <= stroke.at_ms - self._held[-1].at_ms <= self.limits.tail_ms

    def _in_tail(self, stroke: Stroke) -> bool:
        return self._scan_ended_at is not None and 0 <= stroke.at_ms - self._scan_ended_at <= self.limits.tail_ms

    def _broken_by(self, stroke: Stroke) -> bool:
        if not self._held:
            return False
        pause = stroke.at_ms - self._held[-1].at_ms  # a little below 0 where a time had to be estimated
        return not -self.limits.gap_ms <= pause <= self.limits.gap_ms or len(self._held) >= self.limits.max_length

    def _is_scan(self) -> bool:
        return len(self._held) >= self.limits.min_length


def _typed_before(strokes: Sequence[Stroke], limits: Limits, repaired: Callable[[Sequence[Stroke]], str]) -> int:
    """How many strokes at the start a person typed just before the scanner fired.

    Only where both clues agree: the pause after them is longer than any in the rest, and the rest is a number
    that its check digit proves while the whole is not.
    """
    if classify_line(repaired(strokes)).kind in _PROVEN:
        return 0
    pauses = [later.at_ms - earlier.at_ms for earlier, later in pairwise(strokes)]
    for typed in range(1, min(4, len(strokes) - limits.min_length + 1)):
        longest_after = max(pauses[typed:], default=0)
        if pauses[typed - 1] > longest_after and classify_line(repaired(strokes[typed:])).kind in _PROVEN:
            return typed
    return 0
