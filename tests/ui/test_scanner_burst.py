"""Person or scanner: by speed and length alone (lessons 13, 34 and 35; fault 29)."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from ui.scanner.burst import BurstDetector, Limits
from ui.scanner.stroke import Stroke

IMEI = "356938035643809"
ENTER, TAB, F2 = 0x01000004, 0x01000001, 0x01000031
GAP = Limits().gap_ms

printable = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=1)


def key(text: str, at: int, **more: object) -> Stroke:
    return Stroke(text, ord(text[0]) if text else 0, 0, 0, at, **more)  # type: ignore[arg-type]


def special(code: int, at: int) -> Stroke:
    return Stroke("\r" if code == ENTER else "", code, 0, 0, at)


class Field:
    """What a field and the program see when a detector stands before them; a timer fires after each long pause."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.detector = BurstDetector(limits)
        self.waiting: list[Stroke] = []
        self.arrived: list[Stroke] = []
        self.scans: list[str] = []

    def play(self, strokes: Iterable[Stroke], *, timer: bool = True) -> Field:
        last: Stroke | None = None
        for stroke in strokes:
            if timer and last is not None and stroke.at_ms - last.at_ms > self.detector.limits.gap_ms:
                self._obey()
            takes = self.detector.takes(stroke) if timer else None
            outcome = self.detector.feed(stroke)
            assert takes in (None, outcome.take), "the shortcut filter and the key filter agree"
            self._move(outcome.replay, outcome.drop, outcome.scan)
            if not outcome.take:
                self.arrived.append(stroke)
            elif self.detector.holding:
                self.waiting.append(stroke)
            last = stroke
        self._obey()
        return self

    def _obey(self) -> None:
        outcome = self.detector.quiet()
        self._move(outcome.replay, outcome.drop, outcome.scan)

    def _move(self, replay: int, drop: int, scan: str) -> None:
        assert replay + drop in (0, len(self.waiting)), "a decision covers all that is held"
        self.arrived += self.waiting[:replay]
        del self.waiting[: replay + drop]
        if scan:
            self.scans.append(scan)

    @property
    def text(self) -> str:
        return "".join(stroke.text for stroke in self.arrived if stroke.printable)


def typed(text: str, start: int, gap: int) -> list[Stroke]:
    return [key(mark, start + i * gap) for i, mark in enumerate(text)]


@given(st.lists(st.tuples(printable, st.integers(GAP + 1, 3000)), max_size=40), st.booleans())
def test_what_a_person_types_arrives_unchanged(keys: list[tuple[str, int]], timer: bool) -> None:
    at, strokes = 1000, []
    for text, gap in keys:
        at += gap
        strokes.append(key(text, at))
    field = Field().play(strokes, timer=timer)
    assert field.arrived == strokes
    assert field.scans == []


@given(st.text("0123456789ABCDEFGHJKX-", min_size=6, max_size=40), st.data(), st.sampled_from([ENTER, TAB, 0]))
def test_a_burst_is_one_scan_and_leaves_nothing_behind(text: str, data: st.DataObject, end: int) -> None:
    rhythm = data.draw(st.integers(0, GAP))  # a scanner keeps its pace
    strokes = typed(text, 1000, rhythm)
    if end:
        strokes.append(special(end, strokes[-1].at_ms + rhythm))
    field = Field().play(strokes)
    assert field.scans == [text]
    assert field.arrived == []


@given(st.text("0123456789", min_size=6, max_size=14), st.lists(st.integers(0, GAP), min_size=14, max_size=14))
def test_a_burst_may_stumble_as_long_as_no_gap_is_long(text: str, gaps: list[int]) -> None:
    """Below 15 digits no number hides in the tail of another but a GTIN, which this alphabet's length rules out."""
    at, strokes = 1000, []
    for mark, gap in zip("X" + text + "Y", [*gaps, 0, 0], strict=False):
        at += gap
        strokes.append(key(mark, at))
    field = Field().play(strokes)
    assert field.scans == ["X" + text + "Y"]
    assert field.arrived == []


