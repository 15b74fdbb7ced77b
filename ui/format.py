"""How values are shown to people: Persian digits for people, Latin islands for identifiers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from unicodedata import bidirectional

from pos_app import i18n, jalali
from pos_app.domain import imei
from pos_app.domain.digits import persian
from pos_app.i18n import mark

LRI, FSI, PDI, NBSP = "\u2066", "\u2068", "\u2069", "\u00a0"
#: "Galaxy A54", "SM-A556E": what stands together in Latin letters and digits.
_LATIN = re.compile(r"[A-Za-z0-9]+(?:[ .,:/_'&+-]+[A-Za-z0-9]+)*\+?")


def number(value: int) -> str:
    """Grouped: ۱۲۳٬۴۵۶ or 123,456. A negative amount keeps its sign on the left, in its own isolate."""
    grouped = f"{value:,}"
    return ltr(persian(grouped.replace(",", "٬"))) if i18n.right_to_left() else grouped


def digits(text: str) -> str:
    return persian(text) if i18n.right_to_left() else text


def ltr(text: str) -> str:
    """A left-to-right island: *7777# must not become #7777*."""
    return f"{LRI}{text}{PDI}" if text else ""


def natural(text: str) -> str:
    """A name in its own direction, whatever the language of the screen: goods have Persian names in English too. Its
    Latin parts are islands: else digits behind one are drawn into it («Galaxy A54 — ۱۲۸ گیگابایت»)."""
    if runs_right_to_left(text):
        text = _LATIN.sub(_island, text)
    return f"{FSI}{text}{PDI}" if text else ""


def _island(found: re.Match[str]) -> str:
    said = found.group()
    return ltr(said) if any(mark.isalpha() for mark in said) else said


def runs_right_to_left(text: str) -> bool | None:
    """The direction of a text by its first letter; None where it has none."""
    strong = (bidirectional(mark) for mark in text)
    return next((found in ("R", "AL") for found in strong if found in ("L", "R", "AL")), None)


def imei_text(value: str) -> str:
    """Grouped for the eye; never used for copying."""
    return ltr(imei.grouped(value).replace(" ", NBSP)) if value else ""


def phone(value: str) -> str:
    grouped = f"{value[:4]}{NBSP}{value[4:7]}{NBSP}{value[7:]}" if len(value) == 11 else value
    return ltr(grouped)


def date_long(instant: datetime) -> str:
    return jalali.long_date_text(instant) if i18n.right_to_left() else jalali.date_text(instant)


def clock(instant: datetime) -> str:
    return digits(jalali.time_text(instant))


def moment(instant: datetime, now: datetime | None) -> str:
    """The time of day; with its date where that was not today."""
    today = now is None or jalali.local(instant).date() == jalali.local(now).date()
    return clock(instant) if today else f"{date_short(instant)} {clock(instant)}"


def date_short(instant: datetime) -> str:
    return digits(jalali.date_text(instant))


def ahead(instant: datetime, now: datetime) -> str:
    """How far something lies before us, in the largest fitting unit."""
    seconds = (instant - now).total_seconds()
    if seconds <= 0:
        return i18n.text("now")
    if seconds < 60:
        return i18n.text("in less than a minute")
    return i18n.text("in {span}").format(span=span(timedelta(seconds=seconds)))


def span(length: timedelta) -> str:
    """A length of time in the largest fitting unit, at least a minute; its sign is not said."""
    minutes = max(1, round(abs(length.total_seconds()) / 60))
    if minutes < 120:
        return _count(mark("{n} minute"), mark("{n} minutes"), minutes)
    hours = round(minutes / 60)
    if hours < 48:
        return i18n.text("{n} hours").format(n=digits(str(hours)))
    return i18n.text("{n} days").format(n=digits(str(round(hours / 24))))


def ago(instant: datetime, now: datetime) -> str:
    """How old an answer is, in the largest fitting unit."""
    minutes = max(0, int((now - instant).total_seconds() // 60))
    if minutes < 1:
        return i18n.text("just now")
    if minutes < 60:
        return _count(mark("{n} minute ago"), mark("{n} minutes ago"), minutes)
    if minutes < 60 * 24:
        return _count(mark("{n} hour ago"), mark("{n} hours ago"), minutes // 60)
    return _count(mark("{n} day ago"), mark("{n} days ago"), minutes // 1440)


def _count(one: str, many: str, n: int) -> str:
    return i18n.text(one if n == 1 else many).format(n=digits(str(n)))
