"""The Jalali calendar, held against Qt's own, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QCalendar, QDate

from pos_app import jalali


def test_every_day_from_1370_to_1450_is_qts_day() -> None:
    """All but 1437: Qt calculates by cycles and begins it a day early. The equinox of 2058 falls at 12:35 in
    Tehran, after noon, so the year begins on 21 March and 1436 is the leap year, as persiantools has it."""
    calendar = QCalendar(QCalendar.System.Jalali)
    day, last = jalali.gregorian(1370, 1, 1), jalali.gregorian(1450, 12, 29)
    disputed = (date(2058, 3, 20), date(2059, 3, 20))
    while day <= last:
        theirs = calendar.partsFromDate(QDate(day.year, day.month, day.day))
        assert (jalali.parts(day) == (theirs.year, theirs.month, theirs.day)) != (disputed[0] <= day <= disputed[1]), (
            day
        )
        assert jalali.gregorian(*jalali.parts(day)) == day
        day += timedelta(days=1)
    assert jalali.gregorian(1437, 1, 1) == date(2058, 3, 21)


@pytest.mark.parametrize(("year", "leap"), [(1399, True), (1403, True), (1404, False), (1405, False), (1408, True)])
def test_leap_years(year: int, leap: bool) -> None:
    assert jalali.is_leap(year) is leap


def test_summer_has_no_summer_time() -> None:
    noon = datetime(2026, 7, 15, 8, 30, tzinfo=UTC)
    assert jalali.local(noon).utcoffset() == timedelta(hours=3, minutes=30)
    assert jalali.time_text(noon) == "12:00"


def test_texts_of_one_moment() -> None:
    moment = datetime(2026, 11, 22, 8, 16, tzinfo=UTC)
    assert jalali.date_text(moment) == "1405/09/01"
    assert jalali.time_text(moment) == "11:46"
    assert jalali.long_date_text(moment) == "یکشنبه ۱ آذر ۱۴۰۵"
    assert jalali.year(moment) == 1405


def test_the_year_turns_at_midnight_in_tehran() -> None:
    assert jalali.year(datetime(2026, 3, 20, 20, 29, tzinfo=UTC)) == 1404
    assert jalali.year(datetime(2026, 3, 20, 20, 30, tzinfo=UTC)) == 1405


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="instant-without-zone"):
        jalali.date_text(datetime(2026, 3, 20, 20, 29))  # noqa: DTZ001
    with pytest.raises(ValueError, match="instant-without-zone"):
        jalali.instant("2026-03-20T20:29:00")
    assert jalali.instant("2026-03-20T20:29:00Z") == datetime(2026, 3, 20, 20, 29, tzinfo=UTC)
