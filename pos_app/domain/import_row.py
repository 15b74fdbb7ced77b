"""One row of a list of phones: what it says, or every reason why it cannot be taken in. Nothing here asks the stock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from pos_app.domain import imei, import_cells
from pos_app.domain.checks import Check
from pos_app.domain.errors import ShopError
from pos_app.domain.identifiers import check_eid, check_gtin
from pos_app.domain.import_columns import FIELDS, UNITS, Columns
from pos_app.domain.stock import MAX_TITLE, Condition
from pos_app.domain.table_text import has_control, without_bidi
from pos_app.domain.tax_id import check_goods_id
from pos_app.domain.typed import one_line

MAX_SERIAL, MAX_NAME = 40, 100  # characters
_OWN = ("imei1", "imei2", "serial", "eid")  # of one phone alone; what else a row says, many rows say
_REST = tuple(name for name in FIELDS if name not in _OWN)
_KEPT = 20_000  # rests that are remembered


class Reason(NamedTuple):
    """`code` why, `field` which column (`imei2`), `detail` what stood there or what it stands against."""

    code: str
    field: str = ""
    detail: str = ""


class Naming(NamedTuple):
    """By what a row says which product it is. `""` = not said."""

    gtin: str = ""
    brand: str = ""
    model: str = ""
    model_code: str = ""
    storage: str = ""
    colour: str = ""
    title: str = ""
    goods_id: str = ""
    guarantee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What a row says beside the numbers of its phone. Money in whole rials, None = not said; `reasons`: what of it
    does not hold."""

    naming: Naming
    price: int | None = None
    cost: int | None = None
    supplier: str = ""
    bought_on: date | None = None
    condition: Condition = Condition.SEALED
    reasons: tuple[Reason, ...] = ()


