"""Jalali dates for people: screen and paper alike. Below them all times are UTC instants.

Tehran's clock comes from the shipped tzdata: a machine's own data may still know the summer time that ended in 1401.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from pos_app.domain.digits import persian

MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
#: Monday first, as `date.weekday` counts.
WEEKDAYS = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")


@lru_cache(maxsize=1)
def tehran() -> ZoneInfo:
    """Asia/Tehran as the tzdata package knows it."""
    with files("tzdata.zoneinfo").joinpath("Asia", "Tehran").open("rb") as stream:
        return ZoneInfo.from_file(stream, key="Asia/Tehran")


def local(instant: datetime) -> datetime:
    """The instant on Tehran's clock. Raises ValueError("instant-without-zone") for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("instant-without-zone")
    return instant.astimezone(tehran())


def instant(text: str) -> datetime:
    """A stored ISO 8601 time as a UTC instant. Raises ValueError("instant-without-zone") for a naive one."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("instant-without-zone")
    return moment.astimezone(UTC)


@lru_cache(maxsize=1024)
def parts(day: date) -> tuple[int, int, int]:
    """Year, month, day of a Gregorian day in the Jalali calendar."""
    jalali = JalaliDate(day)  # type: ignore[no-untyped-call]
    return jalali.year, jalali.month, jalali.day


def gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Jalali date. Raises ValueError when there is no such day."""
    return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]


def is_leap(year: int) -> bool:
    """Whether Esfand of the Jalali `year` has 30 days."""
    return bool(JalaliDate.is_leap(year))


def year(instant: datetime) -> int:
    """Jalali year of the instant in Tehran."""
    return parts(local(instant).date())[0]


def date_text(instant: datetime) -> str:
    """`1405/09/01`, in Latin digits: the caller folds them for people."""
    return "{:04}/{:02}/{:02}".format(*parts(local(instant).date()))


def time_text(instant: datetime) -> str:
    """`11:46`, Tehran's clock, in Latin digits."""
    return f"{local(instant):%H:%M}"


def long_date_text(instant: datetime) -> str:
    """`یکشنبه ۱ آذر ۱۴۰۵`, for headings."""
    day = local(instant).date()
    jalali_year, month, day_of_month = parts(day)
    return persian(f"{WEEKDAYS[day.weekday()]} {day_of_month} {MONTHS[month - 1]} {jalali_year}")
