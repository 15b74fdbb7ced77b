"""Which rolling backups stay: the newest ones, one for each of the last days, one for each of the last weeks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

NEWEST: Final = 10
DAYS: Final = 7
WEEKS: Final = 6  # the one that has just begun among them: four whole ones always lie behind
SUFFIX: Final = ".pskbackup"
_STAMP: Final = "%Y%m%d-%H%M%S"
_FORM: Final = re.compile(r"pishkhan-([0-9a-zA-Z]{0,12})-(\d{8}-\d{6})(?:-\d+)?" + re.escape(SUFFIX))


@dataclass(frozen=True, slots=True)
class Named:
    """A rolling backup by what its name says."""

    name: str
    shop: str
    made_at: datetime


def short(shop_id: str) -> str:
    """So much of a shop's id as a file name carries: its end, which differs even between shops of one day."""
    return "".join(mark for mark in shop_id if mark.isascii() and mark.isalnum())[-12:]


def name_of(shop_id: str, at: datetime) -> str:
    return f"pishkhan-{short(shop_id)}-{at.astimezone(UTC):{_STAMP}}{SUFFIX}"


def read_name(name: str) -> Named | None:
    """None for what is no rolling backup: such a file is never touched."""
    found = _FORM.fullmatch(name)
    if found is None:
        return None
    try:
        at = datetime.strptime(found[2], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Named(name, found[1], at)


def begun_name(name: str) -> Named | None:
    """Of a file that is not finished: `.NAME.HEX.part`."""
    return read_name(name[1:].rsplit(".", 2)[0]) if name.startswith(".") and name.endswith(".part") else None


def superfluous(names: Iterable[str], shop_id: str, *, newest: int, just_made: str = "") -> tuple[str, ...]:
    """Names that may go, of this shop alone. The one just made always stays, wherever a wrong clock put it in time."""
    found = [named for name in names if (named := read_name(name)) and named.shop == short(shop_id)]
    found.sort(key=lambda named: (named.made_at, named.name), reverse=True)
    stay = {named.name for named in found[: max(1, newest)]} | {just_made}
    for kept, most in ((_day, DAYS), (_week, WEEKS)):
        of_period: dict[object, str] = {}
        for named in found:
            of_period.setdefault(kept(named.made_at), named.name)
        stay.update(list(of_period.values())[:most])
    return tuple(named.name for named in found if named.name not in stay)


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.isocalendar()[:2]