@given(st.text("0123456789", min_size=1, max_size=5), st.integers(0, GAP))
def test_what_is_shorter_than_a_code_was_typed(text: str, gap: int) -> None:
    strokes = [*typed(text, 1000, gap), special(ENTER, 1000 + len(text) * gap)]
    field = Field().play(strokes)
    assert field.arrived == strokes
    assert field.scans == []


@given(st.text("0123456789", max_size=8), st.integers(GAP + 1, 400), st.integers(1, 30), st.integers(1, 5))
def test_a_price_keeps_only_what_was_typed_into_it(price: str, pace: int, rhythm: int, times: int) -> None:
    strokes, at = typed(price, 1000, pace), 1000 + len(price) * pace
    for _ in range(times):
        at += GAP + 1
        strokes += [*typed(IMEI, at, rhythm), special(ENTER, at + 15 * rhythm)]
        at += 16 * rhythm + Limits().tail_ms
        strokes += typed("7", at, 0)
        at += GAP
    field = Field().play(strokes)
    assert field.text == price + "7" * times
    assert field.scans == [IMEI] * times


@given(st.text("0123456789", min_size=1, max_size=1), st.integers(1, 20), st.integers(21, GAP))
def test_a_digit_typed_at_the_very_moment_stays_a_digit(digit: str, rhythm: int, pause: int) -> None:
    """Within a gap of the first code digit: the check digit and the pause tell where the scan begins."""
    field = Field().play([key(digit, 1000), *typed(IMEI, 1000 + pause, rhythm)])
    assert (field.text, field.scans) == (digit, [IMEI])


def test_two_scans_in_a_row_are_two() -> None:
    second = "356938035643817"
    strokes = [*typed(IMEI, 1000, 10), special(ENTER, 1150), *typed(second, 1160, 10), special(ENTER, 1310)]
    field = Field().play(strokes)
    assert field.scans == [IMEI, second]
    assert field.arrived == []


def test_two_scans_without_enter_are_two() -> None:
    field = Field().play([*typed(IMEI, 1000, 10), *typed("356938035643817", 1300, 10)])
    assert field.scans == [IMEI, "356938035643817"]
    assert field.arrived == []


def test_the_enter_of_a_scanner_that_hesitates_presses_nothing() -> None:
    late = special(ENTER, 1140 + GAP + 30)
    field = Field().play([*typed(IMEI, 1000, 10), late, special(ENTER, late.at_ms + 1000)])
    assert field.scans == [IMEI]
    assert [stroke.at_ms for stroke in field.arrived] == [late.at_ms + 1000], "the person's own Enter arrives"


def test_enter_and_line_feed_both_belong_to_the_scan() -> None:
    field = Field().play([*typed(IMEI, 1000, 10), special(ENTER, 1150), special(TAB, 1155)])
    assert (field.scans, field.arrived) == ([IMEI], [])


def test_other_keys_never_wait_and_come_after_what_was_typed() -> None:
    strokes = [key("1", 1000), special(F2, 1010), key("c", 1020, command=True), key("2", 1030)]
    field = Field().play(strokes)
    assert field.arrived == strokes
    assert field.scans == []


def test_a_function_key_right_after_a_burst_does_not_turn_it_into_typing() -> None:
    field = Field().play([*typed(IMEI, 1000, 10), special(F2, 1145)])
    assert field.scans == [IMEI]
    assert [stroke.key for stroke in field.arrived] == [F2]


def test_a_key_held_down_is_no_burst() -> None:
    strokes = [key("0", 1000), *(key("0", 1400 + 30 * i, repeat=True) for i in range(30))]
    field = Field().play(strokes)
    assert field.arrived == strokes
    assert field.scans == []


def test_a_clock_that_jumps_back_ends_a_burst() -> None:
    """X11 counts milliseconds in 32 bits and begins again after 49 days."""
    field = Field().play([*typed("123", 2**32 - 20, 5), *typed("45", 3, 5)])
    assert (field.text, field.scans) == ("12345", [])


def test_shift_with_enter_is_a_persons() -> None:
    enter = Stroke("\r", ENTER, 0, 0, 1150, shift=True)
    field = Field().play([*typed(IMEI, 1000, 10), enter])
    assert field.scans == [IMEI]
    assert field.arrived == [enter]