class Row(NamedTuple):
    """A row that holds by itself."""

    line: int
    imeis: tuple[str, ...]
    serial: str
    eid: str
    rest: Rest


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one file. `money` is the unit where no column says it; `day` makes a date of year, month and
    day in either calendar, or raises ValueError."""

    columns: Columns
    money: str
    day: Callable[[int, int, int], date]
    _rests: dict[tuple[str, ...], Rest] = field(default_factory=dict)
    _own: tuple[int, ...] = ()
    _places: tuple[int, ...] = ()
    _names: tuple[str, ...] = ()
    _width: int = 0
    _take: Callable[[tuple[str, ...]], object] = field(default=itemgetter(0))

    def __post_init__(self) -> None:
        places = self.columns.places
        self._width = max(places.values()) + 1
        # A column that the file lacks is read at a place behind its last one, which is always empty.
        self._own = tuple(places.get(name, self._width) for name in _OWN)
        self._names = tuple(name for name in _REST if name in places)
        self._places = tuple(places[name] for name in self._names)
        self._take = itemgetter(*self._places, self._width, self._width)  # two more, so that it gives a tuple always

    def read(self, line: int, cells: tuple[str, ...]) -> Row | tuple[Reason, ...]:
        lacking = self._width + 1 - len(cells)
        if lacking > 0:
            cells += ("",) * lacking
        elif cells[self._width]:
            cells = (*cells[: self._width], "")
        one, two, serial, eid = (cells[place] for place in self._own)
        key = self._take(cells)
        rest = self._rests.get(key)  # type: ignore[call-overload]
        if rest is None:
            rest = self._rest(key)  # type: ignore[arg-type]
        if imei.is_imei(one) and (not two or (one != two and imei.is_imei(two))):
            imeis: tuple[str, ...] = (one, two) if two else (one,)
            plain = not serial or (serial.isascii() and serial.isalnum() and len(serial) <= MAX_SERIAL)
            if plain and not eid and not rest.reasons:
                return Row(line, imeis, serial, "", rest)  # as nearly all are
        reasons = list(rest.reasons)
        imeis = _imeis(one, two, reasons)
        serial = _serial(serial, reasons)
        if eid and not eid.isspace():
            eid = _checked(check_eid(eid), "eid", eid, reasons)
        if not imeis and not serial and not reasons:
            reasons.append(Reason("imei-missing", "imei1"))
        return tuple(reasons) if reasons else Row(line, imeis, serial, eid.strip(), rest)

    def _rest(self, key: tuple[str, ...]) -> Rest:
        if len(self._rests) >= _KEPT:
            self._rests.clear()
        said = dict(zip(self._names, key[:-2], strict=True))
        rest = self._rests[key] = read_rest(said, self.columns.units, self.money, self.day)
        return rest


def read_rest(
    said: Mapping[str, str], units: Mapping[str, str], money: str, day: Callable[[int, int, int], date]
) -> Rest:
    """The cells of these columns, each held to its own rule."""
    reasons: list[Reason] = []
    names = {
        name: _name(said.get(name, ""), name, reasons, MAX_TITLE if name == "title" else MAX_NAME)
        for name in (*Naming._fields, "supplier")
    }
    for name, check in (("gtin", check_gtin), ("goods_id", check_goods_id)):
        if names[name]:
            names[name] = _checked(check(names[name]), name, names[name], reasons)
    bought_on = _on(said.get("bought_on", ""), day, reasons)
    sums: dict[str, int | None] = {}
    for name in ("price", "cost"):
        text = said.get(name, "")
        try:
            sums[name] = import_cells.rials(text, UNITS[units.get(name, money)])
        except ValueError as error:
            sums[name] = None
            written = _day_of(text, day) if name == "cost" and bought_on is None else None
            if written is not None:  # "bought at": some lists mean a day by it
                bought_on = written
            else:
                reasons.append(Reason(str(error), name, text.strip()[:60]))
    try:
        condition = import_cells.condition(said.get("condition", "")) or Condition.SEALED
    except ValueError as error:
        condition = Condition.SEALED
        reasons.append(Reason(str(error), "condition", said["condition"].strip()[:60]))
    supplier = names.pop("supplier")
    return Rest(
        naming=Naming(**names), price=sums["price"], cost=sums["cost"], supplier=supplier, bought_on=bought_on,
        condition=condition, reasons=tuple(reasons),
    )  # fmt: skip


def _imeis(one: str, two: str, reasons: list[Reason]) -> tuple[str, ...]:
    """Both numbers in canonical form; what is wrong with either goes to `reasons`."""
    found: list[str] = []
    for name, text in (("imei1", one), ("imei2", two)):
        if not text.strip():
            continue
        if import_cells.is_rounded(text):
            reasons.append(Reason("number-rounded", name, text.strip()))
            continue
        value = _checked(imei.check(text), name, text, reasons)
        if value and value in found:
            reasons.append(Reason("imei-slots-equal", name, value))
        elif value:
            found.append(value)
    return tuple(found)


def _serial(text: str, reasons: list[Reason]) -> str:
    value = _name(text, "serial", reasons, MAX_SERIAL)
    if import_cells.is_rounded(value) and "+" in value:
        reasons.append(Reason("number-rounded", "serial", value))
    return value


def _checked(said: Check, name: str, text: str, reasons: list[Reason]) -> str:
    """The canonical value, "" with its reason where there is none."""
    if said.ok:
        return said.value
    rounded = import_cells.is_rounded(text)
    reasons.append(Reason("number-rounded" if rounded else said.code, name, text.strip()[:60]))
    return ""


def _name(text: str, name: str, reasons: list[Reason], longest: int) -> str:
    value = " ".join(one_line(without_bidi(text)).split())
    if has_control(value):
        reasons.append(Reason("text-control", name))
    elif len(value) > longest:
        reasons.append(Reason("text-too-long", name, str(longest)))
    else:
        return value
    return ""


def _on(text: str, day: Callable[[int, int, int], date], reasons: list[Reason]) -> date | None:
    if not text.strip():
        return None
    found = _day_of(text, day)
    if found is None:
        reasons.append(Reason("day-unreadable", "bought_on", text.strip()[:60]))
    return found


def _day_of(text: str, day: Callable[[int, int, int], date]) -> date | None:
    try:
        written = import_cells.year_month_day(text)
        return day(*written) if written else None
    except (ValueError, ShopError):
        return None
