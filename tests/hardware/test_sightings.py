"""Misreads: check digits and second reads decide (lessons 31 and 32)."""

from __future__ import annotations

from pos_app.adapters.hardware.engines import Sighting
from pos_app.adapters.hardware.sightings import Sightings
from pos_app.ports.hardware import RawCode

RIGHT, WRONG = "356938035643809", "356938035643808"


def _read(text: str, *, symbology: str = "code128", engine: str = "zxing", x: float = 100, y: float = 50) -> Sighting:
    return Sighting(text, symbology, engine, (x, y), 80.0, (1.0, 0.0))


def _codes(*seen: Sighting) -> tuple[RawCode, ...]:
    collected = Sightings()
    for one in seen:
        collected.add([one])
    return collected.codes()


def test_at_one_place_the_right_check_digit_wins_whoever_read_it() -> None:
    right = RawCode(RIGHT, "code128")
    assert _codes(_read(WRONG), _read(RIGHT, engine="zbar", x=104)) == (right,)
    assert _codes(_read(WRONG), _read(WRONG, engine="zbar"), _read(RIGHT)) == (right,)


def test_a_damaged_number_alone_is_kept_so_that_the_seller_hears_of_it() -> None:
    assert _codes(_read(WRONG)) == (RawCode(WRONG, "code128"),)


def test_both_stay_when_they_stand_at_different_places() -> None:
    assert len(_codes(_read(RIGHT), _read(WRONG, y=300))) == 2


def test_between_equals_the_text_that_was_read_more_often_wins() -> None:
    assert _codes(_read("R5CX40ABCDE"), _read("R5CX40ABCDF"), _read("R5CX40ABCDF")) == (
        RawCode("R5CX40ABCDF", "code128"),
    )


def test_weak_symbologies_need_a_second_read() -> None:
    once = _read("96385074", symbology="ean8")
    assert _codes(once) == ()
    assert _codes(once, once) == (RawCode("96385074", "ean8"),)


def test_bars_inside_another_code_do_not_become_a_second_one() -> None:
    part = _read("A1", symbology="code39")
    assert _codes(part, part, _read(RIGHT, x=110)) == (RawCode(RIGHT, "code128"),)


def test_empty_reads_vanish_and_a_picture_read_once_is_not_settled() -> None:
    seen = Sightings()
    assert not seen.add([_read("")])
    assert not seen.settled
    assert seen.add([_read(RIGHT)])
    assert not seen.settled
    assert not seen.add([_read(RIGHT, engine="zbar")])
    assert seen.settled
