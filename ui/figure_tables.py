"""The tables of the figures' page: for each of its views the columns, the rows, and what a chart of it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pos_app import i18n, jalali
from pos_app.application.figures import AGES, Dashboard
from pos_app.i18n import mark
from pos_app.i18n import text as _
from pos_app.ports.figures import Sums
from pos_app.ports.sheets import Cell
from ui import export_words
from ui import format as fmt

_METHODS = {
    1: "cheque", 2: "offset", 3: "cash", 4: "card_reader", 5: "gateway", 6: "card_to_card", 7: "transfer", 8: "other",
}  # fmt: skip
_BARS = 7  # of a chart whose bars lie
VIEWS = (
    ("time", mark("over time")), ("models", mark("best models")), ("sellers", mark("sellers")),
    ("methods", mark("ways of paying")), ("vat", mark("VAT")), ("stock", mark("stock by age")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """`rows` as cells of a table, numbers as numbers; `labels` and `bars` are the chart's, `unit` what a bar counts.
    `lying`: its names are long, the bars lie."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    labels: tuple[str, ...]
    bars: tuple[int, ...]
    unit: str
    lying: bool = False
    wide: int = 0  # the column that takes the room that is left


def view(name: str, told: Dashboard) -> View:
    return _MAKERS[name](told)


def shown(cell: Cell) -> str:
    """A cell on the screen."""
    if isinstance(cell, str):
        return fmt.natural(cell)
    if cell is None:
        return ""
    return day_text(cell) if isinstance(cell, date) else fmt.number(cell)


def day_text(day: date) -> str:
    return fmt.digits("{:04}/{:02}/{:02}".format(*jalali.parts(day)))


def _short(day: date, step: str) -> str:
    """On an axis, where little room is: the day of a month, or the month."""
    _year, month, of = jalali.parts(day)
    return fmt.digits(str(month) if step == "month" else f"{month}/{of}")


def per_cent(value: int) -> str:
    return fmt.digits(str(value)) + ("٪" if i18n.right_to_left() else "%")


def _per_cent(sums: Sums) -> str:
    return per_cent(sums.margin * 100 // sums.costed) if sums.costed > 0 else ""


def _time(told: Dashboard) -> View:
    first = {"day": _("day"), "week": _("week from"), "month": _("month from")}[told.step]
    headings = (first, _("invoices"), _("phones"), _("net, rials"), _("VAT, rials"), _("margin, rials"), _("margin"))
    rows = tuple(
        (day, one.invoices, one.phones, one.net, one.vat, one.margin, _per_cent(one)) for day, one in told.series
    )
    labels = tuple(_short(day, told.step) for day, _sums in told.series)
    return View(headings, rows[::-1], labels, tuple(one.net for _day, one in told.series), _("net, rials"), wide=6)


def _models(told: Dashboard) -> View:
    headings = (_("goods"), _("pieces"), _("net, rials"), _("margin, rials"))
    rows = tuple((one.title, one.quantity, one.net, one.margin if one.costed else None) for one in told.products)
    best = told.products[:_BARS]
    bars = tuple(one.net for one in best)
    return View(headings, rows, tuple(one.title for one in best), bars, _("net, rials"), lying=True)


def _sellers(told: Dashboard) -> View:
    headings = (_("seller"), _("invoices"), _("phones"), _("net, rials"), _("margin, rials"))
    rows = tuple((name, one.invoices, one.phones, one.net, one.margin) for name, one in told.sellers)
    labels, bars = tuple(name for name, _s in told.sellers[:_BARS]), tuple(one.net for _n, one in told.sellers[:_BARS])
    return View(headings, rows, labels, bars, _("net, rials"), lying=True)


def _methods(told: Dashboard) -> View:
    named = [(export_words.code("method", _METHODS.get(code, "other")), n, sum_) for code, n, sum_ in told.methods]
    headings = (_("way of paying"), _("payments"), _("amount, rials"))
    return View(
        headings, tuple(named), tuple(name for name, _n, _sum in named), tuple(sum_ for _name, _n, sum_ in named),
        _("amount, rials"),
    )  # fmt: skip


def _vat(told: Dashboard) -> View:
    headings = (_("month from"), _("subject"), _("invoices"), _("net, rials"), _("VAT, rials"))
    rows = [
        (one.month, export_words.code("subject", one.subject), one.invoices, one.net, one.vat) for one in told.vat
    ]  # fmt: skip
    months: dict[date, int] = {}
    for one in told.vat:
        months[one.month] = months.get(one.month, 0) + one.vat
    rows.append(
        (None, _("together"), sum(one.invoices for one in told.vat), told.total.net, told.total.vat)  # type: ignore[arg-type]
    )
    labels = tuple(_short(month, "month") for month in months)
    return View(headings, tuple(rows), labels, tuple(months.values()), _("VAT, rials"), wide=1)


def _stock(told: Dashboard) -> View:
    headings = (_("age"), _("phones"), _("bought at, rials"), _("of unknown cost"), _("price, rials"))
    edges = (0, *AGES)
    names = [
        *(_("{first} to {last} days").format(first=fmt.number(first), last=fmt.number(last))
          for first, last in zip(edges, AGES, strict=False)),
        _("older, or not known"),
    ]  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (name, one.phones, one.cost, one.unpriced, one.asking) for name, one in zip(names, told.ages, strict=True)
    ]
    pieces, cost = told.pieces
    rows.append((_("accessories, pieces"), pieces, cost, None, None))
    return View(headings, tuple(rows), tuple(names), tuple(one.phones for one in told.ages), _("phones"), lying=True)


_MAKERS: dict[str, Callable[[Dashboard], View]] = {
    "time": _time, "models": _models, "sellers": _sellers, "methods": _methods, "vat": _vat, "stock": _stock,
}  # fmt: skip
